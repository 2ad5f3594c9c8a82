"""Rules over one figure: between lines, against the best, by brackets, cumulative."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import ClassVar, Literal

from jiangxin.engines.appraisal.measures import Measure
from jiangxin.engines.appraisal.rules.base import HUNDRED, ONE, ZERO, Context, Points, Rule, Step, by_share, expect
from jiangxin.engines.appraisal.rules.base import under_ceiling as cut
from jiangxin.engines.appraisal.values import Known, Number


def _figure(value: Known) -> Fraction:
    return expect(Number, value).exact


@dataclass(frozen=True, slots=True)
class BetweenLines(Rule):
    """Nothing before the fail line, everything from the full line on, linear between them.

    A fail line above the full line says that less is better. ``share_at_fail`` is what the fail line itself is
    worth, for schemes where passing already earns a part.
    """

    kind: ClassVar[str] = "between_lines"
    shape: ClassVar[str] = "number"
    fail: Decimal
    full: Decimal
    share_at_fail: Decimal = Decimal(0)

    def points(self, value: Known, context: Context) -> Points:
        """Return the points of a value."""
        figure, fail, full, base = (
            _figure(value),
            Fraction(self.fail),
            Fraction(self.full),
            Fraction(self.share_at_fail),
        )
        way = (figure - fail) / (full - fail)
        numbers = {"value": figure, "fail": fail, "full": full}
        if way < 0:
            share, code = ZERO, "lines.failed"
        elif way >= 1:
            share, code = ONE, "lines.full"
        else:
            share = base + (1 - base) * way
            code = "lines.between_from" if base else "lines.between"
            numbers |= {"way": way, "base": base, "share": share}
        points, last = by_share(share, context)
        return Points(points, (Step(code, numbers), last))

    def problems(self, measure: Measure, possible: Fraction) -> list[tuple[str, str]]:
        """Lines must differ, and the fail line is worth a share."""
        found = []
        if self.fail == self.full:
            found.append(("rule.lines_equal", f"fail line and full line are both {self.full}"))
        if not 0 <= self.share_at_fail <= 1:
            found.append(("rule.share", f"the share at the fail line is {self.share_at_fail}, not between 0 and 1"))
        return found


@dataclass(frozen=True, slots=True)
class BestOfPeers(Rule):
    """The own figure divided by the best of the peer group; where less is better, the other way round."""

    kind: ClassVar[str] = "best_of_peers"
    shape: ClassVar[str] = "number"
    lower_is_better: bool = False

    @property
    def reads_peers(self) -> bool:
        """The best is one of them."""
        return True

    def points(self, value: Known, context: Context) -> Points:
        """Return the points of a value."""
        figure = _figure(value)
        best = context.lowest if self.lower_is_better else context.highest
        numbers = {"value": figure, "best": best, "count": Fraction(len(context.peers))}
        if self.lower_is_better:
            share = best / figure if figure else ONE
            code = "best.lowest" if figure else "best.zero"
        else:
            share = figure / best if best else ZERO
            code = "best.highest" if best else "best.nobody"
        points, last = by_share(share, context)
        return Points(points, (Step(code, numbers | {"share": share}), last))

    def refusals(self, value: Known) -> list[str]:
        """A share of the best means nothing for figures below zero."""
        return ["is below zero, which cannot be divided by the best of the peers"] if _figure(value) < 0 else []


@dataclass(frozen=True, slots=True)
class Bracket:
    """Figures from ``at_least`` to under ``below`` earn a share. No bound means without end."""

    at_least: Decimal | None
    below: Decimal | None
    share: Decimal

    def holds(self, figure: Fraction) -> bool:
        """Whether a figure lies in the bracket."""
        from_here = self.at_least is None or Fraction(self.at_least) <= figure
        return from_here and (self.below is None or figure < Fraction(self.below))

    def __str__(self) -> str:
        low = "−∞" if self.at_least is None else str(self.at_least)
        return f"[{low}, {'∞' if self.below is None else self.below})"


@dataclass(frozen=True, slots=True)
class Brackets(Rule):
    """Brackets of the figure, of its per cent of the peers' mean, or of its distance from that mean."""

    kind: ClassVar[str] = "brackets"
    shape: ClassVar[str] = "number"
    brackets: tuple[Bracket, ...]
    about: Literal["value", "percent_of_mean", "distance_from_mean"] = "value"

    @property
    def reads_peers(self) -> bool:
        """Only where the mean is asked for."""
        return self.about != "value"

    def points(self, value: Known, context: Context) -> Points:
        """Return the points of a value."""
        figure, steps = self._placed(_figure(value), context)
        bracket = next(bracket for bracket in self.brackets if bracket.holds(figure))
        bounds = {"low": bracket.at_least, "high": bracket.below}
        numbers = {name: Fraction(bound) for name, bound in bounds.items() if bound is not None}
        code = {0: "bracket.all", 1: "bracket.from" if "low" in numbers else "bracket.under", 2: "bracket.between"}
        share = Fraction(bracket.share)
        points, last = by_share(share, context)
        named = Step(code[len(numbers)], {"figure": figure, "share": share} | numbers)
        return Points(points, (*steps, named, last))

    def _placed(self, figure: Fraction, context: Context) -> tuple[Fraction, tuple[Step, ...]]:
        """Return the figure that is looked up, and how it came about."""
        if self.about == "value":
            return figure, ()
        mean, count = context.mean, Fraction(len(context.peers))
        numbers = {"value": figure, "mean": mean, "count": count}
        if self.about == "distance_from_mean":
            return figure - mean, (Step("mean.distance", numbers | {"figure": figure - mean}),)
        if mean == 0:  # no figure is below zero, so all are zero and everybody is at the mean
            return HUNDRED, (Step("mean.all_zero", numbers | {"figure": HUNDRED}),)
        percent = figure / mean * 100
        return percent, (Step("mean.percent", numbers | {"figure": percent}),)

    def problems(self, measure: Measure, possible: Fraction) -> list[tuple[str, str]]:
        """Brackets must not overlap, must leave no gap, and are worth shares."""
        found = [
            ("rule.bracket_empty", f"the bracket {bracket} is empty")
            for bracket in self.brackets
            if bracket.at_least is not None and bracket.below is not None and bracket.at_least >= bracket.below
        ]
        found += [
            ("rule.share", f"the bracket {bracket} is worth {bracket.share}, not between 0 and 1")
            for bracket in self.brackets
            if not 0 <= bracket.share <= 1
        ]
        least, most = (measure.least, measure.most) if self.about == "value" else (None, None)
        if self.about == "percent_of_mean":
            least = Decimal(0)
        return found or _seams(self.brackets, least, most)

    def refusals(self, value: Known) -> list[str]:
        """Per cent of a mean mean nothing for figures below zero."""
        below = self.about == "percent_of_mean" and _figure(value) < 0
        return ["is below zero, of which there is no per cent of the mean"] if below else []


