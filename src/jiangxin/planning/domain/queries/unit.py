"""A unit in the running plan as it stood on a day: its parts, lights then and before, reports, what is open.

Everything is that of the day: the name of the organisation, its parts, lights, values, and what had been handed in.
What the reader may not see is left out. Of reports that were not handed in only those are counted whose date had
passed: that a unit is late is no secret to those who read its reports, what it is working on is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q, QuerySet

from jiangxin.kernel import access, records
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.languages import localised
from jiangxin.people.models import Organisation, OrganisationPeriod
from jiangxin.planning.domain.lights.facts import QUARTER_ENDS
from jiangxin.planning.domain.lights.rollups import By, Row, rollup
from jiangxin.planning.domain.queries.board import Line, board
from jiangxin.planning.domain.queries.steps import StepLight, StepRules, resting
from jiangxin.planning.enums import HANDED_IN, Colour, ExtensionState, Part, ReportState, ReturnKind, SubtaskState
from jiangxin.planning.models import Cycle, Extension, Light, Report, Responsibility, Subtask, Target, Task, TaskTarget

#: How many quarters before the day are shown beside it, and how many cycles of reports.
QUARTERS, CYCLES = 6, 8
#: What is due within so many days is shown as open; what is overdue always is.
AHEAD = timedelta(90)


class PartOf(NamedTuple):
    """A task in which the unit has a part, with its lights at the ends of quarters and on the day."""

    task: Task
    part: str
    lights: Sequence[str]
    light: str
    report: Report | None

    @property
    def label(self) -> str:
        """The part in words."""
        return str(Part(self.part).label)


@dataclass(slots=True)
class Timeliness:
    """How a unit handed in its reports for a cycle. `owed` are those whose date had passed."""

    cycle: Cycle
    owed: int = 0
    on_time: int = 0
    late: int = 0
    missing: int = 0
    returned: int = 0
    quality: int = 0


class OpenStep(NamedTuple):
    """A sub-task or milestone of the unit that was not done, with its light."""

    step: Subtask
    light: StepLight


@dataclass(frozen=True)
class Page:
    """What the page of a unit shows."""

    name: str
    day: date
    quarters: Sequence[date]
    parts: Sequence[PartOf]
    sums: Row | None
    colours: Mapping[str, int]
    reports: Sequence[Timeliness]
    steps: Sequence[OpenStep]
    extensions: Sequence[Extension]
    targets: Sequence[Line]

    @property
    def has_more(self) -> bool:
        """Whether anything stands beside its tasks and targets."""
        return bool(self.reports or self.steps or self.extensions)


def page(unit: Organisation, actor: Actor, day: date, today: date) -> Page:
    """Return the unit on a day; the number of queries does not depend on how much it does."""
    own = access.rows(records.of_model(Responsibility), actor).filter(organisation=unit)
    current = own.filter(pk__in=Responsibility.objects.on(day).values("pk"))
    held = dict(current.filter(task__isnull=False).order_by("-part").values_list("task_id", "part"))
    rows = access.rows(records.of_model(Task), actor).filter(pk__in=held)
    tasks = list(rows.select_related("standing").defer("conclusion").order_by("plan", "number"))
    quarters = quarter_ends(day)
    lights = lights_on(held, actor, [*quarters, day])
    kept = [place for place, _end in enumerate(quarters) if any(row[place] for row in lights.values())]
    last = {report.task_id: report for report in _last_reports(held, actor, day)}
    parts = [
        PartOf(
            task,
            held[task.pk],
            [found[at] for at in kept],
            found[-1] or (_now(task) if day == today else ""),
            last.get(task.pk),
        )
        for task in tasks
        for found in [lights.get(task.pk, [""] * (len(quarters) + 1))]
    ]
    led = [pk for pk, part in held.items() if part == Part.LEAD]
    own_targets = current.filter(part=Part.LEAD, target__isnull=False).values("target")
    targets = access.rows(records.of_model(Target), actor)
    targets = targets.filter(Q(pk__in=own_targets) | Q(pk__in=TaskTarget.objects.filter(task__in=led).values("target")))
    return Page(
        name=name_on(unit, day),
        day=day,
        quarters=[quarters[at] for at in kept],
        parts=parts,
        sums=next(iter(rollup(By.PLAN, day, tasks=rows.filter(pk__in=led))), None) if led else None,
        colours=Counter(part.light or Colour.GREY for part in parts if part.part == Part.LEAD),
        reports=timeliness(unit, actor, day),
        steps=open_steps(unit, actor, day),
        extensions=_extensions(unit, actor, day),
        targets=[line for line in board(targets, actor, day) if line.lead and line.lead.pk == unit.pk],
    )


def name_on(unit: Organisation, day: date) -> str:
    """Return what an organisation was called on a day (one query)."""
    period = OrganisationPeriod.objects.on(day).filter(organisation=unit).first()
    return localised(period.name, period.name_en) if period else str(unit)


def quarter_ends(day: date, count: int = QUARTERS) -> list[date]:
    """Return the last days of the quarters before a day, in order."""
    years = range(day.year - count // len(QUARTER_ENDS) - 1, day.year + 1)
    ends = [date(year, month, last) for year in years for month, last in QUARTER_ENDS]
    return [end for end in ends if end < day][-count:]


def _now(task: Task) -> str:
    standing = getattr(task, "standing", None)
    return standing.light if standing else Colour.GREY.value


def lights_on(tasks: Iterable[int], actor: Actor, days: Sequence[date]) -> dict[int, list[str]]:
    """Return the lights of tasks on days in order, "" where none is known (one query)."""
    rows = access.rows(records.of_model(Light), actor).filter(task__in=tasks, valid_from__lte=days[-1])
    rows = rows.filter(Q(valid_to=None) | Q(valid_to__gt=days[0]))
    found: dict[int, list[str]] = defaultdict(lambda: [""] * len(days))
    for task, colour, begin, end in rows.values_list("task_id", "colour", "valid_from", "valid_to"):
        for place, day in enumerate(days):
            if begin <= day and (end is None or day < end):
                found[task][place] = colour
    return dict(found)


# ── Reports ─────────────────────────────────────────────────────────────────────────────────────


def _handed_in(actor: Actor, day: date) -> QuerySet[Report]:
    """Return the rounds of reports that had been handed in by a day."""
    return access.rows(records.of_model(Report), actor).filter(state__in=HANDED_IN, handed_in_on__lte=day)


def _last_reports(tasks: Iterable[int], actor: Actor, day: date) -> QuerySet[Report]:
    """Return the last report on each task that stood on a day."""
    rows = _handed_in(actor, day).filter(task__in=tasks).exclude(state=ReportState.RETURNED, decided_on__lte=day)
    ordered = rows.order_by("task_id", "-cycle__ends_on", "-handed_in_on", "-round").distinct("task_id")
    return ordered.select_related("cycle")


def timeliness(unit: Organisation, actor: Actor, day: date) -> list[Timeliness]:
    """Return how a unit handed in its reports, the newest cycle first (three queries).

    Nothing is told to those who may not read its reports.
    """
    record = records.of_model(Report)
    reach = actor.reach("planning.report.view")
    if not actor.system and not reach.everything and unit.pk not in reach.organisations:
        return []
    cycles = list(Cycle.objects.filter(due_on__lt=day, opened_on__isnull=False).order_by("-ends_on", "kind")[:CYCLES])
    found = {cycle.pk: Timeliness(cycle) for cycle in cycles}
    rounds: dict[tuple[int, int], list[Report]] = defaultdict(list)
    rows = access.rows(record, actor).filter(state__in=HANDED_IN, handed_in_on__lte=day)
    rows = rows.filter(organisation=unit, cycle__in=cycles)
    for report in rows.only("task", "cycle", "round", "due_on", "handed_in_on", "state", "decided_on", "return_kind"):
        rounds[report.task_id, report.cycle_id].append(report)
    # what is owed is known from the first round of each report, whoever may read what stands in it
    owed = Report.objects.filter(organisation=unit, cycle__in=cycles, round=1, due_on__lt=day)
    for task, cycle, due_on in owed.values_list("task_id", "cycle_id", "due_on"):
        _count(found[cycle], due_on, sorted(rounds[task, cycle], key=lambda report: report.round), day)
    return [row for row in found.values() if row.owed]


def _count(row: Timeliness, due_on: date, rounds: Sequence[Report], day: date) -> None:
    row.owed += 1
    if not rounds:
        row.missing += 1
    elif (rounds[0].handed_in_on or date.max) <= due_on:
        row.on_time += 1
    else:
        row.late += 1
    returned = [
        report
        for report in rounds
        if report.state == ReportState.RETURNED and report.decided_on is not None and report.decided_on <= day
    ]
    row.returned += len(returned)
    row.quality += sum(report.return_kind == ReturnKind.QUALITY for report in returned)


# ── What is open, and what was put off ──────────────────────────────────────────────────────────


def open_steps(unit: Organisation, actor: Actor, day: date) -> list[OpenStep]:
    """Return what the unit had not done by a day and was due soon or before (three queries)."""
    rows = access.rows(records.of_model(Subtask), actor).filter(organisation=unit, due_on__lte=day + AHEAD)
    rows = rows.filter(Q(done_on=None) | Q(done_on__gt=day)).filter(Q(dropped_on=None) | Q(dropped_on__gt=day))
    steps = list(rows.select_related("task").defer("task__conclusion").order_by("due_on", "task__number", "number"))
    rules, rests = StepRules(day), resting([step.task_id for step in steps], day)
    return [
        OpenStep(step, rules.light(SubtaskState.OPEN, step.due_on, None, rests=step.task_id in rests)) for step in steps
    ]


def _extensions(unit: Organisation, actor: Actor, day: date) -> list[Extension]:
    """Return the extensions that were granted to a unit by a day, the newest first."""
    rows = access.rows(records.of_model(Extension), actor).filter(organisation=unit, state=ExtensionState.GRANTED)
    found = rows.filter(decided_on__lte=day).select_related("task", "cycle", "subtask").defer("task__conclusion")
    return list(found.order_by("-decided_on", "-pk"))


def share(part: int, whole: int) -> Decimal | None:
    """Return a share in per cent, none of nothing."""
    return None if not whole else (Decimal(part) * 100 / whole).quantize(Decimal(1))
