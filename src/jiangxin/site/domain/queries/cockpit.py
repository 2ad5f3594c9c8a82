"""What the cockpit shows of the plan in force: each part from the query of the page that it opens.

A part is None where the viewer has no right to it, so that nothing is counted that the page would not show.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Q, QuerySet

from jiangxin.kernel import access, records
from jiangxin.kernel.actors import Actor
from jiangxin.planning.domain.lights.judging import COLOURS
from jiangxin.planning.domain.queries import board, calendar, review, tree
from jiangxin.planning.domain.queries.board import Line
from jiangxin.planning.domain.queries.calendar import Entry
from jiangxin.planning.domain.queries.mine import LOOKS_AFTER_ALL
from jiangxin.planning.domain.queries.tree import Item, Tree, Unit
from jiangxin.planning.domain.queries.unit import lights_on, quarter_ends
from jiangxin.planning.enums import CycleKind
from jiangxin.planning.models import Cycle, Light, Plan, Report, Subtask, Target, TargetValue, Task
from jiangxin.reporting.enums import InstructionState
from jiangxin.reporting.models import Instruction
from jiangxin.supervision.enums import HANDED_OUT, TOLD, UNSETTLED, FindingKind, FindingState, SlipState
from jiangxin.supervision.models import Finding, Slip

#: How far is looked ahead where nothing is near, and how many instructions are named.
YEAR, NAMED = timedelta(365), 5
#: States of problems that count as found: the unit knows of them and they stand.
FOUND = tuple(state for state in TOLD if state != FindingState.WITHDRAWN)
#: States of slips that stand.
STANDING = tuple(state for state in HANDED_OUT if state != SlipState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class UnitTile:
    """A unit that leads tasks: how many of which light."""

    unit: Unit
    colours: Mapping[str, int]

    @property
    def tasks(self) -> int:
        """How many tasks it leads."""
        return sum(self.colours.values())

    @property
    def worst(self) -> str:
        """The worst of their lights."""
        return max(self.colours, key=COLOURS.index)


@dataclass(frozen=True, slots=True)
class Steps:
    """What is overdue, which milestones and deadlines are ahead, and those of a year that lie behind these."""

    late: Sequence[Entry]
    ahead: Sequence[Entry]
    later: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Reports:
    """The reports of the present cycle: how many are owed, and how those stand that were handed in."""

    cycle: Cycle
    owed: int
    states: Mapping[str, int]

    @property
    def missing(self) -> int:
        """How many were not handed in."""
        return self.owed - sum(self.states.values())


@dataclass(frozen=True, slots=True)
class Supervised:
    """Problems that were found and how many of them are closed or past their date; slips by colour."""

    found: int
    closed: int
    late: int
    slips: Mapping[str, int]
    unanswered: int


@dataclass(frozen=True, slots=True)
class Instructions:
    """Leaders' instructions: open ones, those of them that are overdue, answered ones, and the next to be answered."""

    open: int
    late: int
    answered: int
    next: Sequence[Instruction]


@dataclass(frozen=True)
class Picture:
    """The plan on a day, as far as the viewer may see it."""

    plan: Plan
    day: date
    told_on: date | None
    tree: Tree
    quarters: Sequence[tuple[date, Mapping[str, int]]] | None
    targets: Sequence[Line] | None
    steps: Steps | None
    reports: Reports | None
    supervised: Supervised | None
    instructions: Instructions | None

    @property
    def items(self) -> list[Item]:
        """The tasks."""
        return [item for group in self.tree.groups for item in group.items]

    @property
    def units(self) -> list[UnitTile]:
        """The units that lead tasks, in their order."""
        found: dict[Unit, Counter[str]] = {}
        for item in self.items:
            if item.lead:
                found.setdefault(item.lead, Counter())[item.colour] += 1
        return [UnitTile(unit, found[unit]) for unit in sorted(found, key=lambda unit: unit.sort_key)]


def may_look(actor: Actor) -> bool:
    """Whether somebody may look at the cockpit: who looks after the tasks of all units, not only of their own."""
    return actor.system or actor.reach(LOOKS_AFTER_ALL).everything