def _seams(brackets: tuple[Bracket, ...], least: Decimal | None, most: Decimal | None) -> list[tuple[str, str]]:
    """Return overlaps and gaps between brackets, and figures before the first or after the last."""
    if not brackets:
        return [("rule.bracket_gap", "there is no bracket")]
    ordered = sorted(brackets, key=lambda bracket: (bracket.at_least is not None, bracket.at_least or 0))
    found = []
    first = ordered[0]
    if first.at_least is not None and (least is None or first.at_least > least):
        found.append(("rule.bracket_gap", f"figures under {first.at_least} lie in no bracket"))
    for one, two in pairwise(ordered):
        if one.below is None or two.at_least is None or one.below > two.at_least:
            found.append(("rule.bracket_overlap", f"the brackets {one} and {two} overlap"))
        elif one.below < two.at_least:
            found.append(("rule.bracket_gap", f"figures from {one.below} to under {two.at_least} lie in no bracket"))
    ends = [bracket.below for bracket in brackets if bracket.below is not None]
    if len(ends) == len(brackets) and (most is None or max(ends) <= most):
        found.append(("rule.bracket_gap", f"figures from {max(ends)} on lie in no bracket"))
    return found


@dataclass(frozen=True, slots=True)
class Cumulative(Rule):
    """So many points for each ``per`` of the figure beyond ``above``, up to what is possible.

    Points are absolute: a group where the criterion weighs more gets a higher ceiling, not more for each.
    """

    kind: ClassVar[str] = "cumulative"
    shape: ClassVar[str] = "number"
    each: Decimal
    per: Decimal = Decimal(1)
    above: Decimal = Decimal(0)
    whole: bool = False  # only full steps count

    def points(self, value: Known, context: Context) -> Points:
        """Return the points of a value."""
        figure, above, per, each = (
            _figure(value),
            Fraction(self.above),
            Fraction(self.per),
            Fraction(self.each),
        )
        if figure <= above:
            return Points(ZERO, (Step("cumulative.none", {"value": figure, "above": above}),))
        steps = (figure - above) / per
        counted = Fraction(steps.numerator // steps.denominator) if self.whole else steps
        reached = counted * each
        numbers = {"value": figure, "above": above, "per": per, "steps": steps, "counted": counted}
        code = "cumulative.whole" if self.whole else "cumulative.steps"
        earned = Step("cumulative.earned", {"counted": counted, "each": each, "reached": reached})
        points, cuts = cut(reached, context)
        return Points(points, (Step(code, numbers), earned, *cuts))

    def problems(self, measure: Measure, possible: Fraction) -> list[tuple[str, str]]:
        """Steps have a width, and earn something."""
        found = []
        if self.per <= 0:
            found.append(("rule.step", f"a step is {self.per} wide, not more than 0"))
        if self.each <= 0:
            found.append(("rule.each", f"a step earns {self.each}, not more than 0"))
        return found
