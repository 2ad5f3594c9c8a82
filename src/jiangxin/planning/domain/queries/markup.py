"""The text of a plan as on paper: paragraphs and tables, cut where findings begin and end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from jiangxin.planning.models import Plan


@dataclass(frozen=True)
class Mark:
    """A stretch of the text that carries something: `ref` names it for the page.

    `state` is its light, or how far it is decided; `level` is that of a heading; `note` and `value` are what
    stands beside it in the margin.
    """

    start: int
    end: int
    ref: str
    kind: str
    state: str = ""
    level: int | None = None
    note: str = ""
    value: str = ""


@dataclass(frozen=True)
class Piece:
    """Characters that lie under the same marks; the innermost mark comes last."""

    text: str
    start: int
    marks: tuple[Mark, ...] = ()

    @property
    def inner(self) -> Mark | None:
        """The innermost mark, which a click selects."""
        return self.marks[-1] if self.marks else None

    @property
    def task(self) -> Mark | None:
        """The task that begins here, if any."""
        return next((mark for mark in self.marks if mark.kind == "task" and mark.start == self.start), None)


@dataclass
class Paragraph:
    """One block of the paper (kinds as in `planning.domain.layout`, and table), with the notes in its margin."""

    kind: str
    pieces: list[Piece] = field(default_factory=list)
    level: int | None = None
    rows: list[list[list[Piece]]] = field(default_factory=list)
    notes: list[Mark] = field(default_factory=list)


def paper(plan: Plan, marks: Iterable[Mark]) -> list[Paragraph]:
    """Return the blocks of a plan's text with the marks in them, in order."""
    ordered = sorted(marks, key=lambda mark: (mark.start, -mark.end))
    levels = {mark.start: mark.level for mark in ordered if mark.kind == "heading"}
    tables = plan.layout.get("tables", [])
    result: list[Paragraph] = []
    done: set[int] = set()
    for start, end, kind, level in plan.layout.get("blocks", []):
        index = _table_of(tables, start, end) if kind == "table_row" else None
        if index is None:
            notes = [mark for mark in ordered if mark.note and start <= mark.start < end]
            pieces = list(_cut(plan.text, start, end, ordered))
            result.append(Paragraph(kind, pieces, levels.get(start, level), notes=notes))
        elif index not in done:
            done.add(index)
            result.append(_table(plan.text, tables[index], ordered))
    return result


def _table(text: str, rows: list[list[list[int]]], marks: list[Mark]) -> Paragraph:
    """Return a table; a merged cell stands at each place it covers, with its text at the first."""
    table = Paragraph("table")
    seen: set[tuple[int, int]] = set()
    for row in rows:
        cells = []
        for start, end in row:
            repeated = end > start and (start, end) in seen
            seen.add((start, end))
            cells.append([] if repeated else list(_cut(text, start, end, marks)))
        table.rows.append(cells)
    return table


def _table_of(tables: list[Any], start: int, end: int) -> int | None:
    for index, rows in enumerate(tables):
        spans = [cell for row in rows for cell in row if cell[1] > cell[0]]
        if spans and min(s for s, _ in spans) <= start and end <= max(e for _, e in spans):
            return index
    return None


def _cut(text: str, start: int, end: int, marks: list[Mark]) -> Iterator[Piece]:
    """Cut `text[start:end]` at the borders of the marks that touch it."""
    touching = [mark for mark in marks if mark.start < end and mark.end > start]
    borders = sorted({start, end, *(p for m in touching for p in (m.start, m.end) if start < p < end)})
    for low, high in pairwise(borders):
        covering = tuple(m for m in touching if m.start <= low and high <= m.end)
        yield Piece(text[low:high], low, covering)
