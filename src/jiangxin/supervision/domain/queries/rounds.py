"""Rounds as run-sheets: which steps are done, and what is missing in each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from jiangxin.kernel import access, records
from jiangxin.kernel.actors import Actor
from jiangxin.reporting.enums import DocumentState
from jiangxin.reporting.models import Document
from jiangxin.supervision.enums import (
    ASKED,
    TOLD,
    UNSETTLED,
    ConclusionState,
    FindingState,
    NoticeForm,
    NoticeState,
    RoundState,
)
from jiangxin.supervision.models import Conclusion, Finding, Notice, Round, RoundTask

#: Rounds that go on.
OPEN = (RoundState.DRAFT, RoundState.IN_APPROVAL, RoundState.APPROVED, RoundState.UNDER_WAY, RoundState.CONCLUDED)
#: The source of documents on rounds.
SOURCE = "supervision.round"


class Step(NamedTuple):
    """A step of a round: whether it is done, how far it is, what is missing, and the tab that shows it."""

    label: str
    done: bool
    reached: str
    missing: str = ""
    tab: str = ""

    @property
    def colour(self) -> str:
        """The light that says so: green done, yellow something is missing, grey not begun."""
        return "green" if self.done else "yellow" if self.missing else "grey"


@dataclass(frozen=True)
class RunSheet:
    """A round with its steps, and its circular where one was drafted."""

    round: Round
    steps: Sequence[Step]
    circular: Document | None


def run_sheets(rounds: Iterable[Round], actor: Actor) -> list[RunSheet]:
    """Return rounds with their steps (five queries, however many rounds)."""
    rounds = list(rounds)

    def seen(model: Any, path: str = "round") -> QuerySet[Any]:
        return access.rows(records.of_model(model), actor).filter(**{f"{path}__in": rounds})

    tasks: dict[int, list[int]] = defaultdict(list)
    for pk, unit in seen(RoundTask).order_by().values_list("round", "organisation"):
        tasks[pk].append(unit)
    notices: dict[int, dict[int, tuple[str, str]]] = defaultdict(dict)
    for pk, unit, form, state in seen(Notice).order_by().values_list("round", "organisation", "form", "state"):
        if state in ASKED:
            notices[pk][unit] = (form, state)
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for pk, state in seen(Finding).order_by().values_list("round", "state"):
        found[pk][state] += 1
    told: dict[int, set[int]] = defaultdict(set)
    concluded = seen(Conclusion).exclude(state=ConclusionState.DRAFT).order_by()
    for pk, unit in concluded.values_list("round", "organisation"):
        told[pk].add(unit)
    papers = access.rows(records.of_model(Document), actor).filter(source=SOURCE)
    papers = papers.filter(subject_id__in=[row.pk for row in rounds]).exclude(state=DocumentState.DISCARDED)
    circulars = {paper.subject_id: paper for paper in papers.defer("content", "facts", "body").order_by("pk")}
    return [
        RunSheet(
            row,
            (
                _scheme(row, len(tasks[row.pk])),
                _notices(set(tasks[row.pk]), notices[row.pk]),
                _findings(row, found[row.pk]),
                _conclusions(row, set(tasks[row.pk]), told[row.pk]),
                _circular(circulars.get(row.pk)),
            ),
            circulars.get(row.pk),
        )
        for row in rounds
    ]


def _scheme(row: Round, tasks: int) -> Step:
    reached = ngettext("%(n)d task", "%(n)d tasks", tasks) % {"n": tasks}
    missing = ""
    if row.approved_on:
        approved = _("approved on %(day)s") % {"day": row.approved_on}
        reached = f"{approved} · {reached}"
    else:
        missing = _("waits for approval") if row.state == RoundState.IN_APPROVAL else _("to be submitted")
    label = pgettext("of a round", "Scheme")
    return Step(label, row.approved_on is not None, reached, missing, "supervision.round-tasks.round")


def _notices(units: set[int], sent: dict[int, tuple[str, str]]) -> Step:
    acknowledged = sum(state == NoticeState.ACKNOWLEDGED for _form, state in sent.values())
    unasked = len(units - {unit for unit, (form, _state) in sent.items() if form == NoticeForm.NOTICE})
    waiting = len(sent) - acknowledged
    missing = []
    if sent and unasked:
        missing.append(ngettext("%(n)d unit has none", "%(n)d units have none", unasked) % {"n": unasked})
    if waiting:
        missing.append(_("%(n)d not acknowledged") % {"n": waiting})
    reached = _("%(sent)d sent, %(acknowledged)d acknowledged") % {"sent": len(sent), "acknowledged": acknowledged}
    done = bool(sent) and not missing
    return Step(_("Notices to units"), done, reached, "、".join(missing), "supervision.notices.round")


def _findings(row: Round, states: Counter[str]) -> Step:
    total = sum(count for state, count in states.items() if state in TOLD and state != FindingState.WITHDRAWN)
    open_ = sum(states[state] for state in UNSETTLED)
    reached = _("%(total)d put, %(closed)d closed") % {"total": total, "closed": states[FindingState.CLOSED]}
    missing = []
    if states[FindingState.DRAFT]:
        missing.append(_("%(n)d to be put to the unit") % {"n": states[FindingState.DRAFT]})
    if open_:
        missing.append(_("%(n)d to be settled") % {"n": open_})
    begun = row.state in {RoundState.CONCLUDED, RoundState.CLOSED}
    return Step(_("Problems found"), begun and not missing, reached, "、".join(missing), "supervision.findings.round")


def _conclusions(row: Round, units: set[int], told: set[int]) -> Step:
    left = len(units - told)
    reached = _("%(n)d fed back") % {"n": len(told)}
    missing = ""
    if left and row.state in {RoundState.UNDER_WAY, RoundState.CONCLUDED}:
        missing = ngettext("%(n)d unit has none", "%(n)d units have none", left) % {"n": left}
    return Step(_("Conclusions"), bool(units) and not left, reached, missing, "supervision.conclusions.round")


def _circular(paper: Document | None) -> Step:
    if paper is None:
        return Step(_("Circular"), done=False, reached=_("not drafted"))
    done = paper.state in {DocumentState.ISSUED, DocumentState.ARCHIVED}
    reached = paper.number_text or str(paper.get_state_display())
    return Step(_("Circular"), done, reached, "" if done else _("not issued"))
