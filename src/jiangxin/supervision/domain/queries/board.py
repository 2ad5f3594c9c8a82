"""The board of supervision: what there is to do today, as far as the reader may see; a unit sees its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, F, Q, QuerySet

from jiangxin.kernel import access, records
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.bulk import AnyOf
from jiangxin.people.models import Organisation
from jiangxin.planning.enums import ExtensionState
from jiangxin.supervision.domain.queries.burden import Burden, burdens
from jiangxin.supervision.domain.queries.ladder import OWED, Rung, climbed, rungs
from jiangxin.supervision.domain.queries.rounds import OPEN, RunSheet, run_sheets
from jiangxin.supervision.enums import (
    UNSETTLED,
    ConclusionState,
    FindingKind,
    FindingState,
    NoticeState,
    ReviewState,
    SlipState,
    StatementState,
)
from jiangxin.supervision.models import (
    Conclusion,
    Finding,
    Notice,
    RectificationExtension,
    Review,
    Round,
    Slip,
    Statement,
    SupervisionPolicy,
)

#: Rows of a section at most; the lists have the rest.
MOST = 12
#: States of findings that do not count as problems of a unit.
HELD_BACK = (FindingState.DRAFT, FindingState.WITHDRAWN)


class Dated(NamedTuple):
    """A row with the days that are left."""

    row: Any
    left: int


class Group(NamedTuple):
    """Findings of one unit, kind and state: how many, and how many of them past their day."""

    unit: int
    kind: str
    state: str
    rows: int
    late: int


@dataclass(frozen=True)
class UnitLine:
    """How a unit stands: problems of the year and older ones that are open, slips to answer, what was asked of it."""

    unit: Organisation
    problems: int
    open: int
    overdue: int
    slips: int
    burden: Burden


@dataclass(frozen=True)
class Board:
    """What the board shows."""

    rounds: Sequence[RunSheet]
    states: Counter[str]
    overdue: int
    findings: Sequence[Dated]
    slips: Sequence[Rung]
    notices: Sequence[Dated]
    statements: Sequence[Statement]
    extensions: Sequence[RectificationExtension]
    reviews: Sequence[Dated]
    conclusions: Sequence[Dated]
    units: Sequence[UnitLine]
    policy: SupervisionPolicy

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be shown at all."""
        return not (self.rounds or self.units or self.findings or self.slips or self.notices or self.reviews)


def board(actor: Actor, day: date) -> Board:
    """Return the board on a day; the number of queries does not depend on how much there is."""
    findings = _rows(Finding, actor)
    open_ = findings.filter(kind=FindingKind.PROBLEM, state__in=UNSETTLED, rectify_by__isnull=False)
    drafts = findings.filter(state=FindingState.DRAFT)
    groups = _groups(findings, day)
    policy = SupervisionPolicy.in_force()
    slips = _rows(Slip, actor).filter(state__in=[SlipState.DRAFT, *OWED]).select_related("kind", "organisation")
    slips = slips.exclude(climbed()).order_by(F("due_on").asc(nulls_first=True), "pk")
    reviews = _rows(Review, actor).filter(state=ReviewState.ASKED)
    return Board(
        rounds=run_sheets(_rows(Round, actor).filter(state__in=OPEN).order_by("starts_on", "pk"), actor),
        states=_sums(groups, lambda group: group.state),
        overdue=sum(group.late for group in groups),
        findings=[
            *_dated(open_.select_related("organisation", "round").order_by("rectify_by", "pk"), "rectify_by", day),
            *(Dated(row, 0) for row in drafts.select_related("organisation", "round").order_by("pk")[:MOST]),
        ],
        slips=rungs(slips[:MOST], day),
        notices=_dated(
            _rows(Notice, actor).filter(state=NoticeState.SENT).select_related("organisation", "round"), "due_on", day
        ),
        statements=list(
            _rows(Statement, actor)
            .filter(state=StatementState.OPEN)
            .select_related("finding__round", "finding__organisation")
            .order_by("pk")[:MOST]
        ),
        extensions=list(
            _rows(RectificationExtension, actor)
            .filter(state=ExtensionState.IN_APPROVAL)
            .select_related("finding__round", "finding__organisation")
            .order_by("pk")[:MOST]
        ),
        reviews=_dated(reviews.select_related("conclusion__round", "conclusion__organisation"), "due_on", day),
        conclusions=_dated(
            _rows(Conclusion, actor)
            .filter(state=ConclusionState.FED_BACK, review_until__gte=day, review__isnull=True)
            .select_related("round", "organisation"),
            "review_until",
            day,
        ),
        units=_units(groups, actor, day),
        policy=policy,
    )


def _rows(model: Any, actor: Actor) -> QuerySet[Any]:
    return access.rows(records.of_model(model), actor)


def _dated(rows: QuerySet[Any], name: str, day: date) -> list[Dated]:
    return [Dated(row, (getattr(row, name) - day).days) for row in rows.order_by(name, "pk")[:MOST]]


def _groups(findings: QuerySet[Finding], day: date) -> list[Group]:
    """Count findings of the year and older ones that are not settled (one query)."""
    counted = findings.filter(Q(found_on__year=day.year) | Q(state__in=UNSETTLED)).order_by()
    late = Count("pk", filter=Q(state__in=UNSETTLED, rectify_by__lt=day))
    return [Group(*row) for row in counted.values_list("organisation", "kind", "state").annotate(n=Count("pk"), l=late)]


def _sums(groups: Iterable[Group], by: Callable[[Group], Any]) -> Counter[Any]:
    found: Counter[Any] = Counter()
    for group in groups:
        found[by(group)] += group.rows
    return found


def _units(groups: Sequence[Group], actor: Actor, day: date) -> list[UnitLine]:
    """Return the units of which anything is told, in their order, with slips and burden (four queries)."""
    told = [g for g in groups if g.kind == FindingKind.PROBLEM and g.state not in HELD_BACK]
    problems = _sums(told, lambda group: group.unit)
    open_ = _sums((group for group in told if group.state in UNSETTLED), lambda group: group.unit)
    overdue: Counter[int] = Counter()
    for group in told:
        overdue[group.unit] += group.late
    owed = (
        _rows(Slip, actor)
        .filter(state__in=OWED)
        .exclude(climbed())
        .order_by()
        .values_list("organisation")
        .annotate(n=Count("pk"))
    )
    slips: Counter[int] = Counter(dict(owed))
    asked = _rows(Notice, actor).filter(sent_on__year=day.year).order_by().values_list("organisation", flat=True)
    wanted = {*problems, *slips, *asked}
    known = burdens(wanted, day)
    units = Organisation.objects.filter(AnyOf("pk", sorted(wanted))).order_by("sort_key", "pk")
    return [
        UnitLine(row, problems[row.pk], open_[row.pk], overdue[row.pk], slips[row.pk], known[row.pk]) for row in units
    ]
