"""What the office decides about reports."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from jiangxin.evidence.domain import attachments
from jiangxin.kernel import clock, records, write
from jiangxin.kernel.actors import Actor
from jiangxin.planning.domain import reporting, values
from jiangxin.planning.domain.lights.standing import refresh
from jiangxin.planning.models import Report, ReportingPolicy
from jiangxin.workflow.domain import assignees
from jiangxin.workflow.domain.calendar import add_working_days
from jiangxin.workflow.domain.items import Work, close_items, open_items
from jiangxin.workflow.enums import Kind

#: Columns that a new round takes over from the one that was returned.
CARRIED = ("task_id", "cycle_id", "organisation_id", "due_on", *reporting.CONTENT)


def accept_all(reports: Sequence[Report], *, actor: Actor, comment: str = "") -> int:
    """Accept reports, all or none, and return how many. Raises NotAllowed, NotLawful."""
    return write.apply_many(records.of_model(Report), reports, "accept", actor=actor, reason=comment.strip())


def return_all(reports: Sequence[Report], kind: str, why: str, *, actor: Actor) -> int:
    """Return reports for completion, all or none, each with its kind and reason, and return how many.

    Raises NotAllowed, NotLawful, ReasonMissing, ValidationError (the kind).
    """
    record = records.of_model(Report)
    with write.writing(actor, why):
        for row in reports:
            write.apply(record, row, "return", actor=actor, reason=why, changes={"return_kind": kind})
    return len(reports)


def by_another(report: Report, actor: Actor) -> str | None:
    """Refuse that who entered a report on the unit's behalf also accepts it."""
    if report.entered_by_id is not None and report.entered_by_id == actor.person_id:
        text = _("You entered the report on task %(number)s on the unit's behalf; somebody else accepts it.")
        return text % {"number": report.task.number}
    return None


def accepted(reports: Sequence[Report], actor: Actor, reason: str) -> None:
    """Note the words, and accept the values in them."""
    _decide(reports, actor, reason)
    values.take_with(reports, actor, reason)
    refresh([row.task_id for row in reports])


def returned(reports: Sequence[Report], actor: Actor, reason: str) -> None:
    """Note the words, and begin a new round that takes over texts, values and files."""
    _decide(reports, actor, reason)
    values.send_back_with(reports, actor, reason)
    new = [Report(round=reporting.next_round(row), **{name: getattr(row, name) for name in CARRIED}) for row in reports]
    record = records.of_model(Report)
    write.save_many(record, create=new, actor=actor, reason=reason, via="page", by_system=True)
    rounds = list(zip(reports, new, strict=True))
    attachments.copy_many(record, {before.pk: after.pk for before, after in rounds})
    for before, after in rounds:
        values.begin_round(before, after, actor, reason)
    days = ReportingPolicy.in_force().acknowledge_days
    due = add_working_days(clock.today(), days)
    units = assignees.of_units({row.organisation_id for row in new}, reporting.WRITES)
    work = [Work(row.pk, units[row.organisation_id], due) for row in new if row.organisation_id in units]
    open_items(Kind.RETURNED, record, work, actor=actor)
    refresh([row.task_id for row in reports])


def _decide(reports: Sequence[Report], actor: Actor, reason: str) -> None:
    write.stamp(reports, answer=reason)
    close_items(actor, records.of_model(Report), [row.pk for row in reports], step="review", reason=reason)
