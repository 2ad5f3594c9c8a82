"""Where an approval stands, for its page and for panels beside the record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet

from jiangxin.kernel import access, records
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.clock import today
from jiangxin.kernel.records import RecordType
from jiangxin.people.models import Person
from jiangxin.workflow.domain.queries.holders import recipients
from jiangxin.workflow.domain.queries.items import items_for
from jiangxin.workflow.enums import ApprovalState
from jiangxin.workflow.models import Approval, ApprovalDecision, ApprovalStage, WorkItem


@dataclass(frozen=True)
class Progress:
    """An approval with its steps, decisions, who is asked now, and what the actor may do."""

    approval: Approval
    stages: list[ApprovalStage]
    decisions: list[ApprovalDecision]
    waiting_for: list[Person]
    due_on: Any
    mine: bool
    may_withdraw: bool

    @property
    def is_open(self) -> bool:
        """Whether it is still under way."""
        return self.approval.state == ApprovalState.OPEN

    @property
    def stage(self) -> ApprovalStage | None:
        """The present step."""
        return next((stage for stage in self.stages if stage.order == self.approval.current), None)


def visible_to(actor: Actor) -> QuerySet[Approval]:
    """Return the approvals that an actor may see: by capability, and those in which he or a stand-in takes part."""
    seen = access.rows(records.of_model(Approval), actor).order_by().values("pk")
    return Approval.objects.filter(pk__in=seen) | taken_part_in(actor)


def taken_part_in(actor: Actor) -> QuerySet[Approval]:
    """Return the approvals that wait for an actor, or that he decided on or a stand-in in his place."""
    mine = items_for(actor).filter(stage__isnull=False).order_by().values("stage__approval")
    found: QuerySet[Approval] = Approval.objects.filter(pk__in=mine)
    if actor.person_id is None:
        return found
    by_him = Q(person=actor.person_id) | Q(on_behalf_of=actor.person_id)
    decided = ApprovalDecision.objects.filter(by_him).values("approval")
    return found | Approval.objects.filter(pk__in=decided)


def progress_of(approval: Approval, actor: Actor) -> Progress:
    """Return where an approval stands (seven queries, whatever its length)."""
    stages = list(approval.stages.select_related("role", "post__organisation"))
    decisions = list(approval.decisions.select_related("person", "stage", "to_person", "on_behalf_of"))
    items = list(WorkItem.objects.filter(stage__approval=approval, state="open"))
    asked = recipients(items, today()) if items else {}
    persons = set().union(*asked.values()) if asked else set()
    if approval.four_eyes:
        persons.discard(approval.submitter_id or 0)
    return Progress(
        approval=approval,
        stages=stages,
        decisions=decisions,
        waiting_for=list(Person.objects.filter(pk__in=persons).order_by("sort_key")) if persons else [],
        due_on=min((item.due_on for item in items if item.due_on), default=None),
        mine=bool(items) and items_for(actor).filter(stage__approval=approval).exists(),
        may_withdraw=approval.state == ApprovalState.OPEN
        and approval.submitter_id is not None
        and approval.submitter_id == actor.person_id,
    )


def newest_for(record: type[RecordType], row: Model, actor: Actor) -> Approval | None:
    """Return the newest approval of a row, for who may read the history of the row or has a part in the approval."""
    if record.approval is None:
        return None
    found = Approval.objects.filter(record=record.key(), object_id=row.pk).select_related("route", "submitter")
    newest = found.order_by("-pk").first()
    if newest is None or access.may(record, actor, "history", row):
        return newest
    return newest if taken_part_in(actor).filter(pk=newest.pk).exists() else None
