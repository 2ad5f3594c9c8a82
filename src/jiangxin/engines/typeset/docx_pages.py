"""Sections of a DOCX: size, margins and grid of pages, and what stands outside the type area.

Headers and footers are parts of their own that sections share; each is made when a section first wants it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from docx.parts.document import DocumentPart

from jiangxin.engines.typeset import measures
from jiangxin.engines.typeset.document import Document, Layout
from jiangxin.engines.typeset.docx_styles import ACROSS, SMALL_CHARACTER, letter_foot_frame
from jiangxin.engines.typeset.docx_xml import (
    CHARACTER_SPACE,
    PITCH,
    element,
    field_code,
    paragraph,
    run,
    twips,
)
from jiangxin.engines.typeset.words import DRAFT

#: 7.5: the dash of the page number is in the middle of its line.
_FOOTER = twips(measures.BOTTOM - measures.PAGE_NUMBER_BELOW) - SMALL_CHARACTER // 2
_HEADER = twips(15)
_DRAFT_PLACE = {"wrap": "around", "vAnchor": "page", "hAnchor": "margin", "xAlign": "right", "y": twips(20)}


@dataclass
class Section:
    """A stretch of pages of one form."""

    landscape: bool = False
    elements: list[Any] = field(default_factory=list)
    start: str = "nextPage"
    """Where it starts: on the next page, or on the next page with an even number."""


class Pages:
    """Makes the properties of sections."""

    def __init__(self, part: DocumentPart, document: Document) -> None:
        # Typed in part only.
        self._part: Any = part
        self._document = document
        self._made: dict[str, str] = {}

    def properties(self, section: Section, *, first: bool) -> Any:
        """Return the properties of a section."""
        wide, high = (twips(length) for length in measures.PAGE)
        top, right, bottom, left = measures.TOP, measures.RIGHT, measures.BOTTOM, measures.LEFT
        if section.landscape:
            # Chapter 8: the page is turned so that its head lies where the left edge of the others is.
            wide, high = high, wide
            top, right, bottom, left = left, top, right, bottom
        letter_head = first and self._document.layout is Layout.LETTER
        size = element("pgSz", w=wide, h=high, **({"orient": "landscape"} if section.landscape else {}))
        margins = {"top": top, "right": right, "bottom": bottom, "left": left}
        return element(
            "sectPr",
            *self._references(section, letter_head=letter_head),
            element("type", val=section.start),
            size,
            element(
                "pgMar",
                **{side: twips(margin) for side, margin in margins.items()},
                header=_HEADER,
                footer=_FOOTER,
                gutter=0,
            ),
            element("cols", space=0),
            *([element("titlePg")] if letter_head else []),
            element("docGrid", type="linesAndChars", linePitch=PITCH, charSpace=CHARACTER_SPACE),
        )

    def _references(self, section: Section, *, letter_head: bool) -> list[Any]:
        """Return the references of a section to its headers and footers, for odd, even and first pages."""
        if section.landscape:
            headers = {
                "default": self._header("turned-odd", _turned_odd),
                "even": self._header("turned-even", _turned_even),
            }
            footers = {"default": self._footer("empty", _empty), "even": self._footer("empty", _empty)}
        else:
            headers = {"default": self._header("plain", _empty), "even": self._header("plain", _empty)}
            footers = {"default": self._footer("odd", _odd), "even": self._footer("even", _even)}
        if letter_head:
            headers["first"] = self._header("plain", _empty)
            footers["first"] = self._footer("letter", _letter_foot)
        return [_reference("headerReference", kind, relation) for kind, relation in headers.items()] + [
            _reference("footerReference", kind, relation) for kind, relation in footers.items()
        ]

    def _header(self, name: str, content: Callable[[], list[Any]]) -> str:
        """Return the relation to a header, on which a draft says that it is one."""
        if name not in self._made:
            part, self._made[name] = self._part.add_header_part()
            draft = [paragraph("草稿标记", DRAFT, framePr=_DRAFT_PLACE)] if self._document.draft else []
            _fill(part.element, [*draft, *content()])
        return self._made[name]

    def _footer(self, name: str, content: Callable[[], list[Any]]) -> str:
        name = f"footer-{name}"
        if name not in self._made:
            part, self._made[name] = self._part.add_footer_part()
            _fill(part.element, content())
        return self._made[name]


def _reference(tag: str, kind: str, relation: str) -> Any:
    made = element(tag, type=kind)
    made.rId = relation
    return made


def _fill(root: Any, content: list[Any]) -> None:
    for child in list(root):
        root.remove(child)
    root.extend(content)


def _empty() -> list[Any]:
    return [paragraph("占位行")]


def _number() -> list[Any]:
    """Return the runs of the page number with a dash on both sides (7.5)."""
    return [run("— "), *field_code("PAGE", "1"), run(" —")]


def _odd() -> list[Any]:
    return [paragraph("页码", *_number())]


def _even() -> list[Any]:
    return [paragraph("页码（双页）", *_number())]


def _letter_foot() -> list[Any]:
    """Return the foot of a letter's first page: the double line and no number (10.1)."""
    return [paragraph("页脚红色双线", framePr=letter_foot_frame()), *_empty()]


def _turned_odd() -> list[Any]:
    return [_turned("页码"), *_empty()]


def _turned_even() -> list[Any]:
    return [_turned("页码（双页）"), *_empty()]


def _turned(style: str) -> Any:
    """Return the number of a page that lies: where it is on the pages that stand, once the sheet is turned."""
    middle = twips(measures.BOTTOM - measures.PAGE_NUMBER_BELOW)
    width = SMALL_CHARACTER + 2
    place = {
        "vertAnchor": "page",
        "horzAnchor": "page",
        "tblpX": middle - width // 2,
        "tblpY": twips(measures.LEFT),
    }
    nothing = element("tblCellMar", *(element(side, w=0, type="dxa") for side in ("top", "left", "bottom", "right")))
    return element(
        "tbl",
        element(
            "tblPr",
            element("tblpPr", **place),
            element("tblW", w=width, type="dxa"),
            element("tblLayout", type="fixed"),
            nothing,
        ),
        element("tblGrid", element("gridCol", w=width)),
        element(
            "tr",
            element("trPr", element("trHeight", val=ACROSS, hRule="exact")),
            element(
                "tc",
                element("tcPr", element("tcW", w=width, type="dxa"), element("textDirection", val="tbRl")),
                paragraph(style, *_number()),
            ),
        ),
    )
