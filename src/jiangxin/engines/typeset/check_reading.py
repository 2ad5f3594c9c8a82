"""A DOCX as the checker sees it: paragraphs with their looks, sections, headers and footers.

Nothing is trusted: sizes are looked at first, then one part at a time is read (`policytext.formats.ooxml`).
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby

from lxml import etree

from jiangxin.engines.policytext.formats import limits, ooxml
from jiangxin.engines.policytext.formats.docx import SKIPPED, blocks
from jiangxin.engines.policytext.formats.docx_numbering import Numbering, Styles
from jiangxin.engines.policytext.formats.errors import UnreadableError, gettext_noop
from jiangxin.engines.policytext.formats.opening import check_size, kind_of
from jiangxin.engines.typeset.check_formatting import Formatting, Layout, Look

#: Where the number of the page stands in the text of a footer.
PAGE = "\ue000"
_TWIPS_A_MM = 1440 / 25.4
_A_POINT = 20
_BREAKS = {"tab": "\t", "ptab": "\t", "cr": "\n", "noBreakHyphen": "-"}
_PAGE_BREAK = "\f"
_STARTS_PAGE = frozenset({None, "nextPage", "oddPage", "evenPage"})
_A_CHARACTER_SPACE = 4096
#: Elements of the body; a document of 300 pages whose every word was edited has a third of them.
_MAX_ELEMENTS = 1_000_000
_MACROS = "word/vbaProject.bin"
_PICTURES = frozenset({"drawing", "pict", "object"})


class NotADocx(UnreadableError):  # noqa: N818 - says what it is
    """The file cannot be checked; the message is one line that says what to do."""


@dataclass(frozen=True)
class Piece:
    """Characters of one look."""

    text: str
    look: Look


@dataclass(frozen=True)
class Paragraph:
    """A paragraph with text in it."""

    number: int
    """Its place among the paragraphs with text, from 1, those in tables counted."""
    pieces: tuple[Piece, ...]
    layout: Layout
    section: int
    new_page: bool = False
    """Whether a page begins with it, by its own layout or a break before it."""
    margin: tuple[float, float] | None = None
    """In a table: what the cell leaves free at the left and right, in points."""
    after_table: bool = False
    """Whether it follows a table or a picture."""
    place: int = 0
    """Its place among all paragraphs of the file, from 0, those without text counted."""

    @property
    def text(self) -> str:
        """The text as shown, with automatic numbers; lines are divided by line feeds."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def size(self) -> float:
        """The size of most of its characters."""
        return main_size(self.pieces)

    def span(self, start: int, end: int) -> list[Piece]:
        """Return the pieces of a stretch of the text."""
        found, at = [], 0
        for piece in self.pieces:
            part = piece.text[max(start - at, 0) : max(end - at, 0)]
            if part:
                found.append(Piece(part, piece.look))
            at += len(piece.text)
        return found


@dataclass(frozen=True)
class Grid:
    """The document grid of a section."""

    kind: str = ""
    line_pitch: float = 0.0
    """In points."""
    character_space: float = 0.0
    """What a character is wider than its size, in points."""


@dataclass(frozen=True)
class Section:
    """A stretch of pages of one form; lengths in millimetres."""

    number: int
    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    footer: float
    grid: Grid
    footers: dict[str, etree._Element]
    headers: dict[str, etree._Element]
    title_page: bool = False
    number_format: str = ""


@dataclass
class File:
    """What is read of a DOCX."""

    formatting: Formatting
    normal_size: float
    """The size of the style that the grid of characters goes by."""
    paragraphs: list[Paragraph] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    odd_and_even: bool = False


def read(content: bytes) -> File:
    """Return what stands in a DOCX.

    Raises:
        NotADocx: it is none, is broken, or unpacks to more than a document holds.
    """
    try:
        check_size(len(content))
        kind = kind_of(content, "")
        if kind == "docx":
            return _Reader(ooxml.Package(content)).read()
    except NotADocx:
        raise
    except UnreadableError as error:
        raise NotADocx(error.message, **error.params) from error
    if not content:
        raise NotADocx(gettext_noop("The file is empty."))
    raise NotADocx(gettext_noop("This is not a Word document; save the text as docx."))


