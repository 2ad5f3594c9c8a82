"""Approvals under way and done: a copy of the route, and every decision taken on it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from jiangxin.kernel.languages import localised
from jiangxin.kernel.models import Record, tracked
from jiangxin.people.models import Organisation, Person, Post, Role
from jiangxin.workflow.enums import ApprovalState, Decision, Quorum, Who
from jiangxin.workflow.models.route import ApprovalRoute
from jiangxin.workflow.workflow import APPROVAL_STATES


@tracked()
class Approval(Record):
    """The approval of one row, from its submission to its end."""

    record = models.CharField(_("kind of record"), max_length=80)
    object_id = models.BigIntegerField(_("row"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("organisation"), related_name="+", null=True
    )
    route = models.ForeignKey(ApprovalRoute, models.PROTECT, verbose_name=_("route"), related_name="approvals")
    four_eyes = models.BooleanField(_("four eyes"), default=True)
    submitter = models.ForeignKey(Person, models.PROTECT, verbose_name=_("submitted by"), related_name="+", null=True)
    submitted_at = models.DateTimeField(_("submitted at"), auto_now_add=True)
    current = models.PositiveSmallIntegerField(_("present step"), default=0)
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    state = models.CharField(_("state"), max_length=10, choices=ApprovalState.choices, default=ApprovalState.OPEN)
    ended_at = models.DateTimeField(_("ended at"), null=True)

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        ordering = ["-pk"]
        triggers = [APPROVAL_STATES.trigger()]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "object_id"],
                condition=models.Q(state=ApprovalState.OPEN),
                name="workflow_approval_open_once",
            ),
        ]
        indexes = [models.Index(fields=["record", "object_id", "-id"], name="workflow_approval_row")]

    def __str__(self) -> str:
        return f"{self.route} {self.submitted_at:%Y-%m-%d}"


@tracked()
class ApprovalStage(Record):
    """A step as it stood when the approval was opened."""

    approval = models.ForeignKey(Approval, models.CASCADE, verbose_name=_("approval"), related_name="stages")
    order = models.PositiveSmallIntegerField(_("order"))
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    who = models.CharField(_("who decides"), max_length=12, choices=Who.choices)
    role = models.ForeignKey(Role, models.PROTECT, verbose_name=_("role"), related_name="+", null=True)
    post = models.ForeignKey(Post, models.PROTECT, verbose_name=_("post"), related_name="+", null=True)
    quorum = models.CharField(_("how many"), max_length=5, choices=Quorum.choices)
    may_return_to = models.PositiveSmallIntegerField(_("returns go to step"), null=True)
    deadline_days = models.PositiveSmallIntegerField(_("working days to decide"), null=True)

    class Meta:
        verbose_name = _("step of an approval")
        verbose_name_plural = _("steps of approvals")
        ordering = ["approval", "order"]
        constraints = [models.UniqueConstraint(fields=["approval", "order"], name="workflow_stage_unique")]

    def __str__(self) -> str:
        return localised(self.name, self.name_en)


@tracked()
class ApprovalDecision(Record):
    """What somebody decided, and why."""

    approval = models.ForeignKey(Approval, models.PROTECT, verbose_name=_("approval"), related_name="decisions")
    stage = models.ForeignKey(
        ApprovalStage, models.PROTECT, verbose_name=_("step"), related_name="decisions", null=True
    )
    round = models.PositiveSmallIntegerField(_("round"))
    person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("by"), related_name="+", null=True)
    actor_name = models.CharField(_("account"), max_length=80)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision.choices)
    comment = models.TextField(_("comment"), blank=True)
    to_person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("handed over to"), related_name="+", null=True)
    on_behalf_of = models.ForeignKey(Person, models.PROTECT, verbose_name=_("in place of"), related_name="+", null=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["stage", "round", "person"],
                condition=models.Q(decision=Decision.APPROVE),
                name="workflow_decision_once",
            ),
            models.CheckConstraint(
                name="workflow_decision_reason",
                condition=~models.Q(decision=Decision.RETURN) | ~models.Q(comment=""),
                violation_error_message=_("Say why it is returned."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.actor_name} · {self.get_decision_display()}"
