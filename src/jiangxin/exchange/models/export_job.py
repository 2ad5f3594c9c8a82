"""An export: rows on their way into a file that its owner fetches."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiangxin.evidence.models import StoredFile
from jiangxin.exchange.enums import ExportState, Format
from jiangxin.exchange.workflow import EXPORT_STATES
from jiangxin.kernel.models import Record, tracked
from jiangxin.kernel.records import title_of
from jiangxin.people.models import Account


@tracked()
class ExportJob(Record):
    """One export asked for by an account; only that account fetches the file."""

    record = models.CharField(_("record type"), max_length=80)
    format = models.CharField(_("format"), max_length=4, choices=Format.choices, default=Format.XLSX)
    params = models.TextField(_("filter"), blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ExportState.choices, default=ExportState.CREATED)
    account = models.ForeignKey(Account, models.PROTECT, verbose_name=_("account"), related_name="+")
    file = models.ForeignKey(
        StoredFile, models.PROTECT, verbose_name=_("file"), related_name="exports", null=True, blank=True
    )
    rows = models.PositiveIntegerField(_("rows"), default=0)
    message = models.TextField(_("message"), blank=True)
    expires_at = models.DateTimeField(_("expires at"), null=True, blank=True)

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-pk"]
        triggers = [EXPORT_STATES.trigger()]

    def __str__(self) -> str:
        return f"{title_of(self.record)} {timezone.localtime(self.created_at):%Y-%m-%d %H:%M}"
