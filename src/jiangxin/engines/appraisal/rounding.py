"""The one rounding, at the end."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction


def half_up(exact: Fraction, places: int) -> Decimal:
    """Round to so many decimal places, halves away from zero (ROUND_HALF_UP)."""
    scaled = abs(exact) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(f"{-whole if exact < 0 else whole}e-{places}")
