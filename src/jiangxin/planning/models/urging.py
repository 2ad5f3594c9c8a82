"""Units that were urged."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from jiangxin.kernel.models import Record, tracked
from jiangxin.people.models import Organisation
from jiangxin.planning.enums import Way
from jiangxin.planning.models.adopted import Task


@tracked()
class Urging(Record):
    """A unit was urged to move on with a task."""

    task = models.ForeignKey(Task, models.PROTECT, verbose_name=_("task"), related_name="urgings")
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name=_("urged unit"), related_name="urgings")
    way = models.CharField(_("way"), max_length=8, choices=Way.choices, default=Way.PLATFORM)
    text = models.TextField(_("what was said"), blank=True)
    urged_on = models.DateField(_("urged on"), editable=False)
    urged_by = models.CharField(_("by"), max_length=120, editable=False)

    class Meta:
        verbose_name = _("urging")
        verbose_name_plural = _("urgings")
        ordering = ["-urged_on", "-pk"]
        indexes = [models.Index(fields=["task", "-urged_on"], name="planning_urging_task")]

    def __str__(self) -> str:
        return f"{self.urged_on:%Y-%m-%d} · {self.organisation}"
