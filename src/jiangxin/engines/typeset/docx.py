"""DOCX of an official document, for offices that go on editing: the same content and places as in the PDF.

What a page holds is worked out by the word processor, so the grid and the styles must carry it. The fonts named are
those of the reader's machine; none is embedded.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from docx.oxml.ns import qn

from jiangxin.engines.typeset.document import Document
from jiangxin.engines.typeset.docx_blocks import Blocks
from jiangxin.engines.typeset.docx_ends import after_body, annex_head, head, imprint
from jiangxin.engines.typeset.docx_pages import Pages, Section
from jiangxin.engines.typeset.docx_parts import opened, packed
from jiangxin.engines.typeset.docx_xml import paragraph


def docx(document: Document, keep: Iterable[str] = ()) -> bytes:
    """Return the document as DOCX; the same document gives the same bytes.

    Args:
        document: what it holds.
        keep: names that a title must not be broken in.

    Raises:
        FontsMissing: a chart, which is drawn here, cannot be shown; the message says what to install.
        ValueError: a row of a table or a series of a chart has not one value for each column or category.
    """
    made = opened(document)
    sections = _sections(document, Blocks(made.part), (*keep, *document.signatories))
    pages = Pages(made.part, document)
    body = made.element.body
    last = len(sections) - 1
    for place, section in enumerate(sections):
        properties = pages.properties(section, first=place == 0)
        body.extend(section.elements)
        if place == last:
            body.append(properties)
        else:
            _close(body, properties)
    return packed(made)


def _sections(document: Document, blocks: Blocks, keep: tuple[str, ...]) -> list[Section]:
    """Return what the document holds, a new section where pages begin to stand or to lie."""
    body = Section()
    body.elements += head(document, keep)
    ending = list(after_body(document))
    # What follows the body does not stand on a page alone.
    body.elements += blocks.elements(document.blocks, hold=bool(ending))
    body.elements += ending
    sections = [body]
    for place, annex in enumerate(document.annexes):
        if annex.landscape or sections[-1].landscape:
            sections.append(Section(annex.landscape))
        sections[-1].elements += annex_head(document, place, keep)
        sections[-1].elements += blocks.elements(annex.blocks, landscape=annex.landscape)
    foot = imprint(document)
    if foot is not None:
        if sections[-1].landscape:
            # 7.4: the imprint stands on a page with an even number.
            sections.append(Section(elements=[paragraph("占位行")], start="evenPage"))
        elif sections[-1].elements[-1].tag == qn("w:tbl"):
            # Without a paragraph between them two tables become one.
            sections[-1].elements.append(paragraph("占位行"))
        # A table that floats belongs to the paragraph after it.
        sections[-1].elements += [foot, paragraph("占位行")]
    elif sections[-1].elements[-1].tag == qn("w:tbl"):
        # The file format wants a paragraph at the end.
        sections[-1].elements.append(paragraph("占位行"))
    return sections


def _close(body: Any, properties: Any) -> None:
    """End a section with the last paragraph of the text, or with one of no height after a table."""
    if body[-1].tag != qn("w:p"):
        body.append(paragraph("占位行"))
    body[-1].get_or_add_pPr().append(properties)
