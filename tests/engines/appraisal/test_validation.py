"""What is wrong with a scheme is found before anybody is scored."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from tests.engines.appraisal import samples

from jiangxin.engines.appraisal import Measure, SchemeError, Veto, compute, validate
from jiangxin.engines.appraisal.rules import BetweenLines, Deductions, LevelCounts

LINES = BetweenLines(Decimal(0), Decimal(10))
FINE = samples.scheme(samples.criterion("C", LINES), samples.criterion("D", LINES))


def found(scheme):
    return [(problem.code, problem.where) for problem in validate(scheme)]


def changed(**fields):
    """A scheme of one criterion with some of its fields others."""
    one = samples.criterion("C", LINES)
    return replace(samples.scheme(one), criteria=(replace(one, **fields),))


def test_a_sound_scheme_has_no_problems():
    assert validate(FINE) == []


def test_weights_must_add_up_to_the_total_in_each_group():
    one = samples.criterion("C", LINES, weights={"b": Decimal(8)})
    problems = validate(samples.scheme(one, groups=("a", "b")))
    assert list(map(str, problems)) == ["group b: the criteria add up to 8 points, the total is 10"]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"total": Decimal(0)}, "scheme.total"),
        ({"ceiling": Decimal(19)}, "scheme.ceiling"),
        ({"places": 7}, "scheme.places"),
        ({"in_force_to": date(2026, 1, 1)}, "scheme.dates"),
        ({"ceiling": Decimal("20.001")}, "scheme.finer"),
        ({"groups": FINE.groups * 2}, "scheme.repeated"),
        ({"measures": FINE.measures * 2}, "scheme.repeated"),
        ({"groups": ()}, "scheme.empty"),
        ({"criteria": ()}, "scheme.empty"),
    ],
)
def test_the_frame_of_a_scheme_is_checked(fields, code):
    assert code in [problem.code for problem in validate(replace(FINE, **fields))]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"missing": "ignore"}, "criterion.missing"),
        ({"part": "beside"}, "criterion.part"),
        ({"measure": "other"}, "criterion.measure"),
        ({"rule": Deductions(samples.MATTERS)}, "criterion.shape"),
        ({"rule": BetweenLines(Decimal(1), Decimal(1))}, "rule.lines_equal"),
        ({"weights": {"z": Decimal(10)}}, "criterion.group"),
        ({"weights": {"a": Decimal(-1)}}, "criterion.points"),
        ({"points": Decimal(0)}, "criterion.points"),
        ({"points": Decimal("9.999")}, "scheme.finer"),
    ],
)
def test_a_criterion_is_checked(fields, code):
    assert code in [problem.code for problem in validate(changed(**fields))]


def test_only_deductions_can_be_taken_off():
    off = samples.criterion("OFF", LINES, part="deduction")
    assert found(samples.scheme(samples.criterion("C", LINES), off)) == [("criterion.part", "criterion OFF")]


def test_missing_events_cannot_mean_that_nothing_is_taken_off():
    off = samples.criterion("OFF", Deductions(samples.MATTERS), missing="zero", part="deduction")
    assert found(samples.scheme(samples.criterion("C", LINES), off)) == [("criterion.missing", "criterion OFF")]


@pytest.mark.parametrize("basis", ["", "  "])
def test_a_veto_without_legal_basis_is_refused(basis):
    scheme = samples.scheme(samples.criterion("C", LINES), vetoes=(Veto("v", "弄虚作假", "fraud", basis),))
    assert found(scheme) == [("veto.no_basis", "veto v")]
    with pytest.raises(SchemeError, match="names no legal basis"):
        compute(scheme, [], {})


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"cap": Decimal(10)}, "veto.cap"),
        ({"cap": Decimal(-1)}, "veto.cap"),
        ({"measure": "other"}, "veto.measure"),
        ({"measure": "c"}, "veto.shape"),
        ({"missing": "zero"}, "veto.missing"),
    ],
)
def test_a_veto_is_checked(fields, code):
    veto = Veto("v", "弄虚作假", "fraud", "统计法第四十一条")
    scheme = samples.scheme(samples.criterion("C", LINES), vetoes=(veto,))
    assert validate(scheme) == []
    assert found(replace(scheme, vetoes=(replace(veto, **fields),))) == [(code, "veto v")]


@pytest.mark.parametrize("kind", ["logins", "clicks", "uploads", "online_time", "check_ins"])
def test_a_scheme_that_counts_usage_is_refused(kind):
    scheme = replace(FINE, measures=(Measure("c", "工作情况", kind), FINE.measures[1]))
    assert found(scheme) == [("measure.forbidden", "measure c")]
    with pytest.raises(SchemeError, match="must never count"):
        compute(scheme, [], {})


@pytest.mark.parametrize("rule", [LevelCounts(samples.LEVELS), Deductions(samples.MATTERS)])
def test_entries_are_not_counted_in_two_criteria_of_a_group(rule):
    two = [samples.criterion(code, rule, measure="m") for code in ("C", "D")]
    assert list(map(str, validate(samples.scheme(*two)))) == ["measure m: its entries are counted in C and D"]


def test_entries_may_be_counted_by_one_criterion_in_each_group():
    rule = LevelCounts(samples.LEVELS)
    weights = {"C": {"a": Decimal(0)}, "D": {"b": Decimal(0)}}
    two = [samples.criterion(code, rule, measure="m", weights=own) for code, own in weights.items()]
    assert validate(samples.scheme(*two, groups=("a", "b"), total=Decimal(10))) == []


def test_numbers_that_are_not_exact_are_found_where_they_stand():
    scheme = changed(points=10.0, rule=BetweenLines(Decimal("NaN"), Decimal(1)), weights={"a": 0.1})
    assert [problem.where for problem in validate(scheme)] == [
        "scheme.criteria[0].points",
        "scheme.criteria[0].rule.fail",
        "scheme.criteria[0].weights.a",
    ]
