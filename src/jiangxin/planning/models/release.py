"""What is told to the public about the progress of the plan."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jiangxin.kernel.models import Record, tracked
from jiangxin.planning.enums import ReleaseState
from jiangxin.planning.models.adopted import Plan, Target, Task
from jiangxin.planning.models.cycle import Cycle
from jiangxin.planning.workflow import RELEASE_STATES


@tracked()
class Release(Record):
    """A statement about a task or target for the public. Nothing else about progress leaves the house."""

    plan = models.ForeignKey(Plan, models.PROTECT, verbose_name=_("plan"), related_name="releases")
    task = models.ForeignKey(
        Task, models.PROTECT, verbose_name=_("task"), related_name="releases", null=True, blank=True
    )
    target = models.ForeignKey(
        Target, models.PROTECT, verbose_name=_("target"), related_name="releases", null=True, blank=True
    )
    cycle = models.ForeignKey(Cycle, models.PROTECT, verbose_name=_("cycle"), related_name="releases")
    title = models.CharField(_("heading"), max_length=200)
    text = models.TextField(_("text"))
    percent = models.DecimalField(
        _("progress of the year's goal (%)"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=4, null=True, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=ReleaseState.choices, default=ReleaseState.DRAFT)
    released_on = models.DateField(_("released on"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("release to the public")
        verbose_name_plural = _("releases to the public")
        ordering = ["-cycle__ends_on", "task", "target"]
        triggers = [RELEASE_STATES.trigger()]
        constraints = [
            models.CheckConstraint(
                name="planning_release_one_subject",
                condition=Q(task__isnull=False, target__isnull=True) | Q(task__isnull=True, target__isnull=False),
                violation_error_message=_("It is about one task or one target."),
            ),
            models.UniqueConstraint(
                fields=["task", "cycle"],
                condition=~Q(state=ReleaseState.WITHDRAWN),
                name="planning_release_task",
                violation_error_message=_("There is a release about this for the cycle already."),
            ),
            models.UniqueConstraint(
                fields=["target", "cycle"],
                condition=~Q(state=ReleaseState.WITHDRAWN),
                name="planning_release_target",
                violation_error_message=_("There is a release about this for the cycle already."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Keep it to the plan of its task or target."""
        about = self.task or self.target
        if about is not None and self.plan_id and about.plan_id != self.plan_id:
            raise ValidationError({"plan": _("The task or target belongs to another plan.")})
