"""When is reported, and the rules by which cycles are made."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jiangxin.kernel.models import Policy, Record, tracked
from jiangxin.planning.enums import CycleKind

DAYS = (MinValueValidator(0), MaxValueValidator(366))


@tracked()
class ReportingPolicy(Policy):
    """Days and limits of assigning, reporting and urging, as the region has them."""

    acknowledge_days = models.PositiveSmallIntegerField(_("working days to acknowledge"), default=5, validators=DAYS)
    object_days = models.PositiveSmallIntegerField(
        _("working days to object"), default=3, validators=DAYS, help_text=_("Counted from the day of assignment.")
    )
    quarterly_opens_before = models.PositiveSmallIntegerField(
        _("quarterly: days of notice before the end of the period"), default=10, validators=DAYS
    )
    quarterly_due_after = models.PositiveSmallIntegerField(
        _("quarterly: due days after the end of the period"), default=10, validators=DAYS
    )
    quarterly_locks_after = models.PositiveSmallIntegerField(
        _("quarterly: locked days after the due date"), default=20, validators=DAYS
    )
    monthly_for = models.CharField(
        _("monthly checks for tasks with this light"),
        max_length=6,
        blank=True,
        default="red",
        choices=[("red", _("red")), ("yellow", _("red or yellow"))],
        help_text=_("Empty: no monthly checks."),
    )
    monthly_due_after = models.PositiveSmallIntegerField(
        _("monthly: due days after the end of the period"), default=5, validators=DAYS
    )
    monthly_locks_after = models.PositiveSmallIntegerField(
        _("monthly: locked days after the due date"), default=10, validators=DAYS
    )
    contribution_days = models.PositiveSmallIntegerField(
        _("days before the due date by which supporting units contribute"), default=3, validators=DAYS
    )
    subtask_notice = models.PositiveSmallIntegerField(
        _("days before the due date from which sub-tasks are called for"), default=30, validators=DAYS
    )
    extensions = models.PositiveSmallIntegerField(_("extensions of one date at most"), default=2, validators=DAYS)
    urge_every = models.PositiveSmallIntegerField(_("days between two urgings at least"), default=3, validators=DAYS)

    class Meta(Policy.Meta):
        verbose_name = _("rules of reporting")
        verbose_name_plural = _("rules of reporting")


@tracked()
class Cycle(Record):
    """A period on which is reported: when it opens, when it is due, and when nothing can be handed in any more."""

    kind = models.CharField(_("kind"), max_length=9, choices=CycleKind.choices)
    name = models.CharField(
        _("name"), max_length=60, blank=True, help_text=_("Empty: called by its period, such as third quarter of 2024.")
    )
    starts_on = models.DateField(_("first day of the period"))
    ends_on = models.DateField(_("last day of the period"))
    opens_on = models.DateField(_("opens on"))
    due_on = models.DateField(_("due on"))
    locks_on = models.DateField(_("locked after"))
    opened_on = models.DateField(_("opened on"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("reporting cycle")
        verbose_name_plural = _("reporting cycles")
        ordering = ["-starts_on", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "starts_on"], name="planning_cycle_unique"),
            models.CheckConstraint(
                name="planning_cycle_dates",
                condition=Q(
                    ends_on__gte=F("starts_on"),
                    opens_on__gte=F("starts_on"),
                    due_on__gte=F("opens_on"),
                    locks_on__gte=F("due_on"),
                )
                & Q(due_on__gte=F("ends_on")),
                violation_error_message=_("The dates follow each other: period, opening, due date, lock."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The name that officials gave it, else that of its period."""
        if self.name:
            return self.name
        if self.kind == CycleKind.QUARTERLY:
            quarter = (self.starts_on.month + 2) // 3
            return gettext("%(year)s Q%(quarter)s") % {"year": self.starts_on.year, "quarter": quarter}
        return gettext("%(year)s-%(month)02d, monthly") % {"year": self.starts_on.year, "month": self.starts_on.month}
