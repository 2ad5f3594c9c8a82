"""The queue of one person, in a number of queries that does not grow with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Case, Exists, OuterRef, Q, QuerySet, Value, When

from jiangxin.kernel import records
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.clock import today
from jiangxin.kernel.records import RecordType
from jiangxin.kernel.records.pointers import rows_at
from jiangxin.people.domain.queries.roles import assignments_on
from jiangxin.people.models import Person
from jiangxin.workflow.domain.queries.holders import holdings_on, represented_by
from jiangxin.workflow.enums import ItemState
from jiangxin.workflow.models import WorkItem


@dataclass(frozen=True)
class Work:
    """An item with what a queue shows of it. `row` is None where the person may not see the row.

    `behalf` is whose work it is, where the person only stands in.
    """

    item: WorkItem
    record: type[RecordType] | None
    row: Any
    title: str
    days_left: int | None
    behalf: Person | None = None


def items_for(actor: Actor, day: date | None = None) -> QuerySet[WorkItem]:
    """Return the open items of a person: his own, through posts, through roles, and as a stand-in.

    `behalf` of each is the person in whose place he has it, None where it is his own.

    What somebody submitted himself, and what he would decide in place of its submitter, is left
    out where the approval asks for four eyes. One query before the result is read.
    """
    items: QuerySet[WorkItem] = WorkItem.objects.filter(state=ItemState.OPEN)
    if actor.person_id is None:
        return items.none()
    day = day or today()
    reached = _reached_by(actor.person_id, day)
    ways = [When(reached, then=Value(None))]
    for given in represented_by(actor.person_id, day):
        way = _reached_by(given.from_person_id, day) & ~_submitted_by(given.from_person_id)
        if given.record:
            way &= Q(record=given.record)
        reached |= way
        ways.append(When(way, then=Value(given.from_person_id)))
    found = items.filter(reached).exclude(_submitted_by(actor.person_id))
    if len(ways) > 1:
        found = found.annotate(behalf=Case(*ways, output_field=BigIntegerField()))
    return found.select_related("stage__approval", "post", "person", "role", "organisation").order_by(
        "due_on", "created_at", "pk"
    )


def _reached_by(person: int, day: date) -> Q:
    held = assignments_on(day).filter(person_id=person)
    there = held.filter(role=OuterRef("role"), organisation=OuterRef("organisation"))
    return (
        Q(person_id=person)
        | Q(post__in=holdings_on(day).filter(person_id=person).values("post"))
        | Q(role__in=held.values("role"), organisation__isnull=True)
        | Q(Exists(there))
    )


def _submitted_by(person: int) -> Q:
    return Q(stage__approval__four_eyes=True, stage__approval__submitter_id=person)


def work_of(actor: Actor, day: date | None = None, limit: int | None = None) -> list[Work]:
    """Return a person's queue with titles (two queries, and one for each kind of record in it)."""
    day = day or today()
    found = items_for(actor, day)
    return with_titles(found if limit is None else found[:limit], actor, day)


def with_titles(items: Iterable[WorkItem], actor: Actor, day: date) -> list[Work]:
    """Return items with the titles of their rows, as far as the actor may see them."""
    items = list(items)
    rows = rows_at({(item.record, item.object_id) for item in items}, actor)
    absent = {behalf for item in items if (behalf := behalf_of(item))}
    persons = Person.objects.in_bulk(absent) if absent else {}
    return [
        _work(item, rows.get((item.record, item.object_id)), day, persons.get(behalf_of(item) or 0)) for item in items
    ]


def behalf_of(item: WorkItem) -> int | None:
    """Return in whose place somebody has an item of his queue."""
    found: int | None = getattr(item, "behalf", None)
    return found


def _work(item: WorkItem, row: Any, day: date, behalf: Person | None) -> Work:
    record: type[RecordType] | None = records.find(item.record)
    fallback = f"{record.title() if record else item.record} {item.object_id}"
    left = (item.due_on - day).days if item.due_on else None
    return Work(item, record, row, str(row) if row is not None else fallback, left, behalf)
