"""How much is asked of units: visits in a year, requests in a quarter."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from jiangxin.kernel import access, records
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.bulk import AnyOf
from jiangxin.kernel.languages import localised
from jiangxin.people.models import Organisation
from jiangxin.planning.models import Report, TargetValue
from jiangxin.supervision.enums import ASKED
from jiangxin.supervision.models import Notice, SupervisionPolicy

COUNTS = ("visits", "requests")
#: How many quarters are shown, the present one included.
QUARTERS = 5
READS_REPORTS = "planning.report.view"


@dataclass(frozen=True)
class Burden:
    """How often a unit is visited in a year and asked in a quarter, visits included."""

    visits: int = 0
    requests: int = 0


class Quarter(NamedTuple):
    """What a unit was asked in a quarter: requests of those who supervise, and sheets that the plan itself asks for."""

    first: date
    requests: int
    sheets: int

    @property
    def name(self) -> str:
        """The quarter in words."""
        return _("%(year)s Q%(quarter)s") % {"year": self.first.year, "quarter": (self.first.month + 2) // 3}


@dataclass(frozen=True)
class UnitBurden:
    """The burden of a unit beside the limits, who asked in the year and how often, and the quarters before."""

    unit: Organisation
    burden: Burden
    visits_limit: int
    requests_limit: int
    askers: Mapping[str, int]
    quarters: Sequence[Quarter]

    @property
    def sheets(self) -> int:
        """How many sheets the plan asks for in the quarter."""
        return self.quarters[-1].sheets

    @property
    def who(self) -> str:
        """Who asked, with how often."""
        return "、".join(f"{name} {count}" for name, count in self.askers.items())


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


def of_units(actor: Actor, day: date, verb: str = "view") -> list[UnitBurden]:
    """Return what is asked of each unit as far as the actor may see it, in the order of units (five queries)."""
    quarters = _quarters(day)
    policy = SupervisionPolicy.in_force()
    rows = access.rows(records.of_model(Notice), actor, verb)
    counted = {
        pk: Burden(visits, asked)
        for pk, visits, asked in _counted(rows, day, day.year).values_list("organisation", *COUNTS)
    }
    requests: Counter[tuple[int, date]] = Counter()
    askers: dict[int, Counter[str]] = defaultdict(Counter)
    sent = rows.filter(state__in=ASKED, sent_on__gte=quarters[0]).order_by("sent_on", "pk")
    names = (f"round__organiser__{name}" for name in ("short_name", "name", "name_en"))
    for unit, on, short, name, english in sent.values_list("organisation", "sent_on", *names):
        requests[unit, quarter_of(on)[0]] += 1
        if on.year == day.year:
            askers[unit][localised(short or name, english)] += 1
    sheets = _sheets(actor, quarters)
    wanted = {unit for unit, _first in (*requests, *sheets)} | {pk for pk, one in counted.items() if one != Burden()}
    units = Organisation.objects.filter(AnyOf("pk", sorted(wanted))).order_by("sort_key", "pk")
    return [
        UnitBurden(
            unit,
            counted.get(unit.pk, Burden()),
            policy.visits_per_year,
            policy.requests_per_quarter,
            askers[unit.pk],
            [Quarter(first, requests[unit.pk, first], sheets[unit.pk, first]) for first in quarters],
        )
        for unit in units
    ]


def totals(rows: Sequence[UnitBurden]) -> list[Quarter]:
    """Return what all these units together were asked in each quarter."""
    columns = zip(*(row.quarters for row in rows), strict=True)
    return [Quarter(one[0].first, sum(q.requests for q in one), sum(q.sheets for q in one)) for one in columns]


def _quarters(day: date) -> list[date]:
    """Return the first days of the quarter of a day and of those before, in order."""
    found = [quarter_of(day)[0]]
    while len(found) < QUARTERS:
        found.append(quarter_of(found[-1] - timedelta(1))[0])
    return found[::-1]


def _sheets(actor: Actor, quarters: Sequence[date]) -> Counter[tuple[int, date]]:
    """Count the reports and values of their own that fall due in quarters, by unit (two queries).

    That a unit has to report is no secret to those who may read its reports; what it is working on is.
    """
    found: Counter[tuple[int, date]] = Counter()
    span = {"due_on__gte": quarters[0], "due_on__lt": quarter_of(quarters[-1])[1]}
    reach = actor.reach(READS_REPORTS)
    for rows in (Report.objects.filter(round=1, **span), TargetValue.objects.filter(report=None, **span)):
        within = (
            rows
            if actor.system or reach.everything
            else rows.filter(AnyOf("organisation", sorted(reach.organisations)))
        )
        for unit, due_on, count in within.order_by().values_list("organisation", "due_on").annotate(n=Count("pk")):
            found[unit, quarter_of(due_on)[0]] += count
    return found


def _counted(rows: Any, day: date, year: int) -> Any:
    """Count visits and requests for each unit."""
    first, behind = quarter_of(day)
    return (
        rows.filter(state__in=ASKED)
        .order_by()
        .values("organisation")
        .annotate(
            visits=Count("pk", filter=Q(on_site=True, visit_on__year=year)),
            requests=Count("pk", filter=Q(sent_on__gte=first, sent_on__lt=behind)),
        )
    )
