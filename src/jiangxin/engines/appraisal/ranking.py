"""Ranks inside a peer group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal


def competition_ranks(points: Mapping[str, Decimal]) -> dict[str, int]:
    """Return standard competition ranks (1, 1, 3): one more than the number of those who have more points."""
    counts = Counter(points.values())
    ranks, above = {}, 0
    for number in sorted(counts, reverse=True):
        ranks[number] = above + 1
        above += counts[number]
    return {code: ranks[number] for code, number in points.items()}


def ties(points: Mapping[str, Decimal]) -> dict[str, tuple[str, ...]]:
    """Return for everyone who shares the same points, in the order of their codes."""
    return {
        code: tuple(sorted(other for other, more in points.items() if more == number and other != code))
        for code, number in points.items()
    }
