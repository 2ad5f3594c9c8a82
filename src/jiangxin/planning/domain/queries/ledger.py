"""The ledger of tasks (台账): one line for each task with its goal, its units and what was reported last."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from jiangxin.kernel import access, records
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.languages import localised
from jiangxin.planning.domain.lights.words import SHORT
from jiangxin.planning.domain.queries.tree import Grouping, Item, Tree, tree
from jiangxin.planning.enums import Colour, Part, ReportState, TaskKind, TaskState, WorkPlanState
from jiangxin.planning.models import Plan, Report, Responsibility, Task, WorkPlan

#: Reports that stand: those that were returned do not.
STANDING = (ReportState.REPORTED, ReportState.ACCEPTED)
HEADS = (
    gettext_lazy("No."),
    gettext_lazy("Task"),
    gettext_lazy("Goal of the year"),
    gettext_lazy("Lead unit"),
    gettext_lazy("Supporting units"),
    gettext_lazy("Leader in charge"),
    gettext_lazy("Deadline"),
    gettext_lazy("Progress"),
    gettext_lazy("Problems"),
    gettext_lazy("Next steps"),
    gettext_lazy("State"),
    pgettext_lazy("of a task", "Light"),
)


class Line(NamedTuple):
    """A line of the ledger; the fields are its columns."""

    number: str
    task: str
    goal: str
    lead: str
    supports: str
    leaders: str
    deadline: str
    progress: str
    problems: str
    next_steps: str
    state: str
    light: str


@dataclass(frozen=True)
class Entry:
    """A task in the ledger."""

    item: Item
    line: Line

    @property
    def between(self) -> list[tuple[str, str]]:
        """What stands between the task and its light: heads and values."""
        return [(str(head), value) for head, value in zip(HEADS[2:-1], self.line[2:-1], strict=True)]


@dataclass(frozen=True)
class Section:
    """The lines under one head."""

    title: str
    level: int
    entries: list[Entry]


@dataclass(frozen=True)
class Ledger:
    """What the page, the sheet and the document show."""

    tree: Tree
    sections: list[Section]

    @property
    def count(self) -> int:
        """How many lines there are."""
        return sum(len(section.entries) for section in self.sections)


def ledger(
    rows: QuerySet[Task],
    plan: Plan,
    actor: Actor,
    day: date,
    *,
    grouping: Grouping = Grouping.CLAUSE,
    verb: str = "view",
) -> Ledger:
    """Return the ledger of tasks on a day; `verb` says whether it is read or taken away as a file.

    Goals and reports are those on which the actor may do that. Drafts never are among them.
    """
    found = tree(rows, plan, actor, day, grouping=grouping)
    keys = rows.order_by().values("pk")
    goals = dict(
        access.rows(records.of_model(WorkPlan), actor, verb)
        .filter(task__in=keys, year=day.year, state__in=(WorkPlanState.APPROVED, WorkPlanState.CONCLUDED))
        .order_by("revision")
        .values_list("task", "goal")
    )
    last = {report.task_id: report for report in last_reports(keys, actor, verb)}
    supports = _supports(keys, actor, day)
    sections = [
        Section(
            group.title,
            group.level,
            [Entry(item, _line(item, goals, last.get(item.pk), supports)) for item in group.items],
        )
        for group in found.groups
    ]
    return Ledger(found, sections)


def last_reports(keys: QuerySet[Any], actor: Actor, verb: str = "view") -> QuerySet[Report]:
    """Return the last report on each task that stands."""
    seen = access.rows(records.of_model(Report), actor, verb).filter(task__in=keys, state__in=STANDING)
    ordered = seen.order_by("task_id", "-cycle__ends_on", "-handed_in_on", "-round").distinct("task_id")
    return ordered.select_related("cycle")


def _supports(keys: QuerySet[Any], actor: Actor, day: date) -> Mapping[int, list[str]]:
    current = Responsibility.objects.on(day).filter(part=Part.SUPPORT, task__in=keys)
    seen = access.rows(records.of_model(Responsibility), actor).filter(pk__in=current.values("pk"))
    found: dict[int, list[str]] = defaultdict(list)
    names = ("organisation__name", "organisation__name_en", "organisation__short_name")
    for task, name, name_en, short in seen.order_by("pk").values_list("task_id", *names):
        found[task].append(localised(short or name, name_en))
    return found


def _line(item: Item, goals: Mapping[int, str], report: Report | None, supports: Mapping[int, list[str]]) -> Line:
    due = f"{item.due_on:%Y-%m-%d}" if item.due_on else ""
    if not due and item.kind == TaskKind.STANDING:
        due = str(TaskKind.STANDING.label)
    return Line(
        number=str(item.number),
        task=item.content,
        goal=goals.get(item.pk, ""),
        lead=item.lead.short if item.lead else "",
        supports="、".join(supports.get(item.pk, ())),
        leaders="、".join(leader.label for leader in item.leaders),
        deadline=due,
        progress=_progress(report),
        problems=report.problems if report else "",
        next_steps=report.next_steps if report else "",
        state=str(TaskState(item.state).label),
        light=str(SHORT[Colour(item.colour)]),
    )


def _progress(report: Report | None) -> str:
    """Return what was reported, with the period it is about and the percentage."""
    if report is None:
        return ""
    if report.percent is None:
        return _("%(cycle)s: %(text)s") % {"cycle": report.cycle, "text": report.progress}
    figure = f"{report.percent.normalize():f}"
    return _("%(cycle)s (%(percent)s %%): %(text)s") % {
        "cycle": report.cycle,
        "percent": figure,
        "text": report.progress,
    }
