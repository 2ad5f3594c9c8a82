"""Files, each kept once under its fingerprint."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from jiangxin.kernel.models import Record, tracked


@tracked()
class StoredFile(Record):
    """A file on disk. The row never changes; names and meanings belong to what refers to it."""

    sha256 = models.CharField(_("fingerprint"), max_length=64, unique=True)
    size = models.BigIntegerField(_("size in bytes"))
    media_type = models.CharField(_("type"), max_length=120)
    name = models.CharField(_("first name"), max_length=200)

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")
        ordering = ["-pk"]
        triggers = [pgtrigger.Protect(name="immutable", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return self.name
