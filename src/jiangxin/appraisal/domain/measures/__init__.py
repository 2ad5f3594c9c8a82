"""What records of the rooms below can say about units over a period, each figure with the rows behind it.

A measure is gathered for many units at once. What may never count (log-ins, clicks, uploads, time online, check-ins,
points for usage) cannot get in: the engine's registry refuses it by kind and by name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from django.utils import translation

from jiangxin.appraisal.models import SuppliedMeasure
from jiangxin.appraisal.models.supplied import PREFIX
from jiangxin.engines.appraisal import Measure, MeasureRegistry
from jiangxin.engines.appraisal.values import Event, Events, NotApplicable, Number, Value

#: In which language measures are named where an appraisal keeps what it rests on.
LANGUAGE = "zh-hans"
HUNDRED = Decimal(100)


class Source(NamedTuple):
    """A row that was counted, and as what (a word of `NOTES`)."""

    record: str
    id: int
    note: str = ""


class Counted(NamedTuple):
    """A value with the rows behind it."""

    value: Value
    rows: tuple[Source, ...] = ()


#: Organisations and the first and last day → what was counted for each of them.
Gather = Callable[[Collection[int], date, date], Mapping[int, Counted]]


@dataclass(frozen=True)
class Provided:
    """A measure that a room provides. `matters` are those of its events, in words."""

    measure: Measure
    title: Any
    help: Any
    gather: Gather
    matters: Mapping[str, Any] = field(default_factory=dict)


_provided: dict[str, Provided] = {}
_registry = MeasureRegistry()


def provide(
    key: str,
    title: Any,
    kind: str,
    gather: Gather,
    explained: Any,
    *,
    matters: Mapping[str, Any] | None = None,
) -> None:
    """Take a measure in: a share in per cent, or events where it has matters. Raises ForbiddenMeasureError."""
    with translation.override(LANGUAGE):
        name = str(title)
    if matters:
        measure = Measure(key, name, kind, "events")
    else:
        measure = Measure(key, name, kind, "number", "%", "ratio", Decimal(0), HUNDRED)
    _registry.register(measure)
    _provided[key] = Provided(measure, title, explained, gather, matters or {})


@cache
def _load() -> None:
    from jiangxin.appraisal.domain.measures import planning, supervision  # noqa: F401, PLC0415 - they provide here


def provided() -> Mapping[str, Provided]:
    """Return the measures of the rooms below."""
    _load()
    return _provided


def supplied() -> dict[str, SuppliedMeasure]:
    """Return the measures whose values people enter, by the code that criteria name (one query)."""
    return {row.key: row for row in SuppliedMeasure.objects.order_by("code")}


def titles() -> dict[str, str]:
    """Return every measure that a criterion may read, in words (one query)."""
    return {key: str(one.title) for key, one in provided().items()} | {key: str(row) for key, row in supplied().items()}


def is_supplied(key: str) -> bool:
    """Whether people enter the values of a measure."""
    return key.startswith(PREFIX)


# ── For those who provide ───────────────────────────────────────────────────────────────────────


def shares(
    organisations: Collection[int], rows: Iterable[tuple[int, Source, bool]], why_none: str
) -> dict[int, Counted]:
    """Return for each unit how many of its rows count, in per cent; not applicable where it has none."""
    found: dict[int, list[tuple[Source, bool]]] = defaultdict(list)
    for unit, source, counts in rows:
        found[unit].append((source, counts))
    return {
        unit: Counted(
            Number(HUNDRED * sum(counts for _source, counts in found[unit]), Decimal(len(found[unit]))),
            tuple(source for source, _counts in found[unit]),
        )
        if unit in found
        else Counted(NotApplicable(why_none))
        for unit in organisations
    }


def events(organisations: Collection[int], rows: Iterable[tuple[int, Source, Event]]) -> dict[int, Counted]:
    """Return for each unit what happened; that nothing did is a value, too."""
    found: dict[int, list[tuple[Source, Event]]] = defaultdict(list)
    for unit, source, event in rows:
        found[unit].append((source, event))
    return {
        unit: Counted(
            Events(tuple(event for _source, event in found[unit])), tuple(source for source, _event in found[unit])
        )
        for unit in organisations
    }
