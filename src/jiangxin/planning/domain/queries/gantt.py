"""Tasks over time: what each is split into between two days, with its milestones and its deadline."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Max, Min, QuerySet

from jiangxin.kernel import access, records
from jiangxin.kernel.actors import Actor
from jiangxin.planning.domain.queries import calendar
from jiangxin.planning.domain.queries.calendar import Entry, Wanted
from jiangxin.planning.domain.queries.steps import natural
from jiangxin.planning.domain.queries.tree import Group, Grouping, Item, tree
from jiangxin.planning.models import Plan, Subtask, Task

#: A plan is drawn over so many years at most.
YEARS = 15


class Show(StrEnum):
    """Which entries are shown: of the period all or milestones and deadlines, or whenever they are due those open."""

    ALL = "all"
    MILESTONES = "milestones"
    LATE = "late"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Row:
    """A task with its entries in the order of their numbers, the deadline last."""

    item: Item
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Band:
    """A head with the tasks under it that have entries."""

    group: Group
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Gantt:
    """The bands in order, all entries by their days, and how many tasks have none."""

    bands: Sequence[Band]
    entries: Sequence[Entry]
    idle: int


def gantt(
    tasks: QuerySet[Task],
    plan: Plan,
    actor: Actor,
    day: date,
    period: tuple[date, date],
    *,
    grouping: Grouping,
    show: Show,
) -> Gantt:
    """Return tasks of a plan over a period; the number of queries does not depend on how many rows there are."""
    found = entries(tasks, actor, day, period, show)
    of_task: dict[int, list[Entry]] = defaultdict(list)
    for entry in found:
        of_task[entry.task].append(entry)
    groups = tree(tasks, plan, actor, day, grouping=grouping).groups
    bands = [
        Band(
            group,
            [Row(item, sorted(of_task[item.number], key=place)) for item in group.items if item.number in of_task],
        )
        for group in groups
    ]
    shown = list(_with_rows(bands))
    every = {item.pk for group in groups for item in group.items}
    return Gantt(shown, found, len(every) - len({row.item.pk for band in shown for row in band.rows}))


def entries(tasks: QuerySet[Task], actor: Actor, day: date, period: tuple[date, date], show: Show) -> list[Entry]:
    """Return what is to be drawn, by the days on which it is due."""
    match show:
        case Show.LATE | Show.AHEAD:
            late, ahead = calendar.unsettled(tasks, actor, day)
            return late if show == Show.LATE else ahead
        case _:
            wanted = Wanted(milestones_only=show == Show.MILESTONES)
            return calendar.bars(tasks, actor, *period, day, wanted)


def extent(tasks: QuerySet[Task], plan: Plan, actor: Actor, day: date) -> tuple[date, date]:
    """Return the years of a plan: from its adoption, or what began before, to its last date (two queries)."""
    ends = tasks.order_by().aggregate(last=Max("due_on"))
    steps = access.rows(records.of_model(Subtask), actor).filter(task__in=tasks.order_by().values("pk"))
    sums = steps.order_by().aggregate(begin=Min("starts_on"), first=Min("due_on"), last=Max("due_on"))
    known = [value for value in (plan.adopted_on, *ends.values(), *sums.values()) if value]
    first = min(known, default=day).year
    last = min(max(known, default=day).year, first + YEARS - 1)
    return date(first, 1, 1), date(last, 12, 31)


def place(entry: Entry) -> tuple[bool, list[str]]:
    """Return the key by which the entries of a task stand: by number, the deadline last."""
    return entry.kind == calendar.DEADLINE, natural(entry.title.partition(" ")[0])


def _with_rows(bands: Sequence[Band]) -> Iterator[Band]:
    """Yield the bands that hold tasks, and the heads above them."""
    for place, band in enumerate(bands):
        below = [band]
        for other in bands[place + 1 :]:
            if other.group.level <= band.group.level:
                break
            below.append(other)
        if any(one.rows for one in below):
            yield band
