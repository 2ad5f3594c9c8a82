"""The light of a task on a day: a pure function of what was known on that day and of the rules in force on it.

Each condition is one function that says how far it is fulfilled and by what; a rule fires from its threshold on. The
worst colour that fired is the light. Colours and thresholds come from rules only.

What counts:

- A report counts until a newer one of its kind was handed in and stands, or one of another kind whose period holds all
  of its period. So a missed report stays overdue, and one that came late stays late, until the next one is in.
- Late is what came late the first time. How long a unit takes over a returned report is measured by itself.
- A sub-task done late stays late until a report was handed in on a period that began after this became known.
- Progress is compared with what was planned for the end of the period that the report is about.
- A task that ended shows only what was late at its end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from jiangxin.planning.domain.lights.known import (
    QUALITY,
    Completion,
    Facts,
    HandIn,
    Milestone,
    Obligation,
    Rests,
    Rule,
)

#: Colours from good to bad; grey says that nothing can be said.
COLOURS = ("grey", "green", "blue", "yellow", "red")
#: Conditions that fire at a measure up to their threshold: days that are left.
NEAR = frozenset({"report_near", "milestone_near", "deadline_near"})
#: Conditions whose measure stays as it is until a new fact comes; that of the others changes every day.
STILL = frozenset({"behind_plan", "late_done"})
#: Conditions about something that is still to be done by a date.
AHEAD = NEAR | {"acknowledgement_overdue", "report_overdue", "milestone_overdue", "deadline_overdue"}
CONDITIONS = (
    "acknowledgement_overdue",
    "report_near",
    "report_overdue",
    "returned",
    "quality_rejected",
    "milestone_near",
    "milestone_overdue",
    "behind_plan",
    "deadline_near",
    "deadline_overdue",
    "late_done",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a light is not green: the condition, how far it is fulfilled, by what, and the day it counts from or to."""

    condition: str
    measure: Decimal
    threshold: int
    colour: str
    ref: str
    due: date

    @property
    def key(self) -> tuple[object, ...]:
        """What tells this cause from others on whichever day: a measure that runs by itself is left out."""
        still = self.measure if self.condition in STILL else None
        return (self.condition, still, self.threshold, self.colour, self.ref, self.due)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A light: the colour shown, the one that the rules gave, and why, the worst cause first."""

    colour: str
    computed: str
    causes: tuple[Cause, ...] = ()

    @property
    def key(self) -> tuple[object, ...]:
        """What makes a light the same on another day."""
        return (self.colour, self.computed, tuple(cause.key for cause in self.causes))


@dataclass(frozen=True, slots=True)
class _Measure:
    condition: str
    value: Decimal | int
    ref: str
    due: date


def judge(facts: Facts, rules: Iterable[Rule], day: date) -> Verdict:
    """Return the light of a task on a day."""
    known = None if _is_out(facts, day) else _Day(facts, day)
    causes = _causes(known.measures(), [rule for rule in rules if rule.holds(day)]) if known else ()
    good = "green" if known and known.is_measurable() else "grey"
    computed = causes[0].colour if causes else good
    shown = max(((row.span.start, row.colour) for row in facts.overrides if day in row.span), default=None)
    return Verdict(shown[1] if shown else computed, computed, causes)


@dataclass(frozen=True, slots=True)
class Outlook:
    """How a task stands besides its light: progress planned and reported for the same day, and what is due next."""

    planned: Decimal | int | None = None
    reported: Decimal | None = None
    next_due_on: date | None = None


def outlook(facts: Facts, day: date) -> Outlook:
    """Return planned and reported progress, and the earliest date of what is not done (it may have passed)."""
    if _is_out(facts, day):
        return Outlook()
    known = _Day(facts, day)
    ends_on, _ref, reported = known.stated or (day, "", None)
    node = known.planned(ends_on)
    waiting = [] if known.has_ended else [row.due for row in known.measures() if row.condition in AHEAD]
    return Outlook(node[1] if node else None, reported, min(waiting, default=None))


def _is_out(facts: Facts, day: date) -> bool:
    """Whether a task is out of sight of the rules: not issued yet, terminated, or resting."""
    if facts.issued_on is None or facts.issued_on > day:
        return True
    if facts.is_gone(day):
        return True
    return any(day in span for span in facts.suspensions)


def _causes(measures: Iterable[_Measure], rules: Sequence[Rule]) -> tuple[Cause, ...]:
    """Let the rules fire: one cause for each condition and what it is about, the worst first."""
    found = []
    for measure in measures:
        near = measure.condition in NEAR
        fired = [
            (COLOURS.index(rule.colour), -rule.threshold if near else rule.threshold, rule)
            for rule in rules
            if rule.condition == measure.condition
            and (measure.value <= rule.threshold if near else measure.value >= rule.threshold)
        ]
        if fired:
            rule = max(fired, key=lambda item: item[:2])[2]
            value = Decimal(measure.value)
            found.append(Cause(measure.condition, value, rule.threshold, rule.colour, measure.ref, measure.due))
    found.sort(key=lambda row: (-COLOURS.index(row.colour), CONDITIONS.index(row.condition), row.due, row.ref))
    return tuple(found)


class _Day:
    """What was known of a task on a day; of one that has ended, on the day of its end."""

    def __init__(self, facts: Facts, day: date) -> None:
        self.facts = facts
        self.has_ended = facts.closed_on is not None and facts.closed_on <= day
        self.day = facts.closed_on if self.has_ended and facts.closed_on else day
        self.rests = Rests(facts.suspensions, self.day)

    def measures(self) -> Iterator[_Measure]:
        """Yield what rules may be applied to."""
        if self.has_ended:
            yield from self.ending()
        else:
            yield from self.acknowledgement()
            yield from self.reports()
            yield from self.milestones()
            yield from self.progress()
            yield from self.deadline()
        yield from self.late()

    # ── Reports ──

    @cached_property
    def owed(self) -> list[tuple[Obligation, list[HandIn]]]:
        """Reports asked for by the day, with their rounds by the day."""
        return [(row, row.rounds(self.day)) for row in self.facts.obligations if row.opens_on <= self.day]

    @cached_property
    def standing(self) -> list[tuple[Obligation, HandIn]]:
        """Reports that are in and were not returned, with the round that stands."""
        return [(row, rounds[-1]) for row, rounds in self.owed if rounds and not rounds[-1].is_returned(self.day)]

    @cached_property
    def counting(self) -> list[tuple[Obligation, list[HandIn]]]:
        """Reports that no later one took the place of."""
        return [(row, rounds) for row, rounds in self.owed if not self._is_superseded(row)]

    def _is_superseded(self, row: Obligation) -> bool:
        return any(
            other.starts_on > row.starts_on
            if other.kind == row.kind
            else other.starts_on <= row.starts_on
            and row.ends_on <= other.ends_on
            and hand_in.handed_in_on >= row.opens_on
            for other, hand_in in self.standing
        )

    def reports(self) -> Iterator[_Measure]:
        """Yield reports that are due, overdue, or returned and not answered."""
        for row, rounds in self.counting:
            if not rounds:
                yield from self._waiting("report", row.ref, self.rests.due(row.due, self.day))
            elif rounds[-1].is_returned(self.day):
                returned_on = rounds[-1].returned_on or self.day
                days = self.rests.elapsed(returned_on, self.day)
                yield _Measure("returned", days, row.ref, returned_on)
                if rounds[-1].return_kind == QUALITY:
                    yield _Measure("quality_rejected", days, row.ref, returned_on)

    @cached_property
    def stated(self) -> tuple[date, str, Decimal] | None:
        """The last progress stated: the end of the period it is about, the report, the percentage."""
        found = [
            (row.ends_on, hand_in.handed_in_on, row.ends_on - row.starts_on, row.ref, hand_in.percent)
            for row, hand_in in self.standing
            if hand_in.percent is not None
        ]
        ends_on, _on, _length, ref, percent = max(found, default=(None, None, None, "", None))
        return None if ends_on is None or percent is None else (ends_on, ref, percent)

    def planned(self, day: date) -> tuple[date, Decimal | int] | None:
        """Return what was planned to be reached by a day, and by when exactly."""
        plan = self.facts.plan(day.year, self.day)
        return plan.planned(day) if plan else None

    def progress(self) -> Iterator[_Measure]:
        """Yield how far the last reported progress is behind what was planned for its period."""
        if self.stated is not None:
            ends_on, ref, percent = self.stated
            node = self.planned(ends_on)
            if node is not None and node[1] > percent:
                yield _Measure("behind_plan", node[1] - percent, ref, node[0])

    # ── Sub-tasks and milestones ──

    @cached_property
    def steps(self) -> list[tuple[Milestone, date, Completion | None]]:
        """Sub-tasks and milestones with their due dates of the day, and whether they are done."""
        found = []
        for row in self.facts.milestones:
            due = self.rests.due(row.due, self.day)
            if due is not None and (row.dropped_on is None or row.dropped_on > self.day):
                found.append((row, due, row.completion(self.day)))
        return found

    def milestones(self) -> Iterator[_Measure]:
        """Yield those that are due or overdue."""
        for row, due, done in self.steps:
            if done is None:
                yield from self._waiting("milestone", row.ref, due)

    # ── The task itself ──

    def acknowledgement(self) -> Iterator[_Measure]:
        """Yield what a unit was asked to take on and has not."""
        for row in self.facts.acknowledgements:
            answered = row.acknowledged_on is not None and row.acknowledged_on <= self.day
            ended = row.ended_on is not None and row.ended_on <= self.day
            if row.due_on is not None and row.asked_on <= self.day and not answered and not ended:
                due = self.rests.moved(row.due_on)
                yield _Measure("acknowledgement_overdue", self.rests.elapsed(due, self.day), row.ref, due)

    def deadline(self) -> Iterator[_Measure]:
        """Yield the deadline of the task that is near or has passed."""
        yield from self._waiting("deadline", "", self.rests.due(self.facts.deadline, self.day))

    def _waiting(self, what: str, ref: str, due: date | None) -> Iterator[_Measure]:
        """Yield what is not done: how many days are left, or have passed."""
        if due is None:
            return
        if self.day <= due:
            yield _Measure(f"{what}_near", (due - self.day).days, ref, due)
        if self.day >= due:
            yield _Measure(f"{what}_overdue", self.rests.elapsed(due, self.day), ref, due)

    # ── What came late ──

    def late(self) -> Iterator[_Measure]:
        """Yield reports and sub-tasks that were done after their due dates, as those were known then."""
        for obligation, rounds in self.counting:
            if rounds:
                first = rounds[0].handed_in_on
                yield from self._came(obligation.ref, self.rests.due(obligation.due, first), first)
        newest = max((row.starts_on for row, _hand_in in self.standing), default=self.facts.issued_on or date.min)
        for milestone, _due, done in self.steps:
            if done is not None and newest <= done.noted_on:
                yield from self._came(milestone.ref, self.rests.due(milestone.due, done.noted_on), done.done_on)

    def ending(self) -> Iterator[_Measure]:
        """Yield a task that ended after its deadline."""
        yield from self._came("", self.rests.due(self.facts.deadline, self.day), self.day)

    def _came(self, ref: str, due: date | None, on: date) -> Iterator[_Measure]:
        days = 0 if due is None else self.rests.elapsed(due, on)
        if due is not None and days > 0:
            yield _Measure("late_done", days, ref, due)

    # ── Whether anything can be said ──

    def is_measurable(self) -> bool:
        """Whether the task has ended, or was taken on and anything was due, done or planned by the day."""
        if self.has_ended:
            return True
        if not self.facts.acknowledged(self.day):
            return False
        if any(row.approved_on <= self.day for row in self.facts.plans):
            return True
        if any(done is not None or due < self.day for _row, due, done in self.steps):
            return True
        return any(rounds or (self.rests.due(row.due, self.day) or self.day) < self.day for row, rounds in self.owed)
