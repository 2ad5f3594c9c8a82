"""What the lead splits a task into, and its work plan for a year."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiangxin.kernel.models import Record, tracked
from jiangxin.people.models import Organisation, Post
from jiangxin.planning.enums import SubtaskKind, SubtaskState, WorkPlanState
from jiangxin.planning.models.adopted import Task
from jiangxin.planning.workflow import SUBTASK_STATES, WORK_PLAN_STATES

PERCENT = (MinValueValidator(0), MaxValueValidator(100))


@tracked()
class Subtask(Record):
    """A sub-task or milestone of a task, possibly below another, with weight, unit, post and dates."""

    task = models.ForeignKey(Task, models.PROTECT, verbose_name=_("task"), related_name="subtasks")
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=pgettext_lazy("of a sub-task", "above it"),
        related_name="children",
        null=True,
        blank=True,
    )
    number = models.CharField(_("no."), max_length=20)
    kind = models.CharField(_("kind"), max_length=9, choices=SubtaskKind.choices, default=SubtaskKind.SUBTASK)
    title = models.CharField(_("what is to be done"), max_length=200)
    weight = models.DecimalField(
        _("weight"), max_digits=6, decimal_places=2, default=1, validators=[MinValueValidator(0)],
        help_text=_("How much it counts among its siblings."),
    )  # fmt: skip
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("unit that does it"), related_name="subtasks"
    )
    post = models.ForeignKey(
        Post, models.PROTECT, verbose_name=_("post"), related_name="subtasks", null=True, blank=True
    )
    starts_on = models.DateField(_("begins on"), null=True, blank=True)
    due_on = models.DateField(_("due on"))
    percent = models.DecimalField(
        _("progress (%)"), max_digits=5, decimal_places=2, null=True, blank=True, validators=PERCENT
    )
    remark = models.CharField(_("remark"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=7, choices=SubtaskState.choices, default=SubtaskState.OPEN)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    dropped_on = models.DateField(_("dropped on"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("sub-task or milestone")
        verbose_name_plural = _("sub-tasks and milestones")
        ordering = ["task", "number"]
        triggers = [SUBTASK_STATES.trigger()]
        constraints = [
            models.UniqueConstraint(fields=["task", "number"], name="planning_subtask_unique"),
            models.CheckConstraint(
                name="planning_subtask_dates",
                condition=Q(starts_on__isnull=True) | Q(due_on__gte=models.F("starts_on")),
                violation_error_message=_("It must end after it begins."),
            ),
            models.CheckConstraint(
                name="planning_subtask_done",
                condition=~Q(state=SubtaskState.DONE) | Q(done_on__isnull=False),
                violation_error_message=_("Say when it was done."),
            ),
        ]
        indexes = [models.Index(fields=["due_on"], name="planning_subtask_due")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def clean(self) -> None:
        """Keep it below a row of the same task, and the post to its unit."""
        if self.parent_id and self.task_id and self.parent.task_id != self.task_id:
            raise ValidationError({"parent": _("It stands below a row of another task.")})
        if self.parent_id and self.pk and self.parent_id == self.pk:
            raise ValidationError({"parent": _("It cannot stand below itself.")})
        if self.post_id and self.organisation_id and self.post.organisation_id != self.organisation_id:
            raise ValidationError({"post": _("The post belongs to another organisation.")})


@tracked()
class Completion(Record):
    """That a sub-task was found done, and on which day that became known; and if so, when it was taken back."""

    subtask = models.ForeignKey(Subtask, models.CASCADE, verbose_name=_("sub-task"), related_name="completions")
    done_on = models.DateField(_("done on"))
    noted_on = models.DateField(_("noted on"))
    undone_on = models.DateField(_("taken back on"), null=True, blank=True)

    class Meta:
        verbose_name = _("completion of a sub-task")
        verbose_name_plural = _("completions of sub-tasks")
        ordering = ["subtask", "noted_on", "pk"]

    def __str__(self) -> str:
        return f"{self.subtask} {self.done_on:%Y-%m-%d}"


@tracked()
class WorkPlan(Record):
    """What the lead means to reach in a year of a task, with the state expected at the end of each quarter.

    An approved plan never changes: a revision takes its place from its own approval on.
    Percentages are planned progress of the year's goal, summed up from its beginning.
    """

    task = models.ForeignKey(Task, models.PROTECT, verbose_name=_("task"), related_name="work_plans")
    year = models.PositiveSmallIntegerField(_("year"), validators=[MinValueValidator(2000), MaxValueValidator(2100)])
    goal = models.TextField(_("goal of the year"))
    measures = models.TextField(_("measures"), blank=True)
    revision = models.PositiveSmallIntegerField(_("revision"), default=1, editable=False)
    q1_expected = models.CharField(_("expected by the end of March"), max_length=300, blank=True)
    q1_percent = models.PositiveSmallIntegerField(_("planned by March (%)"), null=True, blank=True, validators=PERCENT)
    q2_expected = models.CharField(_("expected by the end of June"), max_length=300, blank=True)
    q2_percent = models.PositiveSmallIntegerField(_("planned by June (%)"), null=True, blank=True, validators=PERCENT)
    q3_expected = models.CharField(_("expected by the end of September"), max_length=300, blank=True)
    q3_percent = models.PositiveSmallIntegerField(
        _("planned by September (%)"), null=True, blank=True, validators=PERCENT
    )
    q4_expected = models.CharField(_("expected by the end of December"), max_length=300, blank=True)
    q4_percent = models.PositiveSmallIntegerField(_("planned by December (%)"), default=100, validators=PERCENT)
    state = models.CharField(_("state"), max_length=11, choices=WorkPlanState.choices, default=WorkPlanState.DRAFT)
    approved_on = models.DateField(_("approved on"), null=True, blank=True, editable=False)
    conclusion = models.TextField(_("conclusion of the year"), blank=True)
    concluded_on = models.DateField(_("concluded on"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("work plan of a year")
        verbose_name_plural = _("work plans")
        ordering = ["task", "-year", "-revision"]
        triggers = [WORK_PLAN_STATES.trigger()]
        constraints = [models.UniqueConstraint(fields=["task", "year", "revision"], name="planning_workplan_unique")]

    def __str__(self) -> str:
        return f"{self.year} · {self.task}"

    def clean(self) -> None:
        """Refuse planned progress that falls from one quarter to the next."""
        planned = [value for value in self.percents if value is not None]
        if planned != sorted(planned):
            raise ValidationError(_("Planned progress cannot fall from one quarter to the next."))

    @property
    def percents(self) -> tuple[int | None, ...]:
        """Planned progress by the end of each quarter."""
        return (self.q1_percent, self.q2_percent, self.q3_percent, self.q4_percent)
