"""DOCX as text: the accepted view, with automatic numbers and tables in document order."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from jiangxin.engines.policytext.formats import limits, ooxml
from jiangxin.engines.policytext.formats.builder import Cell, SourceBuilder
from jiangxin.engines.policytext.formats.docx_numbering import Numbering, Styles
from jiangxin.engines.policytext.formats.errors import UnreadableError, gettext_noop
from jiangxin.engines.policytext.model import Source

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_MAX_GRID_SPAN = 200
_MAX_HEADING = 120
_MAX_LEVEL = 9
# Deleted or moved-away text, comments' anchors, pictures and text boxes, the codes of fields.
# fmt: off
SKIPPED = frozenset({
    "del", "moveFrom", "delText", "instrText", "delInstrText", "drawing", "pict", "object", "AlternateContent",
    "rPr", "pPr", "rt", "sectPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "tcPr", "trPr", "footnoteReference",
    "endnoteReference", "commentReference",
})
# fmt: on
_BLOCKS = frozenset({"p", "tbl"})
_BREAKS = {"tab": " ", "ptab": " ", "cr": "\n", "noBreakHyphen": "-"}


def read_docx(data: bytes) -> Source:
    """Read a docx given as bytes; raises ``UnreadableError``."""
    package = ooxml.Package(data)
    body = ooxml.child(package.part(), "body")
    if body is None:
        raise UnreadableError(gettext_noop("The docx file holds no text."))
    styles = Styles(package.part("word/styles.xml"))
    reader = _Reader(styles, Numbering(package.part("word/numbering.xml"), styles))
    return reader.read(body)


class _Reader:
    """Walks the body once; numbers are counted on the way."""

    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering
        self._builder = SourceBuilder(MEDIA_TYPE)

    def read(self, body: etree._Element) -> Source:
        """All blocks of the body as a source."""
        carried = ""
        for block in blocks(body):
            if ooxml.local(block) == "tbl":
                self._builder.paragraph(carried)
                carried = ""
                self._table(block)
                continue
            text, merges = self._paragraph(block, carried)
            carried = text if merges else ""
            if not merges:
                level = self._heading_level(block)
                short = len(text) <= _MAX_HEADING
                self._builder.paragraph(text, level if short else None)
        self._builder.paragraph(carried)
        return self._builder.build()

    def _paragraph(self, element: etree._Element, carried: str = "") -> tuple[str, bool]:
        """Text with its number; whether its end is deleted, so that the next one continues it."""
        properties = ooxml.child(element, "pPr")
        pieces: list[str] = []
        _collect(element, pieces)
        text = "".join(pieces)
        merges = ooxml.child(properties, "rPr", "del") is not None
        # A paragraph that goes up in the next one, or continues one, shows no number of its own.
        if text.strip() and not merges and not carried:
            text = self._numbering.prefix(properties) + text
        return carried + text, merges

    def _heading_level(self, element: etree._Element) -> int | None:
        properties = ooxml.child(element, "pPr")
        level = ooxml.number(ooxml.value(properties, "outlineLvl"))
        if level is None:
            level = self._styles[ooxml.value(properties, "pStyle")].outline
        return level + 1 if level is not None and 0 <= level < _MAX_LEVEL else None

    def _table(self, table: etree._Element) -> None:
        grid = self._grid(table)
        distinct = {id(cell) for row in grid for cell in row}
        if len(distinct) == 1:
            # One cell only: a frame around text.
            self._builder.paragraph(grid[0][0].text)
        else:
            self._builder.table(grid)

    def _grid(self, table: etree._Element) -> list[list[Cell]]:
        grid: list[list[Cell]] = []
        above: dict[int, Cell] = {}
        count = 0
        for row in _descend(table, "tr"):
            properties = ooxml.child(row, "trPr")
            if ooxml.child(properties, "del") is not None:
                continue
            skipped = ooxml.number(ooxml.value(properties, "gridBefore")) or 0
            cells = [Cell() for _ in range(min(max(skipped, 0), _MAX_GRID_SPAN))]
            merged: dict[int, Cell] = {}
            for element in _descend(row, "tc"):
                self._place(element, cells, above, merged)
            above = merged
            count += len(cells)
            if count > limits.MAX_CELLS:
                break
            grid.append(cells)
        return grid

    def _place(
        self, element: etree._Element, cells: list[Cell], above: dict[int, Cell], merged: dict[int, Cell]
    ) -> None:
        properties = ooxml.child(element, "tcPr")
        width = min(max(ooxml.number(ooxml.value(properties, "gridSpan")) or 1, 1), _MAX_GRID_SPAN)
        merge = ooxml.child(properties, "vMerge")
        column = len(cells)
        text = self._cell_text(element)
        if ooxml.value(properties, "hMerge") == "continue" and cells:
            cell = cells[-1]
        elif merge is not None and ooxml.attribute(merge, "val") != "restart" and column in above:
            cell = above[column]
        else:
            cell = Cell(text)
        if merge is not None:
            merged[column] = cell
        cells.extend([cell] * width)

    def _cell_text(self, element: etree._Element) -> str:
        lines: list[str] = []
        carried = ""
        for block in blocks(element):
            if ooxml.local(block) == "tbl":
                lines.extend(" ".join(cell.text for cell in dict.fromkeys(row)) for row in self._grid(block))
                continue
            text, merges = self._paragraph(block, carried)
            carried = text if merges else ""
            if not merges:
                lines.append(text)
        lines.append(carried)
        return "\n".join(line for line in lines if line.strip())


def blocks(parent: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables below, through content controls, insertions and the like."""
    for element in parent:
        name = ooxml.local(element)
        if name in _BLOCKS:
            yield element
        elif name not in SKIPPED:
            yield from blocks(element)


def _descend(parent: etree._Element, wanted: str) -> Iterator[etree._Element]:
    for element in parent:
        name = ooxml.local(element)
        if name == wanted:
            yield element
        elif name not in SKIPPED and name not in _BLOCKS:
            yield from _descend(element, wanted)


def _collect(parent: etree._Element, pieces: list[str]) -> None:
    """Append the visible text below ``parent``."""
    for element in parent:
        name = ooxml.local(element)
        if name in SKIPPED or name in _BLOCKS:
            continue
        if name == "t":
            pieces.append(element.text or "")
        elif name in _BREAKS:
            pieces.append(_BREAKS[name])
        elif name == "br":
            pieces.append("" if ooxml.attribute(element, "type") in {"page", "column"} else "\n")
        elif name == "r" and ooxml.is_on(element, "rPr", "vanish"):
            continue
        else:
            _collect(element, pieces)
