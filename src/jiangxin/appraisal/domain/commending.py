"""Who is commended or criticised after an appraisal: chosen by people on grounds, never by rule, and with approval."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jiangxin.appraisal.enums import FIXED, CommendationKind
from jiangxin.appraisal.models import Commendation
from jiangxin.kernel import clock, write
from jiangxin.kernel.actors import Actor
from jiangxin.supervision.domain import jurisdictions


def save_commendation(instance: Commendation, changes: Mapping[str, Any], *, actor: Actor, reason: str) -> Commendation:  # noqa: ARG001 - the shape of savers
    """Save a draft. Raises ValidationError (before the result stands, or about a unit that was not appraised)."""
    write.assign(instance, changes)
    if instance.appraisal_id and instance.organisation_id:
        refusal = is_lawful(instance, actor)
        if refusal:
            raise ValidationError({"organisation": refusal})
    instance.full_clean()
    instance.save()
    return instance


def is_lawful(row: Commendation, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse it before the result stands, for who was not appraised, and criticism of who is asked by letter only."""
    if row.appraisal.state not in FIXED:
        return _("Units are commended and criticised once the result is confirmed.")
    if not row.appraisal.scores.filter(organisation=row.organisation_id).exists():
        return _("This unit is not appraised.")
    if row.kind == CommendationKind.CRITICISM and not jurisdictions.may_be_supervised(
        row.organisation_id, clock.today()
    ):
        return jurisdictions.by_letter_only([row.organisation.name])
    return None
