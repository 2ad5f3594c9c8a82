"""Rules over things that are counted: achievements by level, deductions for events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, Literal

from jiangxin.engines.appraisal.measures import Measure
from jiangxin.engines.appraisal.rules.base import ONE, ZERO, Context, Points, Rule, Step, expect, under_ceiling
from jiangxin.engines.appraisal.values import Event, Events, Item, Items, Known


@dataclass(frozen=True, slots=True)
class Level:
    """A level and its weight: national 3 (300 %), provincial 1."""

    code: str
    name: str
    weight: Decimal


@dataclass(frozen=True, slots=True)
class RankFactor:
    """What a place or a share in an achievement counts: first 1, second 0.5, third 0.3."""

    code: str
    name: str
    factor: Decimal


@dataclass(frozen=True, slots=True)
class LevelCounts(Rule):
    """Achievements weighted by level and rank, each counted once, up to what is possible.

    Of several entries of one achievement only one counts (就高不重复): that of the highest level, or the one worth
    most. Points are absolute: they do not grow with the weight of the criterion.
    """

    kind: ClassVar[str] = "level_counts"
    shape: ClassVar[str] = "items"
    levels: tuple[Level, ...]
    ranks: tuple[RankFactor, ...] = ()
    each: Decimal = Decimal(1)  # for an achievement of weight 1 and factor 1
    keep: Literal["highest_level", "highest_worth"] = "highest_level"

    def points(self, value: Known, context: Context) -> Points:
        """Return the points of a value."""
        entries: dict[str, set[Item]] = defaultdict(set)
        for item in expect(Items, value).items:
            entries[item.key].add(item)
        steps, total = [], ZERO
        for key in sorted(entries):
            ordered = sorted(entries[key], key=self._order, reverse=True)
            for place, item in enumerate(ordered):
                step = self._step(item, "item.repeated" if place else "item.counted")
                steps.append(step)
                total += ZERO if place else step.numbers["worth"]
        steps.append(Step("items.sum", {"count": Fraction(len(entries)), "reached": total}))
        points, cuts = under_ceiling(total, context)
        return Points(points, (*steps, *cuts))

    def _weights(self, item: Item) -> tuple[Level, RankFactor | None]:
        level = next(level for level in self.levels if level.code == item.level)
        return level, next((rank for rank in self.ranks if rank.code == item.rank), None)

    def _order(self, item: Item) -> tuple[Fraction, Fraction, str, str, str]:
        """Return what decides between entries of one achievement; the words only keep the order stable."""
        level, rank = self._weights(item)
        weight, factor = Fraction(level.weight), Fraction(rank.factor) if rank else ONE
        words = (item.level, item.rank, f"{item.name} {item.on}")
        if self.keep == "highest_level":
            return weight, factor, *words
        return weight * factor, weight, *words

    def _step(self, item: Item, code: str) -> Step:
        level, rank = self._weights(item)
        each, weight, factor = Fraction(self.each), Fraction(level.weight), Fraction(rank.factor) if rank else ONE
        numbers = {"each": each, "weight": weight, "factor": factor, "worth": each * weight * factor}
        words = {"item": item.name or item.key, "level": level.name, "rank": rank.name if rank else ""}
        return Step(f"{code}_ranked" if rank else code, numbers, words=words)

    def problems(self, measure: Measure, possible: Fraction) -> list[tuple[str, str]]:
        """Levels and ranks are named once and weigh something."""
        found = _repeated("level", (level.code for level in self.levels))
        found += _repeated("rank", (rank.code for rank in self.ranks))
        if not self.levels:
            found.append(("rule.levels", "there is no level"))
        found += [
            ("rule.weight", f"the level {level.code} weighs {level.weight}, less than 0")
            for level in self.levels
            if level.weight < 0
        ]
        found += [
            ("rule.weight", f"the rank {rank.code} counts {rank.factor}, not between 0 and 1")
            for rank in self.ranks
            if not 0 <= rank.factor <= 1
        ]
        if self.each <= 0:
            found.append(("rule.each", f"an achievement earns {self.each}, not more than 0"))
        return found

    def refusals(self, value: Known) -> list[str]:
        """Levels and ranks must be those of the rule."""
        levels, ranks = {level.code for level in self.levels}, {rank.code for rank in self.ranks} or {""}
        items = expect(Items, value).items
        unknown = [f"{item.key} has the unknown level {item.level!r}" for item in items if item.level not in levels]
        return unknown + [f"{item.key} has the unknown rank {item.rank!r}" for item in items if item.rank not in ranks]


@dataclass(frozen=True, slots=True)
class Deduction:
    """What an event of a matter costs, and at most all events of it together."""

    matter: str
    name: str
    each: Decimal
    cap: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Deductions(Rule):
    """All points, less so much for each event, at most ``cap`` in all and never under zero."""

    kind: ClassVar[str] = "deductions"
    shape: ClassVar[str] = "events"
    deductions: tuple[Deduction, ...]
    cap: Decimal | None = None

    def points(self, value: Known, context: Context) -> Points:
        """Return the points of a value."""
        counts = event_counts(expect(Events, value).events)
        steps, lost = [], ZERO
        for deduction in self.deductions:
            count = counts.get(deduction.matter, 0)
            if not count:
                continue
            each = Fraction(deduction.each)
            numbers = {"count": Fraction(count), "each": each, "lost": each * count}
            steps.append(Step("deduction.matter", numbers, words={"matter": deduction.name}))
            if deduction.cap is not None and each * count > Fraction(deduction.cap):
                cap = Fraction(deduction.cap)
                steps.append(Step("deduction.matter_cap", {"cap": cap}, words={"matter": deduction.name}))
                lost += cap
            else:
                lost += each * count
        if not steps:
            steps.append(Step("deduction.nothing"))
        if self.cap is not None and lost > Fraction(self.cap):
            steps.append(Step("deduction.cap", {"lost": lost, "cap": Fraction(self.cap)}))
            lost = Fraction(self.cap)
        kept = max(ZERO, context.possible - lost)
        if lost > context.possible:
            steps.append(Step("deduction.floor", {"lost": lost, "possible": context.possible}))
        last = Step("deduction.kept", {"possible": context.possible, "lost": context.possible - kept, "points": kept})
        return Points(kept, (*steps, last))

    def problems(self, measure: Measure, possible: Fraction) -> list[tuple[str, str]]:
        """Matters are named once, cost something, and caps are no more than there is to lose."""
        found = _repeated("matter", (deduction.matter for deduction in self.deductions))
        if not self.deductions:
            found.append(("rule.matters", "there is no matter"))
        found += [
            ("rule.each", f"the matter {deduction.matter} costs {deduction.each}, not more than 0")
            for deduction in self.deductions
            if deduction.each <= 0
        ]
        caps = [self.cap, *(deduction.cap for deduction in self.deductions)]
        found += [("rule.cap", f"the cap {cap} is below 0") for cap in caps if cap is not None and cap < 0]
        if self.cap is not None and Fraction(self.cap) > possible:
            found.append(("rule.cap", f"the cap {self.cap} is more than the points there are"))
        return found

    def refusals(self, value: Known) -> list[str]:
        """Matters must be those of the rule."""
        events, matters = expect(Events, value).events, {deduction.matter for deduction in self.deductions}
        unknown = [f"{event.key} has the unknown matter {event.matter!r}" for event in events]
        return [text for text, event in zip(unknown, events, strict=True) if event.matter not in matters]


def event_counts(events: Iterable[Event]) -> dict[str, int]:
    """Return how often each matter happened; the same event counts once."""
    counts: dict[str, int] = defaultdict(int)
    for (_key, matter), count in {(event.key, event.matter): event.count for event in events}.items():
        counts[matter] += count
    return counts


def event_refusals(value: Known) -> list[str]:
    """Say which events are told in two ways or happened less than never."""
    if not isinstance(value, Events):
        return []
    told: dict[tuple[str, str], int] = {}
    found = []
    for event in value.events:
        if told.setdefault((event.key, event.matter), event.count) != event.count:
            found.append(f"{event.key} is counted in two ways")
        if event.count < 0:
            found.append(f"{event.key} happened {event.count} times")
    return found


def _repeated(what: str, codes: Iterable[str]) -> list[tuple[str, str]]:
    seen: set[str] = set()
    found = []
    for code in codes:
        if code in seen:
            found.append(("rule.repeated", f"the {what} {code} is named twice"))
        seen.add(code)
    return found
