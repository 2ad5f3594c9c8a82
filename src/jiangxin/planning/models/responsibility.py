"""Who answers for a task or a target, from when to when."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiangxin.kernel.models import Dated, Record, never_overlapping, tracked
from jiangxin.people.models import Organisation, Post
from jiangxin.planning.enums import AcknowledgementState, Part
from jiangxin.planning.models.adopted import Target, Task
from jiangxin.planning.workflow import RESPONSIBILITY_STATES

LEADS = Q(part=Part.LEAD)


@tracked()
class Responsibility(Dated, Record):
    """An organisation's part in a task, or its lead of a target, as assigned and not as printed.

    It may name the post that does the work, so that whoever follows in the post inherits it. Parts
    that end stay, so that figures of earlier periods keep their unit.
    """

    task = models.ForeignKey(
        Task, models.CASCADE, verbose_name=_("task"), related_name="responsibilities", null=True, blank=True
    )
    target = models.ForeignKey(
        Target, models.CASCADE, verbose_name=_("target"), related_name="responsibilities", null=True, blank=True
    )
    part = models.CharField(pgettext_lazy("of a unit", "part"), max_length=9, choices=Part.choices)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("organisation"), related_name="responsibilities"
    )
    post = models.ForeignKey(
        Post, models.PROTECT, verbose_name=_("post"), related_name="responsibilities", null=True, blank=True
    )
    state = models.CharField(
        _("state"), max_length=12, choices=AcknowledgementState.choices, default=AcknowledgementState.PENDING
    )
    due_on = models.DateField(_("to be acknowledged by"), null=True, blank=True)
    acknowledged_on = models.DateField(_("acknowledged on"), null=True, blank=True)
    objection = models.TextField(_("objection"), blank=True)
    answer = models.TextField(_("answer to the objection"), blank=True)

    class Meta(Dated.Meta):
        verbose_name = _("responsibility")
        verbose_name_plural = _("responsibilities")
        ordering = ["task", "target", "part", "pk"]
        triggers = [RESPONSIBILITY_STATES.trigger()]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                name="planning_responsibility_one_subject",
                condition=Q(task__isnull=False, target__isnull=True) | Q(task__isnull=True, target__isnull=False),
                violation_error_message=_("It is about one task or one target."),
            ),
            models.CheckConstraint(
                name="planning_responsibility_oversight_post",
                condition=~Q(part=Part.OVERSIGHT) | Q(post__isnull=False),
                violation_error_message=_("Say which post is in charge."),
            ),
            never_overlapping(
                "planning_task_one_lead",
                "task_id",
                where=LEADS & Q(task__isnull=False),
                message=_("A task has exactly one lead unit at a time."),
            ),
            never_overlapping(
                "planning_target_one_lead",
                "target_id",
                where=LEADS & Q(target__isnull=False),
                message=_("A target has exactly one lead unit at a time."),
            ),
            models.UniqueConstraint(
                fields=["task", "organisation", "part"],
                condition=Q(valid_to__isnull=True, task__isnull=False),
                name="planning_responsibility_once",
                violation_error_message=_("The organisation has this part already."),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "part"], name="planning_responsibility_unit")]

    def __str__(self) -> str:
        return f"{self.task or self.target} · {self.organisation} · {self.get_part_display()}"

    def clean(self) -> None:
        """Keep the post to the organisation, unless a leader in charge holds it."""
        if self.post_id and self.organisation_id and self.post.organisation_id != self.organisation_id:
            raise ValidationError({"post": _("The post belongs to another organisation.")})
