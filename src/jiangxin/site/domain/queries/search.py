"""Search over everything a person may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jiangxin.kernel import access
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.fields import has_grams, search_q
from jiangxin.kernel.records import RecordType, all_records

#: Shortest query and hits shown for each kind of record.
SHORTEST = 2
SHOWN = 5
#: Counts are exact up to here.
COUNTED = 100


@dataclass(frozen=True)
class Hits:
    """What was found of one kind of record."""

    record: type[RecordType]
    rows: list[Any]
    count: int

    @property
    def more(self) -> bool:
        """Whether there are more than are shown."""
        return self.count > len(self.rows)

    @property
    def capped(self) -> bool:
        """Whether there are more than were counted."""
        return self.count > COUNTED


def search(actor: Actor, query: str) -> list[Hits]:
    """Return the hits by kind of record, one query each; kinds without a hit are left out.

    Chinese is found from two characters on, wherever they stand.
    """
    query = " ".join(query.split())
    if len(query) < SHORTEST:
        return []
    found = []
    for record in all_records():
        if not record.search or not access.may(record, actor, "view"):
            continue
        indexed = has_grams(record.model)
        rows = access.rows(record, actor).filter(search_q(query, record.search, indexed=indexed))
        ids = list(rows.order_by(*record.ordering).values_list("pk", flat=True)[: COUNTED + 1])
        if ids:
            found_rows = record.model._default_manager.filter(pk__in=ids[:SHOWN])
            shown = access.with_related(found_rows, record.related)
            by_id = {row.pk: row for row in shown}
            found.append(Hits(record, [by_id[pk] for pk in ids[:SHOWN]], len(ids)))
    return found
