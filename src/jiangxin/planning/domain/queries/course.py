"""The course of a task: what happened to it, the newest first, and what is due next, as far as the reader may see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiangxin.kernel import access, records
from jiangxin.kernel.actors import Actor
from jiangxin.planning.domain.lights.words import explain, named
from jiangxin.planning.enums import (
    HANDED_IN,
    Colour,
    ExtensionState,
    Part,
    ReleaseState,
    ReportState,
    SubtaskState,
    WorkPlanState,
)
from jiangxin.planning.models import (
    Extension,
    Light,
    LightOverride,
    Release,
    Report,
    Responsibility,
    Subtask,
    Suspension,
    Task,
    Urging,
    WorkPlan,
)


class Event(NamedTuple):
    """Something that happened or is due on a day: in words, with what was said, a light, and the row it is about."""

    day: date
    text: str
    note: str = ""
    colour: str = ""
    row: Any = None


@dataclass(frozen=True)
class Course:
    """What is ahead, the nearest first, and what happened, the newest first."""

    ahead: list[Event]
    past: list[Event]


def course(task: Task, actor: Actor, day: date) -> Course:
    """Return the course of a task (a query for each kind of row, however many there are)."""
    told = [
        *_of_itself(task),
        *_parts(task, actor),
        *_reports(task, actor),
        *_steps(task, actor),
        *_plans(task, actor),
        *_more_time(task, actor),
        *_rests(task, actor),
        *_urgings(task, actor),
        *_releases(task, actor),
        *_lights(task, actor),
    ]
    happened = sorted((event for event in told if event.day <= day), key=lambda event: event.day, reverse=True)
    return Course(sorted(_ahead(task, actor, day), key=lambda event: event.day), happened)


def _rows(model: Any, task: Task, actor: Actor) -> QuerySet[Any]:
    return access.rows(records.of_model(model), actor).filter(task=task)


def _of_itself(task: Task) -> Iterator[Event]:
    if task.issued_on:
        yield Event(task.issued_on, _("Issued"))
    if task.acknowledged_on:
        yield Event(task.acknowledged_on, _("Acknowledged by the lead unit"))
    if task.closed_on:
        yield Event(task.closed_on, task.get_state_display(), task.conclusion)


def _parts(task: Task, actor: Actor) -> Iterator[Event]:
    rows = _rows(Responsibility, task, actor).exclude(part=Part.OVERSIGHT).select_related("organisation")
    for row in rows:
        words = {"unit": row.organisation, "part": row.get_part_display()}
        yield Event(row.valid_from, _("%(unit)s: %(part)s") % words, row=row)
        if row.objection:
            yield Event(row.updated_at.date(), _("%(unit)s objected") % words, row.objection, row=row)
        if row.valid_to:
            yield Event(row.valid_to, _("%(unit)s: %(part)s ended") % words, row=row)


def _reports(task: Task, actor: Actor) -> Iterator[Event]:
    for row in _rows(Report, task, actor).filter(state__in=HANDED_IN).select_related("cycle"):
        words = {"cycle": row.cycle, "n": (row.handed_in_on - row.due_on).days}
        late = ngettext("%(n)s day late", "%(n)s days late", max(words["n"], 0)) % words if words["n"] > 0 else ""
        text = _("Report on %(cycle)s handed in") % words
        yield Event(row.handed_in_on, f"{text} · {late}" if late else text, row.progress, row=row)
        if row.decided_on and row.state == ReportState.RETURNED:
            yield Event(row.decided_on, _("Report on %(cycle)s returned") % words, row.answer, row=row)
        elif row.decided_on:
            yield Event(row.decided_on, _("Report on %(cycle)s accepted") % words, row.answer, row=row)


def _steps(task: Task, actor: Actor) -> Iterator[Event]:
    for row in _rows(Subtask, task, actor).exclude(state=SubtaskState.OPEN):
        done_on = row.done_on if row.state == SubtaskState.DONE else row.dropped_on
        if done_on:
            text = _("%(name)s: done") if row.state == SubtaskState.DONE else _("%(name)s: dropped")
            yield Event(done_on, text % {"name": row}, row=row)


def _plans(task: Task, actor: Actor) -> Iterator[Event]:
    for row in _rows(WorkPlan, task, actor).filter(state__in=[WorkPlanState.APPROVED, WorkPlanState.CONCLUDED]):
        if row.approved_on:
            yield Event(row.approved_on, _("Work plan for %(year)s approved") % {"year": row.year}, row.goal, row=row)
        if row.concluded_on:
            text = _("The year %(year)s concluded") % {"year": row.year}
            yield Event(row.concluded_on, text, row.conclusion, row=row)


def _more_time(task: Task, actor: Actor) -> Iterator[Event]:
    answered = [ExtensionState.GRANTED, ExtensionState.REFUSED]
    for row in _rows(Extension, task, actor).filter(state__in=answered).select_related("cycle", "subtask"):
        words = {"about": row.cycle or row.subtask or _("the deadline"), "until": f"{row.until:%Y-%m-%d}"}
        granted = row.state == ExtensionState.GRANTED
        text = _("More time granted: %(about)s until %(until)s") if granted else _("More time refused: %(about)s")
        if row.decided_on:
            yield Event(row.decided_on, text % words, row.grounds, row=row)


def _rests(task: Task, actor: Actor) -> Iterator[Event]:
    for row in _rows(Suspension, task, actor):
        yield Event(row.valid_from, _("Suspended"), row.grounds, row=row)
        if row.valid_to:
            yield Event(row.valid_to, _("Resumed"), row=row)


def _urgings(task: Task, actor: Actor) -> Iterator[Event]:
    for row in _rows(Urging, task, actor).select_related("organisation"):
        yield Event(row.urged_on, _("%(unit)s urged") % {"unit": row.organisation}, row.text, row=row)


def _releases(task: Task, actor: Actor) -> Iterator[Event]:
    for row in _rows(Release, task, actor).filter(state=ReleaseState.RELEASED):
        yield Event(row.released_on, _("Told to the public"), row.title, row=row)


def _lights(task: Task, actor: Actor) -> Iterator[Event]:
    rows = list(_rows(Light, task, actor).order_by("valid_from"))
    names = named((cause for row in rows for cause in row.causes), actor)
    for row in rows:
        why = " · ".join(reason.text for reason in explain(row.causes, names))
        yield Event(row.valid_from, str(Colour(row.colour).label), why, row.colour)
    for row in _rows(LightOverride, task, actor):
        yield Event(row.valid_from, _("Light set by hand"), row.grounds, row.colour, row)


def _ahead(task: Task, actor: Actor, day: date) -> Iterator[Event]:
    """Yield what is to come: the unit's own drafts, open sub-tasks and milestones, the deadline."""
    drafts = _rows(Report, task, actor).filter(superseded=False, due_on__gte=day)
    drafts = drafts.filter(state__in=[ReportState.DRAFT, ReportState.SIGNING])
    for row in drafts.select_related("cycle"):
        yield Event(row.due_on, _("Report on %(cycle)s is due") % {"cycle": row.cycle}, row=row)
    for row in _rows(Subtask, task, actor).filter(state=SubtaskState.OPEN, due_on__gte=day):
        yield Event(row.due_on, str(row), row=row)
    if task.due_on and task.closed_on is None and task.due_on >= day:
        yield Event(task.due_on, _("Deadline of the task"))
