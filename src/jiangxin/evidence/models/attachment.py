"""What a file is evidence of."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from jiangxin.evidence.models.stored_file import StoredFile
from jiangxin.kernel.models import Record, tracked
from jiangxin.people.models import Account


@tracked()
class Attachment(Record):
    """A file that hangs on a row of any record type and backs a claim of it."""

    file = models.ForeignKey(StoredFile, models.PROTECT, verbose_name=_("file"), related_name="attachments")
    name = models.CharField(_("file name"), max_length=200)
    record = models.CharField(_("record type"), max_length=80)
    object_id = models.BigIntegerField(_("record number"))
    caption = models.CharField(_("what it shows"), max_length=300, blank=True)
    dated_on = models.DateField(_("dated"), null=True, blank=True)
    account = models.ForeignKey(
        Account, models.PROTECT, verbose_name=_("added by"), related_name="+", null=True, blank=True
    )

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["record", "object_id"], name="evidence_attachment_of")]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "object_id", "file"],
                name="evidence_attachment_once",
                violation_error_message=_("This file is attached here already."),
            ),
        ]

    def __str__(self) -> str:
        return self.caption or self.name
