"""From what was gathered to scores: computed by the engine, kept with all they rest on, and as rows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from jiangxin.appraisal.domain import schemes
from jiangxin.appraisal.domain.gathering import Gathered, gather
from jiangxin.appraisal.domain.measures import Source
from jiangxin.appraisal.models import Appraisal, Computation, CriterionScore, Grade, PublishedRank, UnitScore
from jiangxin.engines.appraisal import (
    AppraisalError,
    MissingValueError,
    Problem,
    Result,
    Score,
    Total,
    change_sentences,
    compare,
    compute,
)
from jiangxin.engines.appraisal.codec import encode
from jiangxin.engines.appraisal.rounding import half_up
from jiangxin.kernel import clock, records, write
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.errors import NotLawful
from jiangxin.people.models import Organisation

#: Problems that a refusal names; the rest are counted.
NAMED = 3


def result_of(appraisal: Appraisal) -> tuple[Result, Gathered]:
    """Return what the engine makes of an appraisal now. Raises NotLawful, which says what is missing."""
    built = schemes.engine_scheme(appraisal.scheme)
    found = gather(appraisal, [measure.code for measure in built.measures])
    try:
        return compute(built, found.subjects, found.values), found
    except AppraisalError as error:
        raise NotLawful(_refusal(error, found.units)) from error


def _refusal(error: AppraisalError, units: Mapping[str, Organisation]) -> str:
    said = [_problem(problem, units) for problem in error.problems]
    shown = "；".join(said[:NAMED])
    if isinstance(error, MissingValueError):
        text = _("Values are missing that the scheme does not do without: %(shown)s.")
    else:
        text = _("Scores cannot be computed: %(shown)s.")
    rest = len(said) - NAMED
    return text % {"shown": shown} + (_(" And %(more)d more.") % {"more": rest} if rest > 0 else "")


def _problem(problem: Problem, units: Mapping[str, Organisation]) -> str:
    if problem.code == "value.missing":
        unit, _comma, where = problem.where.partition(", ")
        return f"{units.get(unit, unit)} · {where.partition(' ')[2]}"
    return str(problem)


def score(appraisal: Appraisal, *, actor: Actor, why: str) -> Computation:
    """Compute an appraisal and replace its scores; the computation stays beside those before. Raises NotLawful."""
    result, found = result_of(appraisal)
    kept = result.to_dict()
    number = appraisal.computations.count() + 1
    row = Computation(
        appraisal=appraisal,
        number=number,
        computed_on=clock.today(),
        computed_by_id=actor.person_id,
        why=why,
        result=kept,
        fingerprint=fingerprint(kept),
    )
    _save(Computation, [row], actor, why)
    CriterionScore.objects.filter(sheet__appraisal=appraisal).delete()
    UnitScore.objects.filter(appraisal=appraisal).delete()
    sheets = _sheets(appraisal, result, found)
    _save(UnitScore, list(sheets.values()), actor, why)
    lines = [line for code, sheet in sheets.items() for line in _lines(sheet, code, result, found)]
    _save(CriterionScore, lines, actor, why)
    return row


def _save(model: Any, rows: Sequence[Any], actor: Actor, reason: str) -> None:
    if rows:
        record = records.of_model(model)
        write.save_many(record, create=rows, actor=actor, reason=reason, via="page", by_system=True)


def fingerprint(kept: Mapping[str, Any]) -> str:
    """Return the SHA-256 of what was kept, in one way of writing it."""
    text = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def is_reproduced(row: Computation) -> bool:
    """Whether what was kept gives the same result, computed again from its scheme, units and values."""
    before = Result.from_dict(row.result)
    again = compute(before.scheme, before.subjects, before.values)
    return again.to_dict() == row.result and fingerprint(row.result) == row.fingerprint


def _sheets(appraisal: Appraisal, result: Result, found: Gathered) -> dict[str, UnitScore]:
    grades = list(appraisal.scheme.grade_rows.all())
    order = {group.code: place for place, group in enumerate(result.scheme.groups)}
    sheets = {}
    for subject in result.subjects:
        total = result.totals[subject.code]
        # that somebody else has the same total is not for the unit to know before ranks are published
        explained = replace(result.explain_total(subject.code), tied=())
        sheets[subject.code] = UnitScore(
            appraisal=appraisal,
            organisation=found.units[subject.code],
            group=explained.group,
            group_order=order[subject.group],
            total=total.points,
            possible=half_up(total.possible, 2),
            rank=total.rank,
            ranked=total.of,
            grade=_grade(grades, total),
            void=total.void,
            explanation=encode(explained),
        )
    return sheets


def _grade(grades: Sequence[Grade], total: Total) -> str:
    """Return the first grade a total fulfils; of units that share a rank all fit into a quota or none."""
    if total.points is None or not grades:
        return ""
    for grade in grades[:-1]:
        enough = grade.least is None or total.points >= grade.least
        if enough and not total.void and _within(grade.share, total):
            return grade.name
    return grades[-1].name


def _within(share: Decimal | None, total: Total) -> bool:
    if share is None:
        return True
    return total.rank is not None and total.rank + len(total.tied) <= int(share * total.of / 100)


def _lines(sheet: UnitScore, code: str, result: Result, found: Gathered) -> list[CriterionScore]:
    lines = []
    for place, criterion in enumerate(result.scheme.criteria):
        score: Score = result.scores[code][criterion.code]
        if score.status == "not_in_group":
            continue
        counted = found.counted[code].get(criterion.measure)
        rows: Sequence[Source] = counted.rows if counted else ()
        lines.append(
            CriterionScore(
                sheet=sheet,
                code=criterion.code,
                name=criterion.name,
                order=place,
                measure=criterion.measure,
                points=score.points,
                possible=half_up(score.possible, 2),
                status=score.status,
                explanation=encode(result.explain(code, criterion.code)),
                rows=[list(row) for row in rows],
            )
        )
    return lines


def publish_ranks(appraisal: Appraisal, *, actor: Actor, reason: str) -> None:
    """Keep rank and grade of every unit as published, in place of those published before."""
    PublishedRank.objects.filter(appraisal=appraisal).delete()
    if appraisal.scheme.ranks_shown:
        rows = [
            PublishedRank(
                appraisal=appraisal,
                organisation_id=one.organisation_id,
                group=one.group,
                rank=one.rank,
                grade=one.grade,
            )
            for one in appraisal.scores.all()
        ]
        _save(PublishedRank, rows, actor, reason)


def moved(appraisal: Appraisal, unit: str, language: Any) -> list[str]:
    """Return what moved for a unit from the computation before the last to the last, in words."""
    rows = list(appraisal.computations.order_by("-number")[:2])
    if len(rows) < 2:  # noqa: PLR2004 - two to compare
        return []
    after, before = (Result.from_dict(row.result) for row in rows)
    found = compare(before, after, only=[unit])
    return change_sentences(found, after, unit, language)
