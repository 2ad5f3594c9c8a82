"""Puts the text as read together and keeps the place of every paragraph and cell."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jiangxin.engines.policytext.formats import limits
from jiangxin.engines.policytext.formats.errors import UnreadableError, gettext_noop
from jiangxin.engines.policytext.model import Block, BlockKind, Source, Span, Table

# Control, zero-width and direction characters: never printed, refused by PostgreSQL (NUL) or able
# to show a text other than the one that is stored.
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def clean(text: str) -> str:
    """Line ends as line feeds, characters that print nothing removed; everything else as it is."""
    return _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text))


def check_length(characters: int) -> None:
    """Raise ``UnreadableError`` when a text is longer than the limit."""
    if characters > limits.MAX_CHARACTERS:
        raise UnreadableError(
            gettext_noop("The text has more than %(limit)d characters; split it into several documents."),
            limit=limits.MAX_CHARACTERS,
        )


@dataclass(eq=False, slots=True)
class Cell:
    """One cell; the same object stands at every position that a merged cell covers."""

    text: str = ""


class SourceBuilder:
    """Collects blocks in reading order.

    Paragraphs are lines of the text, table rows too, with cells set apart by tabs; a cell of
    several paragraphs keeps them as lines.
    """

    def __init__(self, media_type: str) -> None:
        self._media_type = media_type
        self._parts: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._tables: list[Table] = []
        self._cells = 0

    def paragraph(self, text: str, level: int | None = None) -> None:
        """Add a paragraph, or a heading when ``level`` is given; every line is one of its own."""
        kind: BlockKind = "paragraph" if level is None else "heading"
        for line in clean(text).split("\n"):
            stripped = line.strip()
            if stripped:
                self._begin_line()
                start = self._length
                self._write(stripped)
                self._blocks.append(Block(Span(start, self._length), kind, level))

    def table(self, grid: list[list[Cell]]) -> None:
        """Add a table, rows of cells from left to right; rows without any text are left out."""
        self._cells += sum(len(row) for row in grid)
        if self._cells > limits.MAX_CELLS:
            raise UnreadableError(
                gettext_noop("The tables have more than %(limit)d cells; split the document."),
                limit=limits.MAX_CELLS,
            )
        placed: dict[int, Span] = {}
        rows: list[tuple[Span, ...]] = []
        for cells in grid:
            if not any(cell.text.strip() for cell in cells):
                continue
            rows.append(self._row(cells, placed))
        if rows:
            self._tables.append(Table(tuple(rows)))

    def build(self) -> Source:
        """The finished source."""
        return Source("".join(self._parts), tuple(self._blocks), tuple(self._tables), self._media_type)

    def _row(self, cells: list[Cell], placed: dict[int, Span]) -> tuple[Span, ...]:
        fresh = [cell for cell in dict.fromkeys(cells) if id(cell) not in placed]
        texts = [_cell_text(cell.text) for cell in fresh]
        if any(texts):
            self._begin_line()
        row_start: int | None = None
        row_end = self._length
        for index, (cell, text) in enumerate(zip(fresh, texts, strict=True)):
            if index and any(texts):
                self._write("\t")
            start = self._length
            self._write(text)
            placed[id(cell)] = Span(start, self._length)
            if text:
                row_start = start if row_start is None else row_start
                row_end = self._length
        if row_start is not None:
            self._blocks.append(Block(Span(row_start, row_end), "table_row"))
        return tuple(placed[id(cell)] for cell in cells)

    def _begin_line(self) -> None:
        if self._length:
            self._write("\n")

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)
        check_length(self._length)


def _cell_text(text: str) -> str:
    lines = (" ".join(line.split("\t")).strip() for line in clean(text).split("\n"))
    return "\n".join(line for line in lines if line)