def picture(plan: Plan, actor: Actor, day: date) -> Picture:
    """Return the plan on a day; the number of queries does not depend on how much there is."""
    tasks = access.rows(records.of_model(Task), actor).filter(plan=plan)
    found = tree.tree(tasks, plan, actor, day)
    return Picture(
        plan=plan,
        day=day,
        told_on=tasks.aggregate(day=Max("standing__day"))["day"],
        tree=found,
        quarters=_quarters(found, actor, day) if _may(Light, actor) else None,
        targets=_targets(plan, actor, day) if _may(TargetValue, actor) else None,
        steps=_steps(tasks, actor, day) if _may(Subtask, actor) else None,
        reports=_reports(actor, day) if _may(Report, actor) else None,
        supervised=_supervised(actor, day) if _may(Finding, actor) and _may(Slip, actor) else None,
        instructions=_instructions(actor, day) if _may(Instruction, actor) else None,
    )


def _may(model: type, actor: Actor) -> bool:
    return access.may(records.of_model(model), actor, "view")


def _quarters(found: Tree, actor: Actor, day: date) -> list[tuple[date, Mapping[str, int]]]:
    """Return how many tasks had which light at the ends of quarters, without those before the first light."""
    days = quarter_ends(day)
    tasks = [item.pk for group in found.groups for item in group.items]
    lights = lights_on(tasks, actor, days).values()
    sums = [(end, Counter(row[place] for row in lights if row[place])) for place, end in enumerate(days)]
    return [(end, colours) for end, colours in sums if colours] + [(day, found.sums.colours)]


def _steps(tasks: QuerySet[Task], actor: Actor, day: date) -> Steps:
    late, found = calendar.unsettled(tasks, actor, day, last=day + YEAR)
    end = day + calendar.AHEAD
    return Steps(late, [entry for entry in found if entry.on <= end], [entry for entry in found if entry.on > end])


def _targets(plan: Plan, actor: Actor, day: date) -> list[Line]:
    rows = access.rows(records.of_model(Target), actor).filter(plan=plan)
    return board.board(rows, actor, day)


def _reports(actor: Actor, day: date) -> Reports | None:
    """Return the reports of the newest quarter that was opened; what is owed is told to those only who read all."""
    cycles = access.rows(records.of_model(Cycle), actor).filter(kind=CycleKind.QUARTERLY, opened_on__lte=day)
    cycle = cycles.order_by("-ends_on").first()
    if cycle is None or not may_look(actor):
        return None
    return Reports(cycle, Report.objects.filter(cycle=cycle, round=1).count(), review.states(actor, cycle))


def problems(actor: Actor) -> QuerySet[Finding]:
    """Return the problems that were found."""
    rows = access.rows(records.of_model(Finding), actor)
    return rows.filter(kind=FindingKind.PROBLEM, state__in=FOUND).order_by()


def slips(actor: Actor) -> QuerySet[Slip]:
    """Return the slips that stand."""
    return access.rows(records.of_model(Slip), actor).filter(state__in=STANDING).order_by()


def _supervised(actor: Actor, day: date) -> Supervised:
    late = Q(state__in=UNSETTLED, rectify_by__lt=day)
    sums = problems(actor).aggregate(
        found=Count("pk"), closed=Count("pk", filter=Q(state=FindingState.CLOSED)), late=Count("pk", filter=late)
    )
    handed_out = Counter[str]()
    unanswered = 0
    for colour, state, n in slips(actor).values_list("kind__colour", "state").annotate(n=Count("pk")):
        handed_out[colour] += n
        unanswered += n if state != SlipState.ANSWERED else 0
    return Supervised(**sums, slips=handed_out, unanswered=unanswered)


def _instructions(actor: Actor, day: date) -> Instructions:
    rows = access.rows(records.of_model(Instruction), actor)
    waiting = Q(state=InstructionState.OPEN)
    sums = rows.order_by().aggregate(
        open=Count("pk", filter=waiting),
        late=Count("pk", filter=waiting & Q(due_on__lt=day)),
        answered=Count("pk", filter=~waiting),
    )
    following = rows.filter(waiting).select_related("organisation", "leader").order_by("due_on", "pk")
    return Instructions(**sums, next=list(following[:NAMED]))
