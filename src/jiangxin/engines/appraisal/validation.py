"""What is wrong with a scheme, before anybody is scored by it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, get_args

from jiangxin.engines.appraisal.measures import measure_problems
from jiangxin.engines.appraisal.problems import Problem
from jiangxin.engines.appraisal.scheme import Criterion, Part, Scheme, Veto, WhenMissing

MOST_PLACES = 6


def validate(scheme: Scheme) -> list[Problem]:
    """Return everything that keeps a scheme from being used; nothing where it may be used."""
    where = f"scheme {scheme.code}"
    inexact = [Problem("number.inexact", path, f"{number!r} is no exact number") for path, number in _inexact(scheme)]
    if inexact:  # nothing can be computed with them, not even problems
        return inexact
    found = list(_frame(scheme, where))
    for measure in scheme.measures:
        found += measure_problems(measure)
    for criterion in scheme.criteria:
        found += _criterion(scheme, criterion)
    for veto in scheme.vetoes:
        found += _veto(scheme, veto)
    return [*found, *_counted_twice(scheme), *_sums(scheme)]


def _inexact(thing: Any, path: str = "scheme") -> Iterator[tuple[str, object]]:
    """Yield floats and what is no finite number, with the place where they stand."""
    if isinstance(thing, float) or (isinstance(thing, Decimal) and not thing.is_finite()):
        yield path, thing
    elif is_dataclass(thing):
        for field in fields(thing):
            yield from _inexact(getattr(thing, field.name), f"{path}.{field.name}")
    elif isinstance(thing, Mapping):
        for name, part in thing.items():
            yield from _inexact(part, f"{path}.{name}")
    elif isinstance(thing, tuple):
        for place, part in enumerate(thing):
            yield from _inexact(part, f"{path}[{place}]")


def _frame(scheme: Scheme, where: str) -> Iterator[Problem]:
    if scheme.in_force_to is not None and scheme.in_force_to <= scheme.in_force_from:
        yield Problem("scheme.dates", where, f"ends on {scheme.in_force_to}, before it begins")
    if scheme.total <= 0:
        yield Problem("scheme.total", where, f"the total is {scheme.total}, not more than 0")
    if scheme.most < scheme.total:
        yield Problem("scheme.ceiling", where, f"the ceiling {scheme.most} is less than the total {scheme.total}")
    if not 0 <= scheme.places <= MOST_PLACES:
        yield Problem("scheme.places", where, f"{scheme.places} is not from 0 to {MOST_PLACES} places")
    for name, number in (("total", scheme.total), ("ceiling", scheme.most)):
        yield from _finer(scheme, where, name, number)
    for what in ("groups", "measures", "criteria", "vetoes"):
        codes = Counter(thing.code for thing in getattr(scheme, what))
        if not codes and what != "vetoes":
            yield Problem("scheme.empty", where, f"has no {what}")
        for code, count in codes.items():
            if count > 1:
                yield Problem("scheme.repeated", where, f"{code} is the code of {count} {what}")


def _finer(scheme: Scheme, where: str, name: str, number: Decimal) -> Iterator[Problem]:
    """Points with more places than the scheme rounds to could be exceeded by rounding."""
    if Fraction(number) * 10**scheme.places % 1:
        yield Problem("scheme.finer", where, f"the {name} {number} has more than {scheme.places} decimal places")


def _criterion(scheme: Scheme, criterion: Criterion) -> Iterator[Problem]:
    where = f"criterion {criterion.code}"
    yield from _kinds(criterion, where)
    yield from _weights(scheme, criterion, where)
    measure = {measure.code: measure for measure in scheme.measures}.get(criterion.measure)
    if measure is None:
        yield Problem("criterion.measure", where, f"reads the unknown measure {criterion.measure}")
        return
    if measure.shape != criterion.rule.shape:
        message = f"its rule reads values of the shape {criterion.rule.shape}, {measure.code} has {measure.shape}"
        yield Problem("criterion.shape", where, message)
        return
    most = max((criterion.possible(group.code) for group in scheme.groups), default=Fraction(0))
    for code, message in criterion.rule.problems(measure, most):
        yield Problem(code, where, message)


def _kinds(criterion: Criterion, where: str) -> Iterator[Problem]:
    if criterion.missing not in get_args(WhenMissing):
        yield Problem("criterion.missing", where, f"{criterion.missing!r} does not say what a missing value means")
    if criterion.part not in get_args(Part):
        yield Problem("criterion.part", where, f"{criterion.part!r} is no part of a total")
    if criterion.part == "deduction" and criterion.rule.kind != "deductions":
        yield Problem("criterion.part", where, f"by the rule {criterion.rule.kind} nothing can be taken off")
    if criterion.part == "deduction" and criterion.missing == "zero":
        yield Problem("criterion.missing", where, "a missing value would take nothing off, without anybody knowing")


def _weights(scheme: Scheme, criterion: Criterion, where: str) -> Iterator[Problem]:
    groups = [group.code for group in scheme.groups]
    for group, points in criterion.weights.items():
        if group not in groups:
            yield Problem("criterion.group", where, f"has a weight for the unknown group {group}")
        if points < 0:
            yield Problem("criterion.points", where, f"has {points} points for {group}, less than 0")
        yield from _finer(scheme, where, f"weight for {group}", points)
    if criterion.points < 0 or not any(criterion.possible(group) for group in groups):
        yield Problem("criterion.points", where, "counts for no group, or has less than 0 points")
    yield from _finer(scheme, where, "number of points", criterion.points)


def _veto(scheme: Scheme, veto: Veto) -> Iterator[Problem]:
    where = f"veto {veto.code}"
    if not veto.basis.strip():
        yield Problem("veto.no_basis", where, "names no legal basis (法律法规依据), without which it must not be used")
    shapes = {measure.code: measure.shape for measure in scheme.measures}
    if veto.measure not in shapes:
        yield Problem("veto.measure", where, f"reads the unknown measure {veto.measure}")
    elif shapes[veto.measure] != "events":
        yield Problem("veto.shape", where, f"reads events, {veto.measure} has {shapes[veto.measure]}")
    if veto.missing not in ("refuse", "not_triggered"):
        yield Problem("veto.missing", where, f"{veto.missing!r} does not say what a missing value means")
    if veto.cap is not None:
        if not 0 <= veto.cap < scheme.most:
            yield Problem("veto.cap", where, f"the cap {veto.cap} is not between 0 and {scheme.most}")
        yield from _finer(scheme, where, "cap", veto.cap)


def _counted_twice(scheme: Scheme) -> Iterator[Problem]:
    """Achievements and events must not earn or cost points in two criteria of one group."""
    found: dict[tuple[str, str], None] = {}
    for group in scheme.groups:
        counting: dict[str, list[str]] = {}
        for criterion in scheme.criteria:
            if criterion.rule.shape in ("items", "events") and criterion.possible(group.code):
                counting.setdefault(criterion.measure, []).append(criterion.code)
        for measure, codes in counting.items():
            if len(codes) > 1:
                found[measure, " and ".join(codes)] = None
    for measure, codes_said in found:
        yield Problem("scheme.counted_twice", f"measure {measure}", f"its entries are counted in {codes_said}")


def _sums(scheme: Scheme) -> Iterator[Problem]:
    within = [criterion for criterion in scheme.criteria if criterion.part == "within"]
    for group in scheme.groups:
        reached = _sum(criterion.possible(group.code) for criterion in within)
        if reached != Fraction(scheme.total):
            message = f"the criteria add up to {float(reached):g} points, the total is {scheme.total}"
            yield Problem("scheme.sum", f"group {group.code}", message)


def _sum(numbers: Iterable[Fraction]) -> Fraction:
    return sum(numbers, Fraction(0))
