"""The ledger of tasks as a workbook and as a document, both for landscape paper."""

from __future__ import annotations

import io
from copy import deepcopy
from typing import Any

import docx
import xlsxwriter
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from jiangxin.planning.domain.queries.ledger import HEADS, Entry, Ledger
from jiangxin.planning.enums import Colour

#: Shapes of lights, as on screen: paper need not have colours.
SHAPES = {Colour.GREEN: "●", Colour.YELLOW: "▲", Colour.RED: "■", Colour.GREY: "○", Colour.BLUE: "◆"}
#: Widths of the columns, in characters of a sheet; the document takes them as shares of the page.
WIDTHS = (5, 34, 26, 14, 18, 12, 11, 34, 20, 20, 9, 11)
TEXT_FONT, HEAD_FONT = "仿宋", "黑体"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
A4 = 9


def workbook(ledger: Ledger, title: str, subtitle: str) -> bytes:
    """Return the ledger as an Excel workbook that prints on A4 sideways, one page wide."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet()
        cell: dict[str, Any] = {"border": 1, "text_wrap": True, "valign": "top", "font_size": 10}
        text = book.add_format(cell)
        head = book.add_format({**cell, "bold": True, "align": "center", "valign": "vcenter"})
        group = book.add_format({**cell, "bold": True})
        last = len(HEADS) - 1
        sheet.merge_range(0, 0, 0, last, title, book.add_format({"bold": True, "font_size": 16, "align": "center"}))
        sheet.merge_range(1, 0, 1, last, subtitle, book.add_format({"align": "right"}))
        for place, (name, width) in enumerate(zip(HEADS, WIDTHS, strict=True)):
            sheet.write_string(2, place, str(name), head)
            sheet.set_column(place, place, width)
        row = 3
        for section in ledger.sections:
            sheet.merge_range(row, 0, row, last, section.title, group)
            row += 1
            for entry in section.entries:
                for place, value in enumerate(_values(entry)):
                    sheet.write_string(row, place, value, text)
                row += 1
        sheet.freeze_panes(3, 2)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(2)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
        sheet.set_footer("&C&P / &N")
    return out.getvalue()


def document(ledger: Ledger, title: str, subtitle: str) -> bytes:
    """Return the ledger as a Word document on A4 sideways; the heads of the table repeat on every page."""
    book = docx.Document()
    page = book.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21)
    page.left_margin = page.right_margin = Cm(1.2)
    page.top_margin = page.bottom_margin = Cm(1.5)
    _paragraph(book, title, HEAD_FONT, 16, "center")
    _paragraph(book, subtitle, TEXT_FONT, 9, "right")
    table = book.add_table(rows=1, cols=len(HEADS))
    table.style, table.autofit = "Table Grid", False
    room = page.page_width - page.left_margin - page.right_margin
    for cell, name, width in zip(table.rows[0].cells, HEADS, WIDTHS, strict=True):
        cell.width = int(room * width / sum(WIDTHS))
        _fill(cell.paragraphs[0], str(name), HEAD_FONT)
    pattern = deepcopy(table.rows[0]._tr)  # noqa: SLF001 - adding rows one by one takes the square of their time
    _repeat(table.rows[0]._tr)  # noqa: SLF001 - the library has no word for it
    for section in ledger.sections:
        table._tbl.append(_merged(pattern, section.title))  # noqa: SLF001 - as above
        for entry in section.entries:
            table._tbl.append(_row(pattern, _values(entry)))  # noqa: SLF001 - as above
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _values(entry: Entry) -> list[str]:
    """Return a line as it is printed: the light with its shape."""
    return [*entry.line[:-1], f"{SHAPES[Colour(entry.item.colour)]} {entry.line.light}"]


def _paragraph(book: Any, text: str, font: str, size: int, align: str) -> None:
    paragraph = book.add_paragraph()
    paragraph.alignment = {"center": 1, "right": 2}[align]
    _fill(paragraph, text, font, size)


def _fill(paragraph: Any, text: str, font: str, size: float = 8) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.name = Pt(size), font
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)  # noqa: SLF001 - the font of Chinese characters
    paragraph.paragraph_format.space_after = Pt(0)


def _row(pattern: Any, values: list[str]) -> Any:
    """Return a copy of the pattern with these texts."""
    row = deepcopy(pattern)
    for cell, value in zip(row.iter(qn("w:tc")), values, strict=True):
        _put(cell, value)
    return row


def _merged(pattern: Any, text: str) -> Any:
    """Return a row of one cell over all columns."""
    row = deepcopy(pattern)
    first, *others = row.findall(qn("w:tc"))
    for cell in others:
        row.remove(cell)
    span = OxmlElement("w:gridSpan")
    span.set(qn("w:val"), str(len(HEADS)))
    first.get_or_add_tcPr().append(span)
    _put(first, text, HEAD_FONT)
    return row


def _put(cell: Any, text: str, font: str = TEXT_FONT) -> None:
    run = next(cell.iter(qn("w:r")))
    fonts = run.rPr.find(qn("w:rFonts"))
    for name in ("w:ascii", "w:hAnsi", "w:eastAsia"):
        fonts.set(qn(name), font)
    run.text = text


def _repeat(row: Any) -> None:
    """Let a row stand at the head of every page."""
    head = OxmlElement("w:tblHeader")
    head.set(qn("w:val"), "true")
    row.get_or_add_trPr().append(head)
