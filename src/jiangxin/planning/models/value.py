"""The path of a target over the years, and the values that units report for it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jiangxin.kernel.models import Record, tracked
from jiangxin.people.models import Organisation
from jiangxin.planning.enums import ReportState
from jiangxin.planning.models.adopted import Target
from jiangxin.planning.models.cycle import Cycle
from jiangxin.planning.models.report import Report
from jiangxin.planning.workflow import VALUE_STATES


@tracked()
class TargetStep(Record):
    """The value that a target should have reached on a day on its way."""

    target = models.ForeignKey(Target, models.CASCADE, verbose_name=_("target"), related_name="path")
    on = models.DateField(_("by"))
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=4)

    class Meta:
        verbose_name = _("step of a target's path")
        verbose_name_plural = _("paths of targets")
        ordering = ["target", "on"]
        constraints = [models.UniqueConstraint(fields=["target", "on"], name="planning_targetstep_unique")]

    def __str__(self) -> str:
        return f"{self.target} {self.on:%Y-%m-%d}"


@tracked()
class TargetValue(Record):
    """A value of a target as a unit reports it, with what it rests on.

    Values that stand in a report on a task go the way of that report; others are signed and
    reviewed by themselves.
    """

    target = models.ForeignKey(Target, models.PROTECT, verbose_name=_("target"), related_name="values")
    cycle = models.ForeignKey(Cycle, models.PROTECT, verbose_name=_("cycle"), related_name="values")
    round = models.PositiveSmallIntegerField(_("round"), default=1, editable=False)
    report = models.ForeignKey(
        Report, models.PROTECT, verbose_name=_("report"), related_name="values", null=True, blank=True, editable=False
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("reporting unit"), related_name="values"
    )
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=4, null=True, blank=True)
    basis = models.CharField(
        _("what it rests on"), max_length=300, blank=True, help_text=_("The statistics, list or document.")
    )
    state = models.CharField(_("state"), max_length=9, choices=ReportState.choices, default=ReportState.DRAFT)
    due_on = models.DateField(_("due on"))
    handed_in_on = models.DateField(_("handed in on"), null=True, blank=True, editable=False)
    decided_on = models.DateField(_("decided on"), null=True, blank=True, editable=False)
    answer = models.TextField(_("answer of the reviewer"), blank=True, editable=False)

    class Meta:
        verbose_name = _("reported value of a target")
        verbose_name_plural = _("reported values of targets")
        ordering = ["-cycle__ends_on", "target", "-round"]
        triggers = [VALUE_STATES.trigger()]
        constraints = [
            models.UniqueConstraint(fields=["target", "cycle", "round"], name="planning_targetvalue_unique"),
            models.CheckConstraint(
                name="planning_targetvalue_handed_in",
                condition=Q(state__in=[ReportState.DRAFT, ReportState.SIGNING])
                | Q(handed_in_on__isnull=False, value__isnull=False),
                violation_error_message=_("A value that was handed in says how much and when."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle} · {self.target}"
