"""Rules for reminders, and what was sent by them."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiangxin.kernel.models import Dated, Record, tracked
from jiangxin.people.models import Person
from jiangxin.workflow.enums import Kind
from jiangxin.workflow.models.item import WorkItem


@tracked()
class ReminderRule(Dated, Record):
    """When those who have work are reminded of its due date."""

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(
        _("kind of work"), max_length=10, choices=Kind.choices, blank=True, help_text=_("Empty: any.")
    )
    record = models.CharField(_("kind of record"), max_length=80, blank=True, help_text=_("Empty: any."))
    days = models.SmallIntegerField(
        _("days from the due date"),
        validators=[MinValueValidator(-365), MaxValueValidator(365)],
        help_text=_("Before it: negative, e.g. -3; after it: positive."),
    )
    every_days = models.PositiveSmallIntegerField(
        _("again after days"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text=_("The least number of days between two reminders; empty: once."),
    )
    by_email = models.BooleanField(_("by e-mail too"), default=False)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta(Dated.Meta):
        verbose_name = _("rule for reminders")
        verbose_name_plural = _("rules for reminders")
        ordering = ["kind", "days", "pk"]
        constraints = [*Dated.Meta.constraints]

    def __str__(self) -> str:
        return self.name


class Reminder(models.Model):
    """A reminder that was given, so that it is given once."""

    rule = models.ForeignKey(ReminderRule, models.CASCADE, related_name="given")
    item = models.ForeignKey(WorkItem, models.CASCADE, related_name="reminders")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    day = models.DateField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [
            models.UniqueConstraint(fields=["rule", "item", "person", "day"], name="workflow_reminder_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.item_id}"
