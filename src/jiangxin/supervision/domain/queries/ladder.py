"""Where slips stand on their ladder: which step comes next, and from which day on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef

from jiangxin.supervision.domain.slips import WENT_OUT
from jiangxin.supervision.enums import SlipState
from jiangxin.supervision.models import Slip, SlipKind, SlipPolicy

#: Slips to which a unit owes an answer.
OWED = (SlipState.ISSUED, SlipState.RECEIVED)


def climbed() -> Exists:
    """Return the condition of slips whose next step was issued: what is asked stands in that one now."""
    return Exists(Slip.objects.filter(after=OuterRef("pk"), state__in=WENT_OUT))


@dataclass(frozen=True)
class Rung:
    """A slip, the days that the unit has left, and what follows from `climbs_on` where it stays unanswered."""

    slip: Slip
    left: int | None = None
    climbs_on: date | None = None
    above: SlipKind | None = None


def rungs(slips: Iterable[Slip], day: date) -> list[Rung]:
    """Return slips (given with their kinds) with what comes next by the kinds in force on a day (one query)."""
    in_force = SlipKind.objects.on(day).filter(slip_set__in=SlipPolicy.objects.on(day).values("slip_set"))
    kinds = {kind.colour: kind for kind in in_force}
    return [_rung(slip, kinds, day) for slip in slips]


def _rung(slip: Slip, kinds: dict[str, SlipKind], day: date) -> Rung:
    if slip.state not in OWED or slip.due_on is None:
        return Rung(slip)
    below = kinds.get(slip.kind.colour)
    above = kinds.get(below.next_colour) if below is not None else None
    return Rung(slip, (slip.due_on - day).days, slip.due_on + timedelta(1) if above is not None else None, above)
