"""JSON forms say where they are wrong."""

import pytest
from tests.engines.appraisal import samples

from jiangxin.engines.appraisal import Scheme, Veto, codec
from jiangxin.engines.appraisal.codec import CodecError
from jiangxin.engines.appraisal.rules import BetweenLines
from jiangxin.engines.appraisal.values import Number

SCHEME = samples.scheme(
    samples.criterion("C", BetweenLines(samples.Decimal(0), samples.Decimal("0.10"))),
    vetoes=(Veto("v", "弄虚作假", "fraud", "统计法"),),
)


def test_numbers_are_strings_and_rules_say_their_kind():
    rule = {"kind": "between_lines", "fail": "0", "full": "0.10", "share_at_fail": "0"}
    assert SCHEME.to_dict()["criteria"][0]["rule"] == rule


def test_a_measure_keeps_its_kind():
    assert Scheme.from_dict(SCHEME.to_dict()).measures[0].kind == "result"


def test_what_has_a_default_may_be_left_out():
    data = SCHEME.to_dict()
    for name in ("places", "ceiling", "unscored", "in_force_to"):
        del data[name]
    assert Scheme.from_dict(data) == SCHEME


def test_whole_numbers_may_be_numbers():
    assert codec.decode(Number, {"amount": 3}) == samples.number("3")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"total": 10.5}, "Scheme.total: 10.5 is no Decimal"),
        ({"total": "ten"}, "Scheme.total: 'ten' is no Decimal"),
        ({"total": "NaN"}, "Scheme.total: 'NaN' is no Decimal"),
        ({"places": True}, "Scheme.places: True is no int"),
        ({"in_force_from": "2026-13-01"}, "Scheme.in_force_from: '2026-13-01' is no date"),
        ({"unscored": "share"}, "Scheme.unscored: 'share' is none of 'redistribute', 'omit'"),
        ({"groups": {}}, "Scheme.groups: a list is expected"),
        ({"groups": ["a"]}, r"Scheme.groups\[0\]: an object is expected"),
        ({"groups": [{"code": "a"}]}, r"Scheme.groups\[0\]: unknown \[\], left out \['name'\]"),
        ({"colour": "red"}, r"Scheme: unknown \['colour'\]"),
    ],
)
def test_faulty_schemes_are_refused_with_the_place(change, message):
    with pytest.raises(CodecError, match=message):
        Scheme.from_dict(SCHEME.to_dict() | change)


@pytest.mark.parametrize("rule", [{"kind": "guess"}, {}, None, "between_lines"])
def test_unknown_kinds_of_rule_are_refused(rule):
    data = SCHEME.to_dict()
    data["criteria"][0]["rule"] = rule
    with pytest.raises(CodecError, match=r"Scheme.criteria\[0\].rule: .* is none of the kinds between_lines, "):
        Scheme.from_dict(data)


def test_weights_must_be_an_object():
    data = SCHEME.to_dict()
    data["criteria"][0]["weights"] = []
    with pytest.raises(CodecError, match=r"Scheme.criteria\[0\].weights: an object is expected"):
        Scheme.from_dict(data)
