"""Words of the room."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Outcome(models.TextChoices):
    """What an import would do with a row."""

    NEW = "new", _("new")
    CHANGED = "changed", _("changed")
    UNCHANGED = "unchanged", _("unchanged")
    WRONG = "wrong", _("wrong")


class Format(models.TextChoices):
    """Formats that are written."""

    XLSX = "xlsx", _("Excel")
    CSV = "csv", _("CSV")

    @property
    def media_type(self) -> str:
        """The media type of such files."""
        return XLSX if self == Format.XLSX else "text/csv"


class ImportState(models.TextChoices):
    """States of an import."""

    RECEIVED = "received", _("being read")
    STAGED = "staged", _("to be confirmed")
    RUNNING = "running", _("being saved")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    DISCARDED = "discarded", _("discarded")
    UNDONE = "undone", _("undone")


class ExportState(models.TextChoices):
    """States of an export."""

    CREATED = "created", _("waiting")
    RUNNING = "running", _("being written")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")
    EXPIRED = "expired", _("expired")
