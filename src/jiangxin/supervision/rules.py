"""Rules as pure functions: how a lot is drawn, and which step of the ladder of slips is due on a day.

The ladder is a function of the slips that were issued and of the kinds of slips with their dates. What was not known on
a day does not count for it, and a kind counts only on the days on which it is in force; so a day judged years later is
judged as it was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto

DAY = timedelta(1)


def drawn(keys: Iterable[str], count: int, seed: int) -> list[str]:
    """Return `count` of the keys by lot; anybody can draw the same ones again with the seed.

    The lot of a key is the SHA-256 of "seed:key", and the lowest lots win: no library's generator is part of it.
    """
    return sorted(keys, key=lambda key: (hashlib.sha256(f"{seed}:{key}".encode()).hexdigest(), key))[:count]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of slip over the days on which it is in force: its place in the ladder and what comes after it."""

    colour: str
    order: int
    days: int
    next_colour: str
    valid_from: date
    valid_to: date | None = None
    may_begin: bool = False

    def holds(self, day: date) -> bool:
        """Whether the kind is in force on a day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class Issue:
    """A slip that was issued about a subject (a unit and its task or finding), and what became of it."""

    subject: tuple[int, ...]
    colour: str
    issued_on: date
    due_on: date
    answered_on: date | None = None
    withdrawn_on: date | None = None
    number: int = 0

    def is_answered(self, day: date) -> bool:
        """Whether the unit had answered by a day."""
        return self.answered_on is not None and self.answered_on <= day

    def counts(self, day: date) -> bool:
        """Whether it had been issued by a day and not withdrawn."""
        return self.issued_on <= day and (self.withdrawn_on is None or day < self.withdrawn_on)


@dataclass(frozen=True, slots=True)
class DueStep:
    """A step that may be taken: the colour that comes next on a subject, after which slip, and since when."""

    subject: tuple[int, ...]
    colour: str
    after: Issue
    since: date


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days `[start, end)` on which a step was due."""

    step: DueStep
    start: date
    end: date


class Obstacle(Enum):
    """Why a slip of some colour may not be issued now."""

    NOT_IN_FORCE = auto()
    WAITING = auto()
    NOT_NEXT = auto()
    NOT_FIRST = auto()


def due_steps(history: Iterable[Issue], kinds: Iterable[Kind], day: date) -> list[DueStep]:
    """Return the steps of the ladder that are due on a day, by subject.

    A step is due when the last slip on its subject went unanswered past its days; a late answer ends it as well.
    """
    in_force = _in_force(kinds, day)
    steps = (_step(last, in_force, day) for last in _last(history, day).values())
    return sorted((step for step in steps if step is not None), key=lambda step: step.subject)


def course(history: Iterable[Issue], kinds: Iterable[Kind], first: date, last: date) -> list[Stretch]:
    """Return when which steps were due from one day to another, both included, in one pass over what happened."""
    history, kinds = list(history), list(kinds)
    turns = sorted({first, *(day for day in _turns(history, kinds) if first < day <= last)})
    found: list[Stretch] = []
    running: dict[DueStep, Stretch] = {}
    for start, end in zip(turns, [*turns[1:], last + DAY], strict=True):
        going_on: dict[DueStep, Stretch] = {}
        for step in due_steps(history, kinds, start):
            begun = running.pop(step, None)
            going_on[step] = Stretch(step, begun.start if begun else start, end)
        found += running.values()
        running = going_on
    return sorted([*found, *running.values()], key=lambda row: (row.start, row.step.subject))


def obstacle(
    colour: str, subject: tuple[int, ...], history: Iterable[Issue], kinds: Iterable[Kind], day: date
) -> Obstacle | None:
    """Return why a slip of this colour may not be issued about a subject on a day, None where it may.

    A ladder begins with a kind that may begin one, and begins anew once a slip was answered, or where the kind of the
    last one is not in force any more.
    """
    in_force = _in_force(kinds, day)
    wanted = in_force.get(colour)
    if wanted is None:
        return Obstacle.NOT_IN_FORCE
    last = _last((row for row in history if row.subject == subject), day).get(subject)
    if last is None or last.is_answered(day) or (day > last.due_on and last.colour not in in_force):
        return None if wanted.may_begin else Obstacle.NOT_FIRST
    if day <= last.due_on:
        return Obstacle.WAITING
    step = _step(last, in_force, day)
    return None if step is not None and step.colour == colour else Obstacle.NOT_NEXT


def _in_force(kinds: Iterable[Kind], day: date) -> dict[str, Kind]:
    return {kind.colour: kind for kind in kinds if kind.holds(day)}


def _last(history: Iterable[Issue], day: date) -> dict[tuple[int, ...], Issue]:
    """Return the last slip that counts on a day, by subject."""
    found: dict[tuple[int, ...], Issue] = {}
    for row in sorted(history, key=lambda row: (row.issued_on, row.number)):
        if row.counts(day):
            found[row.subject] = row
    return found


def _step(last: Issue, in_force: dict[str, Kind], day: date) -> DueStep | None:
    if last.is_answered(day) or day <= last.due_on:
        return None
    below = in_force.get(last.colour)
    above = in_force.get(below.next_colour) if below is not None else None
    return None if above is None else DueStep(last.subject, above.colour, last, last.due_on + DAY)


def _turns(history: Iterable[Issue], kinds: Iterable[Kind]) -> Iterator[date]:
    """Yield the days on which something may change."""
    for row in history:
        yield from (row.issued_on, row.due_on + DAY)
        yield from (day for day in (row.answered_on, row.withdrawn_on) if day is not None)
    for kind in kinds:
        yield kind.valid_from
        if kind.valid_to is not None:
            yield kind.valid_to
