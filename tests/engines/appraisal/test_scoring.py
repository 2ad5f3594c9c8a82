"""From values to scores: missing, zero and not applicable are three different things."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from tests.engines.appraisal import samples

from jiangxin.engines.appraisal import Group, MissingValueError, ValuesError, Veto, compute
from jiangxin.engines.appraisal.rules import BestOfPeers, BetweenLines, Deductions, ExpertMean
from jiangxin.engines.appraisal.values import Events, Missing, NotApplicable, Scores

number = samples.number
LINES = BetweenLines(Decimal(0), Decimal(10))
WHO = samples.subjects("x", "y", "z")


def two(missing="left_out", **more):
    """A scheme of two criteria, 60 and 40 points; what is missing of the first is told by ``missing``."""
    return samples.scheme(
        samples.criterion("C", LINES, "60", missing), samples.criterion("D", LINES, "40", "refuse"), **more
    )


def given(**firsts):
    """Values of the first measure by subject, None where there is none; everybody has 5 of the second."""
    return {
        subject: ({"c": first} if first is not None else {}) | {"d": number("5")} for subject, first in firsts.items()
    }


def told(result, criterion="C"):
    return {code: (scores[criterion].status, scores[criterion].points) for code, scores in result.scores.items()}


def totals(result):
    return {code: total.points for code, total in result.totals.items()}


def test_missing_zero_and_not_applicable_are_three_things():
    result = compute(two(), WHO, given(x=None, y=number("0"), z=NotApplicable()))
    assert told(result) == {"x": ("left_out", None), "y": ("scored", 0), "z": ("mean", 0)}


def test_a_missing_value_is_zero_only_where_the_scheme_says_so():
    result = compute(two("zero"), WHO, given(x=Missing("未报"), y=number("4"), z=number("6")))
    assert told(result)["x"] == ("zero", 0)
    assert [step.code for step in result.scores["x"]["C"].steps] == ["missing", "missing.zero"]


def test_what_the_scheme_refuses_to_do_without_is_named():
    with pytest.raises(MissingValueError) as caught:
        compute(two("refuse"), WHO, given(x=None, y=Missing(), z=NotApplicable()))
    assert [problem.where for problem in caught.value.problems] == ["x, criterion C", "y, criterion C"]


def test_a_criterion_that_does_not_count_for_a_group_needs_no_value():
    scheme = samples.scheme(
        samples.criterion("C", LINES, "60", "refuse", weights={"a": Decimal(0)}),
        samples.criterion("D", LINES, "40", "refuse", weights={"a": Decimal(100)}),
        groups=("a", "b"),
    )
    result = compute(scheme, WHO, given(x=None, y=None, z=None))
    assert (told(result)["x"], totals(result)["x"]) == (("not_in_group", None), 50)


def test_not_applicable_gives_the_mean_of_the_groups_points():
    scheme = replace(two(), groups=(Group("a", "a组"), Group("b", "b组")))
    who = (*WHO, *samples.subjects("w", group="b"))
    result = compute(scheme, who, given(x=number("10"), y=number("5"), z=NotApplicable("无住校生"), w=number("0")))
    score = result.scores["z"]["C"]
    assert (score.status, score.exact, score.peers) == ("mean", 45, {"x": 60, "y": 30})


def test_what_applies_to_nobody_is_redistributed_or_omitted():
    values = given(x=NotApplicable(), y=NotApplicable(), z=NotApplicable())
    moved, omitted = (compute(two(unscored=how), WHO, values) for how in ("redistribute", "omit"))
    assert (totals(moved)["x"], moved.totals["x"].possible) == (50, 100)
    assert (totals(omitted)["x"], omitted.totals["x"].possible) == (20, 40)
    assert moved.scores["x"]["D"].possible == 100


def test_without_anything_to_score_there_is_no_total():
    scheme = samples.scheme(samples.criterion("C", LINES))
    total = compute(scheme, WHO, {}).totals["x"]
    assert (total.points, total.rank, total.of) == (None, None, 0)


def test_peers_are_those_of_the_group_that_have_a_value():
    scheme = samples.scheme(samples.criterion("C", BestOfPeers()), groups=("a", "b"))
    who = (*WHO, *samples.subjects("w", group="b"))
    result = compute(scheme, who, samples.values("c", x=number("5"), y=number("8"), z=Missing(), w=number("99")))
    assert result.explain("x", "C").peers == {"x": 5, "y": 8}
    assert (told(result)["x"], told(result)["w"]) == (("scored", Decimal("6.25")), ("scored", 10))


def test_values_too_thin_to_count_are_missing():
    scheme = samples.scheme(samples.criterion("C", ExpertMean(least=2), missing="zero"), samples.criterion("D", LINES))
    result = compute(scheme, WHO[:1], {"x": {"c": Scores(), "d": number("5")}})
    assert [step.code for step in result.scores["x"]["C"].steps] == ["expert.too_few", "missing.zero"]
    refusing = replace(scheme, criteria=(replace(scheme.criteria[0], missing="refuse"), scheme.criteria[1]))
    with pytest.raises(MissingValueError, match="x, criterion C"):
        compute(refusing, WHO[:1], {"x": {"c": Scores(), "d": number("5")}})


def test_points_are_rounded_once_at_the_end():
    thirds = [samples.criterion(code, LINES, "1", measure="c") for code in "CDE"]
    result = compute(samples.scheme(*thirds), WHO[:1], samples.values("c", x=number("10", "3")))
    assert (told(result)["x"][1], totals(result)["x"], result.totals["x"].exact) == (Decimal("0.33"), 1, 1)


def test_ranks_follow_the_published_totals_and_say_ties():
    scheme = samples.scheme(samples.criterion("C", LINES))
    values = samples.values("c", x=number("5.0001"), y=number("5"), z=number("9"))
    result = compute(scheme, WHO, values)
    assert {code: (total.rank, total.of, total.tied) for code, total in result.totals.items()} == {
        "x": (2, 3, ("y",)),
        "y": (2, 3, ("x",)),
        "z": (1, 3, ()),
    }


def test_ranks_are_those_of_the_peer_group():
    scheme = samples.scheme(samples.criterion("C", LINES), groups=("a", "b"))
    who = (*samples.subjects("x"), *samples.subjects("y", group="b"))
    result = compute(scheme, who, samples.values("c", x=number("9"), y=number("1")))
    assert [total.rank for total in result.totals.values()] == [1, 1]


def test_faulty_subjects_and_values_are_all_named():
    who = (*WHO, *samples.subjects("x"), *samples.subjects("w", group="z"))
    with pytest.raises(ValuesError) as caught:
        compute(two(), who, given(x=Events(), y=None, z=None, w=None))
    assert list(map(str, caught.value.problems)) == [
        "subject x: is named twice",
        "subject w: is in the unknown group z",
        "value of x for c: is of the shape events, the measure of the shape number",
        "value of x for c: is of the shape events, the measure of the shape number",
    ]


def test_a_value_that_its_rule_cannot_read_is_refused():
    scheme = samples.scheme(samples.criterion("C", BestOfPeers()))
    with pytest.raises(ValuesError, match="value of x for c: is below zero"):
        compute(scheme, WHO, samples.values("c", x=number("-1")))


def test_a_result_holds_the_values_it_read_only():
    result = compute(two(), WHO[:1], {"x": {"c": number("1"), "d": number("1"), "e": number("1")}})
    assert result.values == {"x": {"c": number("1"), "d": number("1")}}


def test_an_explanation_holds_rule_input_peers_steps_and_points():
    scheme = samples.scheme(samples.criterion("C", BestOfPeers(), basis="方案第三条"))
    said = compute(scheme, WHO[:2], samples.values("c", x=number("5"), y=number("8"))).explain("x", "C")
    assert (said.rule, said.value, said.peers, said.basis) == (
        BestOfPeers(),
        number("5"),
        {"x": 5, "y": 8},
        "方案第三条",
    )
    assert [(step.code, dict(step.numbers)) for step in said.steps] == [
        ("best.highest", {"value": 5, "best": 8, "count": 2, "share": Fraction(5, 8)}),
        ("share", {"share": Fraction(5, 8), "possible": 10, "points": Fraction(25, 4)}),
    ]
    assert (said.exact, said.points) == (Fraction(25, 4), Decimal("6.25"))


def test_a_veto_without_word_is_refused_unless_the_scheme_says_otherwise():
    veto = Veto("v", "弄虚作假", "fraud", "统计法第四十一条")
    scheme = samples.scheme(samples.criterion("C", LINES), vetoes=(veto,))
    values = samples.values("c", x=number("5"))
    with pytest.raises(MissingValueError, match="x, veto v"):
        compute(scheme, WHO[:1], values)
    lenient = replace(scheme, vetoes=(replace(veto, missing="not_triggered"),))
    steps = compute(lenient, WHO[:1], values).totals["x"].steps
    assert [step.code for step in steps] == ["total.within", "veto.missing"]


def test_deductions_of_a_part_are_taken_off_the_total():
    off = samples.criterion("OFF", Deductions(samples.MATTERS), "3", part="deduction")
    scheme = samples.scheme(samples.criterion("C", LINES), off)
    late = samples.Events((samples.Event("k", "late"), samples.Event("l", "returned")))
    result = compute(scheme, WHO[:1], {"x": {"c": number("5"), "off": late}})
    assert (told(result, "OFF")["x"], totals(result)["x"]) == (("scored", Decimal("-1.50")), Decimal("3.50"))
