"""Views of a list that somebody saved: filters, sort order, columns."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jiangxin.kernel.models import Record


class SavedView(Record):
    """A saved view: its owner's own, or shared with everybody or with some roles."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("account"), related_name="+")
    record = models.CharField(_("list"), max_length=120)
    name = models.CharField(_("name"), max_length=60)
    query = models.TextField(_("address"), blank=True)
    is_shared = models.BooleanField(_("shared"), default=False)
    roles = models.ManyToManyField(
        "people.Role",
        verbose_name=_("shared with"),
        blank=True,
        related_name="+",
        help_text=_("Nobody named: everybody."),
    )
    is_default = models.BooleanField(_("opens first"), default=False)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "record", "name"],
                name="desk_view_name",
                violation_error_message=_("You have a view of that name already."),
            ),
            models.UniqueConstraint(
                fields=["account", "record"], condition=models.Q(is_default=True), name="desk_view_default"
            ),
        ]

    def __str__(self) -> str:
        return self.name
