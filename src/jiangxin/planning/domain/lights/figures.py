"""Arithmetic of figures that are summed up: exact until they are shown, and missing is not zero."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

#: Figures are shown with two decimals.
DIGITS = 2


def rounded(value: Fraction | None) -> Decimal | None:
    """Return a figure as it is shown: half a unit of the last decimal is rounded up."""
    if value is None:
        return None
    return Decimal(floor(value * 10**DIGITS + Fraction(1, 2))).scaleb(-DIGITS)


@dataclass(frozen=True, slots=True)
class Weighed:
    """One part of a figure: how much of the whole it is, and its percentage where that is known."""

    share: Fraction
    percent: Decimal | None = None


def known_share(parts: Iterable[Weighed]) -> Fraction:
    """Return how much of the whole is known."""
    return sum((part.share for part in parts if part.percent is not None), Fraction(0))


def points(part: Weighed, known: Fraction) -> Fraction | None:
    """Return what a part adds to the figure: the points of all parts are the figure."""
    if part.percent is None or not known:
        return None
    return part.share * Fraction(part.percent) / known
