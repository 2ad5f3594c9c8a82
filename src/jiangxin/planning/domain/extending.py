"""Requests for more time: counted, limited, approved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True)
class MovableDate:
    """A date that may be moved, whose it is, and what was asked about it so far, oldest first."""

    task: Task
    organisation: int
    due_on: date
    #: what names the date besides the task: the cycle of a report, or a sub-task
    place: Mapping[str, Any]
    asked: Sequence[Extension]
    limit: int

    @property
    def counted(self) -> int:
        """How many requests count."""
        return sum(row.state in COUNTED for row in self.asked)

    @property
    def refusal(self) -> str:
        """Why nothing can be asked now, "" where it can."""
        if any(row.state == ExtensionState.IN_APPROVAL for row in self.asked):
            return _("More time is asked for already and not decided yet.")
        if self.counted >= self.limit:
            return _("More time was granted %(count)s times, which is the most.") % {"count": self.limit}
        return ""


def date_of(about: Report | Subtask | Task) -> MovableDate:
    """Return the due date of a report, a sub-task or milestone, or a task. Raises NotLawful (nothing is due)."""
    task, organisation, due_on, place = _subject(about)
    asked = Extension.objects.filter(task=task, cycle=place.get("cycle"), subtask=place.get("subtask")).order_by("pk")
    return MovableDate(task, organisation, due_on, place, list(asked), ReportingPolicy.in_force().extensions)


def request(about: Report | Subtask | Task, until: date, grounds: str, *, actor: Actor) -> Extension:
    """Ask to move the due date of a report, a sub-task or milestone, or a task, and hand it to those who decide.

    Raises NotAllowed, NotLawful (asked too often, asked already, or nothing is due), ValidationError.
    """
    record = records.of_model(Extension)
    with write.writing(actor, grounds.strip()):
        # whoever asks at the same moment waits here, and is counted
        write.locked(records.of_model(Task), date_of(about).task.pk)
        moved = date_of(about)
        if moved.refusal:
            raise NotLawful(moved.refusal)
        if until <= max(moved.due_on, clock.today()):
            raise ValidationError({"until": _("The new date lies after the present one and after today.")})
        row = Extension(task=moved.task, organisation_id=moved.organisation, count=moved.counted + 1, **moved.place)
        row.from_on, row.until, row.grounds = moved.due_on, until, grounds.strip()
        row.full_clean()
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
