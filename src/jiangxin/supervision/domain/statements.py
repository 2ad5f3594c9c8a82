"""What units say about findings. It is kept beside the finding with its answer, and nobody changes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from jiangxin.kernel import clock, records, write
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.errors import NotLawful
from jiangxin.supervision.domain.findings import RECORDS
from jiangxin.supervision.enums import TOLD
from jiangxin.supervision.models import Statement
from jiangxin.workflow.domain import assignees
from jiangxin.workflow.domain.items import Work, close_items, open_items
from jiangxin.workflow.enums import Kind


def save_statement(instance: Statement, changes: Mapping[str, Any], *, actor: Actor, reason: str) -> Statement:  # noqa: ARG001 - the shape of savers
    """Save a new statement and put it before the team. Raises NotLawful, ValidationError."""
    if instance.pk is not None:
        raise NotLawful(_("What a unit said stays as it is. Make another statement."))
    write.assign(instance, changes)
    if instance.finding_id and instance.finding.state not in TOLD:
        raise NotLawful(_("This finding has not been put to the unit."))
    instance.made_on, instance.made_by_id = clock.today(), actor.person_id
    instance.full_clean()
    instance.save()
    office = assignees.of_office(RECORDS)
    if office is not None:
        open_items(Kind.APPROVE, records.of_model(Statement), [Work(instance.pk, office)], actor=actor)
    return instance


def answered(statements: Sequence[Statement], actor: Actor, reason: str) -> None:
    """Note who answered."""
    write.stamp(statements, answered_by_id=actor.person_id)
    close_items(actor, records.of_model(Statement), [row.pk for row in statements], reason=reason)
