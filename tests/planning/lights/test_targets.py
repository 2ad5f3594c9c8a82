"""Lights of targets: what is due when, how far a value falls short by each comparison, and the rules."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangxin.planning.domain.lights.known import Rule
from jiangxin.planning.domain.lights.targets import Due, Figure, due, judge, shortfall

END = date(2025, 12, 31)
PATH = ((date(2023, 12, 31), Decimal(40)), (date(2024, 12, 31), Decimal(50)))
BEGIN = date(2020, 1, 1)
RULES = [
    Rule("target_behind", 10, "yellow", BEGIN),
    Rule("target_behind", 25, "red", BEGIN),
    Rule("target_missed", 0, "red", BEGIN),
]


def at_least(value=60, **extra):
    return Figure(">=", Decimal(value), deadline=END, **extra)


@pytest.mark.parametrize(
    ("day", "wanted"),
    [
        (date(2023, 6, 30), None),
        (date(2023, 12, 31), Due(Decimal(40), date(2023, 12, 31))),
        (date(2024, 9, 30), Due(Decimal(40), date(2023, 12, 31))),
        (date(2025, 3, 31), Due(Decimal(50), date(2024, 12, 31))),
        (END, Due(Decimal(60), END, is_final=True)),
    ],
)
def test_last_step_of_the_path_is_due_and_the_figure_itself_from_the_deadline_on(day, wanted):
    assert due(at_least(), PATH, day) == wanted


def test_requirement_is_due_from_the_beginning_unless_it_has_a_path():
    assert due(at_least(is_requirement=True), (), date(2023, 1, 1)) == Due(Decimal(60), None)
    assert due(at_least(is_requirement=True), PATH, date(2024, 1, 1)) == Due(Decimal(40), date(2023, 12, 31))


@pytest.mark.parametrize(
    ("figure", "value", "wanted", "short"),
    [
        (Figure(">=", Decimal(60)), 60, 60, None),
        (Figure(">=", Decimal(60)), 48, 60, Decimal(20)),
        (Figure(">=", Decimal(60)), 80, 60, None),
        (Figure(">=", Decimal(60), strict=True), 60, 60, Decimal(0)),
        (Figure(">=", Decimal(60), strict=True), 50, 50, None),
        (Figure("<=", Decimal(20)), 20, 20, None),
        (Figure("<=", Decimal(20)), 25, 20, Decimal(25)),
        (Figure("<=", Decimal(20)), 5, 20, None),
        (Figure("<=", Decimal(20), strict=True), 20, 20, Decimal(0)),
        (Figure("==", Decimal(3)), 3, 3, None),
        (Figure("==", Decimal(4)), 5, 4, Decimal(25)),
        (Figure("==", Decimal(4)), 3, 2, None),
        (Figure("approx", Decimal(100)), 95, 100, Decimal(5)),
        (Figure("approx", Decimal(100)), 108, 100, Decimal(8)),
        (Figure("range", low=Decimal(8), high=Decimal(10)), 9, 8, None),
        (Figure("range", low=Decimal(8), high=Decimal(10)), 6, 8, Decimal(25)),
        (Figure("range", low=Decimal(8), high=Decimal(10)), 12, 8, Decimal(25)),
        (Figure("range", low=Decimal(8), high=Decimal(10)), 5, 4, None),
        (Figure(">=", Decimal(0)), -1, 0, Decimal(100)),
        (Figure("<=", Decimal(0)), 1, 0, Decimal(100)),
    ],
)
def test_value_falls_short_by_a_share_of_what_was_due(figure, value, wanted, short):
    assert shortfall(figure, Decimal(value), Due(Decimal(wanted), None)) == short


@pytest.mark.parametrize(
    ("on", "value", "colour"),
    [
        (date(2024, 6, 30), 41, "green"),
        (date(2024, 6, 30), 37, "green"),
        (date(2024, 6, 30), 36, "yellow"),
        (date(2024, 6, 30), 30, "red"),
        (date(2023, 6, 30), 12, "grey"),
        (date(2023, 6, 30), 60, "green"),
        (date(2025, 9, 30), 59, "green"),
        (END, 60, "green"),
        (END, 59, "red"),
    ],
)
def test_light_follows_the_rules(on, value, colour):
    assert judge(at_least(), PATH, (on, Decimal(value)), RULES, END).colour == colour


def test_missing_value_is_not_zero():
    verdict = judge(at_least(), PATH, None, RULES, date(2024, 6, 30))
    assert (verdict.colour, verdict.short, verdict.due) == ("grey", None, Due(Decimal(40), date(2023, 12, 31)))


def test_rule_acts_from_its_first_day_only():
    rules = [Rule("target_behind", 1, "yellow", date(2024, 7, 1))]
    value = (date(2024, 6, 30), Decimal(30))
    assert [judge(at_least(), PATH, value, rules, day).colour for day in (date(2024, 6, 30), date(2024, 7, 1))] == [
        "green",
        "yellow",
    ]


@given(st.sampled_from([">=", "<=", "==", "approx"]), st.decimals(1, 1000, places=2), st.decimals(1, 1000, places=2))
def test_the_figure_itself_never_falls_short(comparator, goal, other):
    figure = Figure(comparator, goal)
    assert shortfall(figure, goal, Due(goal, None)) is None
    short = shortfall(figure, other, Due(goal, None))
    assert short is None or short > 0
