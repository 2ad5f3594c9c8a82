"""The chain over the activity, and its signed heads."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiangxin.audit.models.activity import Activity, append_only


class Seal(models.Model):
    """A link of the chain: SHA-256 of the previous link's hash and the row in canonical JSON."""

    position = models.BigIntegerField(_("position"), primary_key=True)
    activity = models.OneToOneField(
        Activity, models.PROTECT, verbose_name=_("activity"), related_name="seal", db_constraint=False
    )
    hash = models.CharField(_("hash"), max_length=64)

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        ordering = ["-position"]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.position} {self.hash[:12]}"


class SignedHead(models.Model):
    """The last link of the chain at some time, signed with the key of the installation."""

    uuid = models.UUIDField(_("identifier"), default=uuid.uuid4, unique=True, editable=False)
    position = models.BigIntegerField(_("position"))
    hash = models.CharField(_("hash"), max_length=64)
    at = models.DateTimeField(_("signed at"), default=timezone.now)
    key = models.CharField(_("key"), max_length=64, help_text=_("Fingerprint of the public key."))
    signature = models.CharField(_("signature"), max_length=128)

    class Meta:
        verbose_name = _("signed head")
        verbose_name_plural = _("signed heads")
        ordering = ["-pk"]
        triggers = append_only()

    def __str__(self) -> str:
        return f"{self.position} {self.at:%Y-%m-%d %H:%M}"
