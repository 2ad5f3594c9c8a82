"""Two years of records give the same in one pass and as time goes by, and a changed rule acts from its day only."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from tests.factories import appraising as make
from tests.factories.workflow import fixture

from jiangxin.appraisal.domain import gathering, schemes
from jiangxin.appraisal.models import Criterion
from jiangxin.engines.appraisal import Ledger, Period, Subject, compute, replay
from jiangxin.kernel import clock
from jiangxin.planning.models import Report

QUARTERS = [(1, 3, 31), (4, 6, 30), (7, 9, 30), (10, 12, 31)]
KEYS = ["planning.reports_in_time", "planning.reports_returned", "supervision.problems_found"]


def slices(year):
    return [(date(year, first, 1), date(year, last, day)) for first, last, day in QUARTERS]


def test_two_years_of_records_replayed_give_the_same_at_once_and_bit_by_bit(place):
    old = make.publish(place, make.scheme(place))
    new = schemes.copy(old, date(2024, 1, 1), actor=place.officer.actor())
    criterion = Criterion.objects.get(scheme=new, code="time")
    make.save(Criterion, place.officer, criterion, rule="between_lines\nfail: 50\nfull: 100")
    make.publish(place, new)
    old.refresh_from_db()
    assert old.valid_to == date(2024, 1, 1)
    with fixture():
        kinds = list(Report.objects.filter(organisation=place.labour.row).order_by("due_on"))
        for report in kinds[::5]:
            report.state, report.return_kind, report.decided_on = "returned", "quality", report.due_on + timedelta(5)
            report.save()
    built = [schemes.engine_scheme(row) for row in (old, new)]
    units = [unit.row for unit in make.units(place)]
    subjects = tuple(Subject(unit.code, unit.name, "departments") for unit in units)
    observed = []
    grown = {year: Ledger([one.measure for one in _measures()]) for year in (2023, 2024)}
    for year in (2023, 2024):
        for first, last in slices(year):
            with clock.on(last):  # as it is known when the quarter ends
                seen = gathering.observed(units, KEYS, first, last)
            observed += seen
            grown[year].add(seen)
    periods = [Period(str(year), date(year, 1, 1), date(year + 1, 1, 1), subjects) for year in (2023, 2024)]
    replayed = replay(built, periods, observed)
    with clock.on(date(2025, 6, 1)):  # and as it is known long after
        for year, scheme in zip((2023, 2024), built, strict=True):
            days = {"starts_on": date(year, 1, 1), "ends_on": date(year, 12, 31), "title": f"{year}"}
            run = make.appraisal(place, old if year == 2023 else new, **days)
            at_once = compute(scheme, subjects, gathering.gather(run, KEYS).values)
            assert at_once.totals == replayed[str(year)].totals
            assert at_once.totals == compute(scheme, subjects, grown[year].values()).totals
    labour = place.labour.row.code
    assert [replayed[year].totals[labour].points for year in ("2023", "2024")] == [Decimal("50.00"), Decimal("0.00")]


def _measures():
    from jiangxin.appraisal.domain import measures

    return [measures.provided()[key] for key in KEYS]
