"""How much is asked of units: visits in a year, requests in a quarter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q

from jiangxin.kernel import access, clock, records
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.bulk import AnyOf
from jiangxin.supervision.enums import ASKED
from jiangxin.supervision.models import Notice, SupervisionPolicy


@dataclass(frozen=True)
class Burden:
    """How often a unit is visited in a year and asked in a quarter, visits included."""

    visits: int = 0
    requests: int = 0


@dataclass(frozen=True)
class UnitBurden:
    """The burden of a unit, with its name, beside the limits."""

    organisation: int
    name: str
    burden: Burden
    visits_limit: int
    requests_limit: int


def quarter_of(day: date) -> tuple[date, date]:
    """Return the first day of the quarter of a day and of the one after."""
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return first, (first + timedelta(95)).replace(day=1)


def burdens(organisations: Iterable[int], day: date, year: int | None = None) -> dict[int, Burden]:
    """Return what is asked of organisations in the quarter of a day and the year (that of the day) in one query.

    Sent and not withdrawn counts, on whatever basis and by whomever.
    """
    wanted = sorted(set(organisations))
    counted = _counted(Notice.objects.filter(AnyOf("organisation", wanted)), day, year or day.year)
    found = {pk: Burden(visits, asked) for pk, visits, asked in counted.values_list("organisation", *COUNTS)}
    return {pk: found.get(pk, Burden()) for pk in wanted}


def of_units(actor: Actor, day: date | None = None) -> list[UnitBurden]:
    """Return what is asked of each unit as far as the actor may see it, the most burdened first (two queries)."""
    day = day or clock.today()
    policy = SupervisionPolicy.in_force()
    rows = access.rows(records.of_model(Notice), actor)
    counted = _counted(rows, day, day.year).filter(Q(visits__gt=0) | Q(requests__gt=0))
    units = counted.values_list("organisation", "name", *COUNTS).order_by("-requests", "-visits", "name")
    return [
        UnitBurden(pk, name, Burden(visits, asked), policy.visits_per_year, policy.requests_per_quarter)
        for pk, name, visits, asked in units
    ]


COUNTS = ("visits", "requests")


def _counted(rows: Any, day: date, year: int) -> Any:
    """Count visits and requests for each unit."""
    first, behind = quarter_of(day)
    return (
        rows.filter(state__in=ASKED)
        .order_by()
        .values("organisation", name=F("organisation__name"))
        .annotate(
            visits=Count("pk", filter=Q(on_site=True, visit_on__year=year)),
            requests=Count("pk", filter=Q(sent_on__gte=first, sent_on__lt=behind)),
        )
    )
