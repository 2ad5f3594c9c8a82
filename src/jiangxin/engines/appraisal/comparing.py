"""Says which values and which rules moved a score between two results.

What moved is told apart in this order: first the own value, by the rules and peers of before; then the values and
the membership of the peer group; then the rules. The three parts of a movement add up to it exactly. Another order
could give other parts, which is why the order is fixed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from jiangxin.engines.appraisal.result import Result
from jiangxin.engines.appraisal.scheme import Scheme, Subject
from jiangxin.engines.appraisal.scoring import input_problems, score
from jiangxin.engines.appraisal.values import Value

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A value that is another now; what was not there is missing."""

    subject: str
    measure: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A part of the scheme that is another now, as in its JSON form; None where there was or is nothing."""

    where: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Movement:
    """What moved for a subject: a criterion, or the total where ``criterion`` is empty.

    ``own``, ``peers`` and ``rules`` are points, not rounded, in which what is left out counts as nothing. They are
    None where the new values do not fit the old scheme, so that nothing can be told apart.
    """

    subject: str
    criterion: str
    before: Decimal | None
    after: Decimal | None
    own: Fraction | None
    peers: Fraction | None
    rules: Fraction | None
    rank_before: int | None = None
    rank_after: int | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that changed from one result to another."""

    joined: tuple[str, ...]
    left: tuple[str, ...]
    regrouped: tuple[str, ...]
    values: tuple[ValueChange, ...]
    rules: tuple[RuleChange, ...]
    movements: tuple[Movement, ...]

    def of(self, subject: str) -> tuple[Movement, ...]:
        """Return what moved for a subject."""
        return tuple(movement for movement in self.movements if movement.subject == subject)


def compare(before: Result, after: Result, only: Collection[str] | None = None) -> Comparison:
    """Return which values and which rules are others, and what that did to every score and total.

    With ``only`` the values and movements of these subjects alone, which is quick where there are many.
    """
    old = {subject.code: subject for subject in before.subjects}
    new = {subject.code: subject for subject in after.subjects}
    both = [code for code in old if code in new]
    asked = [code for code in both if only is None or code in only]
    return Comparison(
        joined=tuple(code for code in new if code not in old),
        left=tuple(code for code in old if code not in new),
        regrouped=tuple(code for code in both if old[code].group != new[code].group),
        values=tuple(_value_changes(before, after, asked)),
        rules=tuple(_rule_changes(before.scheme, after.scheme)),
        movements=tuple(_movements(before, after, asked)),
    )


def _value_changes(before: Result, after: Result, codes: Iterable[str]) -> Iterator[ValueChange]:
    measures = [measure.code for measure in after.scheme.measures]
    shared = {measure.code for measure in before.scheme.measures}.intersection(measures)
    for code in codes:
        for measure in measures:
            one, two = before.value(code, measure), after.value(code, measure)
            if measure in shared and one != two:
                yield ValueChange(code, measure, one, two)


def _rule_changes(before: Scheme, after: Scheme) -> Iterator[RuleChange]:
    old, new = before.to_dict(), after.to_dict()
    for name in old:
        if name in ("groups", "measures", "criteria", "vetoes"):
            yield from _part_changes(name, old[name], new[name])
        elif old[name] != new[name] and name not in ("version", "in_force_from", "in_force_to"):
            yield RuleChange(name, old[name], new[name])


def _part_changes(name: str, before: list[dict[str, Any]], after: list[dict[str, Any]]) -> Iterator[RuleChange]:
    old, new = ({part["code"]: part for part in parts} for parts in (before, after))
    for code in dict.fromkeys([*old, *new]):
        one, two = old.get(code), new.get(code)
        if one is None or two is None:
            yield RuleChange(f"{name}.{code}", one, two)
            continue
        for field in one:
            if one[field] != two[field]:
                yield RuleChange(f"{name}.{code}.{field}", one[field], two[field])


def _movements(before: Result, after: Result, codes: Iterable[str]) -> Iterator[Movement]:
    values = _values_for(before, after)
    fits = not input_problems(before.scheme, after.subjects, values)
    moved = score(before.scheme, after.subjects, values) if fits else None
    criteria = dict.fromkeys(one.code for result in (before, after) for one in result.scheme.criteria)
    for code in codes:
        if before.totals[code] == after.totals[code] and before.scores[code] == after.scores[code]:
            continue
        own = _own(before, after.subject(code), values) if fits else None
        stages = [before, own, moved, after]
        for criterion in criteria:
            shown = [_points(result, code, criterion) for result in (before, after)]
            exact = [_exact(result, code, criterion) for result in stages]
            if shown[0] != shown[1] or exact[0] != exact[3]:
                yield Movement(code, criterion, shown[0], shown[1], *_parts(exact))
        one, two = before.totals[code], after.totals[code]
        exact = [None if result is None else result.totals[code].exact or ZERO for result in stages]
        if (one.points, one.exact, one.rank) != (two.points, two.exact, two.rank):
            yield Movement(code, "", one.points, two.points, *_parts(exact), one.rank, two.rank)


def _values_for(before: Result, after: Result) -> dict[str, dict[str, Value]]:
    """Return the values of after, and those of before for measures that the new scheme does not read any more."""
    read = {measure.code for measure in after.scheme.measures}
    return {
        subject.code: {
            **{code: value for code, value in before.values.get(subject.code, {}).items() if code not in read},
            **after.values.get(subject.code, {}),
        }
        for subject in after.subjects
    }


def _own(before: Result, subject: Subject, values: Mapping[str, Mapping[str, Value]]) -> Result:
    """Score a subject by its new values among the peers of before; no other group can move it."""
    peers = [one for one in before.subjects if one.group == subject.group and one.code != subject.code]
    given = {**before.values, subject.code: values[subject.code]}
    return score(before.scheme, [*peers, subject], given, only=[subject.code])


def _points(result: Result, subject: str, criterion: str) -> Decimal | None:
    found = result.scores[subject].get(criterion)
    return found.points if found else None


def _exact(result: Result | None, subject: str, criterion: str) -> Fraction | None:
    if result is None:
        return None
    found = result.scores[subject].get(criterion)
    return (found.exact or ZERO) if found else ZERO


def _parts(stages: list[Fraction | None]) -> tuple[Fraction | None, Fraction | None, Fraction | None]:
    """Return how much each stage moved the points."""
    first, own, peers, last = stages
    if first is None or own is None or peers is None or last is None:
        return None, None, None
    return own - first, peers - own, last - peers
