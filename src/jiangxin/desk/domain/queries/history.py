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
from jiangxin.kernel.records import RecordType, of_model
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

    One query for the events and one for each relation among the changed columns.
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
    return [_happening(event, before, columns, words, names) for event, before, columns in changed], more


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
    found = {}
    for model, ids in wanted.items():
        try:
            record = of_model(model)
        except KeyError:
            continue
        rows = access.with_related(access.rows(record, actor), record.related).filter(pk__in=ids)
        found.update({(model, row.pk): str(row) for row in rows})
    return found


def _metadata(event: Any) -> dict[str, Any]:
    return event.pgh_context.metadata if event.pgh_context else {}


def _persons(events: Iterable[Any]) -> dict[int, str]:
    """Return the names of the persons behind the accounts that acted."""
    ids = {_metadata(event).get("actor") for event in events} - {None}
    accounts = Account.objects.select_related("person").filter(pk__in=ids) if ids else ()
    return {account.pk: account.get_full_name() for account in accounts}


def _happening(event: Any, before: Any, columns: list[Any], words: dict[Any, str], names: dict[int, str]) -> Happening:
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
        ],
    )


def _shown(column: Any, value: Any, words: dict[Any, str]) -> Any:
    if column.is_relation:
        return None if value is None else words.get((column.related_model, value), "…")
    if column.choices:
        return dict(column.flatchoices).get(value, value)
    return value
