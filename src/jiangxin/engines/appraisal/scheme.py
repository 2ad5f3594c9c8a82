"""What units are scored by: a scheme with its criteria, peer groups and vetoes, in force from a day on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from jiangxin.engines.appraisal import codec
from jiangxin.engines.appraisal.measures import Measure
from jiangxin.engines.appraisal.rules import AnyRule

WhenMissing = Literal["zero", "left_out", "refuse"]
Part = Literal["within", "bonus", "deduction"]


@dataclass(frozen=True, slots=True)
class Group:
    """A peer group: units that are compared with one another."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is scored, in which peer group."""

    code: str
    name: str
    group: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """What is judged, for how many points, by which rule over which measure, on which ground.

    ``missing`` says what a value that was not handed in means; there is no default, because silence must not.
    ``weights`` replaces the points for peer groups; zero takes the criterion out for a group. ``part`` says whether
    the points are part of the total, come on top, or are taken off: then the most that can be lost are the points.
    """

    code: str
    name: str
    points: Decimal
    rule: AnyRule
    measure: str
    missing: WhenMissing
    weights: Mapping[str, Decimal] = field(default_factory=dict)
    part: Part = "within"
    basis: str = ""

    def possible(self, group: str) -> Fraction:
        """Return the most points of a peer group."""
        return Fraction(self.weights.get(group, self.points))


@dataclass(frozen=True, slots=True)
class Veto:
    """What caps or voids the total (一票否决) when its measure has an event. It needs its legal basis.

    Without a cap the total is void: it is zero and has no rank.
    """

    code: str
    name: str
    measure: str
    basis: str
    cap: Decimal | None = None
    missing: Literal["refuse", "not_triggered"] = "refuse"


@dataclass(frozen=True, slots=True)
class Scheme:
    """A published scheme, in force ``[in_force_from, in_force_to)``.

    ``unscored`` says what becomes of the points of a criterion that is left out for a subject: the other criteria
    within the total take them over in proportion, or nobody does and the total is out of less.
    ``ceiling`` is the most that bonuses may lift a total to; without it the total itself.
    """

    code: str
    name: str
    version: str
    in_force_from: date
    total: Decimal
    groups: tuple[Group, ...]
    measures: tuple[Measure, ...]
    criteria: tuple[Criterion, ...]
    in_force_to: date | None = None
    vetoes: tuple[Veto, ...] = ()
    unscored: Literal["redistribute", "omit"] = "redistribute"
    ceiling: Decimal | None = None
    places: int = 2

    @property
    def most(self) -> Decimal:
        """The most that a total may come to."""
        return self.total if self.ceiling is None else self.ceiling

    def criterion(self, code: str) -> Criterion:
        """Return the criterion with a code. Raises `KeyError` where there is none."""
        return {criterion.code: criterion for criterion in self.criteria}[code]

    def measure(self, code: str) -> Measure:
        """Return the measure with a code. Raises `KeyError` where there is none."""
        return {measure.code: measure for measure in self.measures}[code]

    def to_dict(self) -> dict[str, Any]:
        """Return the scheme as JSON knows it; numbers are strings, so that they stay exact."""
        return dict(codec.encode(self))

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Scheme:
        """Return the scheme of a JSON object. Raises `CodecError` that says where it is wrong."""
        return codec.decode(cls, data)


def in_force(schemes: Iterable[Scheme], day: date) -> Scheme:
    """Return the one scheme in force on a day. Raises `LookupError` where there is none or more than one."""
    found = [
        scheme
        for scheme in schemes
        if scheme.in_force_from <= day and (scheme.in_force_to is None or day < scheme.in_force_to)
    ]
    if len(found) != 1:
        names = ", ".join(f"{scheme.code} {scheme.version}" for scheme in found) or "none"
        raise LookupError(f"one scheme must be in force on {day}, found: {names}")
    return found[0]
