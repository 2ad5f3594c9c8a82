"""An import: a file on its way into the records of one type."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from jiangxin.evidence.models import StoredFile
from jiangxin.exchange.enums import ImportState
from jiangxin.exchange.workflow import IMPORT_STATES
from jiangxin.kernel.models import Record, tracked
from jiangxin.people.models import Account


@tracked()
class ImportJob(Record):
    """One file offered for one record type, what was found in it and what became of it."""

    record = models.CharField(_("record type"), max_length=80)
    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name=_("file"), related_name="imports")
    file_name = models.CharField(_("file name"), max_length=200)
    state = models.CharField(_("state"), max_length=10, choices=ImportState.choices, default=ImportState.RECEIVED)
    account = models.ForeignKey(
        Account, models.PROTECT, verbose_name=_("account"), related_name="+", null=True, blank=True
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    counts = models.JSONField(_("counts"), default=dict, blank=True)
    columns = models.JSONField(_("columns"), default=list, blank=True)
    notes = models.JSONField(_("notes"), default=list, blank=True)
    message = models.TextField(_("message"), blank=True)
    problems = models.JSONField(_("problems"), default=list, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]
        triggers = [IMPORT_STATES.trigger()]
        indexes = [models.Index(fields=["account", "record"], name="exchange_import_of")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def progress(self) -> int:
        """How far the work in hand is, in per cent."""
        if self.state in {ImportState.RECEIVED, ImportState.RUNNING}:
            found = ImportProgress.objects.filter(job=self).values_list("percent", flat=True).first()
            return found or 0
        return 100


class ImportProgress(models.Model):
    """How far a running import is. Written on a connection of its own, so that others see it at once."""

    job = models.OneToOneField(ImportJob, models.CASCADE, primary_key=True, related_name="+")
    percent = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("progress of an import")
        verbose_name_plural = _("progress of imports")

    def __str__(self) -> str:
        return f"{self.percent} %"
