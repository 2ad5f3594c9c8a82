"""Values that people enter: by one person with evidence, confirmed by another, never after the result stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jiangxin.appraisal.domain import gathering, measures, runs
from jiangxin.appraisal.enums import OPEN, Applies, AppraisalState
from jiangxin.appraisal.models import Correction, SuppliedValue
from jiangxin.appraisal.models.supplied import require_value
from jiangxin.kernel import clock, write
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.errors import NotLawful

#: States of an appraisal in which values may still come in.
COMING = (AppraisalState.COLLECTING, AppraisalState.RECONCILIATION, *OPEN)


def save_value(instance: SuppliedValue, changes: Mapping[str, Any], *, actor: Actor, reason: str) -> SuppliedValue:  # noqa: ARG001 - the shape of savers
    """Save a value that is to be confirmed by somebody else. Raises NotLawful, ValidationError."""
    write.assign(instance, changes)
    if instance.appraisal_id:
        _require_open(instance)
    instance.entered_by_id = actor.person_id
    instance.full_clean()
    instance.save()
    return instance


def after_values(
    created: Sequence[SuppliedValue],
    updated: Sequence[SuppliedValue],
    *,
    actor: Actor,
    reason: str,  # noqa: ARG001 - the shape of after_many
) -> None:
    """Note who imported values. Raises NotLawful."""
    rows = [*created, *updated]
    for row in rows:
        _require_open(row)
    write.stamp(rows, entered_by_id=actor.person_id)


def _require_open(row: SuppliedValue) -> None:
    if row.appraisal.state not in COMING:
        raise NotLawful(_("The result of this appraisal stands already."))


def is_by_another(row: SuppliedValue, actor: Actor) -> str | None:
    """Refuse that who entered a value also confirms it."""
    if row.entered_by_id is not None and row.entered_by_id == actor.person_id:
        return _("You entered this value; somebody else confirms it.")
    return None


def may_still_change(row: SuppliedValue, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse to touch what a confirmed result rests on."""
    return None if row.appraisal.state in COMING else _("The result of this appraisal stands already.")


def confirmed(rows: Sequence[SuppliedValue], actor: Actor, reason: str) -> None:
    """Note who confirmed, and compute again where there are scores already."""
    write.stamp(rows, confirmed_by_id=actor.person_id)
    for row in rows:
        if row.appraisal.state in OPEN:
            runs.again(row.appraisal_id, actor=actor, why=reason or _("A value was confirmed: %(row)s") % {"row": row})


# ── Corrections ─────────────────────────────────────────────────────────────────────────────────


def save_correction(instance: Correction, changes: Mapping[str, Any], *, actor: Actor, reason: str) -> Correction:  # noqa: ARG001 - the shape of savers
    """Save a correction and compute again where there are scores. Raises NotLawful, ValidationError."""
    if instance.pk is not None:
        raise NotLawful(_("A correction stays as it is. Make another one."))
    write.assign(instance, changes)
    instance.made_on, instance.made_by_id = clock.today(), actor.person_id
    if instance.appraisal_id and instance.appraisal.state not in COMING:
        raise NotLawful(_("The result of this appraisal stands already."))
    if instance.measure not in {*measures.provided(), *measures.supplied()}:
        raise ValidationError({"measure": _("There is no such measure.")})
    if instance.applies == Applies.VALUE:
        known = measures.provided().get(instance.measure)
        measure = known.measure if known else measures.supplied()[instance.measure].as_measure()
        require_value(gathering.shape_of(instance.measure), measure, instance.content, "content")
    if instance.organisation_id and instance.appraisal_id:
        scored = {unit.pk for unit, _group in gathering.units_of(instance.appraisal)}
        if instance.organisation_id not in scored:
            raise ValidationError({"organisation": _("This unit is not appraised.")})
    instance.full_clean()
    instance.save()
    if instance.appraisal.state in OPEN:
        why = _("Correction for %(unit)s: %(grounds)s") % {"unit": instance.organisation, "grounds": instance.grounds}
        runs.again(instance.appraisal_id, actor=actor, why=why[:300])
    return instance