def main_size(pieces: tuple[Piece, ...] | list[Piece]) -> float:
    """Return the size of most characters."""
    counts: dict[float, int] = {}
    for piece in pieces:
        counts[piece.look.size] = counts.get(piece.look.size, 0) + len(piece.text.strip())
    return max(counts, key=lambda size: counts[size]) if counts else Look().size


def properties_of(element: etree._Element) -> etree._Element | None:
    """Return the `pPr` or `rPr` of a paragraph or run."""
    return ooxml.child(element, "pPr" if ooxml.local(element) == "p" else "rPr")


class _Reader:
    """Walks the body once."""

    def __init__(self, package: ooxml.Package) -> None:
        if package.holds(_MACROS):
            raise NotADocx(gettext_noop("The file holds macros; save it as docx without macros."))
        self._package = package
        self._read: dict[str, etree._Element | None] = {}
        styles, numbering = package.part("word/styles.xml"), package.part("word/numbering.xml")
        self._relations = self._targets()
        self._numbering = Numbering(numbering, Styles(styles))
        formatting = Formatting(styles, package.part(self._relations.get("theme", "word/theme/theme1.xml")), numbering)
        self._file = File(formatting, formatting.look(None, None).size)
        self._new_page = self._after_table = False
        self._characters = 0
        self._places: dict[etree._Element, int] = {}

    def read(self) -> File:
        """Return everything."""
        root = self._package.part()
        body = ooxml.child(root, "body")
        if body is None:
            raise NotADocx(gettext_noop("The docx file holds no text."))
        if sum(1 for _element in body.iter()) > _MAX_ELEMENTS:
            raise NotADocx(gettext_noop("The docx file holds too many parts and was not opened."))
        every = body.iter(f"{{{etree.QName(body).namespace}}}p")
        self._places = {element: place for place, element in enumerate(every)}
        self._file.odd_and_even = ooxml.is_on(self._package.part("word/settings.xml"), "evenAndOddHeaders")
        for block in blocks(body):
            if ooxml.local(block) == "tbl":
                self._table(block)
            else:
                self._block(block)
        self._section(ooxml.child(body, "sectPr"))
        if not self._file.paragraphs:
            raise NotADocx(gettext_noop("The docx file holds no text."))
        return self._file

    def _block(self, element: etree._Element) -> None:
        """Read a paragraph that stands by itself, and the end of a section in it."""
        properties = properties_of(element)
        pieces = self._pieces(element, properties, None)
        shown = [Piece(piece.text.replace(_PAGE_BREAK, ""), piece.look) for piece in pieces]
        text = "".join(piece.text for piece in pieces)
        if any(piece.text.strip() for piece in shown):
            before, _broken, _rest = text.partition(_PAGE_BREAK)
            layout = self._file.formatting.layout(properties, main_size(shown))
            broken_before = _PAGE_BREAK in text and not before.strip()
            self._add(element, shown, layout, new_page=self._new_page or layout.new_page or broken_before)
            self._after_table = False
            self._new_page = _PAGE_BREAK in text and not text.rpartition(_PAGE_BREAK)[2].strip() and not broken_before
        else:
            self._new_page = self._new_page or _PAGE_BREAK in text
            self._after_table = self._after_table or _holds_picture(element)
        section = ooxml.child(properties, "sectPr")
        if section is not None:
            self._section(section)

    def _table(self, table: etree._Element) -> None:
        """Read the paragraphs in the cells of a table."""
        properties = ooxml.child(table, "tblPr")
        style = ooxml.value(properties, "tblStyle")
        margin = self._cell_margin(properties, style)
        cells = (cell for row in _below(table, "tr") for cell in _below(row, "tc"))
        for cell in cells:
            for block in blocks(cell):
                if ooxml.local(block) == "tbl":
                    self._table(block)
                    continue
                pieces = self._pieces(block, properties_of(block), style)
                if any(piece.text.strip() for piece in pieces):
                    layout = self._file.formatting.layout(properties_of(block), main_size(pieces), style)
                    self._add(block, pieces, layout, margin=margin)
        self._after_table = True
        self._new_page = False

    def _add(
        self,
        element: etree._Element,
        pieces: list[Piece],
        layout: Layout,
        *,
        new_page: bool = False,
        margin: tuple[float, float] | None = None,
    ) -> None:
        self._characters += sum(len(piece.text) for piece in pieces)
        if self._characters > limits.MAX_CHARACTERS:
            raise NotADocx(gettext_noop("The docx file unpacks to an unreasonable size and was not opened."))
        number, section = len(self._file.paragraphs) + 1, len(self._file.sections)
        merged = tuple(
            Piece("".join(piece.text for piece in group), look)
            for look, group in groupby(pieces, key=lambda piece: piece.look)
        )
        self._file.paragraphs.append(
            Paragraph(number, merged, layout, section, new_page, margin, self._after_table, self._places[element])
        )

    def _pieces(
        self, element: etree._Element, properties: etree._Element | None, table_style: str | None
    ) -> list[Piece]:
        """Return the text of a paragraph by looks, its automatic number first."""
        pieces = [
            Piece(text, self._file.formatting.look(run, properties, table_style))
            for text, run in texts(element, self._file.formatting)
        ]
        if any(piece.text.strip() for piece in pieces):
            prefix = self._numbering.prefix(properties)
            if prefix:
                pieces.insert(0, Piece(prefix, pieces[0].look))
        return pieces

    def _cell_margin(self, properties: etree._Element | None, style: str | None) -> tuple[float, float]:
        """Return what cells leave free at both sides, in points; the defaults of tables are those of their style."""
        sides = []
        for names in (("left", "start"), ("right", "end")):
            places = [ooxml.child(properties, "tblCellMar", name) for name in names]
            places += [self._file.formatting.cell_margin(style, name) for name in names]
            found = next((place for place in places if place is not None), None)
            sides.append((ooxml.number(ooxml.attribute(found, "w")) or 0) / _A_POINT)
        return sides[0], sides[1]

    def _section(self, properties: etree._Element | None) -> None:
        """Read what a section says; headers and footers that it does not name are those before it."""
        size, margins = ooxml.child(properties, "pgSz"), ooxml.child(properties, "pgMar")
        before = self._file.sections[-1] if self._file.sections else None
        number = len(self._file.sections) + 1
        grid = ooxml.child(properties, "docGrid")
        self._file.sections.append(
            Section(
                number,
                width=_mm(size, "w"),
                height=_mm(size, "h"),
                top=abs(_mm(margins, "top")),
                bottom=abs(_mm(margins, "bottom")),
                left=_mm(margins, "left") + _mm(margins, "gutter"),
                right=_mm(margins, "right"),
                footer=_mm(margins, "footer"),
                grid=Grid(
                    ooxml.attribute(grid, "type") or "",
                    (ooxml.number(ooxml.attribute(grid, "linePitch")) or 0) / _A_POINT,
                    (ooxml.number(ooxml.attribute(grid, "charSpace")) or 0) / _A_CHARACTER_SPACE,
                ),
                footers=(before.footers if before else {}) | self._parts(properties, "footerReference"),
                headers=(before.headers if before else {}) | self._parts(properties, "headerReference"),
                title_page=ooxml.is_on(properties, "titlePg"),
                number_format=ooxml.attribute(ooxml.child(properties, "pgNumType"), "fmt") or "",
            )
        )
        if before is not None and ooxml.value(properties, "type") in _STARTS_PAGE:
            # How a section begins stands at its end.
            for place, paragraph in enumerate(self._file.paragraphs):
                if paragraph.section == number - 1:
                    self._file.paragraphs[place] = replace(paragraph, new_page=True)
                    break

    def _targets(self) -> dict[str, str]:
        """Return the parts that the document names, by their relations, and the theme by its kind."""
        found = {}
        relations = self._package.part("word/_rels/document.xml.rels")
        for relation in relations if relations is not None else ():
            target = ooxml.attribute(relation, "Target") or ""
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"word/{target}")
            found[ooxml.attribute(relation, "Id") or ""] = path
            if (ooxml.attribute(relation, "Type") or "").endswith("/theme"):
                found["theme"] = path
        return found

    def _parts(self, properties: etree._Element | None, tag: str) -> dict[str, etree._Element]:
        """Return the headers or footers that a section names, by kind of page."""
        found = {}
        for reference in properties if properties is not None else ():
            if ooxml.local(reference) == tag:
                root = self._part(self._relations.get(ooxml.attribute(reference, "id") or "", ""))
                if root is not None:
                    found[ooxml.attribute(reference, "type") or "default"] = root
        return found

    def _part(self, name: str) -> etree._Element | None:
        if name not in self._read:
            self._read[name] = self._package.part(name)
        return self._read[name]


