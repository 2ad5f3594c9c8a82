"""Totals: floor, ceiling, vetoes."""

from decimal import Decimal

import pytest
from tests.engines.appraisal import samples

from jiangxin.engines.appraisal import Veto, compute
from jiangxin.engines.appraisal.rules import BetweenLines, Cumulative, Deductions
from jiangxin.engines.appraisal.values import Event, Events, NotApplicable

WHO = samples.subjects("x", "y")
ACCIDENT = Veto("accident", "重大安全责任事故", "accidents", "安全生产法第四条", Decimal(5), "not_triggered")
FRAUD = Veto("fraud", "弄虚作假", "fraud", "统计法第四十一条", None, "not_triggered")
SCHEME = samples.scheme(
    samples.criterion("C", BetweenLines(Decimal(0), Decimal(10))),
    samples.criterion("BONUS", Cumulative(Decimal(1)), "4", part="bonus"),
    samples.criterion("OFF", Deductions(samples.MATTERS), "20", part="deduction"),
    vetoes=(ACCIDENT, FRAUD),
    ceiling=Decimal(12),
)
HAPPENED = Events((Event("k", "any", name="6·1事故"),))


def total(c="8", bonus="0", returned=0, **vetoes):
    own = {
        "c": samples.number(c),
        "bonus": samples.number(bonus),
        "off": Events((Event("k", "returned", returned),) if returned else ()),
    }
    other = {"c": samples.number("7"), "bonus": samples.number("0"), "off": Events()}
    return compute(SCHEME, WHO, {"x": own | vetoes, "y": other}).totals["x"]


def codes(of):
    return [step.code for step in of.steps if not step.code.startswith(("total.within", "total.bonus", "total.deduc"))]


@pytest.mark.parametrize(
    ("values", "expected", "said"),
    [
        ({}, 8, []),
        ({"bonus": "3"}, 11, []),
        ({"bonus": "9"}, 12, []),  # the criterion gives four at most
        ({"c": "10", "bonus": "4"}, 12, ["total.ceiling"]),
        ({"returned": 3}, 5, []),
        ({"returned": 9}, 0, ["total.floor"]),
        ({"bonus": "4", "returned": 3}, 9, []),
    ],
)
def test_parts_are_added_between_floor_and_ceiling(values, expected, said):
    found = total(**values)
    assert (found.points, [code for code in codes(found) if code != "veto.missing"]) == (expected, said)


def test_without_vetoes_nothing_is_capped():
    found = total(accidents=Events(), fraud=Events())
    assert (found.points, found.vetoes, codes(found)) == (8, (), [])


def test_a_veto_caps_the_total_and_keeps_the_rank():
    found = total(accidents=HAPPENED, fraud=Events())
    assert (found.points, found.vetoes, found.void, found.rank) == (5, ("accident",), False, 2)


def test_a_cap_above_the_total_changes_nothing():
    assert total(c="3", accidents=HAPPENED).points == 3


def test_a_veto_without_cap_voids_the_total_and_takes_the_rank():
    found = total(fraud=HAPPENED)
    assert (found.points, found.vetoes, found.void, found.rank, found.of) == (0, ("fraud",), True, None, 1)


def test_several_vetoes_are_all_said_and_the_hardest_counts():
    found = total(accidents=HAPPENED, fraud=HAPPENED)
    assert (found.points, found.vetoes, codes(found)) == (0, ("accident", "fraud"), ["veto.cap", "veto.void"])


def test_a_veto_names_its_basis_and_what_happened():
    step = next(step for step in total(accidents=HAPPENED).steps if step.code == "veto.cap")
    assert step.words == {"veto": "重大安全责任事故", "basis": "安全生产法第四条", "events": "6·1事故"}


def test_events_that_happened_no_times_trigger_nothing():
    assert total(accidents=Events((Event("k", "any", 0),))).vetoes == ()


def test_a_veto_may_not_apply():
    assert codes(total(accidents=NotApplicable(), fraud=Events())) == ["veto.not_applicable"]


def test_rounding_is_said_where_it_changes_something():
    own = {"c": samples.number("20", "3"), "bonus": samples.number("0"), "off": Events()}
    found = compute(SCHEME, WHO[:1], {"x": own}).totals["x"]
    assert (str(found.points), codes(found)[-1]) == ("6.67", "total.rounded")
