"""From the texts that name other rows to their keys: one query for each relation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from jiangxin.exchange.domain.cells import show
from jiangxin.exchange.domain.columns import Column, relations
from jiangxin.exchange.domain.rows import Ref, Row
from jiangxin.kernel import access
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.bulk import AnyOf
from jiangxin.kernel.records import RecordType

Key = tuple[Any, ...]


def resolve(record: type[RecordType], columns: Sequence[Column], rows: Sequence[Row], actor: Actor) -> None:
    """Set the key of every related row in `values`, or note which text names nothing the actor may see."""
    for field, parts in relations(columns).items():
        inners = [part.inner for part in parts]
        keyed = [(row, _key(row, parts)) for row in rows]
        wanted = {key for _row, key in keyed if key is not None}
        found, double = _find(field, inners, wanted, actor)
        own = _own(record, field, parts, columns, rows)
        named, alike = _find_by_name(field, inners, wanted - found.keys() - own.keys(), actor)
        found, double = {**named, **found}, double | alike
        for row, key in keyed:
            if any(name == part.name for name, _message in row.errors for part in parts):
                continue
            if key is None:
                row.values[field.attname] = None
            elif key in double:
                row.wrong(parts[0].name, _("Several records are called that; name it by another column."))
            elif key in found:
                row.values[field.attname] = found[key]
            elif key in own and own[key] is not row:
                row.values[field.attname] = Ref(own[key], own[key].no)
            else:
                _not_found(row, field, parts)


def texts_of(field: Any, parts: Sequence[Column], keys: set[Any]) -> dict[Any, dict[str, str]]:
    """Return the texts that name related rows, by key and column (one query)."""
    if not keys:
        return {}
    related = field.related_model._default_manager.filter(AnyOf("pk", sorted(keys)))
    return {
        key: {part.name: show(part.leaf, value) for part, value in zip(parts, values, strict=True)}
        for key, *values in related.values_list("pk", *(part.inner for part in parts))
    }


def _key(row: Row, parts: Sequence[Column]) -> Key | None:
    if all(row.keys[part.name][0] == "" for part in parts):
        return None
    return tuple(row.keys[part.name][1] for part in parts)


def _find(field: Any, inners: Sequence[str], wanted: set[Key], actor: Actor) -> tuple[dict[Key, Any], set[Key]]:
    found: dict[Key, Any] = {}
    double: set[Key] = set()
    if wanted:
        queryset = access.visible(field.related_model, actor)
        for place, inner in enumerate(inners):
            values = {key[place] for key in wanted if key[place] is not None}
            if values and all(key[place] is not None for key in wanted):
                queryset = queryset.filter(AnyOf(inner, values))
        for pk, *values in queryset.order_by().values_list("pk", *inners):
            key = tuple(values)
            if key in wanted:
                if key in found:
                    double.add(key)
                found[key] = pk
    return found, double


def _find_by_name(field: Any, inners: Sequence[str], wanted: set[Key], actor: Actor) -> tuple[dict[Key, Any], set[Key]]:
    """Return the rows that a text names by their name where their code is asked for, as people do."""
    has_name = any(column.name == "name" for column in field.related_model._meta.concrete_fields)
    wanted = {key for key in wanted if isinstance(key[0], str)}
    if not wanted or len(inners) != 1 or inners[0] == "name" or not has_name:
        return {}, set()
    return _find(field, ["name"], wanted, actor)


def _own(
    record: type[RecordType], field: Any, parts: Sequence[Column], columns: Sequence[Column], rows: Sequence[Row]
) -> dict[Key, Row]:
    """Return rows of the file itself by the values that name them, for a relation to the same table."""
    if field.related_model is not record.model:
        return {}
    direct = {column.field.name: column.field.attname for column in columns if not column.relation}
    if not all(part.inner in direct for part in parts):
        return {}
    names = [direct[part.inner] for part in parts]
    return {tuple(row.values.get(name) for name in names): row for row in reversed(rows)}


def _not_found(row: Row, field: Any, parts: Sequence[Column]) -> None:
    text = " / ".join(row.keys[part.name][0] for part in parts)
    message = _("There is no %(kind)s “%(text)s” that you may see.")
    row.wrong(parts[0].name, message % {"kind": field.related_model._meta.verbose_name, "text": text})
