"""The security policy: dated rows that officials edit on screen."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from jiangxin.kernel.models import Policy, tracked


@tracked()
class SecurityPolicy(Policy):
    """Rules for passwords, lock-out, sessions and the second factor, from a day on."""

    min_length = models.PositiveSmallIntegerField(
        _("minimum length of passwords"), default=10, validators=[MinValueValidator(8), MaxValueValidator(64)]
    )
    min_classes = models.PositiveSmallIntegerField(
        _("kinds of characters required"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(4)],
        help_text=_("Out of capitals, small letters, digits and signs."),
    )
    remembered = models.PositiveSmallIntegerField(
        _("earlier passwords refused"), default=5, validators=[MaxValueValidator(24)]
    )
    max_age_days = models.PositiveSmallIntegerField(
        _("password valid for days"), default=180, help_text=_("0: no limit.")
    )
    lockout_failures = models.PositiveSmallIntegerField(
        _("failures until locked"), default=5, validators=[MinValueValidator(3), MaxValueValidator(20)]
    )
    lockout_minutes = models.PositiveSmallIntegerField(
        _("locked for minutes"), default=15, validators=[MinValueValidator(1), MaxValueValidator(1440)]
    )
    session_minutes = models.PositiveSmallIntegerField(
        _("signed out after idle minutes"), default=60, validators=[MinValueValidator(5), MaxValueValidator(720)]
    )
    mfa_for_administrators = models.BooleanField(_("second factor required of administrators"), default=False)
    mfa_for_all = models.BooleanField(_("second factor required of everyone"), default=False)

    class Meta(Policy.Meta):
        verbose_name = _("security policy")
        verbose_name_plural = _("security policies")
