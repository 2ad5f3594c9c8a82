"""Dated values of the settings that officials edit."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from jiangxin.kernel.models import Record, tracked


@tracked()
class Setting(Record):
    """The value of a declared setting from a day on, until the next row of the same key."""

    key = models.CharField(_("setting"), max_length=80)
    value = models.TextField(_("value"), blank=True)
    valid_from = models.DateField(_("valid from"))
    source = models.CharField(_("source"), max_length=200, blank=True, help_text=_("The rule or decision it follows."))

    class Meta:
        verbose_name = _("value of a setting")
        verbose_name_plural = _("values of settings")
        ordering = ["key", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["key", "valid_from"],
                name="desk_setting_unique",
                violation_error_message=_("The setting has a value from this day on already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.valid_from:%Y-%m-%d}"
