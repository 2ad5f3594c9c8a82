"""Headings, paragraphs, tables and charts of a DOCX."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from docx.parts.document import DocumentPart
from docx.shared import Mm

from jiangxin.engines.typeset import measures
from jiangxin.engines.typeset.document import Align, Block, Chart, Column, Heading, Paragraph, Table
from jiangxin.engines.typeset.docx_styles import ACROSS
from jiangxin.engines.typeset.docx_xml import element, lawful, paragraph, run, twips
from jiangxin.engines.typeset.numbering import numbered
from jiangxin.engines.typeset.pdf import picture

ACROSS_LANDSCAPE = twips(measures.TYPE_AREA[1])
_CELL_STYLES = {
    Align.LEFT: "表格文字",
    Align.CENTER: "表格文字（居中）",
    Align.RIGHT: "表格文字（居右）",
}
#: What a chart leaves of the height of the type area, so that a heading fits above it.
_CHART_LEAVES = 2 * measures.LINE_PT / measures.POINTS_A_MM


class Blocks:
    """Makes elements of blocks; pictures go into the file as they are met."""

    def __init__(self, part: DocumentPart) -> None:
        self._part = part
        self._pictures = 0

    def elements(self, blocks: Iterable[Block], *, landscape: bool = False, hold: bool = False) -> Iterator[Any]:
        """Yield the elements of the blocks.

        Args:
            blocks: what to write, numbered from the beginning.
            landscape: whether the page lies.
            hold: whether a paragraph at the end stays on the page of what follows it.
        """
        blocks = tuple(blocks)
        after_table = False
        for place, (number, block) in enumerate(numbered(blocks)):
            if isinstance(block, Table):
                if after_table and not block.caption:
                    # Without a paragraph between them two tables become one.
                    yield paragraph("表注")
                yield from _table(block, ACROSS_LANDSCAPE if landscape else ACROSS)
            elif isinstance(block, Chart):
                yield self._chart(block, landscape=landscape)
            elif isinstance(block, Heading):
                yield _heading(number, block)
            else:
                yield _paragraph(block, hold=hold and place == len(blocks) - 1)
            after_table = isinstance(block, Table) and not block.note

    def _chart(self, chart: Chart, *, landscape: bool) -> Any:
        """Return a chart as wide as the type area, or less where it would be too high for the page."""
        content = picture(chart)
        across, down = reversed(measures.TYPE_AREA) if landscape else measures.TYPE_AREA
        inline = self._part.new_pic_inline(io.BytesIO(content), Mm(across))
        too_high = inline.extent.cy / Mm(down - _CHART_LEAVES)
        if too_high > 1:
            inline = self._part.new_pic_inline(io.BytesIO(content), Mm(across / too_high))
        self._pictures += 1
        about: Any = inline.docPr
        about.id = self._pictures
        about.name = f"图{self._pictures}"
        about.set("descr", lawful("：".join(filter(None, (chart.title, chart.subtitle)))))
        return paragraph("图", element("r", element("drawing", inline)))


def _heading(number: str, heading: Heading) -> Any:
    """Return a heading with its number as text; what goes on in its line is in the face of the body."""
    title = run(number + heading.text)
    style = f"Heading{heading.level}"
    if not heading.run_in:
        return paragraph(style, title)
    return paragraph(style, title, run(heading.run_in, "标题后正文"), keepNext={"val": 0})


def _paragraph(block: Paragraph, *, hold: bool) -> Any:
    style = "公文正文" if block.indent else "公文正文（顶格）"
    return paragraph(style, block.text, **({"keepNext": {}} if hold else {}))


def _table(table: Table, across: int) -> Iterator[Any]:
    """Yield a table with its caption and note.

    Raises:
        ValueError: a row has not one cell for each column.
    """
    for row in table.rows:
        if len(row) != len(table.columns):
            raise ValueError(f"{table.caption}: {len(row)} cells for {len(table.columns)} columns")
    if table.caption:
        yield paragraph("表题", table.caption)
    if table.columns:
        widths = shares([column.width for column in table.columns], across)
        yield element(
            "tbl",
            element(
                "tblPr",
                element("tblStyle", val="公文表格"),
                element("tblW", w=across, type="dxa"),
                element("tblLayout", type="fixed"),
                element(
                    "tblLook", val="0020", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=1, noVBand=1
                ),
            ),
            element("tblGrid", *(element("gridCol", w=width) for width in widths)),
            _head(table.columns, widths),
            *(_row(row, table.columns, widths) for row in table.rows),
        )
    if table.note:
        yield paragraph("表注", table.note)


def _head(columns: tuple[Column, ...], widths: list[int]) -> Any:
    """Return the row of heads, which stands again on every page."""
    cells = (cell(paragraph("表头", column.title), width) for column, width in zip(columns, widths, strict=True))
    return element("tr", element("trPr", element("cantSplit"), element("tblHeader")), *cells)


def _row(row: tuple[str, ...], columns: tuple[Column, ...], widths: list[int]) -> Any:
    """Return a row, which runs over to the next page only where a reader would turn it for its length."""
    cells = (
        cell(paragraph(_CELL_STYLES[column.align], text), width)
        for text, column, width in zip(row, columns, widths, strict=True)
    )
    whole = max(len(text.encode(errors="ignore")) for text in row) <= measures.ROW_BREAKS
    return element("tr", *([element("trPr", element("cantSplit"))] if whole else []), *cells)


def cell(content: Any, width: int) -> Any:
    """Return a cell of a table."""
    return element("tc", element("tcPr", element("tcW", w=width, type="dxa")), content)


def shares(weights: list[float], total: int) -> list[int]:
    """Return a width divided by weights without a rest."""
    whole = math.fsum(weights) or 1.0
    edges = [round(math.fsum(weights[:place]) / whole * total) for place in range(len(weights) + 1)]
    return [right - left for left, right in pairwise(edges)]
