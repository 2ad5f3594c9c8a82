"""Observations of days become values."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engines.appraisal import samples

from jiangxin.engines.appraisal import Ledger, Observation
from jiangxin.engines.appraisal.ledger import LedgerError
from jiangxin.engines.appraisal.values import (
    Answers,
    Event,
    Events,
    ExpertScore,
    Item,
    Items,
    Missing,
    NotApplicable,
    Question,
    Scores,
)

number = samples.number


def seen(value, month=1, measure="m", subject="x"):
    return Observation(subject, measure, date(2026, month, 1), value)


def folded(accumulation, *values):
    ledger = Ledger(
        [samples.measure("m", accumulation=accumulation)],
        [seen(value, month) for month, value in enumerate(values, start=1)],
    )
    return ledger.values()["x"]["m"]


@pytest.mark.parametrize(
    ("accumulation", "expected"),
    [("sum", number("12.5")), ("mean", number("25", "6")), ("last", number("9"))],
)
def test_numbers_accumulate_as_the_measure_says(accumulation, expected):
    assert folded(accumulation, number("1"), number("2.5"), number("9")).exact == expected.exact


def test_ratios_add_both_parts():
    assert folded("ratio", number("3", "4"), number("9", "14")).exact == number("12", "18").exact


@pytest.mark.parametrize("accumulation", ["sum", "mean", "ratio"])
def test_a_missing_part_is_missing_of_the_whole(accumulation):
    assert folded(accumulation, number("1"), Missing(), number("9")) == Missing("2026-02-01")


def test_the_last_value_counts_even_where_it_is_missing():
    assert folded("last", number("1"), Missing("未报")) == Missing("未报")


def test_parts_that_do_not_apply_are_left_out():
    assert folded("mean", number("1"), NotApplicable(), number("3")).exact == 2


def test_what_never_applies_does_not_apply():
    assert folded("sum", NotApplicable("无"), NotApplicable("无")) == NotApplicable("无")


def lists(shape, *values):
    ledger = Ledger([samples.measure("m", shape)], [seen(value, month) for month, value in enumerate(values, start=1)])
    return ledger.values()["x"]["m"]


def test_nothing_seen_in_any_month_is_known():
    assert lists("events", Events(), Events()) == Events()


def test_a_month_without_word_makes_events_missing():
    assert lists("events", Events((Event("k", "late"),)), Missing()) == Missing("2026-02-01")


def test_entries_of_several_days_are_gathered_once():
    one, two = Item("k", "national"), Item("k", "provincial")
    assert lists("items", Items((one, two)), Items((one,))) == Items((one, two))
    late, returned = Event("k", "late"), Event("k", "returned")
    assert lists("events", Events((late,)), Events((late, returned))) == Events((late, returned))
    first, second = ExpertScore("p", Decimal(80)), ExpertScore("q", Decimal(90))
    assert lists("scores", Scores((first,)), Scores((second,))) == Scores((first, second))


def test_answers_of_several_days_are_added():
    january = Answers((Question("q1", {"very": Decimal("1.5"), "not": Decimal(1)}),))
    june = Answers((Question("q1", {"very": Decimal(2)}), Question("q0", {})))
    assert lists("answers", january, june) == Answers(
        (Question("q0", {}), Question("q1", {"not": Decimal(1), "very": Decimal("3.5")}))
    )


def test_the_same_observation_twice_is_one():
    ledger = Ledger([samples.measure("m", accumulation="sum")], [seen(number("2"))])
    ledger.add([seen(number("2"))])
    assert ledger.values()["x"]["m"].exact == 2


def test_two_values_of_a_day_are_refused():
    ledger = Ledger([samples.measure("m")], [seen(number("2"))])
    with pytest.raises(LedgerError, match="x has two values of m on 2026-01-01"):
        ledger.add([seen(number("3"))])


def test_unknown_measures_are_refused():
    with pytest.raises(LedgerError, match="other is no measure"):
        Ledger([samples.measure("m")], [seen(number("2"), measure="other")])


@given(
    st.dictionaries(
        st.tuples(
            st.sampled_from("xy"), st.sampled_from(["sum", "mean", "last"]), st.dates(max_value=date(2027, 1, 1))
        ),
        st.one_of(st.decimals(0, 9, places=1).map(samples.Number), st.just(Missing()), st.just(NotApplicable())),
    ),
    st.randoms(),
)
def test_one_pass_equals_any_parts_in_any_order(observed, random):
    measures = [samples.measure(code, accumulation=code) for code in ("sum", "mean", "last")]
    observations = [Observation(*key, value) for key, value in observed.items()]
    shuffled = random.sample(observations, len(observations))
    ledger = Ledger(measures)
    for place in range(0, len(shuffled), 3):
        ledger.add(shuffled[place : place + 3])
        ledger.values()  # asking in between changes nothing
    assert ledger.values() == Ledger(measures, observations).values()
