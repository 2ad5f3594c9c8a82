"""What somebody has to do: the one queue behind every workbench."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from jiangxin.kernel import records
from jiangxin.kernel.models import Dated, Record, never_overlapping, tracked
from jiangxin.people.domain.queries.roles import administers
from jiangxin.people.models import Organisation, Person, Post, Role
from jiangxin.workflow.enums import ItemState, Kind
from jiangxin.workflow.models.approval import ApprovalStage
from jiangxin.workflow.workflow import ITEM_STATES


@tracked()
class WorkItem(Record):
    """Work on one row, given to a post, to a person, or to a role (at one organisation or anywhere).

    It holds no title: that of the row is read when the queue is shown.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    record = models.CharField(_("kind of record"), max_length=80)
    object_id = models.BigIntegerField(_("row"))
    step = models.CharField(_("step"), max_length=80, blank=True)
    post = models.ForeignKey(Post, models.PROTECT, verbose_name=_("post"), related_name="+", null=True, blank=True)
    person = models.ForeignKey(
        Person, models.PROTECT, verbose_name=_("person"), related_name="+", null=True, blank=True
    )
    role = models.ForeignKey(Role, models.PROTECT, verbose_name=_("role"), related_name="+", null=True, blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("organisation"), related_name="+", null=True, blank=True
    )
    stage = models.ForeignKey(
        ApprovalStage,
        models.CASCADE,
        verbose_name=_("step of the approval"),
        related_name="items",
        null=True,
        blank=True,
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=ItemState.choices, default=ItemState.OPEN)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("work item")
        verbose_name_plural = _("work items")
        ordering = ["due_on", "pk"]
        triggers = [ITEM_STATES.trigger()]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "record", "object_id", "step"],
                condition=models.Q(state=ItemState.OPEN),
                name="workflow_item_open_once",
            ),
            models.CheckConstraint(
                name="workflow_item_assignee",
                condition=models.Q(
                    post__isnull=False, person__isnull=True, role__isnull=True, organisation__isnull=True
                )
                | models.Q(post__isnull=True, person__isnull=False, role__isnull=True, organisation__isnull=True)
                | models.Q(post__isnull=True, person__isnull=True, role__isnull=False),
                violation_error_message=_("Work is given to a post, a person or a role."),
            ),
        ]
        indexes = [
            models.Index(fields=["record", "object_id"], name="workflow_item_row"),
            models.Index(fields=["due_on"], condition=models.Q(state=ItemState.OPEN), name="workflow_item_due"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {records.title_of(self.record)}"


@tracked()
class Delegation(Dated, Record):
    """Somebody does the work of somebody else for a time."""

    from_person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("for"), related_name="delegations_given")
    to_person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("by"), related_name="delegations_held")
    reason = models.CharField(_("reason"), max_length=200)

    class Meta(Dated.Meta):
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ["-valid_from", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                name="workflow_delegation_other",
                condition=~models.Q(from_person=models.F("to_person")),
                violation_error_message=_("Nobody can stand in for himself."),
            ),
            never_overlapping(
                "workflow_delegation_overlap",
                "from_person_id",
                "to_person_id",
                message=_("This delegation exists in this time already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_person} → {self.to_person}"

    def clean(self) -> None:
        """Refuse administrators, who hold no rights over business data and get none through others."""
        if self.to_person_id and administers(self.to_person_id):
            raise ValidationError({"to_person": _("Administrators cannot do the work of others.")})
