"""What units report, what others contribute to it, and requests for more time."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jiangxin.kernel.models import Record, tracked
from jiangxin.people.models import Organisation, Person
from jiangxin.planning.enums import ContributionState, ExtensionState, ReportedStatus, ReportState, ReturnKind
from jiangxin.planning.models.adopted import Task
from jiangxin.planning.models.cycle import Cycle
from jiangxin.planning.models.subtask import Subtask
from jiangxin.planning.workflow import CONTRIBUTION_STATES, EXTENSION_STATES, REPORT_STATES


@tracked()
class Report(Record):
    """A unit's report on a task for a cycle, in rounds.

    A report that was handed in never changes: one that is returned stays as it was, and the unit
    goes on in a new round which nobody else sees before it is handed in.
    """

    task = models.ForeignKey(Task, models.PROTECT, verbose_name=_("task"), related_name="reports")
    cycle = models.ForeignKey(Cycle, models.PROTECT, verbose_name=_("cycle"), related_name="reports")
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("reporting unit"), related_name="reports"
    )
    state = models.CharField(_("state"), max_length=9, choices=ReportState.choices, default=ReportState.DRAFT)
    due_on = models.DateField(_("due on"))
    status = models.CharField(_("reported status"), max_length=9, choices=ReportedStatus.choices, blank=True)
    percent = models.DecimalField(
        _("progress of the year's goal (%)"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    progress = models.TextField(_("progress"), blank=True)
    problems = models.TextField(_("problems"), blank=True)
    next_steps = models.TextField(_("next steps"), blank=True)
    milestones = models.JSONField(_("milestones as handed in"), default=list, blank=True, editable=False)
    on_behalf = models.BooleanField(_("entered on the unit's behalf"), default=False, editable=False)
    entered_by = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("entered by"), related_name="+", null=True, blank=True, editable=False
    )
    handed_in_on = models.DateField(_("handed in on"), null=True, blank=True, editable=False)
    decided_on = models.DateField(_("decided on"), null=True, blank=True, editable=False)
    return_kind = models.CharField(_("kind of return"), max_length=10, choices=ReturnKind.choices, blank=True)
    answer = models.TextField(_("answer of the reviewer"), blank=True)
    superseded = models.BooleanField(_("replaced by a later one"), default=False, editable=False)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-cycle__starts_on", "task", "-round"]
        triggers = [REPORT_STATES.trigger()]
        constraints = [
            models.UniqueConstraint(fields=["task", "cycle", "round"], name="planning_report_unique"),
            models.CheckConstraint(
                name="planning_report_handed_in",
                condition=Q(state__in=[ReportState.DRAFT, ReportState.SIGNING]) | Q(handed_in_on__isnull=False),
                violation_error_message=_("A report that was handed in says when."),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state"], name="planning_report_unit")]

    def __str__(self) -> str:
        return f"{self.cycle} · {self.task}"


@tracked()
class Contribution(Record):
    """What a supporting unit tells the lead for its report on a task in a cycle."""

    task = models.ForeignKey(Task, models.PROTECT, verbose_name=_("task"), related_name="contributions")
    cycle = models.ForeignKey(Cycle, models.PROTECT, verbose_name=_("cycle"), related_name="contributions")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("supporting unit"), related_name="contributions"
    )
    state = models.CharField(
        _("state"), max_length=5, choices=ContributionState.choices, default=ContributionState.ASKED
    )
    due_on = models.DateField(_("due on"))
    progress = models.TextField(_("progress"), blank=True)
    problems = models.TextField(_("problems"), blank=True)
    given_on = models.DateField(_("given on"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("contribution to a report")
        verbose_name_plural = _("contributions to reports")
        ordering = ["-cycle__starts_on", "task", "organisation"]
        triggers = [CONTRIBUTION_STATES.trigger()]
        constraints = [
            models.UniqueConstraint(fields=["task", "cycle", "organisation"], name="planning_contribution_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.cycle} · {self.task} · {self.organisation}"


@tracked()
class Extension(Record):
    """A request to move one date: that of a report, of a sub-task or milestone, or of the task itself."""

    task = models.ForeignKey(Task, models.PROTECT, verbose_name=_("task"), related_name="extensions")
    cycle = models.ForeignKey(
        Cycle, models.PROTECT, verbose_name=_("report of the cycle"), related_name="extensions", null=True, blank=True
    )
    subtask = models.ForeignKey(
        Subtask,
        models.PROTECT,
        verbose_name=_("sub-task or milestone"),
        related_name="extensions",
        null=True,
        blank=True,
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("asking unit"), related_name="extensions"
    )
    count = models.PositiveSmallIntegerField(_("how many times"), default=1, editable=False)
    from_on = models.DateField(_("due until now"), editable=False)
    until = models.DateField(_("asked until"))
    grounds = models.TextField(_("grounds"))
    state = models.CharField(_("state"), max_length=11, choices=ExtensionState.choices, default=ExtensionState.DRAFT)
    decided_on = models.DateField(_("decided on"), null=True, blank=True, editable=False)
    answer = models.TextField(_("answer"), blank=True, editable=False)

    class Meta:
        verbose_name = _("request for more time")
        verbose_name_plural = _("requests for more time")
        ordering = ["-pk"]
        triggers = [EXTENSION_STATES.trigger()]
        constraints = [
            models.CheckConstraint(
                name="planning_extension_one_date",
                condition=Q(cycle__isnull=True) | Q(subtask__isnull=True),
                violation_error_message=_("It moves one date."),
            ),
            models.CheckConstraint(
                name="planning_extension_later",
                condition=Q(until__gt=models.F("from_on")),
                violation_error_message=_("The new date lies after the present one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task} → {self.until:%Y-%m-%d}"
