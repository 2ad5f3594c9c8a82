"""Gathers what is observed day by day into one value for each subject and measure.

What comes of it does not depend on the order in which observations come, nor on whether they come at once or period
by period: the days are kept, and folded only when values are asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from jiangxin.engines.appraisal.measures import Measure
from jiangxin.engines.appraisal.values import (
    Answers,
    Event,
    Events,
    ExpertScore,
    Item,
    Items,
    Missing,
    NotApplicable,
    Number,
    Question,
    Scores,
    Value,
)


@dataclass(frozen=True, slots=True)
class Observation:
    """A value as it was known of a day. That nothing happened, or that something is missing, is observed, too."""

    subject: str
    measure: str
    on: date
    value: Value


class LedgerError(ValueError):
    """An observation contradicts another or belongs to no measure."""


class Ledger:
    """Observations of known measures, added to as time goes by."""

    def __init__(self, measures: Iterable[Measure], observations: Iterable[Observation] = ()) -> None:
        self._measures = {measure.code: measure for measure in measures}
        self._days: dict[tuple[str, str], dict[date, Value]] = defaultdict(dict)
        self.add(observations)

    def add(self, observations: Iterable[Observation]) -> None:
        """Take observations in; the same one twice is one. Raises `LedgerError` where two contradict each other."""
        for seen in observations:
            if seen.measure not in self._measures:
                raise LedgerError(f"{seen.measure} is no measure of the ledger")
            days = self._days[seen.subject, seen.measure]
            if days.setdefault(seen.on, seen.value) != seen.value:
                raise LedgerError(f"{seen.subject} has two values of {seen.measure} on {seen.on}")

    def values(self) -> dict[str, dict[str, Value]]:
        """Return the value of each subject and measure that was observed."""
        found: dict[str, dict[str, Value]] = defaultdict(dict)
        for (subject, measure), days in self._days.items():
            if days:
                found[subject][measure] = _folded(self._measures[measure], days)
        return dict(found)


def _folded(measure: Measure, days: Mapping[date, Value]) -> Value:
    if measure.shape == "number" and measure.accumulation == "last":
        return days[max(days)]
    ordered = [days[day] for day in sorted(days)]
    # What is missing of a part is missing of the whole: a sum over the rest would take it for zero.
    missing = [day for day in sorted(days) if isinstance(days[day], Missing)]
    if missing:
        return Missing(", ".join(day.isoformat() for day in missing))
    known = [value for value in ordered if not isinstance(value, NotApplicable)]
    if not known:
        return ordered[-1]
    numbers = [value for value in known if isinstance(value, Number)]
    return _number(measure, numbers) if numbers else _union(known)


def _number(measure: Measure, numbers: list[Number]) -> Number:
    if measure.accumulation == "ratio":
        amount = sum((Fraction(number.amount) for number in numbers), Fraction(0))
        exact = amount / sum((Fraction(number.per) for number in numbers), Fraction(0))
    else:
        exact = sum((number.exact for number in numbers), Fraction(0))
        if measure.accumulation == "mean":
            exact /= len(numbers)
    return Number(Decimal(exact.numerator), Decimal(exact.denominator))


def _union(known: Sequence[Value]) -> Value:
    """Return everything that lists of one shape hold, each entry once."""
    items: dict[Item, None] = {}
    events: dict[Event, None] = {}
    scores: dict[ExpertScore, None] = {}
    for value in known:
        if isinstance(value, Items):
            items |= dict.fromkeys(value.items)
        elif isinstance(value, Events):
            events |= dict.fromkeys(value.events)
        elif isinstance(value, Scores):
            scores |= dict.fromkeys(value.scores)
    if isinstance(known[0], Items):
        return Items(tuple(items))
    if isinstance(known[0], Events):
        return Events(tuple(events))
    if isinstance(known[0], Scores):
        return Scores(tuple(scores))
    return Answers(
        _answers([question for value in known if isinstance(value, Answers) for question in value.questions])
    )


def _answers(questions: list[Question]) -> tuple[Question, ...]:
    """Return each question once, the answers of all days added."""
    counts: dict[str, dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for question in questions:
        for option, count in question.answers.items():
            counts[question.code][option] += Fraction(count)
    return tuple(
        Question(code, {option: _decimal(count) for option, count in sorted(counts[code].items())})
        for code in sorted({question.code for question in questions})
    )


def _decimal(number: Fraction) -> Decimal:
    """Return a sum of decimal numbers as one, without rounding."""
    places = 0
    while (number * 10**places).denominator != 1:
        places += 1
    return Decimal(f"{(number * 10**places).numerator}e-{places}")
