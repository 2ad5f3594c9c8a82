"""How tasks end, rest and go on."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiangxin.kernel import clock, records, write
from jiangxin.kernel.actors import Actor
from jiangxin.planning.domain.lights.standing import refresh
from jiangxin.planning.enums import SubtaskState, TaskKind
from jiangxin.planning.models import Contribution, Report, Responsibility, Subtask, Suspension, Task
from jiangxin.workflow.domain.items import close_items


def may_end(task: Task, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse to end what is kept up, or what has open sub-tasks."""
    if task.kind == TaskKind.STANDING:
        return _("This task is kept up: it is concluded year by year with its work plan, and never ends.")
    left = task.subtasks.filter(state=SubtaskState.OPEN).count()
    if left:
        return ngettext(
            "%(count)d sub-task or milestone is still open.", "%(count)d sub-tasks or milestones are still open.", left
        ) % {"count": left}
    return None


def concluded(tasks: Sequence[Task], actor: Actor, reason: str) -> None:
    """Drop what would still fall due."""
    _end(tasks, actor, reason)


def terminated(tasks: Sequence[Task], actor: Actor, reason: str) -> None:
    """Drop what would still fall due."""
    _end(tasks, actor, reason)


def changed(tasks: Sequence[Task], actor: Actor, reason: str) -> None:  # noqa: ARG001 - the shape of effects
    """Work the lights out anew."""
    refresh([task.pk for task in tasks])


def suspended(tasks: Sequence[Task], actor: Actor, reason: str) -> None:
    """Let the tasks rest from today on."""
    day = clock.today()
    rows = [Suspension(task=task, valid_from=day, grounds=reason) for task in tasks]
    _create_suspensions(rows, actor, reason)
    refresh([task.pk for task in tasks])


def resumed(tasks: Sequence[Task], actor: Actor, reason: str) -> None:  # noqa: ARG001 - the shape of effects
    """End the rest; one that began today never was."""
    day = clock.today()
    resting = list(Suspension.objects.filter(task__in=tasks, valid_to=None))
    never = [row.pk for row in resting if row.valid_from >= day]
    if never:
        Suspension.objects.filter(pk__in=never).delete()
    write.stamp([row for row in resting if row.valid_from < day], valid_to=day)
    refresh([task.pk for task in tasks])


def drop_work(tasks: Sequence[Task], actor: Actor, reason: str) -> None:
    """Drop all open work on tasks and on what belongs to them."""
    ids = [task.pk for task in tasks]
    close_items(actor, records.of_model(Task), ids, done=False, reason=reason)
    for model in (Responsibility, Subtask, Report, Contribution):
        rows = model._default_manager.filter(task__in=ids).values_list("pk", flat=True)
        close_items(actor, records.of_model(model), rows, done=False, reason=reason)


def _end(tasks: Sequence[Task], actor: Actor, reason: str) -> None:
    drop_work(tasks, actor, reason)
    refresh([task.pk for task in tasks])


def _create_suspensions(rows: Sequence[Suspension], actor: Actor, reason: str) -> None:
    record = records.of_model(Suspension)
    write.save_many(record, create=rows, actor=actor, reason=reason, via="page", by_system=True)
