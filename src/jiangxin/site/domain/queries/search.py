"""Search over everything a person may see."""

from __future__ import annotations

import sys
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import IntegerField, QuerySet, Value

from jiangxin.desk.navigation import entry_of
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
    """Return the hits by kind of record, in the order of the navigation.

    One query for all of them, and one for each kind with a hit. Chinese is found from two characters
    on, wherever they stand.
    """
    query = " ".join(query.replace("\0", " ").split())
    if len(query) < SHORTEST:
        return []
    kinds = [record for record in all_records() if record.search and access.may(record, actor, "view")]
    kinds.sort(key=_place)
    if not kinds:
        return []
    first, *others = (_ids(number, record, actor, query) for number, record in enumerate(kinds))
    ids: dict[int, list[int]] = defaultdict(list)
    for number, pk in first.union(*others, all=True):
        ids[number].append(pk)
    return [_hits(kinds[number], found) for number, found in sorted(ids.items())]


def _place(record: type[RecordType]) -> int:
    """Return where a kind stands in the navigation; what is reached through other records comes last."""
    entry = entry_of(record)
    return entry.order if entry else sys.maxsize


def _ids(number: int, record: type[RecordType], actor: Actor, query: str) -> QuerySet[Any, Any]:
    """Return the keys of the first hits of one kind, each with the number of the kind."""
    indexed = has_grams(record.model)
    rows = access.rows(record, actor).filter(search_q(query, record.search, indexed=indexed))
    numbered = rows.order_by(*record.ordering).annotate(hits_of=Value(number, IntegerField()))
    return numbered.values_list("hits_of", "pk")[: COUNTED + 1]


def _hits(record: type[RecordType], ids: list[int]) -> Hits:
    rows = access.with_related(record.model._default_manager.filter(pk__in=ids), record.related)
    return Hits(record, list(rows.order_by(*record.ordering)[:SHOWN]), len(ids))
