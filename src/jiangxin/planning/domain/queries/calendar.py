"""What falls due when: sub-tasks, milestones, deadlines of tasks and the days by which is reported."""

from __future__ import annotations

from calendar import Calendar
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from jiangxin.kernel import access, records
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.languages import localised
from jiangxin.planning.domain.queries.steps import StepLight, StepRules, resting
from jiangxin.planning.enums import GONE, Colour, CycleKind, SubtaskKind, SubtaskState
from jiangxin.planning.models import Cycle, Subtask, Task

MONDAY = 0
#: What falls due within so many days is ahead: four weeks, today included.
AHEAD = timedelta(27)
#: Kinds of entries besides those of sub-tasks.
DEADLINE, CYCLE = "deadline", "cycle"


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that falls due on a day: of a sub-task also when it begins and when it was done."""

    kind: str
    uuid: str
    title: str
    task: int
    unit: str
    on: date
    light: StepLight
    starts_on: date | None = None
    done_on: date | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries are asked for; `units` are those that do the work, `tasks` the tasks they belong to."""

    units: Collection[int] | None = None
    tasks: QuerySet[Task] | None = None
    colour: str = ""
    milestones_only: bool = False
    open_only: bool = False


COLUMNS = (
    "uuid", "kind", "number", "title", "task_id", "task__number", "organisation__name", "organisation__name_en",
    "organisation__short_name", "starts_on", "due_on", "done_on", "state",
)  # fmt: skip


def entries(tasks: QuerySet[Task], actor: Actor, first: date, last: date, day: date, wanted: Wanted) -> list[Entry]:
    """Return what falls due from a day to another, in order; lights are those of `day` (six queries)."""
    rows = access.rows(records.of_model(Subtask), actor).filter(task__in=_chosen(tasks, wanted).values("pk"))
    found = _steps(rows.filter(due_on__gte=first, due_on__lte=last), day, wanted)
    if not wanted.milestones_only:
        found += _deadlines(_chosen(tasks, wanted), first, last, day, wanted)
        found += _cycles(actor, first, last, day) if wanted == Wanted() else []
    return _coloured(found, wanted)


def unsettled(
    tasks: QuerySet[Task], actor: Actor, day: date, *, last: date | None = None
) -> tuple[list[Entry], list[Entry]]:
    """Return what is overdue on a day, the longest first, and milestones and deadlines ahead: four weeks, or longer."""
    found = entries(tasks, actor, date.min, last or day + AHEAD, day, Wanted(open_only=True))
    late = [entry for entry in found if entry.light.says == "overdue"]
    return late, [entry for entry in found if entry.on >= day and entry.kind != SubtaskKind.SUBTASK]


def bars(tasks: QuerySet[Task], actor: Actor, first: date, last: date, day: date, wanted: Wanted) -> list[Entry]:
    """Return what is worked on between two days, and the deadlines of tasks that lie between them (four queries)."""
    rows = access.rows(records.of_model(Subtask), actor).filter(task__in=_chosen(tasks, wanted).values("pk"))
    within = Q(due_on__lte=last) | Q(starts_on__lte=last) & ~Q(kind=SubtaskKind.MILESTONE)
    found = _steps(rows.filter(within, due_on__gte=first), day, wanted)
    return _coloured(found + _deadlines(_chosen(tasks, wanted), first, last, day, wanted), wanted)


def _chosen(tasks: QuerySet[Task], wanted: Wanted) -> QuerySet[Task]:
    return (tasks if wanted.tasks is None else tasks.filter(pk__in=wanted.tasks.values("pk"))).order_by()


def _coloured(found: Iterable[Entry], wanted: Wanted) -> list[Entry]:
    chosen = [entry for entry in found if wanted.colour in ("", entry.light.colour)]
    return sorted(chosen, key=lambda entry: (entry.on, entry.task, entry.title))


