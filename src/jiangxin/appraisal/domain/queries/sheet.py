"""A unit's appraisal sheet: every point with the sentences that explain it, and the rows behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from jiangxin.appraisal import rules
from jiangxin.appraisal.domain import measures, words
from jiangxin.appraisal.models import CriterionScore, UnitScore
from jiangxin.engines.appraisal import Explanation, TotalExplanation, sentences
from jiangxin.engines.appraisal.codec import decode
from jiangxin.engines.appraisal.values import Number
from jiangxin.engines.appraisal.wording import Language, written
from jiangxin.kernel import access, records
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.languages import english
from jiangxin.kernel.records import RecordType
from jiangxin.kernel.records.pointers import rows_at


@dataclass(frozen=True)
class Line:
    """A criterion of a sheet, with what explains its points."""

    row: CriterionScore
    sentences: Sequence[str]
    basis: str
    is_loss: bool

    @property
    def share(self) -> int:
        """Which per cent of the possible points they are, for a bar."""
        if self.row.points is None or not self.row.possible:
            return 0
        return int(abs(self.row.points) * 100 / self.row.possible)


@dataclass(frozen=True)
class Behind:
    """A row that was counted: what it is as far as the reader may see it, and as what it was counted."""

    record: type[RecordType] | None
    row: Any
    note: str


def language() -> Language:
    """Return the language of the engine's sentences for the present reader."""
    return "en" if english() else "zh"


def lines(sheet: UnitScore, actor: Actor) -> list[Line]:
    """Return the criteria of a sheet as far as the actor may see them (two queries)."""
    titles = measures.titles()
    rows = access.rows(records.of_model(CriterionScore), actor).filter(sheet=sheet).order_by("order")
    return [line(row, titles) for row in rows]


def line(row: CriterionScore, titles: Mapping[str, str]) -> Line:
    """Return one criterion with its sentences; measures are named in the language of the reader."""
    known = decode(Explanation, row.explanation)
    told = replace(known, measure=titles.get(row.measure, known.measure))
    is_loss = any(step.code == "taken_off" for step in known.steps)
    return Line(row, sentences(told, language())[1:], known.basis, is_loss)


def total(sheet: UnitScore) -> list[str]:
    """Return how the total came about, a sentence each."""
    return sentences(decode(TotalExplanation, sheet.explanation), language())


def tally(pointers: Iterable[Sequence[Any]], measure: str) -> list[tuple[str, int]]:
    """Return as what rows were counted, and how many."""
    known = measures.provided().get(measure)
    counts = Counter(str(note) for _record, _pk, note in pointers if note)
    return [(words.note(note, known.matters if known else {}), count) for note, count in counts.most_common()]


def told_value(kept: Mapping[str, Any], known: measures.Provided | None) -> str:
    """Return what was counted as people read it; events of the rooms below are told by their tally."""
    if known is None or not kept["value"] or kept["value"] in rules.NONE:
        return str(kept["value"])
    if known.matters:
        return ""
    value = rules.read_value("number", kept["value"])
    return written(value.exact) if isinstance(value, Number) else str(kept["value"])


def behind(pointers: Iterable[Sequence[Any]], measure: str, actor: Actor) -> list[Behind]:
    """Return the rows behind a value; those that the actor may not see are named without what stands in them."""
    kept = [(str(record), int(pk), str(note)) for record, pk, note in pointers]
    found = rows_at({(record, pk) for record, pk, _note in kept}, actor)
    known = measures.provided().get(measure)
    matters = known.matters if known else {}
    return [
        Behind(records.find(record), found.get((record, pk)), words.note(note, matters) if note else "")
        for record, pk, note in kept
    ]
