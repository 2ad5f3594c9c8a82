"""Periods are scored one after the other, each by the rules of its day."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.appraisal import samples

from jiangxin.engines.appraisal import Ledger, Observation, Period, compute, replay
from jiangxin.engines.appraisal.rules import BetweenLines

WHO = samples.subjects("x", "y")
START = date(2026, 1, 1)


def versions(change):
    """A scheme that asks for 10, and from a day on for 20."""
    old = samples.scheme(samples.criterion("C", BetweenLines(Decimal(0), Decimal(10))), in_force_to=change)
    old = replace(old, measures=(samples.measure("c", accumulation="sum"),))
    stricter = samples.criterion("C", BetweenLines(Decimal(0), Decimal(20)))
    return old, replace(old, version="2", in_force_from=change, in_force_to=None, criteria=(stricter,))


def months(count):
    starts = [date(2026 + place // 12, place % 12 + 1, 1) for place in range(count + 1)]
    return [Period(one.isoformat(), one, two, WHO) for one, two in pairwise(starts)]


def test_a_changed_rule_acts_from_its_day_only():
    observations = [
        Observation(who.code, "c", period.start, samples.number("10")) for who in WHO for period in months(4)
    ]
    results = replay(versions(date(2026, 3, 1)), months(4), observations)
    assert [result.scores["x"]["C"].points for result in results.values()] == [10, 10, 5, 5]


def test_a_scheme_from_the_middle_of_a_period_acts_from_the_next_one_on():
    results = replay(versions(date(2026, 1, 2)), months(2), [Observation("x", "c", START, samples.number("10"))])
    assert [result.scheme.version for result in results.values()] == ["1", "2"]


def test_days_outside_a_period_do_not_count():
    observations = [Observation("x", "c", START + timedelta(days=day), samples.number("1")) for day in range(40)]
    results = replay(versions(date(2027, 1, 1)), months(2), observations)
    assert [result.value("x", "c").exact for result in results.values()] == [31, 9]


def test_without_one_scheme_in_force_nothing_is_scored():
    old, new = versions(date(2026, 6, 1))
    with pytest.raises(LookupError, match="found: none"):
        replay([new], months(1), [])
    with pytest.raises(LookupError, match="found: s 1, s 2"):
        replay([old, replace(new, in_force_from=old.in_force_from)], months(1), [])


observed = st.dictionaries(
    st.tuples(st.sampled_from("xy"), st.integers(0, 729)), st.decimals(0, 9, places=1), max_size=60
)


@settings(max_examples=60, deadline=None)
@given(observed, st.integers(1, 729))
def test_two_years_in_one_pass_equal_month_by_month(observed, change):
    observations = [
        Observation(who, "c", START + timedelta(days=day), samples.Number(figure))
        for (who, day), figure in observed.items()
    ]
    schemes = versions(START + timedelta(days=change))
    step_by_step = {}
    for period in months(24):
        known = [seen for seen in observations if seen.on < period.end]
        step_by_step |= replay(schemes, [period], known)
    assert replay(schemes, months(24), observations) == step_by_step


@settings(max_examples=60, deadline=None)
@given(samples.worlds(), st.data())
def test_a_year_gathered_by_quarters_scores_as_at_once(world, data):
    scheme, subjects, values = world
    observations = [
        Observation(code, measure, START + timedelta(days=data.draw(st.integers(0, 364))), value)
        for code, own in values.items()
        for measure, value in own.items()
    ]
    ledger = Ledger(scheme.measures)
    for quarter in range(4):
        first, last = START + timedelta(days=92 * quarter), START + timedelta(days=92 * quarter + 91)
        ledger.add(seen for seen in observations if first <= seen.on <= last)
    gathered = compute(scheme, subjects, ledger.values())
    at_once = compute(scheme, subjects, Ledger(scheme.measures, observations).values())
    assert (gathered.totals, gathered.scores) == (at_once.totals, at_once.scores)
