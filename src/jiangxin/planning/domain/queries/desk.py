"""What the ingestion desk shows: queues, counts, marks, the next finding to decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.planning.domain.queries.markup import Mark
from jiangxin.planning.enums import FindingKind, FindingState, NameState
from jiangxin.planning.models import Finding, Plan, UnitName

#: What the engine's codes of doubt mean to a reader.
WHY = {
    "lost_dash": gettext_lazy("The dash of a range was probably lost when the text was copied."),
    "lost_date_marks": gettext_lazy("The characters for year or month were lost from a date."),
    "lost_bracket": gettext_lazy("A bracket of a document number was lost."),
    "lost_opening_quote": gettext_lazy("An opening quotation mark was lost."),
    "unclosed_bracket": gettext_lazy("A bracket is not closed."),
    "stray_separator": gettext_lazy("A separator stands where a name is missing."),
}


def explain(why: str) -> str:
    """Return the sentence for a code of doubt; other texts as they are."""
    return str(WHY.get(why, why))


@dataclass(frozen=True)
class Queue:
    """How far the decisions about one kind of finding are."""

    kind: str
    label: str
    open: int
    total: int

    @property
    def decided(self) -> int:
        """How many were decided."""
        return self.total - self.open

    @property
    def percent(self) -> int:
        """Share decided, 0–100; an empty queue is done."""
        return 100 if not self.total else self.decided * 100 // self.total


def findings_of(plan: Plan) -> list[Finding]:
    """Return all findings in order of the text (one query)."""
    return list(plan.findings.order_by("start", "order"))


def queues(plan: Plan, findings: list[Finding]) -> list[Queue]:
    """Return the queues of the desk, doubts first, with the unit names last (one query)."""
    total = Counter(f.kind for f in findings)
    waiting = Counter(f.kind for f in findings if f.state == FindingState.OPEN)
    plurals = {
        FindingKind.DOUBT: _("Doubts"),
        FindingKind.TASK: _("Tasks"),
        FindingKind.TARGET: _("Targets"),
        FindingKind.PARAMETER: _("Policy parameters"),
        FindingKind.HEADING: _("Headings"),
    }
    made = [Queue(kind, label, waiting[kind], total[kind]) for kind, label in plurals.items()]
    names = Counter(plan.unit_names.values_list("state", flat=True))
    return [*made, Queue("name", _("Unit names"), names[NameState.OPEN], sum(names.values()))]


def progress(plans: Sequence[Plan]) -> list[tuple[Plan, int, int]]:
    """Return how many findings and names of each plan are decided, and how many there are (two queries)."""
    done: Counter[int] = Counter()
    total: Counter[int] = Counter()
    for rows, waiting in ((Finding.objects, FindingState.OPEN), (UnitName.objects, NameState.OPEN)):
        counted = (
            rows.filter(plan__in=plans)
            .values("plan")
            .annotate(n=Count("pk"), open=Count("pk", filter=Q(state=waiting)))
        )
        for row in counted.order_by():
            total[row["plan"]] += row["n"]
            done[row["plan"]] += row["n"] - row["open"]
    return [(plan, done[plan.pk], total[plan.pk]) for plan in plans]


def marks(findings: list[Finding]) -> list[Mark]:
    """Return the marks of the text: every finding but the rejected ones (a person may look them up)."""
    return [
        Mark(
            f.start,
            f.end,
            str(f.uuid),
            f.kind,
            "suspect" if f.suspect and f.state == FindingState.OPEN else f.state,
            level=f.data.get("level"),
        )
        for f in findings
        if f.state != FindingState.REJECTED
    ]


def next_open(findings: list[Finding], after: Finding | None = None, kind: str = "") -> Finding | None:
    """Return the next undecided finding behind another in the text, then from the top."""
    waiting = [f for f in findings if f.state == FindingState.OPEN and (not kind or f.kind == kind)]
    if after is not None:
        place = (after.start, after.order)
        behind = [f for f in waiting if (f.start, f.order) > place]
        if behind:
            return behind[0]
        waiting = [f for f in waiting if f.pk != after.pk]
    return waiting[0] if waiting else None
