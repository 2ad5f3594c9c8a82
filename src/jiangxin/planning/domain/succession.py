"""When an organisation ends, its parts in tasks and targets pass to the one that follows it."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from jiangxin.kernel import records, write
from jiangxin.kernel.actors import Actor
from jiangxin.people.enums import PartRole
from jiangxin.people.models import ReorganisationPart
from jiangxin.planning.domain import assignment
from jiangxin.planning.domain.lights.standing import refresh
from jiangxin.planning.enums import AcknowledgementState, Part
from jiangxin.planning.models import Responsibility


def follow(day: date, *, actor: Actor) -> int:
    """Pass the parts of organisations that have ended by a day to their successors; return how many.

    The successor inherits what was acknowledged. A part that it has already is not doubled. Where an
    organisation was split or closed a person has to decide, so its parts stay.
    """
    ended = Responsibility.objects.filter(valid_to=None, organisation__valid_to__lte=day)
    rows = list(ended.select_related("organisation", "task", "target").order_by("pk"))
    heirs = _heirs({row.organisation_id for row in rows})
    rows = [row for row in rows if row.organisation_id in heirs]
    if not rows:
        return 0
    reason = _("The unit was merged into another")
    with write.writing(actor, reason, via="task"):
        subjects = {"task__in": {row.task_id for row in rows if row.task_id}}
        held = set(Responsibility.objects.filter(valid_to=None, **subjects).values_list("task_id", "organisation_id"))
        assignment.end_parts(rows, day, actor, reason)
        # what the heir supports already, it leads from now on
        leads = {(row.task_id, heirs[row.organisation_id]) for row in rows if row.part == Part.LEAD and row.task_id}
        doubled = Responsibility.objects.filter(
            valid_to=None, part=Part.SUPPORT, task__in={task for task, _unit in leads}
        )
        assignment.end_parts([r for r in doubled if (r.task_id, r.organisation_id) in leads], day, actor, reason)
        new = [
            _inherited(row, heirs[row.organisation_id], day)
            for row in rows
            if row.part == Part.LEAD or (row.task_id, heirs[row.organisation_id]) not in held
        ]
        record = records.of_model(Responsibility)
        write.save_many(record, create=new, actor=actor, reason=reason, via="task", by_system=True)
        before = {row.task_id: row.organisation_id for row in rows if row.part == Part.LEAD}
        for row in new:
            if row.part == Part.LEAD and row.task is not None:
                write.stamp([row.task], lead_id=row.organisation_id)
                assignment.hand_over([row.task], before[row.task_id or 0], row.organisation_id, actor, reason)
        refresh(sorted({row.task_id for row in rows if row.task_id}), day)
    return len(rows)


def _heirs(organisations: set[int]) -> dict[int, int]:
    """Return, for merged organisations, the one that follows (two queries)."""
    before = ReorganisationPart.objects.filter(
        organisation__in=organisations, role=PartRole.BEFORE, reorganisation__kind="merger"
    )
    parts = list(before.values_list("reorganisation_id", "organisation_id"))
    after = ReorganisationPart.objects.filter(reorganisation__in=[event for event, _unit in parts], role=PartRole.AFTER)
    heir = dict(after.values_list("reorganisation_id", "organisation_id"))
    return {unit: heir[event] for event, unit in parts if heir.get(event, unit) != unit}


def _inherited(row: Responsibility, heir: int, day: date) -> Responsibility:
    """Return the part as the heir has it from the day on; posts do not pass on."""
    asked = row.state == AcknowledgementState.ACKNOWLEDGED
    return Responsibility(
        task=row.task,
        target=row.target,
        part=row.part,
        organisation_id=heir,
        valid_from=day,
        state=AcknowledgementState.ACKNOWLEDGED if asked else AcknowledgementState.PENDING,
        due_on=row.due_on,
        acknowledged_on=row.acknowledged_on,
    )
