"""Leaders' instructions on documents: given to a unit with a day, answered, closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jiangxin.kernel import clock, records, write
from jiangxin.kernel.actors import Actor
from jiangxin.reporting.enums import SENT
from jiangxin.reporting.models import Instruction
from jiangxin.workflow.domain import assignees
from jiangxin.workflow.domain.calendar import add_working_days
from jiangxin.workflow.domain.items import Work, close_items, open_items
from jiangxin.workflow.enums import Kind

ANSWER = "reporting.instruction.answer"
#: Working days to act where neither the instruction nor a template names a day.
DAYS = 15


def save_instruction(instance: Instruction, changes: Mapping[str, Any], *, actor: Actor, reason: str) -> Instruction:
    """Save an instruction and give the unit its work. Raises ValidationError (the document was not issued)."""
    new = instance.pk is None
    write.assign(instance, changes)
    if instance.document_id and instance.document.state not in SENT:
        raise ValidationError({"document": _("Leaders write on documents that were issued.")})
    if instance.due_on is None and instance.document_id:
        template = instance.document.template
        days = template.instruction_days if template else DAYS
        instance.due_on = add_working_days(instance.given_on or clock.today(), days)
    instance.full_clean()
    instance.save()
    if new:
        opened([instance], actor, reason)
    return instance


def opened(instructions: Sequence[Instruction], actor: Actor, reason: str) -> None:  # noqa: ARG001 - the shape of effects
    """Give units the work on their instructions."""
    holders = assignees.of_units({row.organisation_id for row in instructions}, ANSWER)
    work = [
        Work(row.pk, holders[row.organisation_id], due_on=row.due_on)
        for row in instructions
        if row.organisation_id in holders
    ]
    open_items(Kind.DUE, records.of_model(Instruction), work, actor=actor)


def answered(instructions: Sequence[Instruction], actor: Actor, reason: str) -> None:
    """Take the work out of the queues."""
    for row in instructions:
        close_items(actor, records.of_model(Instruction), row.pk, kind=Kind.DUE, reason=reason)
