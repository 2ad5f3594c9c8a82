"""Explanations are sentences that hold every number."""

import string
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from inspect import getsource
from re import findall

import pytest
from tests.engines.appraisal import samples

from jiangxin.engines.appraisal import Veto, changes, compute, result, scoring, sentences, totals, wording
from jiangxin.engines.appraisal.phrases import EN, ZH
from jiangxin.engines.appraisal.rules import (
    BestOfPeers,
    BetweenLines,
    ExpertMean,
    LevelCounts,
    base,
    counts,
    figures,
    opinions,
)
from jiangxin.engines.appraisal.values import Event, Events, ExpertScore, Item, Items, Missing, NotApplicable, Scores
from jiangxin.engines.appraisal.wording import written

number = samples.number
WHO = samples.subjects("x", "y")


def holes(phrase):
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(phrase) if name}


def test_every_phrase_stands_in_both_languages():
    assert EN.keys() == ZH.keys()


@pytest.mark.parametrize("code", sorted(EN))
def test_both_languages_tell_the_same_numbers(code):
    assert holes(EN[code]) == holes(ZH[code])


def test_every_phrase_is_used():
    used = set()
    for module in (scoring, totals, wording, changes, result, base, counts, figures, opinions):
        used |= set(findall(r'"([a-z_]+(?:\.[a-z_]+)?)"', getsource(module)))
    used |= {f"{code}_ranked" for code in ("item.counted", "item.repeated")}
    assert EN.keys() - used == set()


@pytest.mark.parametrize(
    ("exact", "text"),
    [
        (Fraction(5), "5"),
        (Fraction(100), "100"),
        (Fraction("0.250"), "0.25"),
        (Fraction("-1.5"), "-1.5"),
        (Fraction("0.000001"), "0.000001"),
        (Fraction(2, 3), "≈0.6667"),
        (Fraction("0.0000001"), "≈0"),
    ],
)
def test_numbers_are_written_in_full_or_said_to_be_rounded(exact, text):
    assert written(exact) == text


def explained(rule, language, **values):
    scheme = samples.scheme(samples.criterion("双师型教师占比", rule, "2", basis="方案第3条", measure="m"))
    scheme_values = samples.values("m", **values)
    return sentences(compute(scheme, WHO, scheme_values).explain("x", "双师型教师占比"), language)


def test_a_figure_between_lines_is_told():
    rule, values = BetweenLines(Decimal(30), Decimal(60)), {"x": number("45"), "y": number("60")}
    assert explained(rule, "zh", **values) == [
        "双师型教师占比（方案第3条）",
        "m：45。",
        "介于零分线与满分线之间：（45－30）÷（60－30）＝50%。",
        "2分×50%＝1分。",
        "得分：1分（满分2分）。",
    ]
    assert explained(rule, "en", **values) == [
        "双师型教师占比 (方案第3条)",
        "Value of m: 45.",
        "Between the fail line and the full line: (45 − 30) ÷ (60 − 30) = 50%.",
        "50% of 2 points: 1.",
        "Points: 1 of 2.",
    ]


def test_the_best_of_the_peers_is_told():
    assert explained(BestOfPeers(), "zh", x=number("2"), y=number("3"))[2:] == [
        "本单位值÷同组2家最高值：2÷3≈66.6667%。",
        "2分×≈66.6667%≈1.3333分。",
        "得分：1.33分（满分2分）。",
    ]


def test_achievements_are_told_one_by_one():
    items = Items((Item("k", "national", "second", "技能大赛"), Item("k", "provincial", "first", "技能大赛")))
    said = explained(LevelCounts(samples.LEVELS, samples.RANKS), "zh", x=items, y=Items())
    assert said[1:-1] == [
        "技能大赛，国家级，第二：1×3×0.5＝1.5分。",
        "技能大赛，省级，第一：同一成果已按更高一项计分，不重复计分。",
        "共1项成果，计1.5分。",
    ]


def test_scores_of_experts_are_told_without_names():
    given = Scores(tuple(ExpertScore(f"专家{score}", Decimal(score)) for score in (90, 60, 80)))
    said = explained(ExpertMean(1, 3), "zh", x=given, y=given)
    assert said[1:-1] == [
        "3位专家评分：60、80、90。",
        "去掉1个最高分（90）和1个最低分（60）。",
        "1个评分的平均分（百分制）：80。",
        "2分×80%＝1.6分。",
    ]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Missing("未按期报送"), ["未报送数据（未按期报送）。", "按方案规定，数据缺失的指标不计入。", "得分：不计分。"]),
        (Missing(), ["未报送数据。", "按方案规定，数据缺失的指标不计入。", "得分：不计分。"]),
        (
            NotApplicable("无住校生"),
            ["本指标对该单位不适用（无住校生）。", "取同组1家平均分（2）：2分。", "得分：2分（满分2分）。"],
        ),
    ],
)
def test_what_has_no_value_is_told_apart(value, said):
    assert explained(BestOfPeers(), "zh", x=value, y=number("3"))[1:] == said


def test_a_total_is_told_with_veto_and_rank():
    scheme = samples.scheme(
        samples.criterion("C", BetweenLines(Decimal(0), Decimal(10))),
        vetoes=(Veto("v", "重大安全责任事故", "accidents", "安全生产法第四条", Decimal(5)),),
    )
    happened = Events((Event("k", "any", name="6·1事故"),))
    values = {
        "x": {"c": number("8"), "accidents": happened},
        "y": {"c": number("5"), "accidents": Events()},
    }
    assert sentences(compute(scheme, WHO, values).explain_total("x"), "zh") == [
        "基本指标得分：8分。",
        "一票否决事项“重大安全责任事故”（依据：安全生产法第四条），因6·1事故，原8分，总分不超过5分。",
        "总分：5分（满分10分）。",
        "在a组2家中排第1名，与单位y并列。",
    ]
    assert sentences(compute(scheme, WHO, values).explain_total("x"), "en")[-1] == (
        "Rank 1 of 2 in a组, shared with 单位y."
    )


def test_units_follow_figures():
    scheme = samples.scheme(samples.criterion("C", BestOfPeers()))
    measures = (samples.measure("c", unit="人"),)
    made = compute(replace(scheme, measures=measures), WHO[:1], samples.values("c", x=number("3")))
    assert [sentences(made.explain("x", "C"), language)[1] for language in ("zh", "en")] == [
        "c：3人。",
        "Value of c: 3 人.",
    ]
