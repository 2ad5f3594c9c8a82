"""Values as records deliver them. Missing, zero and not applicable are three different things."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Missing:
    """A value that should be there and is not. The scheme says what that means; it is never taken for zero."""

    kind: ClassVar[str] = "missing"
    note: str = ""


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """The measure does not exist for the subject: a school without boarders has no share of boarders."""

    kind: ClassVar[str] = "not_applicable"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """One exact figure: an amount, or an amount for each ``per``, as 12 of 18, which no decimal number says exactly."""

    kind: ClassVar[str] = "number"
    amount: Decimal
    per: Decimal = Decimal(1)

    @property
    def exact(self) -> Fraction:
        """The figure as a fraction."""
        return Fraction(self.amount) if self.per == 1 else Fraction(self.amount) / Fraction(self.per)


@dataclass(frozen=True, slots=True)
class Item:
    """An achievement at a level. Entries with the same ``key`` are the same achievement, say at two stages."""

    key: str
    level: str
    rank: str = ""
    name: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Items:
    """Achievements; none of them is a known value, too."""

    kind: ClassVar[str] = "items"
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened ``count`` times. The same ``key`` in the same ``matter`` is the same event."""

    key: str
    matter: str
    count: int = 1
    name: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Events:
    """Events; that nothing happened is a known value, too."""

    kind: ClassVar[str] = "events"
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class ExpertScore:
    """What one expert gave, from 0 to 100."""

    expert: str
    score: Decimal


@dataclass(frozen=True, slots=True)
class Scores:
    """What the experts gave."""

    kind: ClassVar[str] = "scores"
    scores: tuple[ExpertScore, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """How often each answer was given to a question, as counts or as shares."""

    code: str
    answers: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of a survey."""

    kind: ClassVar[str] = "answers"
    questions: tuple[Question, ...] = ()


Known = Number | Items | Events | Scores | Answers
Value = Known | Missing | NotApplicable

#: Subject → measure → value. What is not in it is missing.
Values = Mapping[str, Mapping[str, Value]]


def peer_figures(values: Mapping[str, Value]) -> dict[str, Fraction]:
    """Return the figures among the values of a peer group."""
    return {code: value.exact for code, value in values.items() if isinstance(value, Number)}


SHAPES: Mapping[str, type] = {shape.kind: shape for shape in (Number, Items, Events, Scores, Answers)}
