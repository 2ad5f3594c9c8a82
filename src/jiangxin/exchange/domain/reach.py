"""Whether rows would lie within the actor's reach once saved, for all rows with a query per path."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from jiangxin.exchange.domain.rows import Ref, Row
from jiangxin.kernel import access
from jiangxin.kernel.access import Permission
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.bulk import AnyOf
from jiangxin.kernel.records import RecordType


def outside(record: type[RecordType], actor: Actor, permission: Permission | None, rows: Iterable[Row]) -> list[Row]:
    """Return the rows that the permission would not reach with the values they carry."""
    rows = list(rows)
    if actor.system:
        return []
    if not access.allows(actor, permission):
        return rows
    assert permission is not None  # noqa: S101 - allowed, hence there is one
    left = rows
    for grant in permission.grants:
        reach = actor.reach(grant.capability)
        if reach.everything or (record.scope.shared and actor.can(grant.capability)):
            return []
        for path in grant.paths or record.scope.organisation:
            left = _beyond(record, path, reach.organisations, left)
        if reach.own_person and actor.person_id:
            for path in record.scope.person:
                left = _beyond(record, path, frozenset({actor.person_id}), left)
    return left


def _beyond(record: type[RecordType], path: str, allowed: frozenset[int], rows: list[Row]) -> list[Row]:
    """Return the rows whose value at the path is none of the allowed keys."""
    first, _dots, rest = path.partition("__")
    if not allowed or not rows:
        return rows
    if first == "pk":
        return [row for row in rows if row.existing is None or row.existing.pk not in allowed]
    field: Any = record.model._meta.get_field(first)
    if not field.concrete or field.many_to_many:
        # to-many paths lead through other tables, which an import does not change
        known = {row.existing.pk for row in rows if row.existing is not None}
        reached = record.model._default_manager.filter(AnyOf("pk", known), **{f"{path}__in": sorted(allowed)})
        fine = set(reached.values_list("pk", flat=True)) if known else set()
        return [row for row in rows if row.existing is None or row.existing.pk not in fine]
    if rest:
        keys = {value for row in rows if isinstance(value := _value(row, field), int)}
        related = field.related_model._default_manager
        found = related.filter(AnyOf("pk", keys), **{f"{rest}__in": sorted(allowed)}).values_list("pk", flat=True)
        allowed = frozenset(found) if keys else frozenset()
    return [row for row in rows if _value(row, field) not in allowed]


def _value(row: Row, field: Any) -> Any:
    if field.attname in row.values:
        value = row.values[field.attname]
        return None if isinstance(value, Ref) else value
    return getattr(row.existing, field.attname) if row.existing is not None else None
