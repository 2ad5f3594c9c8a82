"""Lights over a stretch of time, judged only on the days on which they may change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from jiangxin.planning.domain.lights.judging import NEAR, Verdict, judge
from jiangxin.planning.domain.lights.known import Due, Facts, Rests, Rule

DAY = timedelta(1)


@dataclass(frozen=True, slots=True)
class Spell:
    """Days `[start, end)` with the same light; measures in its causes are those of its first day."""

    start: date
    end: date
    verdict: Verdict


def spells(facts: Facts, rules: Iterable[Rule], first: date, last: date) -> list[Spell]:
    """Return the lights from the first to the last day, both included."""
    rules = list(rules)
    begun: list[tuple[date, Verdict]] = []
    for day in [first, *change_days(facts, rules, first + DAY, last)]:
        verdict = judge(facts, rules, day)
        if not begun or verdict.key != begun[-1][1].key:
            begun.append((day, verdict))
    ends = [start for start, _verdict in begun[1:]] + [last + DAY]
    return [Spell(start, end, verdict) for (start, verdict), end in zip(begun, ends, strict=True)]


def change_days(facts: Facts, rules: Sequence[Rule], first: date, last: date) -> list[date]:
    """Return, in order, the days on which the light may differ from that of the day before (and few others)."""
    found = {*_known_on(facts), *_rules_change(rules), *_thresholds_reached(facts, rules)}
    return sorted(day for day in found if day is not None and first <= day <= last)


def _known_on(facts: Facts) -> Iterator[date | None]:
    """Yield the days on which something became known."""
    yield from (facts.issued_on, facts.closed_on, facts.terminated_on)
    for span in (*facts.suspensions, *(row.span for row in facts.overrides)):
        yield from (span.start, span.end)
    for ask in facts.acknowledgements:
        yield from (ask.asked_on, ask.acknowledged_on, ask.ended_on)
    yield from (due.known_from for due in facts.deadline)
    for owed in facts.obligations:
        yield owed.opens_on
        yield from (due.known_from for due in owed.due)
        for hand_in in owed.hand_ins:
            yield from (hand_in.handed_in_on, hand_in.returned_on)
    for step in facts.milestones:
        yield step.dropped_on
        yield from (due.known_from for due in step.due)
        for done in step.completions:
            yield from (done.noted_on, done.undone_on)
    for plan in facts.plans:
        yield from (plan.approved_on, plan.settled_on)


def _rules_change(rules: Iterable[Rule]) -> Iterator[date | None]:
    for rule in rules:
        yield from (rule.valid_from, rule.valid_to)


def _thresholds_reached(facts: Facts, rules: Iterable[Rule]) -> Iterator[date | None]:
    """Yield the days on which so many days are left, or have passed, as a rule says."""
    rests = Rests(facts.suspensions)
    thresholds: dict[str, set[int]] = {}
    for rule in rules:
        thresholds.setdefault(rule.condition, set()).add(rule.threshold)
    for condition, since in set(_counted_from(facts, rests)):
        if condition in NEAR:
            yield since + DAY  # no longer near, and from now on there is something to go by
            yield from (since - timedelta(days) for days in thresholds.get(condition, ()))
        else:
            yield from (rests.reached(since, days) for days in thresholds.get(condition, ()))


def _counted_from(facts: Facts, rests: Rests) -> Iterator[tuple[str, date]]:
    """Yield conditions whose measure changes by itself, with the days from or to which it counts."""

    def waiting(what: str, history: Iterable[Due]) -> Iterator[tuple[str, date]]:
        for due in {day for row in history for day in moved(row.on)}:
            yield from ((f"{what}_near", due), (f"{what}_overdue", due))

    def moved(due: date | None) -> set[date]:
        return (
            set() if due is None else {due, rests.moved(due)} - {date.max}
        )  # before the rest became known, and afterwards

    for ask in facts.acknowledgements:
        yield from (("acknowledgement_overdue", due) for due in moved(ask.due_on))
    yield from waiting("deadline", facts.deadline)
    for step in facts.milestones:
        yield from waiting("milestone", step.due)
    for owed in facts.obligations:
        yield from waiting("report", owed.due)
        for hand_in in owed.hand_ins:
            if hand_in.returned_on is not None:
                yield from (("returned", hand_in.returned_on), ("quality_rejected", hand_in.returned_on))
