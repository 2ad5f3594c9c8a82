"""What is known of a task, every fact with the day it became known, and the rules by which it is judged.

Nothing here is ever taken back by changing it: an extension adds a due date that counts from the day it was granted, a
returned report gets a further round, a completion that was wrong gets the day it was undone. So the light of a day
follows from the facts up to that day, whenever it is asked for.

References (`ref`) are the caller's: they name a cycle or a sub-task in the causes of a light.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

QUALITY = "quality"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days `[start, end)`; without an end it goes on."""

    start: date
    end: date | None = None

    def __contains__(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True)
class Override:
    """A light that somebody put above the computed one for a time."""

    colour: str
    span: Span


@dataclass(frozen=True, slots=True)
class Rule:
    """From which measure on a condition gives a light its colour, and on which days."""

    condition: str
    threshold: int
    colour: str
    valid_from: date
    valid_to: date | None = None

    def holds(self, day: date) -> bool:
        """Whether the rule is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class Due:
    """A due date, and since when it is the one that counts."""

    on: date
    known_from: date


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """That a unit was asked to take the task on, by when if at all."""

    ref: str
    asked_on: date
    due_on: date | None = None
    acknowledged_on: date | None = None
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class HandIn:
    """One round of a report."""

    round: int
    handed_in_on: date
    percent: Decimal | None = None
    returned_on: date | None = None
    return_kind: str = ""

    def is_returned(self, day: date) -> bool:
        """Whether it had gone back to the unit by a day."""
        return self.returned_on is not None and self.returned_on <= day


@dataclass(frozen=True, slots=True)
class Obligation:
    """A report that the unit owes for a period, and its rounds."""

    ref: str
    kind: str
    starts_on: date
    ends_on: date
    opens_on: date
    due: tuple[Due, ...]
    hand_ins: tuple[HandIn, ...] = ()

    def rounds(self, day: date) -> list[HandIn]:
        """Return the rounds handed in by a day, in order."""
        known = [row for row in self.hand_ins if row.handed_in_on <= day]
        return sorted(known, key=lambda row: (row.handed_in_on, row.round))


@dataclass(frozen=True, slots=True)
class Completion:
    """That something was done on a day, which day that became known, and when it turned out wrong."""

    done_on: date
    noted_on: date
    undone_on: date | None = None


@dataclass(frozen=True, slots=True)
class Milestone:
    """A sub-task or milestone with a date; it exists since its first due date was known."""

    ref: str
    due: tuple[Due, ...]
    completions: tuple[Completion, ...] = ()
    dropped_on: date | None = None

    def completion(self, day: date) -> Completion | None:
        """Return what was known on a day of its being done."""
        known = [
            row for row in self.completions if row.noted_on <= day and (row.undone_on is None or row.undone_on > day)
        ]
        return max(known, key=lambda row: (row.noted_on, row.done_on), default=None)


@dataclass(frozen=True, slots=True)
class YearPlan:
    """Planned progress of a year's goal by the ends of its quarters, from the approval until the year is settled."""

    year: int
    revision: int
    approved_on: date
    nodes: tuple[tuple[date, Decimal | int], ...]
    settled_on: date | None = None

    def planned(self, day: date) -> tuple[date, Decimal | int] | None:
        """Return the last node up to a day."""
        return max((node for node in self.nodes if node[0] <= day), default=None)


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the light of a task follows from. Suspensions and overrides never overlap among themselves."""

    issued_on: date | None = None
    acknowledgements: tuple[Acknowledgement, ...] = ()
    deadline: tuple[Due, ...] = ()
    suspensions: tuple[Span, ...] = ()
    closed_on: date | None = None
    terminated_on: date | None = None
    obligations: tuple[Obligation, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    plans: tuple[YearPlan, ...] = ()
    overrides: tuple[Override, ...] = ()

    def is_gone(self, day: date) -> bool:
        """Whether the task had ended by a day without being done here, so that nothing of it is judged any more."""
        return self.terminated_on is not None and self.terminated_on <= day

    def acknowledged(self, day: date) -> bool:
        """Whether a unit had taken the task on by a day."""
        return any(row.acknowledged_on is not None and row.acknowledged_on <= day for row in self.acknowledgements)

    def plan(self, year: int, day: date) -> YearPlan | None:
        """Return the plan for a year that was in force on a day."""
        known = [row for row in self.plans if row.year == year and row.approved_on <= day]
        last = max(known, key=lambda row: (row.approved_on, row.revision), default=None)
        return None if last is None or (last.settled_on is not None and last.settled_on <= day) else last


# ── Counting days: nothing falls due, and no day counts, while a task rests ─────────────────────


class Rests:
    """The times in which a task rested, as known on a day."""

    def __init__(self, spans: Iterable[Span], day: date = date.max) -> None:
        self.spans = sorted((span.start, span.end or date.max) for span in spans if span.start <= day)

    def due(self, history: Iterable[Due], day: date) -> date | None:
        """Return the due date that counted on a day; one that fell into a rest counts from the end of the rest."""
        known = max(((row.known_from, row.on) for row in history if row.known_from <= day), default=None)
        return None if known is None else self.moved(known[1])

    def moved(self, due: date) -> date:
        """Move a date out of the rest it falls into, to the first day afterwards."""
        for start, end in self.spans:
            if start <= due < end:
                due = end
        return due

    def elapsed(self, since: date, day: date) -> int:
        """Count the days after `since` up to a day without those of rest; negative before it."""
        count = (day - since).days
        for start, end in self.spans:
            if since < end and start <= day:
                first, behind = max(start, since + timedelta(1)), min(end, day + timedelta(1))
                count -= max((behind - first).days, 0)
        return count

    def reached(self, since: date, days: int) -> date | None:
        """Return the first day on which so many days have elapsed, if that day comes."""
        day = since + timedelta(days)
        for start, end in self.spans:
            first = max(start, since + timedelta(1))
            if first < end and first <= day:
                if end == date.max:
                    return None
                day += end - first
        return day
