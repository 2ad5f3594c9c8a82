"""Values of targets, wherever they come from: `current` gives the last one of each, `series` all of them over time.

Values come from origins. Units report them; a room that computes values registers an origin of its own, which goes
before what is reported for the targets it knows:

    from jiangxin.planning.domain.queries import values

    values.register(values.Origin("computed", _("computed"), 10, series_of_indicators))

`series(targets, day, actor)` returns, for each target it has values for, those known on a day that the actor may see,
by the days they are about. It asks a number of queries that does not grow with the targets.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from jiangxin.kernel import access, records
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.bulk import AnyOf
from jiangxin.planning.enums import HANDED_IN, ReportState
from jiangxin.planning.models import Target, TargetValue


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a target: the day it is about, where it comes from, its state there, and the row behind it."""

    value: Decimal
    on: date
    origin: str
    state: str = ""
    row: Any = None


Series = Mapping[int, Sequence[Value]]


@dataclass(frozen=True)
class Origin:
    """Where values come from. Of several origins that know a target, the one with the least order counts."""

    key: str
    label: Any
    order: int
    series: Callable[[Sequence[Target], date, Actor], Series]


_origins: list[Origin] = []


def register(origin: Origin) -> None:
    """Register an origin (in a room's `ready()`). Raises ValueError when the key is taken."""
    if any(known.key == origin.key for known in _origins):
        raise ValueError(f"the origin {origin.key!r} of values is registered twice")
    _origins.append(origin)
    _origins.sort(key=lambda known: known.order)


def label(key: str) -> str:
    """Return the word for an origin."""
    return next((str(origin.label) for origin in _origins if origin.key == key), key)


def series(targets: Sequence[Target], day: date, actor: Actor) -> dict[int, Sequence[Value]]:
    """Return the values of targets over time, each target's from the one origin that counts for it."""
    found: dict[int, Sequence[Value]] = {}
    for origin in _origins:
        left = [target for target in targets if target.pk not in found]
        if left:
            found |= {pk: values for pk, values in origin.series(left, day, actor).items() if values}
    return found


def current(targets: Sequence[Target], day: date, actor: Actor) -> dict[int, Value]:
    """Return the last value of each target that has one."""
    return {pk: values[-1] for pk, values in series(targets, day, actor).items()}


def _reported(targets: Sequence[Target], day: date, actor: Actor) -> Series:
    """Return what units had handed in by a day and not got back: of each cycle the last round (one query)."""
    record = records.of_model(TargetValue)
    rows = access.rows(record, actor).filter(AnyOf("target_id", [target.pk for target in targets]))
    rows = rows.filter(state__in=HANDED_IN, handed_in_on__lte=day, value__isnull=False)
    rows = rows.exclude(state=ReportState.RETURNED, decided_on__lte=day)
    latest: dict[int, dict[date, Value]] = defaultdict(dict)
    rows = rows.select_related("cycle").only("uuid", "target", "value", "state", "basis", "cycle__ends_on")
    for row in rows.order_by("cycle__ends_on", "handed_in_on", "round"):
        on = row.cycle.ends_on
        latest[row.target_id][on] = Value(row.value, on, REPORTED, row.state, row)
    return {pk: list(values.values()) for pk, values in latest.items()}


REPORTED = "reported"
register(Origin(REPORTED, _("reported"), 100, _reported))
