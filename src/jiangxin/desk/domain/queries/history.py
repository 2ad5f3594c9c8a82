"""What happened to a row: who changed what, when and why, from the history the database keeps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext

from jiangxin.kernel import access
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.records import RecordType, find_for
from jiangxin.people.models import Account

#: Columns that say nothing to a reader.
UNTOLD = frozenset({"id", "uuid", "version", "created_at", "updated_at"})


@dataclass(frozen=True)
class Difference:
    """One column before and after, as values to show; `hidden` when the reader may not see the row meant."""

    label: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Happening:
    """One history row. `kind` is insert, update or delete."""

    when: datetime
    kind: str
    actor: str
    reason: str
    via: str
    differences: list[Difference] = field(default_factory=list)


def history_of(
    record: type[RecordType], instance: models.Model, actor: Actor, *, start: int = 0, limit: int = 20
) -> tuple[list[Happening], bool]:
    """Return what happened to a row, newest first, and whether there is more.

    One query for the events, one for each relation among the changed columns, and two for each to-many relation.
    """
    manager = getattr(instance, "history", None)
    if manager is None:
        return [], False
    events = list(manager.select_related("pgh_context").order_by("-pgh_id")[start : start + limit + 1])
    more = len(events) > limit
    columns = _columns(record, events)
    pairs = list(zip(events, [*events[1:], None], strict=True))[:limit]
    changed = [(event, before, _changed(columns, event, before)) for event, before in pairs]
    words = _related_words(changed, actor)
    names = _persons(events)
    links = _link_differences(record, instance, [event for event, _before in pairs], actor)
    return [_happening(event, before, columns, words, links, names) for event, before, columns in changed], more


def _columns(record: type[RecordType], events: list[Any]) -> list[models.Field[Any, Any]]:
    """Return the columns that history keeps, in the order of the model."""
    if not events:
        return []
    kept = {f.name for f in events[0]._meta.concrete_fields}
    return [f for f in record.model._meta.concrete_fields if f.name in kept and f.name not in UNTOLD]


def _changed(columns: list[models.Field[Any, Any]], event: Any, before: Any) -> list[models.Field[Any, Any]]:
    if event.pgh_label != "update" or before is None:
        return []
    return [f for f in columns if getattr(event, f.attname) != getattr(before, f.attname)]


def _related_words(
    changed: Iterable[tuple[Any, Any, list[models.Field[Any, Any]]]], actor: Actor
) -> dict[tuple[type[models.Model], int], str]:
    """Return the names of the rows that changed relations point to, as far as the actor may see them."""
    wanted: dict[type[models.Model], set[int]] = {}
    for event, before, columns in changed:
        for column in columns:
            if column.is_relation:
                values = (getattr(row, column.attname) for row in (event, before))
                wanted.setdefault(column.related_model, set()).update(v for v in values if v is not None)  # type: ignore[arg-type]
    return {(model, pk): word for model, ids in wanted.items() for pk, word in _words(model, ids, actor).items()}


def _words(model: type[models.Model], ids: Iterable[int], actor: Actor) -> dict[int, str]:
    """Return the names of those of the rows that the actor may see."""
    record = find_for(model)
    rows = access.with_related(access.visible(model, actor), record.related if record else ()).filter(pk__in=ids)
    return {row.pk: str(row) for row in rows}


def _link_differences(
    record: type[RecordType], instance: models.Model, events: list[Any], actor: Actor
) -> dict[Any, list[Difference]]:
    """Return what each write took from the to-many relations of the row and added to them, by its context."""
    writes = {event.pgh_context_id for event in events if event.pgh_label == "update"}
    found: dict[Any, list[Difference]] = {}
    for relation in record.model._meta.local_many_to_many if writes else ():
        log = _log_of(relation)
        if log is None:
            continue
        row, other = f"{relation.m2m_field_name()}_id", f"{relation.m2m_reverse_field_name()}_id"
        happened = log._default_manager.filter(**{row: instance.pk, "pgh_context_id__in": writes}).order_by("pgh_id")
        last = {
            (context, pk): label for context, pk, label in happened.values_list("pgh_context_id", other, "pgh_label")
        }
        words = _words(relation.related_model, {pk for _context, pk in last}, actor)
        for context in dict.fromkeys(context for context, _pk in last):
            gone, new = (
                [words.get(pk, "…") for (at, pk), label in last.items() if at == context and label == kind]
                for kind in ("delete", "insert")
            )
            found.setdefault(context, []).append(Difference(str(relation.verbose_name), gone or None, new or None))
    return found


def _log_of(relation: Any) -> Any:
    """Return the history of the table behind a to-many relation, None where it is a record type of its own."""
    through = relation.remote_field.through
    if not through._meta.auto_created:
        return None
    return next(iter(through.pgh_event_models.values()), None)


def _metadata(event: Any) -> dict[str, Any]:
    return event.pgh_context.metadata if event.pgh_context else {}


def _persons(events: Iterable[Any]) -> dict[int, str]:
    """Return the names of the persons behind the accounts that acted."""
    ids = {_metadata(event).get("actor") for event in events} - {None}
    accounts = Account.objects.select_related("person").filter(pk__in=ids) if ids else ()
    return {account.pk: account.get_full_name() for account in accounts}


def _happening(
    event: Any,
    before: Any,
    columns: list[Any],
    words: dict[Any, str],
    links: dict[Any, list[Difference]],
    names: dict[int, str],
) -> Happening:
    context = _metadata(event)
    return Happening(
        when=event.pgh_created_at,
        kind=event.pgh_label,
        actor=names.get(context.get("actor") or 0) or (gettext("the system") if context else ""),
        reason=str(context.get("reason") or ""),
        via=str(context.get("via") or ""),
        differences=[
            Difference(
                str(c.verbose_name),
                _shown(c, getattr(before, c.attname), words),
                _shown(c, getattr(event, c.attname), words),
            )
            for c in columns
        ]
        # rows written twice in one transaction: the last of them tells
        + links.pop(event.pgh_context_id, []),
    )


def _shown(column: Any, value: Any, words: dict[Any, str]) -> Any:
    if column.is_relation:
        return None if value is None else words.get((column.related_model, value), "…")
    if column.choices:
        return dict(column.flatchoices).get(value, value)
    return value
