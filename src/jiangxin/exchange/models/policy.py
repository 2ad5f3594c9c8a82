"""Limits of import and export: dated rows that officials edit."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from jiangxin.kernel.models import Policy, never_overlapping, tracked


@tracked()
class ExchangePolicy(Policy):
    """How much is done while the user waits, and how long things are kept, from a day on."""

    inline_rows = models.PositiveIntegerField(
        _("rows handled while the user waits"), default=5000, validators=[MaxValueValidator(100_000)]
    )
    max_mebibytes = models.PositiveSmallIntegerField(
        _("largest file in MiB"), default=50, validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    undo_days = models.PositiveSmallIntegerField(
        _("days in which an import can be undone"), default=7, validators=[MaxValueValidator(366)]
    )
    keep_days = models.PositiveSmallIntegerField(
        _("days for which exports are kept"), default=7, validators=[MinValueValidator(1), MaxValueValidator(366)]
    )

    class Meta(Policy.Meta):
        verbose_name = _("policy of import and export")
        verbose_name_plural = _("policies of import and export")
        constraints = [
            *Policy.Meta.constraints,
            never_overlapping("exchange_policy_overlap", message=_("Another policy holds in this time.")),
        ]
