"""Points of figures, worked out by hand."""

from decimal import Decimal
from fractions import Fraction

import pytest
from tests.engines.appraisal import samples

from jiangxin.engines.appraisal.rules import BestOfPeers, BetweenLines, Bracket, Brackets, Context, Cumulative

number = samples.number
RISING = BetweenLines(Decimal(30), Decimal(60))
FALLING = BetweenLines(Decimal(24), Decimal(18))
PASSING = BetweenLines(Decimal(60), Decimal(90), Decimal("0.6"))


def points(rule, value, *peers, possible=2):
    figures = {str(place): Fraction(peer) for place, peer in enumerate([value, *peers])}
    return rule.points(number(value), Context(Fraction(possible), figures)).exact


def codes(rule, value, *peers):
    figures = {str(place): Fraction(peer) for place, peer in enumerate([value, *peers])}
    return [step.code for step in rule.points(number(value), Context(Fraction(2), figures)).steps]


@pytest.mark.parametrize(
    ("rule", "value", "expected"),
    [
        (RISING, "29.99", 0),
        (RISING, "30", 0),
        (RISING, "40", Fraction(2, 3)),
        (RISING, "60", 2),
        (RISING, "75", 2),
        (FALLING, "25", 0),
        (FALLING, "24", 0),
        (FALLING, "20", Fraction(4, 3)),
        (FALLING, "18", 2),
        (FALLING, "12", 2),
        (PASSING, "59.9", 0),
        (PASSING, "60", Fraction(6, 5)),
        (PASSING, "75", Fraction(8, 5)),
        (PASSING, "90", 2),
    ],
)
def test_between_lines_gives_linear_points(rule, value, expected):
    assert points(rule, value) == expected


def test_between_lines_says_which_way_it_went():
    said = [codes(rule, value)[0] for rule, value in ((RISING, "1"), (RISING, "40"), (RISING, "60"), (PASSING, "75"))]
    assert said == ["lines.failed", "lines.between", "lines.full", "lines.between_from"]


def test_between_lines_finds_lines_without_distance_and_wrong_shares():
    rule = BetweenLines(Decimal(5), Decimal(5), Decimal(2))
    assert [code for code, _message in rule.problems(samples.measure("m"), Fraction(2))] == [
        "rule.lines_equal",
        "rule.share",
    ]


@pytest.mark.parametrize(
    ("rule", "value", "peers", "expected"),
    [
        (BestOfPeers(), "30", ["40", "10"], Fraction(3, 2)),
        (BestOfPeers(), "40", ["30"], 2),
        (BestOfPeers(), "0", ["40"], 0),
        (BestOfPeers(), "0", ["0"], 0),
        (BestOfPeers(lower_is_better=True), "20", ["15", "30"], Fraction(3, 2)),
        (BestOfPeers(lower_is_better=True), "0", ["15"], 2),
        (BestOfPeers(lower_is_better=True), "20", ["0"], 0),
    ],
)
def test_best_of_peers_gives_the_share_of_the_best(rule, value, peers, expected):
    assert points(rule, value, *peers) == expected


def test_best_of_peers_refuses_figures_below_zero():
    assert BestOfPeers().refusals(number("-1")) == ["is below zero, which cannot be divided by the best of the peers"]


THIRDS = Brackets(samples.brackets((None, "0"), ("60", "0.5"), ("90", "1")))


@pytest.mark.parametrize(("value", "expected"), [("59.999", 0), ("60", 1), ("89.9", 1), ("90", 2), ("100", 2)])
def test_brackets_hold_their_lower_bound_and_not_their_upper(value, expected):
    assert points(THIRDS, value) == expected


@pytest.mark.parametrize(
    ("about", "value", "peers", "expected"),
    [
        ("percent_of_mean", "12", ["8"], 2),  # 120 % of 10
        ("percent_of_mean", "8", ["12"], 1),  # 80 %
        ("percent_of_mean", "0", ["0"], 1),  # everybody at the mean
        ("distance_from_mean", "130", ["0", "0", "0"], 1),  # 97.5 above
        ("distance_from_mean", "500", ["0", "0", "0"], 2),
    ],
)
def test_brackets_lie_around_the_mean_of_the_peers(about, value, peers, expected):
    rule = Brackets(samples.brackets((None, "0"), ("80", "0.5"), ("120", "1")), about)
    assert points(rule, value, *peers) == expected


def problems(rule, **bounds):
    return [message for _code, message in rule.problems(samples.measure("m", **bounds), Fraction(2))]


def bracket(low, high, share="1"):
    return Bracket(None if low is None else Decimal(low), None if high is None else Decimal(high), Decimal(share))


def test_brackets_that_overlap_are_found():
    assert problems(Brackets((bracket(None, 60), bracket(50, None)))) == ["the brackets [−∞, 60) and [50, ∞) overlap"]


def test_gaps_between_brackets_are_found():
    assert problems(Brackets((bracket(90, None), bracket(None, 60)))) == [
        "figures from 60 to under 90 lie in no bracket"
    ]


def test_figures_outside_all_brackets_are_found():
    inside = Brackets((bracket(0, 100),))
    assert problems(inside) == ["figures under 0 lie in no bracket", "figures from 100 on lie in no bracket"]
    assert problems(inside, least=Decimal(0), most=Decimal(100)) == ["figures from 100 on lie in no bracket"]
    assert problems(Brackets((bracket(0, None),)), least=Decimal(0)) == []


def test_empty_brackets_and_wrong_shares_are_found():
    assert problems(Brackets((bracket(60, 60), bracket(None, None, "1.5")))) == [
        "the bracket [60, 60) is empty",
        "the bracket [−∞, ∞) is worth 1.5, not between 0 and 1",
    ]
    assert problems(Brackets(())) == ["there is no bracket"]


BY_TEN = Cumulative(Decimal("0.5"), Decimal(10), Decimal(100))


@pytest.mark.parametrize(
    ("whole", "value", "expected"),
    [
        (False, "99", 0),
        (False, "100", 0),
        (False, "115", Fraction(3, 4)),
        (True, "115", Fraction(1, 2)),
        (False, "140", 2),
        (False, "500", 2),
    ],
)
def test_cumulative_counts_steps_up_to_the_ceiling(whole, value, expected):
    assert points(Cumulative(BY_TEN.each, BY_TEN.per, BY_TEN.above, whole), value) == expected


def test_cumulative_says_that_the_ceiling_was_reached():
    assert codes(BY_TEN, "500") == ["cumulative.steps", "cumulative.earned", "ceiling"]


def test_cumulative_finds_steps_without_width_or_worth():
    assert problems(Cumulative(Decimal(0), Decimal(0))) == [
        "a step is 0 wide, not more than 0",
        "a step earns 0, not more than 0",
    ]
