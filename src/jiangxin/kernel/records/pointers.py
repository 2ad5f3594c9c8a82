"""Rows that other rows name by record key and id (`record`, `object_id`), of whatever type they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from jiangxin.kernel import access
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.records.registry import find

Pointer = tuple[str, int]


def rows_at(pointers: Iterable[Pointer], actor: Actor) -> dict[Pointer, Any]:
    """Return the rows the pointers lead to, as far as the actor may see them (one query for each record type)."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for key, pk in pointers:
        wanted[key].add(pk)
    found: dict[Pointer, Any] = {}
    for key, ids in wanted.items():
        record = find(key)
        if record is not None:
            rows = access.with_related(access.rows(record, actor), record.related).filter(pk__in=ids)
            found |= {(key, row.pk): row for row in rows}
    return found


def point_out(rows: Iterable[Any], actor: Actor) -> None:
    """Give each row the row it names as `about`, None where there is none that the actor may see."""
    rows = list(rows)
    found = rows_at({(row.record, row.object_id) for row in rows if row.object_id}, actor)
    for row in rows:
        row.about = found.get((row.record, row.object_id))
