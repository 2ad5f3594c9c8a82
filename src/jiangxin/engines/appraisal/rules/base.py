"""What every kind of rule has: points out of a value, with the steps that lead to them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import ClassVar, TypeVar

from jiangxin.engines.appraisal.measures import Measure
from jiangxin.engines.appraisal.values import Known

ZERO = Fraction(0)
ONE = Fraction(1)
HUNDRED = Fraction(100)

_Shape = TypeVar("_Shape", bound=Known)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a computation: what was done (``code``) and every number and word used in it."""

    code: str
    numbers: Mapping[str, Fraction] = field(default_factory=dict)
    lists: Mapping[str, tuple[Fraction, ...]] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Context:
    """What a rule knows besides the value: the most it may give and the figures of the peer group.

    ``peers`` holds the figures of all subjects of the group that have one, the subject's own among them.
    """

    possible: Fraction
    peers: Mapping[str, Fraction] = field(default_factory=dict)

    @cached_property
    def highest(self) -> Fraction:
        """The highest figure of the group."""
        return max(self.peers.values())

    @cached_property
    def lowest(self) -> Fraction:
        """The lowest figure of the group."""
        return min(self.peers.values())

    @cached_property
    def mean(self) -> Fraction:
        """The mean of the figures of the group."""
        return sum(self.peers.values(), ZERO) / len(self.peers)


@dataclass(frozen=True, slots=True)
class Points:
    """Points, not rounded, and the steps that lead to them."""

    exact: Fraction
    steps: tuple[Step, ...]


class Rule(ABC):
    """A kind of rule. Its fields are what a scheme sets; points lie between zero and what is possible."""

    kind: ClassVar[str]
    shape: ClassVar[str]  # of the values it reads

    @property
    def reads_peers(self) -> bool:
        """Whether points depend on figures of other subjects."""
        return False

    @abstractmethod
    def points(self, value: Known, context: Context) -> Points:
        """Return the points of a value."""

    def problems(self, measure: Measure, possible: Fraction) -> list[tuple[str, str]]:
        """Return code and message of what is wrong with the rule where it gives at most ``possible`` points."""
        return []

    def refusals(self, value: Known) -> list[str]:
        """Say why the rule cannot read a value of the right shape."""
        return []

    def gap(self, value: Known) -> Step | None:
        """Return the step that says why a value is too thin to count, so that it is taken as missing."""
        return None


def expect(shape: type[_Shape], value: Known) -> _Shape:
    """Return a value known to have a shape. Raises `TypeError` where it has another."""
    if not isinstance(value, shape):
        raise TypeError(f"a value of the shape {shape.kind} was expected, not {value.kind}")
    return value


def by_share(share: Fraction, context: Context) -> tuple[Fraction, Step]:
    """Return a share of the possible points, and the step that says so."""
    points = share * context.possible
    return points, Step("share", {"share": share, "possible": context.possible, "points": points})


def under_ceiling(reached: Fraction, context: Context) -> tuple[Fraction, tuple[Step, ...]]:
    """Return points cut at what is possible, and the step that says so where they were cut."""
    if reached <= context.possible:
        return reached, ()
    return context.possible, (Step("ceiling", {"reached": reached, "possible": context.possible}),)
