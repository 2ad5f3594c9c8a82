"""A scheme as those read it who are appraised by it: groups with members, criteria with their rules in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from jiangxin.appraisal import rules
from jiangxin.appraisal.domain import measures, words
from jiangxin.appraisal.models import Criterion, Grade, GroupMember, PeerGroup, Scheme, Veto
from jiangxin.people.models import Organisation


@dataclass(frozen=True)
class Told:
    """A criterion in words: what it reads, how points come about, and what a missing value means."""

    row: Criterion
    measure: str
    help: Any
    rule: Sequence[str]
    weights: Sequence[tuple[str, Any]]


@dataclass(frozen=True)
class Reading:
    """A scheme in words."""

    groups: Sequence[tuple[PeerGroup, Sequence[Organisation]]]
    criteria: Sequence[Told]
    vetoes: Sequence[tuple[Veto, str]]
    grades: Sequence[Grade]


def reading(scheme: Scheme, day: date) -> Reading:
    """Return a scheme in words, with the members of a day or, before it begins, of its first day (six queries)."""
    titles, known = measures.titles(), measures.provided()
    members: dict[int, list[Organisation]] = defaultdict(list)
    rows = GroupMember.objects.on(max(day, scheme.valid_from)).filter(group__scheme=scheme)
    for row in rows.select_related("organisation").order_by("organisation__sort_key"):
        members[row.group_id].append(row.organisation)
    groups = list(scheme.peergroup_rows.all())
    names = {group.code: str(group) for group in groups}
    criteria = [
        Told(
            row,
            titles.get(row.measure, row.measure),
            known[row.measure].help if row.measure in known else "",
            _rule(row.rule),
            [(names.get(code, code), rules.plain(points)) for code, points in _weights(row.weights)],
        )
        for row in scheme.criterion_rows.all()
    ]
    vetoes = [(row, titles.get(row.measure, row.measure)) for row in scheme.veto_rows.all()]
    return Reading([(group, members[group.pk]) for group in groups], criteria, vetoes, list(scheme.grade_rows.all()))


def _rule(text: str) -> list[str]:
    try:
        return words.of_rule(rules.read_rule(text))
    except ValidationError as error:
        return error.messages


def _weights(text: str) -> list[tuple[str, Any]]:
    try:
        return list(rules.weights(text).items())
    except ValidationError:
        return []
