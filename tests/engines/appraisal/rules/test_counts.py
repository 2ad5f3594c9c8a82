"""Points of what is counted, worked out by hand."""

from decimal import Decimal
from fractions import Fraction

import pytest
from tests.engines.appraisal import samples

from jiangxin.engines.appraisal.rules import Context, Deduction, Deductions, Level, LevelCounts, RankFactor
from jiangxin.engines.appraisal.rules.counts import event_refusals
from jiangxin.engines.appraisal.values import Event, Events, Item, Items

AWARDS = LevelCounts(samples.LEVELS, samples.RANKS)
ONCE = LevelCounts(samples.LEVELS, samples.RANKS, keep="highest_worth")


def counted(rule, *items, possible=10):
    entries = tuple(Item(*item.split()) for item in items)
    return rule.points(Items(entries), Context(Fraction(possible))).exact


def lost(rule, *events, possible=10):
    given = tuple(Event(*event[:2], *event[2:]) for event in events)
    return Fraction(possible) - rule.points(Events(given), Context(Fraction(possible))).exact


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ([], 0),
        (["k national first"], 3),
        (["k national second"], Fraction(3, 2)),
        (["k national third", "l provincial first"], Fraction(19, 10)),
        (["k national first", "l national first", "m national first", "n national first"], 10),
    ],
)
def test_achievements_weigh_by_level_and_rank_up_to_the_ceiling(items, expected):
    assert counted(AWARDS, *items) == expected


def test_an_achievement_counts_once():
    assert counted(AWARDS, "k national first", "k national first", "k provincial first") == 3


def test_of_one_achievement_the_highest_level_or_the_greatest_worth_counts():
    entries = ["k national third", "k provincial first"]
    assert (counted(AWARDS, *entries), counted(ONCE, *entries)) == (Fraction(9, 10), 1)


def test_entries_that_do_not_count_are_said():
    items = Items((Item("k", "provincial", "first", "技能大赛"), Item("k", "national", "second", "技能大赛")))
    steps = AWARDS.points(items, Context(Fraction(10))).steps
    assert [(step.code, step.words.get("level")) for step in steps] == [
        ("item.counted_ranked", "国家级"),
        ("item.repeated_ranked", "省级"),
        ("items.sum", None),
    ]


def test_unknown_levels_and_ranks_are_refused():
    items = Items((Item("k", "municipal", "first"), Item("l", "national", "tenth"), Item("m", "national")))
    assert AWARDS.refusals(items) == [
        "k has the unknown level 'municipal'",
        "l has the unknown rank 'tenth'",
        "m has the unknown rank ''",
    ]


def test_faulty_levels_and_ranks_are_found():
    level, rank = Level("n", "国家级", Decimal(-1)), RankFactor("f", "第一", Decimal(2))
    rule = LevelCounts((level, level), (rank,), Decimal(0))
    assert [message for _code, message in rule.problems(samples.measure("m", "items"), Fraction(1))] == [
        "the level n is named twice",
        "the level n weighs -1, less than 0",
        "the level n weighs -1, less than 0",
        "the rank f counts 2, not between 0 and 1",
        "an achievement earns 0, not more than 0",
    ]


LATE = Deductions(samples.MATTERS)
CAPPED = Deductions(samples.MATTERS, Decimal(3))


@pytest.mark.parametrize(
    ("rule", "events", "expected"),
    [
        (LATE, [], 0),
        (LATE, [("k", "late"), ("l", "late"), ("m", "returned")], 2),
        (LATE, [("k", "late", 9)], 2),  # the cap of the matter
        (LATE, [("k", "returned", 4)], 4),
        (CAPPED, [("k", "late", 9), ("l", "returned", 4)], 3),
        (LATE, [("k", "returned", 40)], 10),  # never under zero
    ],
)
def test_events_cost_points_up_to_the_caps(rule, events, expected):
    assert lost(rule, *events) == expected


def test_the_same_event_costs_once():
    assert lost(LATE, ("k", "returned"), ("k", "returned"), ("k", "late")) == Fraction(3, 2)


def test_unknown_matters_are_refused():
    assert LATE.refusals(Events((Event("k", "late"), Event("l", "rude")))) == ["l has the unknown matter 'rude'"]


def test_events_told_in_two_ways_are_refused():
    events = Events((Event("k", "late", 1), Event("k", "late", 2), Event("l", "late", -1)))
    assert event_refusals(events) == ["k is counted in two ways", "l happened -1 times"]


def test_faulty_deductions_are_found():
    rule = Deductions((Deduction("late", "逾期", Decimal(0), Decimal(-1)),), Decimal(5))
    assert [message for _code, message in rule.problems(samples.measure("m", "events"), Fraction(3))] == [
        "the matter late costs 0, not more than 0",
        "the cap -1 is below 0",
        "the cap 5 is more than the points there are",
    ]
