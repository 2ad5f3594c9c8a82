"""Supporting units contribute to the report of the lead, where the lead asks them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from django.utils.translation import gettext as _

from jiangxin.kernel import access, clock, records, write
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.errors import NotLawful
from jiangxin.people.models import Organisation
from jiangxin.planning.domain.reporting import WRITES
from jiangxin.planning.enums import Part
from jiangxin.planning.models import Contribution, Report, ReportingPolicy, Responsibility
from jiangxin.workflow.domain import assignees
from jiangxin.workflow.domain.items import Work, close_items, open_items
from jiangxin.workflow.enums import Kind


def ask(report: Report, units: Iterable[Organisation], *, actor: Actor, reason: str = "") -> list[Contribution]:
    """Ask supporting units of the task to contribute, some days before the report is due, at once where it is nearer.

    Who was asked already is left alone. Raises NotAllowed, NotLawful (a unit does not support the task).
    """
    record = records.of_model(Report)
    access.require(record, actor, record.permissions["change"], [report])
    wanted = list(units)
    supporting = Responsibility.objects.filter(task=report.task_id, part=Part.SUPPORT, valid_to=None)
    foreign = {unit.pk for unit in wanted} - set(supporting.values_list("organisation_id", flat=True))
    if foreign:
        raise NotLawful(_("Only units that support the task are asked."))
    known = Contribution.objects.filter(task=report.task_id, cycle=report.cycle_id)
    asked = set(known.values_list("organisation_id", flat=True))
    due = max(clock.today(), report.due_on - timedelta(ReportingPolicy.in_force().contribution_days))
    new = [
        Contribution(task_id=report.task_id, cycle_id=report.cycle_id, organisation=unit, due_on=due)
        for unit in wanted
        if unit.pk not in asked
    ]
    if new:
        with write.writing(actor, reason):
            contributions = records.of_model(Contribution)
            write.save_many(contributions, create=new, actor=actor, reason=reason, via="page", by_system=True)
            _queue(new, actor, Kind.NEW)
    return new


def pass_on(passed: Mapping[int, Report]) -> None:
    """Move what supporting units were asked for, and what they gave, with the drafts it is for (by their old keys)."""
    before = Report.objects.in_bulk(list(passed))
    heirs = {(row.task_id, row.cycle_id): passed[pk].task_id for pk, row in before.items()}
    rows = Contribution.objects.filter(task__in={task for task, _cycle in heirs})
    for row in rows:
        heir = heirs.get((row.task_id, row.cycle_id))
        if heir is not None:
            write.stamp([row], task_id=heir)


def given(rows: Sequence[Contribution], actor: Actor, reason: str) -> None:
    """Take it out of the queue of the unit."""
    close_items(actor, records.of_model(Contribution), [row.pk for row in rows], reason=reason)


def sent_back(rows: Sequence[Contribution], actor: Actor, reason: str) -> None:  # noqa: ARG001 - the shape of effects
    """Put them back into the queue of the unit."""
    _queue(rows, actor, Kind.RETURNED)


def _queue(rows: Sequence[Contribution], actor: Actor, kind: str) -> None:
    units = assignees.of_units({row.organisation_id for row in rows}, WRITES)
    work = [Work(row.pk, units[row.organisation_id], row.due_on) for row in rows if row.organisation_id in units]
    open_items(kind, records.of_model(Contribution), work, actor=actor)
