"""Opening and closing work. Call inside a write, or give the actor."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from jiangxin.kernel import activity
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.records import RecordType
from jiangxin.kernel.write import reason_in_force, writing
from jiangxin.workflow.enums import ItemState
from jiangxin.workflow.models import ApprovalStage, WorkItem

KEY = "workflow.items"


@dataclass(frozen=True)
class Assignee:
    """To whom work is given: a post, a person, or a role (at one organisation or anywhere)."""

    post_id: int | None = None
    person_id: int | None = None
    role_id: int | None = None
    organisation_id: int | None = None


def open_item(
    kind: str,
    record: type[RecordType],
    object_id: int,
    *,
    actor: Actor,
    assignee: Assignee,
    step: str = "",
    stage: ApprovalStage | None = None,
    due_on: date | None = None,
) -> WorkItem:
    """Give work to a post, a person or a role; return the open item if it is there already.

    The due date of an item that is there is brought up to date. Within a write the item carries its
    reason. Raises ValidationError when it is given to nobody.
    """
    with writing(actor, via="task"):
        reason = reason_in_force()
        found = WorkItem.objects.select_for_update().filter(
            kind=kind, record=record.key(), object_id=object_id, step=step, state=ItemState.OPEN
        )
        item = found.first()
        if item is not None:
            if item.due_on != due_on:
                item.due_on = due_on
                item.version += 1
                item.save(update_fields=["due_on", "version", "updated_at"])
            return item
        item = WorkItem(
            kind=kind,
            record=record.key(),
            object_id=object_id,
            step=step,
            **asdict(assignee),
            stage=stage,
            due_on=due_on,
        )
        item.full_clean()
        item.save(force_insert=True)
        details = {"kind": kind, "about": record.key(), "row": object_id, "step": step}
        activity.record(actor, activity.Entry("open", KEY, item.pk, assignee.organisation_id, reason, details))
    return item


def close_items(
    actor: Actor,
    record: type[RecordType],
    object_id: int,
    *,
    kind: str = "",
    step: str | None = None,
    done: bool = True,
    reason: str = "",
) -> int:
    """Close the open items about a row (of a kind, of a step) and return how many that were."""
    wanted = Q(record=record.key(), object_id=object_id)
    if kind:
        wanted &= Q(kind=kind)
    if step is not None:
        wanted &= Q(step=step)
    return close(actor, WorkItem.objects.filter(wanted), done=done, reason=reason)


def close(actor: Actor, items: QuerySet[WorkItem], *, done: bool, reason: str = "") -> int:
    """Close those of the items that are open, in one statement, and return how many that were."""
    state = ItemState.DONE if done else ItemState.CANCELLED
    with writing(actor, reason, via="task"):
        ids = list(items.filter(state=ItemState.OPEN).order_by("pk").values_list("pk", flat=True))
        if not ids:
            return 0
        now = timezone.now()
        changes: dict[str, Any] = {"state": state, "closed_at": now, "updated_at": now}
        WorkItem.objects.filter(pk__in=ids).update(**changes)
        entries = (activity.Entry("finish" if done else "cancel", KEY, pk, None, reason) for pk in ids)
        activity.record(actor, *entries)
    return len(ids)
