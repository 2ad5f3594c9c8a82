"""What moved a score is told in sentences."""

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.engines.appraisal import samples

from jiangxin.engines.appraisal import change_sentences, compare, compute
from jiangxin.engines.appraisal.rules import BestOfPeers, Deductions, LevelCounts
from jiangxin.engines.appraisal.values import Event, Events, Item, Items, Missing, NotApplicable

number = samples.number
WHO = samples.subjects("x", "y")
BEST = samples.scheme(samples.criterion("C", BestOfPeers()))
BEFORE = compute(BEST, WHO, samples.values("c", x=number("5"), y=number("10")))


def told(before, after, language="zh", subject="x"):
    return change_sentences(compare(before, after), after, subject, language)


def test_values_peers_and_rules_are_told_with_their_points():
    scheme = replace(BEST, criteria=(replace(BEST.criteria[0], points=Decimal(20)),), total=Decimal(20))
    after = compute(scheme, WHO, samples.values("c", x=number("8"), y=number("4")))
    assert told(BEFORE, after) == [
        "c：5→8。",
        '方案total："10"→"20"。',
        '方案criteria.C.points："10"→"20"。',
        "C得分：5→20。",
        "其中：本单位数据变化+3分，同组单位变化+2分，方案调整+10分。",
        "总分：5→20。",
        "其中：本单位数据变化+3分，同组单位变化+2分，方案调整+10分。",
        "名次：2→1。",
    ]
    assert told(BEFORE, after, "en")[-2:] == [
        "By the own value +3, by the peer group +2, by the rules +10.",
        "Rank: 2 → 1.",
    ]


def test_what_did_not_change_is_not_told():
    assert told(BEFORE, BEFORE) == []


@pytest.mark.parametrize(
    ("rule", "before", "after", "said"),
    [
        (BestOfPeers(), Missing(), number("2", "3"), "c：未报送→≈0.6667。"),
        (BestOfPeers(), number("1"), NotApplicable(), "c：1→不适用。"),
        (Deductions(samples.MATTERS), Events(), Events((Event("k", "late"),)), "c：0条→1条。"),
        (LevelCounts(samples.LEVELS), Items((Item("k", "national"),)), Items(), "c：1条→0条。"),
    ],
)
def test_values_of_every_shape_are_told(rule, before, after, said):
    scheme = samples.scheme(samples.criterion("C", rule))
    one, two = (compute(scheme, WHO[:1], samples.values("c", x=value)) for value in (before, after))
    assert told(one, two)[0] == said


def test_criteria_and_totals_that_are_gone_are_none():
    after = compute(BEST, WHO, samples.values("c", x=Missing(), y=number("10")))
    assert told(BEFORE, after)[1:] == [
        "C得分：5→无。",
        "其中：本单位数据变化-5分，同组单位变化0分，方案调整0分。",
        "总分：5→无。",
        "其中：本单位数据变化-5分，同组单位变化0分，方案调整0分。",
        "名次：2→无。",
    ]
