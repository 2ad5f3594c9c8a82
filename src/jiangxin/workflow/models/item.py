"""What somebody has to do: the one queue behind every workbench."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from jiangxin.kernel import records
from jiangxin.kernel.clock import today
from jiangxin.kernel.models import Dated, Record, never_overlapping, tracked
from jiangxin.people.domain.queries.roles import administers
from jiangxin.people.models import Organisation, Person, Post, Role
from jiangxin.workflow.enums import ItemState, Kind
from jiangxin.workflow.models.approval import ApprovalStage
from jiangxin.workflow.rules import may_stand_in
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
    """Somebody does the work of somebody else for a time: all of it, or that on one kind of record."""

    from_person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("for"), related_name="delegations_given")
    to_person = models.ForeignKey(Person, models.PROTECT, verbose_name=_("by"), related_name="delegations_held")
    record = models.CharField(
        _("kind of record"), max_length=80, blank=True, help_text=_("Empty: all that waits for this person.")
    )
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
                where=models.Q(record=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_person} → {self.to_person}"

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds, as people say it."""
        return self.valid_to - timedelta(days=1) if self.valid_to else None

    @property
    def record_title(self) -> str:
        """The kind of record that it is for, "" for all."""
        return records.title_of(self.record) if self.record else ""

    def clean(self) -> None:
        """Refuse who may not stand in or be stood in for, and times that are given away already."""
        if not (self.from_person_id and self.to_person_id and self.valid_from) or self._only_shorter():
            return
        if self.record and not records.find(self.record):
            raise ValidationError({"record": _("There is no such kind of record. Leave it empty for all.")})
        if self.from_person_id == self.to_person_id:
            raise ValidationError({"to_person": _("Nobody can stand in for himself.")})
        if administers(self.to_person_id):
            raise ValidationError({"to_person": _("Administrators cannot do the work of others.")})
        if administers(self.from_person_id):
            raise ValidationError({"from_person": _("The duties of administrators cannot be handed over.")})
        if not may_stand_in(self.from_person, self.to_person_id, max(self.valid_from, today())):
            raise ValidationError(
                {"to_person": _("Choose a colleague of the same organisation, or somebody who holds one of the roles.")}
            )
        self._require_free()

    def _require_free(self) -> None:
        """Refuse a time in which somebody stands in already, or the one chosen is away himself."""
        others = Delegation.objects.exclude(pk=self.pk).filter(
            models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=self.valid_from)
        )
        if self.valid_to:
            others = others.filter(valid_from__lt=self.valid_to)
        same = others.filter(from_person=self.from_person)
        if self.record:
            same = same.filter(record__in=["", self.record])
        if (taken := same.select_related("to_person").first()) is not None:
            raise ValidationError(
                _("%(person)s stands in from %(begin)s already. End that first, or choose other days.")
                % {"person": taken.to_person, "begin": taken.valid_from}
            )
        if others.filter(from_person=self.to_person).exists():
            raise ValidationError(
                {"to_person": _("%(person)s is away in this time. Choose somebody else.") % {"person": self.to_person}}
            )

    def _only_shorter(self) -> bool:
        """Whether the row only ends earlier than it did, which is always right."""
        kept = Delegation.objects.filter(pk=self.pk).first() if self.pk else None
        same = ("from_person_id", "to_person_id", "record", "valid_from")
        return (
            kept is not None
            and all(getattr(kept, name) == getattr(self, name) for name in same)
            and self.valid_to is not None
            and (kept.valid_to is None or self.valid_to <= kept.valid_to)
        )