def _steps(rows: QuerySet[Subtask], day: date, wanted: Wanted) -> list[Entry]:
    if wanted.units is not None:
        rows = rows.filter(organisation__in=wanted.units)
    if wanted.milestones_only:
        rows = rows.filter(kind=SubtaskKind.MILESTONE)
    if wanted.open_only:
        rows = rows.filter(state=SubtaskState.OPEN)
    known = list(rows.values_list(*COLUMNS))
    rules, rests = StepRules(day), resting({row[4] for row in known}, day)
    return [
        Entry(
            kind=kind,
            uuid=str(uuid),
            title=f"{number} {title}",
            task=task_number,
            unit=localised(short or name, name_en),
            on=due,
            light=rules.light(state, due, done, rests=task in rests),
            starts_on=begins,
            done_on=done,
        )
        for uuid, kind, number, title, task, task_number, name, name_en, short, begins, due, done, state in known
    ]


def _deadlines(tasks: QuerySet[Task], first: date, last: date, day: date, wanted: Wanted) -> list[Entry]:
    """Return tasks whose deadlines fall between two days."""
    rows = tasks.filter(due_on__gte=first, due_on__lte=last).exclude(state__in=GONE)
    if wanted.units is not None:
        rows = rows.filter(lead__in=wanted.units)
    if wanted.open_only:
        rows = rows.filter(closed_on=None)
    columns = ("uuid", "number", "content", "lead__name", "lead__name_en", "lead__short_name", "due_on", "closed_on")
    found = []
    for uuid, number, content, name, name_en, short, due, closed, colour in rows.values_list(
        *columns, "standing__light"
    ):
        unit = localised(short or name, name_en) if name else ""
        says = _told(due, closed, day)
        light = StepLight(colour or Colour.GREY, *says)
        found.append(Entry(DEADLINE, str(uuid), f"{number}. {content}", number, unit, due, light, done_on=closed))
    return found


def _told(due: date, closed: date | None, day: date) -> tuple[str, int]:
    """Return what is said of a deadline, and the days of it."""
    if closed is not None:
        late = (closed - due).days
        return ("late", late) if late > 0 else ("done", 0)
    left = (due - day).days
    return ("left", left) if left >= 0 else ("overdue", -left)


def _cycles(actor: Actor, first: date, last: date, day: date) -> list[Entry]:
    """Return the days by which is reported."""
    rows = access.rows(records.of_model(Cycle), actor).filter(kind=CycleKind.QUARTERLY, due_on__gte=first)
    return [
        Entry(
            CYCLE,
            str(row.uuid),
            _("Reports on %(cycle)s are due") % {"cycle": row},
            0,
            "",
            row.due_on,
            StepLight(Colour.GREY, "left", (row.due_on - day).days) if row.due_on >= day else StepLight("", "done"),
        )
        for row in rows.filter(due_on__lte=last)
    ]


# ── Months ──────────────────────────────────────────────────────────────────────────────────────


def by_month(found: Iterable[Entry], year: int) -> list[tuple[date, list[Entry]]]:
    """Return the months of a year with what falls due in them."""
    months: dict[int, list[Entry]] = defaultdict(list)
    for entry in found:
        months[entry.on.month].append(entry)
    return [(date(year, month, 1), months[month]) for month in range(1, 13)]


def weeks(found: Iterable[Entry], month: date) -> list[list[tuple[date, Sequence[Entry]]]]:
    """Return the weeks that a month touches, each day with what falls due on it."""
    days: Mapping[date, list[Entry]] = by_day(found)
    return [
        [(day, days.get(day, ())) for day in week]
        for week in Calendar(MONDAY).monthdatescalendar(month.year, month.month)
    ]


def by_day(found: Iterable[Entry]) -> dict[date, list[Entry]]:
    """Return what falls due on each day that has something, in order."""
    days: dict[date, list[Entry]] = defaultdict(list)
    for entry in found:
        days[entry.on].append(entry)
    return dict(sorted(days.items()))


def span_of(month: date) -> tuple[date, date]:
    """Return the first and the last day of the weeks that a month touches."""
    every = Calendar(MONDAY).monthdatescalendar(month.year, month.month)
    return every[0][0], every[-1][-1]
