"""Lights of tasks: the rules, what they gave from when to when, and what people put above them."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from jiangxin.kernel.models import Dated, Record, never_overlapping, tracked
from jiangxin.planning.enums import Colour, Condition
from jiangxin.planning.models.adopted import Task

FIRING = [(value, label) for value, label in Colour.choices if value not in (Colour.GREEN, Colour.GREY)]


@tracked()
class LightRule(Dated, Record):
    """From which measure on a condition gives a light its colour."""

    condition = models.CharField(_("condition"), max_length=24, choices=Condition.choices)
    threshold = models.PositiveSmallIntegerField(
        _("from"), validators=[MinValueValidator(0), MaxValueValidator(1000)],
        help_text=_("Days left at most where something is due soon; days or points at least otherwise."),
    )  # fmt: skip
    colour = models.CharField(_("light"), max_length=6, choices=FIRING)
    source = models.CharField(_("source"), max_length=200, help_text=_("The rule or decision it follows."))

    class Meta(Dated.Meta):
        verbose_name = _("rule for lights")
        verbose_name_plural = _("rules for lights")
        ordering = ["condition", "threshold", "-valid_from"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["condition", "threshold", "valid_from"],
                name="planning_lightrule_unique",
                violation_error_message=_("There is a rule for this condition and threshold from this day on."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_condition_display()} {self.threshold} → {self.get_colour_display()}"


@tracked()
class Light(Dated, Record):
    """The light of a task over a stretch of days: what was shown, what the rules gave, and why.

    `causes` is a list of objects: condition, measure, threshold, colour, ref (what it is about), due.
    """

    task = models.ForeignKey(Task, models.CASCADE, verbose_name=_("task"), related_name="lights")
    colour = models.CharField(_("light"), max_length=6, choices=Colour.choices)
    computed = models.CharField(_("light by the rules"), max_length=6, choices=Colour.choices)
    causes = models.JSONField(_("causes"), default=list, blank=True)

    class Meta(Dated.Meta):
        verbose_name = _("light of a task")
        verbose_name_plural = _("lights of tasks")
        ordering = ["task", "-valid_from"]
        constraints = [
            *Dated.Meta.constraints,
            never_overlapping("planning_light_overlap", "task_id", message=_("A task has one light a day.")),
        ]

    def __str__(self) -> str:
        return f"{self.task} · {self.get_colour_display()}"


@tracked()
class LightOverride(Dated, Record):
    """A light that somebody put above the computed one for a time, and why."""

    task = models.ForeignKey(Task, models.CASCADE, verbose_name=_("task"), related_name="overrides")
    colour = models.CharField(_("light"), max_length=6, choices=Colour.choices)
    grounds = models.TextField(_("grounds"))

    class Meta(Dated.Meta):
        verbose_name = _("light set by hand")
        verbose_name_plural = _("lights set by hand")
        ordering = ["-valid_from", "-pk"]
        constraints = [
            *Dated.Meta.constraints,
            never_overlapping(
                "planning_override_overlap", "task_id", message=_("Another light is set by hand in this time.")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task} · {self.get_colour_display()}"


@tracked()
class Suspension(Dated, Record):
    """A time in which a task rests."""

    task = models.ForeignKey(Task, models.CASCADE, verbose_name=_("task"), related_name="suspensions")
    grounds = models.TextField(_("grounds"), blank=True)

    class Meta(Dated.Meta):
        verbose_name = _("suspension of a task")
        verbose_name_plural = _("suspensions of tasks")
        ordering = ["task", "-valid_from"]
        constraints = [
            *Dated.Meta.constraints,
            never_overlapping("planning_suspension_overlap", "task_id", message=_("The task rests in this time.")),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.valid_from:%Y-%m-%d}"


class Standing(models.Model):
    """How a task stands today, worked out from the records. It can be thrown away and worked out again."""

    task = models.OneToOneField(Task, models.CASCADE, primary_key=True, related_name="standing")
    day = models.DateField(_("as of"))
    light = models.CharField(_("light"), max_length=6, choices=Colour.choices, default=Colour.GREY)
    since = models.DateField(_("since"), null=True)
    causes = models.JSONField(_("causes"), default=list)
    planned = models.DecimalField(_("planned progress (%)"), max_digits=5, decimal_places=2, null=True)
    reported = models.DecimalField(_("reported progress (%)"), max_digits=5, decimal_places=2, null=True)
    computed = models.DecimalField(_("progress by sub-tasks (%)"), max_digits=5, decimal_places=2, null=True)
    next_due_on = models.DateField(_("next due date"), null=True)

    class Meta:
        verbose_name = _("standing of a task")
        verbose_name_plural = _("standings of tasks")

    def __str__(self) -> str:
        return f"{self.task_id} {self.light}"
