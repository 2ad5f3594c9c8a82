"""Lights set by hand: only with grounds, from today on at the earliest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jiangxin.kernel import clock, write
from jiangxin.kernel.actors import Actor
from jiangxin.planning.domain.lights.standing import refresh
from jiangxin.planning.models import LightOverride

#: What no longer changes once the light was shown.
SHOWN = ("task", "colour", "grounds", "valid_from")


def save_override(
    instance: LightOverride,
    changes: Mapping[str, Any],
    *,
    actor: Actor,  # noqa: ARG001 - the shape of savers
    reason: str,  # noqa: ARG001 - same
) -> LightOverride:
    """Save a light set by hand. What was shown stays: it begins today or later, and ends today or later."""
    today = clock.today()
    begun = bool(instance.pk) and instance.valid_from < today
    before = {name: getattr(instance, name) for name in SHOWN} if begun else {}
    write.assign(instance, changes)
    instance.full_clean()
    wrong = {name: _("It was shown already and stays as it was.") for name, old in before.items()
             if getattr(instance, name) != old}  # fmt: skip
    if not begun and instance.valid_from < today:
        wrong["valid_from"] = _("Lights of the past stay as they were: begin today or later.")
    if instance.valid_to and instance.valid_to < today:
        wrong["valid_to"] = _("Lights of the past stay as they were: end today or later.")
    if wrong:
        raise ValidationError(wrong)
    instance.save()
    refresh([instance.task_id])
    return instance
