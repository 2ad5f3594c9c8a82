"""PDF as text: lines put together to paragraphs, page furniture dropped, ruled tables as tables."""

from __future__ import annotations

import time
from dataclasses import dataclass

import pypdfium2 as pdfium
from pypdfium2 import raw

from jiangxin.engines.policytext.formats import limits
from jiangxin.engines.policytext.formats.builder import SourceBuilder, check_length
from jiangxin.engines.policytext.formats.errors import UnreadableError, gettext_noop
from jiangxin.engines.policytext.formats.lines import joined
from jiangxin.engines.policytext.formats.pdf_lines import Line, Paragraphs, make_lines, page_furniture
from jiangxin.engines.policytext.formats.pdf_page import read_page
from jiangxin.engines.policytext.formats.pdf_tables import PdfTable, append_rows, continues, find_tables
from jiangxin.engines.policytext.model import Source

MEDIA_TYPE = "application/pdf"

_SECONDS = 6.0
_SCANNED = 5
_UNMAPPED_SHARE = 0.3


@dataclass(slots=True)
class _Page:
    width: float
    lines: list[Line]
    tables: list[PdfTable]


def read_pdf(data: bytes) -> Source:
    """Read a PDF given as bytes; raises ``UnreadableError``."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}:
            raise UnreadableError(gettext_noop("The PDF is encrypted; remove its password and try again.")) from error
        raise UnreadableError(gettext_noop("The PDF is broken; print or export it to PDF again.")) from error
    try:
        pages = _pages(document)
    finally:
        document.close()
    furniture = page_furniture([page.lines for page in pages])
    for page in pages:
        page.lines = [line for line in page.lines if id(line) not in furniture]
    return _written(pages)


def _pages(document: pdfium.PdfDocument) -> list[_Page]:
    count = len(document)
    if count > limits.MAX_PAGES:
        raise UnreadableError(
            gettext_noop("The PDF has %(pages)d pages; at most %(limit)d can be read."),
            pages=count,
            limit=limits.MAX_PAGES,
        )
    pages: list[_Page] = []
    characters = pictures = unmapped = 0
    stop = time.monotonic() + _SECONDS
    for number in range(count):
        if time.monotonic() > stop:
            raise UnreadableError(
                gettext_noop(
                    "The PDF has too many pages or drawings to be read in time; split it or export its text as docx."
                )
            )
        try:
            page = document[number]
        except pdfium.PdfiumError:
            # A damaged page: the others are still worth reading.
            pages.append(_Page(0.0, [], []))
            continue
        try:
            content = read_page(page)
            width = page.get_width()
        finally:
            page.close()
        characters += len(content.chars)
        check_length(characters)
        pictures += content.pictures
        unmapped += sum(1 for char in content.chars if char.text == "\ufffd" or "\ue000" <= char.text <= "\uf8ff")
        tables, rest = find_tables(content)
        pages.append(_Page(width, make_lines(rest, number), tables))
    if pictures and characters < _SCANNED * count:
        raise UnreadableError(gettext_noop("The PDF is scanned and holds no text; run it through OCR first."))
    if unmapped > _UNMAPPED_SHARE * max(characters, 1):
        raise UnreadableError(
            gettext_noop("The fonts of the PDF do not say which characters they show; run it through OCR first.")
        )
    return pages


def _written(pages: list[_Page]) -> Source:
    """Lines and tables of all pages in reading order."""
    builder = SourceBuilder(MEDIA_TYPE)
    paragraphs = Paragraphs([page.lines for page in pages], [page.width for page in pages])
    text: list[str] = []
    last: Line | None = None
    table: PdfTable | None = None
    for page in pages:
        items: list[Line | PdfTable] = sorted([*page.lines, *page.tables], key=lambda item: -item.top)
        for item in items:
            if isinstance(item, PdfTable):
                if table is not None and item is items[0] and continues(table, item):
                    append_rows(table, item)
                    continue
                _close(builder, text, table)
                text, last, table = [], None, item
                continue
            if table is not None:
                _close(builder, [], table)
                table = None
            if last is not None and paragraphs.together(last, item):
                text.append(item.text)
            else:
                builder.paragraph(joined(text))
                text = [item.text]
            last = item
    _close(builder, text, table)
    return builder.build()


def _close(builder: SourceBuilder, text: list[str], table: PdfTable | None) -> None:
    builder.paragraph(joined(text))
    if table is not None:
        builder.table(table.rows)
