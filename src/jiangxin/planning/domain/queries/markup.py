"""The text of a plan as on paper: paragraphs and tables, cut where findings begin and end."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from jiangxin.planning.models import Plan


@dataclass(frozen=True)
class Mark:
    """A stretch of the text that carries something: `ref` names it for the page."""

    start: int
    end: int
    ref: str
    kind: str
    state: str = ""


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


@dataclass
class Paragraph:
    """One block of the paper: a paragraph, a heading of some level, or a table of cells."""

    kind: str  # paragraph | heading | table
    pieces: list[Piece] = field(default_factory=list)
    level: int | None = None
    rows: list[list[list[Piece]]] = field(default_factory=list)


def paper(plan: Plan, marks: Iterable[Mark]) -> list[Paragraph]:
    """Return the blocks of a plan's text with the marks in them, in order."""
    ordered = sorted(marks, key=lambda mark: (mark.start, -mark.end))
    headings = {mark.start: mark for mark in ordered if mark.kind == "heading"}
    tables = plan.layout.get("tables", [])
    result: list[Paragraph] = []
    done: set[int] = set()
    for start, end, kind, level in plan.layout.get("blocks", []):
        if kind == "table_row":
            index = _table_of(tables, start, end)
            if index is None:
                result.append(Paragraph("paragraph", list(_cut(plan.text, start, end, ordered))))
            elif index not in done:
                done.add(index)
                result.append(_table(plan.text, tables[index], ordered))
            continue
        heading = headings.get(start)
        result.append(
            Paragraph(
                "heading" if heading else kind,
                list(_cut(plan.text, start, end, ordered)),
                int(heading.ref.rsplit("-", 1)[-1]) if heading and heading.ref.startswith("level-") else level,
            )
        )
    return result


def _table(text: str, rows: list[list[list[int]]], marks: list[Mark]) -> Paragraph:
    table = Paragraph("table")
    seen: set[tuple[int, int]] = set()
    for row in rows:
        cells = []
        for start, end in row:
            repeated = end > start and (start, end) in seen  # a merged cell stands at each place it covers
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


def line_of(plan: Plan, position: int) -> int:
    """Return the index of the block that holds a position of the text."""
    starts = [block[0] for block in plan.layout.get("blocks", [])]
    return max(bisect_left(starts, position + 1) - 1, 0)
