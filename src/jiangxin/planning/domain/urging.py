"""Urging units to move on, not more often than the rules of reporting allow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiangxin.kernel import access, clock, records, write
from jiangxin.kernel.actors import Actor
from jiangxin.planning.enums import Way
from jiangxin.planning.models import ReportingPolicy, Task, Urging
from jiangxin.workflow.domain import assignees
from jiangxin.workflow.domain.notices import Notice, notify

URGED = gettext_noop("You are asked to move on with task %(number)s: %(text)s")


def save_urging(instance: Urging, changes: Mapping[str, Any], *, actor: Actor, reason: str) -> Urging:  # noqa: ARG001 - the shape of savers
    """Save an urging of the lead unit and tell it. Raises ValidationError (no lead, or urged shortly before)."""
    write.assign(instance, changes)
    if instance.pk is None:
        instance.urged_on, instance.urged_by = clock.today(), actor.name
    if instance.task_id and instance.organisation_id is None:
        if instance.task.lead_id is None:
            raise ValidationError({"task": _("The task has no lead unit that could be urged.")})
        instance.organisation_id = instance.task.lead_id
    instance.full_clean()
    too_soon = soon([instance.task_id]).get(instance.task_id)
    if too_soon:
        raise ValidationError(
            _("The unit was urged on %(day)s. Wait until %(until)s.") % {"day": too_soon[0], "until": too_soon[1]}
        )
    instance.save()
    _tell([instance])
    return instance


def soon(tasks: Sequence[int]) -> dict[int, tuple[date, date]]:
    """Return, for tasks urged too shortly ago, the day of it and from when it may be done again (one query)."""
    every = timedelta(ReportingPolicy.in_force().urge_every)
    since = clock.today() - every
    rows = Urging.objects.filter(task__in=tasks, urged_on__gt=since).order_by("urged_on")
    return {row.task_id: (row.urged_on, row.urged_on + every) for row in rows}


def urge_many(tasks: Iterable[Task], text: str, *, actor: Actor, way: str = Way.PLATFORM) -> list[Urging]:
    """Urge the leads of tasks, leaving out those urged shortly before, in a number of statements that does not grow.

    Raises NotAllowed.
    """
    record = records.of_model(Urging)
    access.require(record, actor, record.permissions["add"])
    tasks = [task for task in tasks if task.lead_id]
    waiting = soon([task.pk for task in tasks])
    new = [
        Urging(
            task=task,
            organisation_id=task.lead_id,
            way=way,
            text=text.strip(),
            urged_on=clock.today(),
            urged_by=actor.name,
        )
        for task in tasks
        if task.pk not in waiting
    ]
    if new:
        with write.writing(actor, text):
            write.save_many(record, create=new, actor=actor, reason=text, via="page")
            _tell(new)
    return new


def _tell(rows: Sequence[Urging]) -> None:
    """Tell those who report for the units."""
    persons = assignees.persons_of_units({row.organisation_id for row in rows}, "planning.report.write")
    record = records.of_model(Task)
    for row in rows:
        params = {"number": str(row.task.number), "text": row.text or str(row.task)}
        notify(Notice(persons.get(row.organisation_id, ()), URGED, params, record.key(), row.task_id))
