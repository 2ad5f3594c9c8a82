"""The light of a target: a pure function of its figure, its path, the last value, and the rules of the day.

A value is held against what was due on its own day: the last step of the path up to then, or the figure itself from
the deadline on. Requirements are due from the beginning. How far it falls short is a percentage of the value due:

- at least: below it; at most: above it;
- exactly, about: below what is due, or above the figure itself;
- between: below what is due, which leads to the lower end, or above the upper end.

So being ahead of the path is never behind. Without a value nothing is said, and neither before anything is due, unless
the figure is reached already. Tolerance is a matter of the rules: they say from how many per cent on a light changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jiangxin.planning.domain.lights.judging import COLOURS
from jiangxin.planning.domain.lights.known import Rule
from jiangxin.planning.enums import Colour, Comparator, Condition

CONDITIONS = (Condition.TARGET_BEHIND, Condition.TARGET_MISSED)
WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class Figure:
    """What a target asks for."""

    comparator: str
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    strict: bool = False
    deadline: date | None = None
    is_requirement: bool = False

    @property
    def goal(self) -> Decimal | None:
        """The end of the path: the figure, of a range its nearer end."""
        return self.low if self.comparator == Comparator.BETWEEN else self.value

    @property
    def most(self) -> Decimal | None:
        """What must not be exceeded, if anything."""
        if self.comparator == Comparator.BETWEEN:
            return self.high
        return None if self.comparator == Comparator.AT_LEAST else self.value


@dataclass(frozen=True, slots=True)
class Due:
    """What should have been reached, by when; `is_final` is the figure itself at its deadline."""

    value: Decimal
    on: date | None
    is_final: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """The light of a target, what was due, and how far the value falls short of it in per cent."""

    colour: str
    due: Due | None = None
    condition: str = ""
    short: Decimal | None = None


def due(figure: Figure, path: Iterable[tuple[date, Decimal]], day: date) -> Due | None:
    """Return what should have been reached on a day, None where nothing should yet."""
    if figure.goal is None:
        return None
    if figure.deadline is not None and figure.deadline <= day:
        return Due(figure.goal, figure.deadline, is_final=True)
    passed = max(((on, value) for on, value in path if on <= day), default=None)
    if passed is not None:
        return Due(passed[1], passed[0])
    return Due(figure.goal, None) if figure.is_requirement else None


def shortfall(figure: Figure, value: Decimal, wanted: Due) -> Decimal | None:
    """Return by how many per cent of the value due a value falls short of it; None where it does not."""
    if figure.comparator == Comparator.AT_MOST:
        gaps = [value - wanted.value]
    else:
        gaps = [wanted.value - value] + ([] if figure.most is None else [value - figure.most])
    counting = [gap for gap in gaps if gap > 0 or (gap == 0 and _is_open(figure, wanted))]
    return max((_share(gap, wanted.value) for gap in counting), default=None)


def _is_open(figure: Figure, wanted: Due) -> bool:
    """Whether the figure itself does not suffice: more than it, or less, is asked for."""
    return figure.strict and wanted.value == figure.goal and figure.comparator != Comparator.BETWEEN


def _share(gap: Decimal, of: Decimal) -> Decimal:
    return gap / abs(of) * WHOLE if of else (WHOLE if gap else Decimal(0))


def judge(
    figure: Figure,
    path: Sequence[tuple[date, Decimal]],
    value: tuple[date, Decimal] | None,
    rules: Iterable[Rule],
    day: date,
) -> Verdict:
    """Return the light of a target on a day; `value` is the last one, with the day it is about."""
    if value is None or figure.goal is None:
        return Verdict(Colour.GREY, due(figure, path, day))
    on, amount = value
    wanted = due(figure, path, on)
    if wanted is None:
        reached = shortfall(figure, amount, Due(figure.goal, figure.deadline)) is None
        return Verdict(Colour.GREEN if reached else Colour.GREY)
    short = shortfall(figure, amount, wanted)
    if short is None:
        return Verdict(Colour.GREEN, wanted)
    condition = Condition.TARGET_MISSED if wanted.is_final else Condition.TARGET_BEHIND
    fired = (
        rule.colour for rule in rules if rule.condition == condition and rule.holds(day) and short >= rule.threshold
    )
    return Verdict(max(fired, key=COLOURS.index, default=Colour.GREEN), wanted, condition, short)
