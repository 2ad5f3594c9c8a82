"""Objections to sheets: raised in time, decided by others than those whose work they are about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jiangxin.appraisal.domain.supplying import save_correction
from jiangxin.appraisal.enums import AppraisalState, Outcome
from jiangxin.appraisal.models import AppraisalPolicy, Correction, CriterionScore, Objection, SuppliedValue, UnitScore
from jiangxin.kernel import clock, records, write
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.errors import NotLawful
from jiangxin.workflow.domain import assignees
from jiangxin.workflow.domain.items import Work, close_items, open_items
from jiangxin.workflow.enums import Kind

DECIDES = "appraisal.objection.decide"


def save_objection(instance: Objection, changes: Mapping[str, Any], *, actor: Actor, reason: str) -> Objection:  # noqa: ARG001 - the shape of savers
    """Save a unit's objection and put it before those who decide. Raises NotLawful, ValidationError."""
    if instance.pk is not None:
        raise NotLawful(_("What was objected to stays as it is."))
    write.assign(instance, changes)
    day = clock.today()
    if instance.appraisal_id and instance.organisation_id:
        _require_possible(instance)
    instance.raised_on, instance.raised_by_id = day, actor.person_id
    instance.due_on = day + timedelta(AppraisalPolicy.in_force().decide_days)
    instance.full_clean()
    instance.save()
    office = assignees.of_office(DECIDES)
    if office is not None:
        open_items(Kind.APPROVE, records.of_model(Objection), [Work(instance.pk, office, instance.due_on)], actor=actor)
    return instance


def _require_possible(row: Objection) -> None:
    appraisal = row.appraisal
    if appraisal.state != AppraisalState.OBJECTIONS or appraisal.objections_until is None:
        raise NotLawful(_("This appraisal is not open to objections."))
    if clock.today() > appraisal.objections_until:
        raise NotLawful(_("Units could object until %(day)s.") % {"day": appraisal.objections_until})
    sheet = UnitScore.objects.filter(appraisal=appraisal, organisation=row.organisation_id).first()
    if sheet is None:
        raise ValidationError({"organisation": _("This unit is not appraised.")})
    if row.criterion and not sheet.criteria.filter(code=row.criterion).exists():
        raise ValidationError({"criterion": _("The sheet has no such criterion.")})


# ── Guards and effects ──────────────────────────────────────────────────────────────────────────


def is_by_a_person(row: Objection, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse decisions of processes."""
    return None if actor.person_id is not None else _("A person decides an objection.")


def is_by_others(row: Objection, actor: Actor) -> str | None:
    """Refuse who prepared the appraisal, entered, confirmed or corrected a value of the unit, or raised it."""
    involved = {row.appraisal.prepared_by_id, row.raised_by_id}
    values = SuppliedValue.objects.filter(appraisal=row.appraisal_id, organisation=row.organisation_id)
    for entered, confirmed in values.values_list("entered_by_id", "confirmed_by_id"):
        involved |= {entered, confirmed}
    corrections = Correction.objects.filter(appraisal=row.appraisal_id, organisation=row.organisation_id)
    involved |= set(corrections.filter(objection__isnull=True).values_list("made_by_id", flat=True))
    if actor.person_id in involved:
        return _("You had a part in what is objected to; somebody else decides.")
    return None


def decided(rows: Sequence[Objection], actor: Actor, reason: str) -> None:
    """Note who decided; where it is upheld, let the corrected value count and compute again. Raises ValidationError."""
    write.stamp(rows, decided_by_id=actor.person_id)
    close_items(actor, records.of_model(Objection), [row.pk for row in rows], reason=reason)
    for row in rows:
        if row.outcome == Outcome.UPHELD:
            _correct(row, actor)
        elif row.corrected.strip():
            raise ValidationError({"corrected": _("Where an objection is not upheld no value is corrected.")})


def _correct(row: Objection, actor: Actor) -> None:
    lines = CriterionScore.objects.filter(sheet__appraisal=row.appraisal_id, sheet__organisation=row.organisation_id)
    line = lines.filter(code=row.criterion).first()
    if line is None:
        raise ValidationError({"criterion": _("Name the criterion whose value is corrected.")})
    if not row.corrected.strip():
        raise ValidationError({"corrected": _("Give the value that counts.")})
    values = {
        "appraisal": row.appraisal,
        "organisation": row.organisation,
        "measure": line.measure,
        "content": row.corrected,
        "grounds": row.decision,
    }
    try:
        save_correction(Correction(objection=row), values, actor=actor, reason=row.decision)
    except ValidationError as error:
        raise ValidationError({"corrected": error.messages}) from None


def withdrawn(rows: Sequence[Objection], actor: Actor, reason: str) -> None:
    """Drop what was to be decided."""
    close_items(actor, records.of_model(Objection), [row.pk for row in rows], done=False, reason=reason)
