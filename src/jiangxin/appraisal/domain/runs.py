"""Appraisals: begun over a period, scored, opened to objections, confirmed, proposed to the appraisal office."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from jiangxin.appraisal.domain import computing, gathering
from jiangxin.appraisal.enums import OPEN, ObjectionState, SchemeState, ValueState
from jiangxin.appraisal.models import Appraisal, AppraisalPolicy, Objection, Statement
from jiangxin.kernel import access, clock, records, write
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.errors import NotLawful
from jiangxin.workflow.domain import assignees
from jiangxin.workflow.domain.items import close_items
from jiangxin.workflow.domain.notices import Notice, notify

OBJECTS = "appraisal.objection.raise"
OPENED = gettext_noop("The preview of “%(appraisal)s” is open: your unit may object until %(until)s.")
CONFIRMED = gettext_noop("The result of “%(appraisal)s” is confirmed.")


def save_run(instance: Appraisal, changes: Mapping[str, Any], *, actor: Actor, reason: str) -> Appraisal:  # noqa: ARG001 - the shape of savers
    """Save an appraisal; who begins it prepared it. Raises ValidationError (the scheme is not in force then)."""
    write.assign(instance, changes)
    if instance.pk is None:
        instance.prepared_by_id = actor.person_id
    if instance.scheme_id and instance.starts_on:
        scheme = instance.scheme
        if scheme.state != SchemeState.PUBLISHED:
            raise ValidationError({"scheme": _("Only a published scheme is used.")})
        ends = scheme.valid_to
        if instance.starts_on < scheme.valid_from or (ends is not None and instance.starts_on >= ends):
            raise ValidationError(
                {
                    "starts_on": _(
                        "The scheme is in force from %(first)s; a period goes by the scheme of its first day."
                    )
                    % {"first": scheme.valid_from}
                }
            )
    instance.full_clean()
    instance.save()
    return instance


# ── Guards ──────────────────────────────────────────────────────────────────────────────────────


def period_is_over(row: Appraisal, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse to reconcile what still changes."""
    if clock.today() > row.ends_on:
        return None
    return _("The period ends on %(day)s; units reconcile after it.") % {"day": row.ends_on}


def has_units(row: Appraisal, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse an appraisal of nobody."""
    return (
        None if gathering.units_of(row) else _("No unit of the groups may be appraised on the last day of the period.")
    )


def values_are_confirmed(row: Appraisal, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse to score while values wait for their confirmation."""
    left = row.supplied.filter(state=ValueState.ENTERED).count()
    if not left:
        return None
    text = ngettext("%(count)d supplied value is not confirmed.", "%(count)d supplied values are not confirmed.", left)
    return text % {"count": left}


def objections_are_over(row: Appraisal, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse to confirm before the last day to object has passed and everything is decided."""
    if row.objections_until is None or clock.today() <= row.objections_until:
        return _("Units may object until %(day)s.") % {"day": row.objections_until}
    left = row.objections.filter(state=ObjectionState.RAISED).count()
    if left:
        text = ngettext("%(count)d objection is not decided.", "%(count)d objections are not decided.", left)
        return text % {"count": left}
    return None


# ── Effects ─────────────────────────────────────────────────────────────────────────────────────


def scored(rows: Sequence[Appraisal], actor: Actor, reason: str) -> None:  # noqa: ARG001 - the shape of effects
    """Compute for the first time."""
    for row in rows:
        computing.score(row, actor=actor, why=_("Preview"))


def reopened(rows: Sequence[Appraisal], actor: Actor, reason: str) -> None:
    """Compute again after the appraisal office returned it."""
    for row in rows:
        computing.score(row, actor=actor, why=reason)


def recompute(row: Appraisal, *, actor: Actor, why: str) -> None:
    """Compute again while the result is open. Raises NotAllowed, NotLawful."""
    record = records.of_model(Appraisal)
    access.require(record, actor, record.permissions["recompute"], [row])
    with write.writing(actor, why):
        again(row.pk, actor=actor, why=why)


def again(pk: int, *, actor: Actor, why: str) -> None:
    """Compute again where something it rests on changed while the result is open."""
    row = write.locked(records.of_model(Appraisal), pk)
    if row.state not in OPEN:
        raise NotLawful(_("Scores change during preview and objections only."))
    computing.score(row, actor=actor, why=why)


def opened(rows: Sequence[Appraisal], actor: Actor, reason: str) -> None:  # noqa: ARG001 - the shape of effects
    """Set the last day to object and tell the units."""
    until = clock.today() + timedelta(AppraisalPolicy.in_force().objection_days)
    write.stamp(rows, objections_until=until)
    for row in rows:
        _tell(row, OPENED, {"until": until.isoformat()})


def confirmed(rows: Sequence[Appraisal], actor: Actor, reason: str) -> None:
    """Publish ranks as the scheme says, and tell the units."""
    for row in rows:
        computing.publish_ranks(row, actor=actor, reason=reason)
        _tell(row, CONFIRMED, {})


def _tell(row: Appraisal, message: str, params: Mapping[str, str]) -> None:
    """Tell every unit, each about its own sheet."""
    persons = assignees.persons_of_units(row.scores.values_list("organisation_id", flat=True), OBJECTS)
    told = tuple(sorted({person for group in persons.values() for person in group}))
    record = records.of_model(Appraisal)
    notify(Notice(told, message, {"appraisal": str(row), **params}, record.key(), row.pk))


def cancelled(rows: Sequence[Appraisal], actor: Actor, reason: str) -> None:
    """Drop what units were asked for and what was to be decided."""
    for model in (Statement, Objection):
        ids = list(model._default_manager.filter(appraisal__in=rows).values_list("pk", flat=True))
        close_items(actor, records.of_model(model), ids, done=False, reason=reason)
