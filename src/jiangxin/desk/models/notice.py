"""Notices: what everybody, some roles or some accounts are told for a while."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiangxin.kernel.languages import localised
from jiangxin.kernel.models import Record, tracked


@tracked()
class Notice(Record):
    """A notice. Without roles and accounts it is for everybody."""

    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("English title"), max_length=200, blank=True)
    body = models.TextField(_("text"), blank=True)
    body_en = models.TextField(_("English text"), blank=True)
    shown_from = models.DateTimeField(_("shown from"), default=timezone.now)
    shown_to = models.DateTimeField(_("shown until"), null=True, blank=True)
    roles = models.ManyToManyField("people.Role", verbose_name=_("for roles"), blank=True, related_name="+")
    accounts = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("for accounts"), blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-shown_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="desk_notice_times",
                condition=Q(shown_to__isnull=True) | Q(shown_to__gt=F("shown_from")),
                violation_error_message=_("It must end after it begins."),
            ),
        ]

    def __str__(self) -> str:
        return localised(self.title, self.title_en)

    @property
    def text(self) -> str:
        """The text in the language of the reader."""
        return localised(self.body, self.body_en)


class NoticeRead(models.Model):
    """That an account has read a notice."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="reads")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    read_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "account"], name="desk_notice_read_once")]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.account_id}"