def _mm(element: etree._Element | None, name: str) -> float:
    return (ooxml.number(ooxml.attribute(element, name)) or 0) / _TWIPS_A_MM


def _below(parent: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """Yield the rows of a table or the cells of a row, through content controls and the like."""
    for element in parent:
        name = ooxml.local(element)
        if name == wanted:
            yield element
        elif name not in SKIPPED and name not in {"p", "tbl"}:
            yield from _below(element, wanted)


def _holds_picture(element: etree._Element) -> bool:
    return any(ooxml.local(part) in _PICTURES for part in element.iter())


def texts(paragraph: etree._Element, formatting: Formatting) -> Iterator[tuple[str, etree._Element | None]]:
    """Yield the text of each run with its `rPr`: tracked changes accepted, fields as last worked out."""
    fields = _Fields()
    for run in _runs(paragraph):
        properties = ooxml.child(run, "rPr")
        if ooxml.local(run) == "fldSimple":
            yield PAGE, ooxml.child(run, "r", "rPr")
            continue
        text = "".join(fields.text(element) for element in run)
        if text and not formatting.hidden(properties):
            yield text, properties


def _runs(parent: etree._Element) -> Iterator[etree._Element]:
    """Yield the runs below, and simple fields that number the page."""
    for element in parent:
        name = ooxml.local(element)
        if name == "r" or (name == "fldSimple" and _numbers_page(ooxml.attribute(element, "instr") or "")):
            yield element
        elif name not in SKIPPED and name != "p":
            yield from _runs(element)


class _Fields:
    """The fields that a text is in: their codes are not shown, and the number of the page is a mark."""

    def __init__(self) -> None:
        self._codes: list[str] = []
        self._shown: list[bool] = []

    def text(self, element: etree._Element) -> str:
        """Return what an element of a run shows."""
        name = ooxml.local(element)
        if name == "fldChar":
            return self._turn(ooxml.attribute(element, "fldCharType"))
        if name == "instrText" and self._codes:
            self._codes[-1] += element.text or ""
        elif name == "pgNum":
            return PAGE
        if not all(self._shown) or any(map(_numbers_page, self._codes)):
            return ""
        if name == "t":
            return element.text or ""
        if name == "br":
            return {"page": _PAGE_BREAK, "column": ""}.get(ooxml.attribute(element, "type") or "", "\n")
        return _BREAKS.get(name, "")

    def _turn(self, kind: str | None) -> str:
        """Begin a field, or its result, or end it."""
        if kind == "begin":
            self._codes.append("")
            self._shown.append(False)
        elif self._codes and kind == "separate":
            self._shown[-1] = True
        elif self._codes and kind == "end":
            self._shown.pop()
            if _numbers_page(self._codes.pop()):
                return PAGE
        return ""


def _numbers_page(code: str) -> bool:
    return code.split()[:1] == ["PAGE"]
