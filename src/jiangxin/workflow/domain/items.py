"""Opening and closing work. Call inside a write, or give the actor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from jiangxin.kernel import activity, bulk
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.bulk import AnyOf
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


@dataclass(frozen=True)
class Work:
    """Work on a row: for whom, by when. `step` tells several pieces of work on one row apart."""

    object_id: int
    assignee: Assignee
    due_on: date | None = None
    step: str = ""
    stage: ApprovalStage | None = None


def open_items(kind: str, record: type[RecordType], wanted: Sequence[Work], *, actor: Actor) -> list[WorkItem]:
    """Give work on many rows in a handful of statements; items that are open already get its due date.

    Within a write the items carry its reason. Raises ValidationError where work is given to nobody.
    """
    if any(asdict(work.assignee) == asdict(Assignee(organisation_id=work.assignee.organisation_id)) for work in wanted):
        raise ValidationError(_("Work is given to a post, a person or a role."))
    with writing(actor, via="task"):
        reason = reason_in_force()
        rows = WorkItem.objects.select_for_update().filter(
            AnyOf("object_id", [work.object_id for work in wanted]),
            kind=kind,
            record=record.key(),
            state=ItemState.OPEN,
        )
        known = {(item.object_id, item.step): item for item in rows}
        moved, new, result = [], [], []
        for work in wanted:
            item = known.get((work.object_id, work.step))
            if item is None:
                given = {"due_on": work.due_on, "step": work.step, "stage": work.stage, **asdict(work.assignee)}
                item = WorkItem(kind=kind, record=record.key(), object_id=work.object_id, **given)
                new.append(item)
            elif item.due_on != work.due_on:
                item.due_on, item.version, item.updated_at = work.due_on, item.version + 1, timezone.now()
                moved.append(item)
            result.append(item)
        if moved:
            bulk.change(WorkItem, moved, ["due_on", "version", "updated_at"])
        if new:
            bulk.insert(WorkItem, new)
            activity.record(actor, *(_opening(item, reason) for item in new))
    return result


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
    """Give work on one row, as `open_items` does for many, and return its item."""
    return open_items(kind, record, [Work(object_id, assignee, due_on, step, stage)], actor=actor)[0]


def _opening(item: WorkItem, reason: str) -> activity.Entry:
    details = {"kind": item.kind, "about": item.record, "row": item.object_id, "step": item.step}
    return activity.Entry("open", KEY, item.pk, item.organisation_id, reason, details)


def close_items(
    actor: Actor,
    record: type[RecordType],
    object_id: int | Iterable[int],
    *,
    kind: str = "",
    step: str | None = None,
    done: bool = True,
    reason: str = "",
) -> int:
    """Close the open items about a row or rows (of a kind, of a step) and return how many that were."""
    ids = [object_id] if isinstance(object_id, int) else list(object_id)
    wanted = Q(AnyOf("object_id", ids), record=record.key())
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
