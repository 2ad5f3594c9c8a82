"""Requests for more time: counted, limited, approved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jiangxin.kernel import clock, records, write
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.errors import NotLawful
from jiangxin.planning.domain.lights.standing import refresh
from jiangxin.planning.enums import ExtensionState, ReportState, SubtaskState
from jiangxin.planning.models import Extension, Report, ReportingPolicy, Subtask, TargetValue, Task
from jiangxin.workflow.models import WorkItem

#: Requests that count: refused ones do not.
COUNTED = (ExtensionState.IN_APPROVAL, ExtensionState.GRANTED)


def request(about: Report | Subtask | Task, until: date, grounds: str, *, actor: Actor) -> Extension:
    """Ask to move the due date of a report, a sub-task or milestone, or a task, and hand it to those who decide.

    Raises NotAllowed, NotLawful (asked too often, asked already, or nothing is due), ValidationError.
    """
    task, organisation, present, place = _subject(about)
    same = Extension.objects.filter(task=task, cycle=place.get("cycle"), subtask=place.get("subtask"))
    count = same.filter(state__in=COUNTED).count() + 1
    limit = ReportingPolicy.in_force().extensions
    if same.filter(state=ExtensionState.IN_APPROVAL).exists():
        raise NotLawful(_("More time is asked for already and not decided yet."))
    if count > limit:
        raise NotLawful(_("More time was granted %(count)s times, which is the most.") % {"count": limit})
    if until <= max(present, clock.today()):
        raise ValidationError({"until": _("The new date lies after the present one and after today.")})
    row = Extension(task=task, organisation_id=organisation, count=count, from_on=present, until=until, **place)
    row.grounds = grounds.strip()
    row.full_clean()
    record = records.of_model(Extension)
    with write.writing(actor, row.grounds):
        write.save_many(record, create=[row], actor=actor, reason=row.grounds, via="page", by_system=True)
        # who may not submit for the unit is refused here, and nothing of the request stays
        submitted: Extension = write.apply(record, row, "submit", actor=actor, reason=row.grounds)
    return submitted


def _subject(about: Report | Subtask | Task) -> tuple[Task, int, date, dict[str, Any]]:
    """Return the task, the asking unit, the present date and what else names it."""
    if isinstance(about, Report) and about.state == ReportState.DRAFT and not about.superseded:
        return about.task, about.organisation_id, about.due_on, {"cycle": about.cycle}
    if isinstance(about, Subtask) and about.state == SubtaskState.OPEN and about.task.lead_id:
        return about.task, about.task.lead_id, about.due_on, {"subtask": about}
    if isinstance(about, Task) and about.due_on and about.lead_id and about.closed_on is None:
        return about, about.lead_id, about.due_on, {}
    raise NotLawful(_("There is no due date here that could be moved."))


def granted(rows: Sequence[Extension], actor: Actor, reason: str) -> None:  # noqa: ARG001 - the shape of effects
    """Move the date, also in the queue."""
    write.stamp(rows, answer=reason)
    for row in rows:
        moved: list[Any]
        if row.cycle_id:
            moved = list(Report.objects.filter(task=row.task_id, cycle=row.cycle_id, state=ReportState.DRAFT))
            write.stamp(list(TargetValue.objects.filter(report__in=moved, state=ReportState.DRAFT)), due_on=row.until)
        elif row.subtask_id:
            moved = [row.subtask]
        else:
            moved = [row.task]
        write.stamp(moved, due_on=row.until)
        for about in moved:
            _move_work(about, row.until)
    refresh([row.task_id for row in rows])


def refused(rows: Sequence[Extension], actor: Actor, reason: str) -> None:  # noqa: ARG001 - the shape of effects
    """Note the words."""
    write.stamp(rows, answer=reason)


def _move_work(about: Any, until: date) -> None:
    """Give open work on a row its new date."""
    record = records.of_model(type(about))
    items = list(WorkItem.objects.filter(record=record.key(), object_id=about.pk, state="open", kind="due"))
    write.stamp(items, due_on=until)
