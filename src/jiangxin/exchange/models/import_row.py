"""What was found in one row of an imported file."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from jiangxin.exchange.enums import Outcome
from jiangxin.exchange.models.import_job import ImportJob


class ImportRow(models.Model):
    """A staged row: working data without history, written once by COPY."""

    job = models.ForeignKey(ImportJob, models.CASCADE, related_name="rows")
    row_no = models.PositiveIntegerField(_("row"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices)
    values = models.JSONField(_("values"))
    changes = models.JSONField(_("changes"), default=dict)
    errors = models.JSONField(_("errors"), default=list)
    object_id = models.BigIntegerField(_("record number"), null=True)
    object_version = models.PositiveIntegerField(_("version"), null=True)

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of imports")
        ordering = ["row_no"]
        constraints = [models.UniqueConstraint(fields=["job", "row_no"], name="exchange_row_unique")]
        indexes = [models.Index(fields=["job", "outcome", "row_no"], name="exchange_row_outcome")]

    def __str__(self) -> str:
        return str(self.row_no)
