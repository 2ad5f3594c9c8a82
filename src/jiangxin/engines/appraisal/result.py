"""What a computation gives: scores, totals and ranks, each with what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from jiangxin.engines.appraisal import codec
from jiangxin.engines.appraisal.rules import AnyRule, Step
from jiangxin.engines.appraisal.scheme import Criterion, Scheme, Subject
from jiangxin.engines.appraisal.values import Missing, Value, peer_figures

#: ``scored`` by the rule; ``zero`` because a value is missing; ``mean`` of the group because the criterion does not
#: apply; ``left_out``; ``not_in_group`` because it does not count for the peer group.
Status = Literal["scored", "zero", "mean", "left_out", "not_in_group"]


@dataclass(frozen=True, slots=True)
class Score:
    """The points of a subject for a criterion. ``exact`` goes into the total, ``points`` is what is shown of it.

    ``possible`` is the most there was to gain, after redistribution; what is taken off is below zero. ``peers`` are
    the points of the group where the score is their mean.
    """

    status: Status
    possible: Fraction
    exact: Fraction | None
    points: Decimal | None
    steps: tuple[Step, ...]
    peers: Mapping[str, Fraction] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Total:
    """The total of a subject and its rank in the peer group; both None where nothing could be scored.

    A void total is zero and has no rank. ``of`` counts those who have a rank, ``tied`` names those who share it.
    """

    within: Fraction
    bonus: Fraction
    deducted: Fraction
    possible: Fraction
    exact: Fraction | None
    points: Decimal | None
    vetoes: tuple[str, ...]
    void: bool
    steps: tuple[Step, ...]
    rank: int | None = None
    of: int = 0
    tied: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """How the points of a subject for a criterion came about, for programs; `sentences` writes it for people."""

    subject: Subject
    group: str
    criterion: str
    name: str
    basis: str
    measure: str
    unit: str
    rule: AnyRule
    value: Value
    status: Status
    possible: Fraction
    peers: Mapping[str, Fraction]
    steps: tuple[Step, ...]
    exact: Fraction | None
    points: Decimal | None
    places: int


@dataclass(frozen=True, slots=True)
class TotalExplanation:
    """How the total of a subject and its rank came about."""

    subject: Subject
    group: str
    steps: tuple[Step, ...]
    exact: Fraction | None
    points: Decimal | None
    possible: Fraction
    rank: int | None
    of: int
    tied: tuple[str, ...]
    places: int


@dataclass(frozen=True, slots=True)
class Result:
    """Everything a computation rests on and gives. Equal where scheme, subjects and values are equal."""

    scheme: Scheme
    subjects: tuple[Subject, ...]
    values: Mapping[str, Mapping[str, Value]]
    scores: Mapping[str, Mapping[str, Score]]
    totals: Mapping[str, Total]

    def subject(self, code: str) -> Subject:
        """Return a subject by its code."""
        return {subject.code: subject for subject in self.subjects}[code]

    def value(self, subject: str, measure: str) -> Value:
        """Return the value that was read; missing where there was none."""
        return self.values.get(subject, {}).get(measure, Missing())

    def explain(self, subject: str, criterion: str) -> Explanation:
        """Return how the points of a subject for a criterion came about."""
        who, what, score = self.subject(subject), self.scheme.criterion(criterion), self.scores[subject][criterion]
        measure = self.scheme.measure(what.measure)
        return Explanation(
            subject=who,
            group=self._group(who),
            criterion=what.code,
            name=what.name,
            basis=what.basis,
            measure=measure.name,
            unit=measure.unit,
            rule=what.rule,
            value=self.value(subject, what.measure),
            status=score.status,
            possible=score.possible,
            peers=score.peers or self._peers(who, what),
            steps=score.steps,
            exact=score.exact,
            points=score.points,
            places=self.scheme.places,
        )

    def explain_total(self, subject: str) -> TotalExplanation:
        """Return how the total of a subject and its rank came about."""
        who, total = self.subject(subject), self.totals[subject]
        return TotalExplanation(
            subject=who,
            group=self._group(who),
            steps=total.steps,
            exact=total.exact,
            points=total.points,
            possible=total.possible,
            rank=total.rank,
            of=total.of,
            tied=tuple(self.subject(code).name for code in total.tied),
            places=self.scheme.places,
        )

    def _peers(self, subject: Subject, criterion: Criterion) -> Mapping[str, Fraction]:
        """Return the figures that a rule over peers read."""
        if not criterion.rule.reads_peers or self.scores[subject.code][criterion.code].status != "scored":
            return {}
        peers = (peer.code for peer in self.subjects if peer.group == subject.group)
        return peer_figures({code: self.value(code, criterion.measure) for code in peers})

    def _group(self, subject: Subject) -> str:
        return {group.code: group.name for group in self.scheme.groups}[subject.group]

    def to_dict(self) -> dict[str, Any]:
        """Return the result as JSON knows it."""
        return dict(codec.encode(self))

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Result:
        """Return the result of a JSON object. Raises `CodecError` that says where it is wrong."""
        return codec.decode(cls, data)
