"""Halves go away from zero, once."""

from decimal import Decimal
from fractions import Fraction

import pytest

from jiangxin.engines.appraisal.rounding import half_up


@pytest.mark.parametrize(
    ("exact", "places", "expected"),
    [
        ("2.345", 2, "2.35"),
        ("2.3449999", 2, "2.34"),
        ("2.5", 0, "3"),
        ("-2.345", 2, "-2.35"),
        ("1/3", 4, "0.3333"),
        ("-1/1000", 2, "0.00"),
        ("123456789012345678901234567890.5", 0, "123456789012345678901234567891"),
    ],
)
def test_half_up_rounds_halves_away_from_zero(exact, places, expected):
    assert str(half_up(Fraction(exact), places)) == expected


def test_half_up_keeps_the_places():
    assert half_up(Fraction(7), 2).as_tuple() == Decimal("7.00").as_tuple()
