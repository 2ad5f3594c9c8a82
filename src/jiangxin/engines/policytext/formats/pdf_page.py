"""What one PDF page holds: characters with their places, and ruling lines.

Coordinates are those of the page as shown (rotation undone), in points, y growing upwards.
"""

from __future__ import annotations

import ctypes
import math
import sys
import unicodedata
from dataclasses import dataclass, field
from itertools import pairwise

import pypdfium2 as pdfium
from pypdfium2 import raw

from jiangxin.engines.policytext.formats import limits
from jiangxin.engines.policytext.formats.errors import UnreadableError, gettext_noop

_MAX_EDGES = 4_000
_MAX_OBJECTS = 20_000
_MIN_SEGMENTS = 2
_MAX_SEGMENTS = 200
_THIN = 3.0
_STRAIGHT = 0.8
_SHORTEST = 4.0
_MAX_FORM_DEPTH = 3
_FIRST_PRINTED = 0x20
_SPACE = 0x20
_FAR = 1e6
# What the library makes of a hyphen at the end of a line.
_HYPHENS = frozenset({0x2, 0xFFFE})
_NO_CHARACTERS = frozenset({0xFFFF, *range(0xD800, 0xE000)})


@dataclass(slots=True)
class Char:
    """A character and its box; the box of a line is as high as the font."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def middle(self) -> float:
        """Height of its centre."""
        return (self.bottom + self.top) / 2


@dataclass(frozen=True, slots=True)
class Edge:
    """A ruling line: at ``at`` on one axis, from ``low`` to ``high`` on the other."""

    at: float
    low: float
    high: float


@dataclass(slots=True)
class PageContent:
    """Characters in content order, horizontal and vertical rules, whether there is a picture."""

    chars: list[Char] = field(default_factory=list)
    horizontal: list[Edge] = field(default_factory=list)
    vertical: list[Edge] = field(default_factory=list)
    pictures: int = 0


def read_page(page: pdfium.PdfPage) -> PageContent:
    """Everything of a page that its text and tables can be made from."""
    content = PageContent()
    rotation = raw.FPDFPage_GetRotation(page)
    _read_chars(page, rotation, content)
    _read_objects(page, rotation, content)
    return content


def _turn(x: float, y: float, rotation: int) -> tuple[float, float]:
    return ((x, y), (y, -x), (-x, -y), (-y, x))[rotation % 4]


def _read_chars(page: pdfium.PdfPage, rotation: int, content: PageContent) -> None:
    textpage = page.get_textpage()
    try:
        count = textpage.count_chars()
        if count > limits.MAX_PAGE_CHARACTERS:
            raise UnreadableError(
                gettext_noop("A page of the PDF has more than %(limit)d characters; it is no document page."),
                limit=limits.MAX_PAGE_CHARACTERS,
            )
        handle = textpage.raw
        box = raw.FS_RECTF()
        pointer = ctypes.byref(box)
        for index in range(count):
            code = raw.FPDFText_GetUnicode(handle, index)
            if code in _HYPHENS:
                code = ord("-")
            if code in _NO_CHARACTERS or not _FIRST_PRINTED <= code <= sys.maxunicode:
                continue
            # Spaces may be the library's own guess; gaps are judged later, from the places.
            if code == _SPACE and raw.FPDFText_IsGenerated(handle, index) == 1:
                continue
            if not raw.FPDFText_GetLooseCharBox(handle, index, pointer):
                continue
            left, bottom, right, top = _turned_box(box, rotation)
            if -_FAR < left <= right < _FAR and -_FAR < bottom <= top < _FAR:
                content.chars.append(Char(_unified(chr(code)), left, bottom, right, top))
    finally:
        textpage.close()


def _turned_box(box: raw.FS_RECTF, rotation: int) -> tuple[float, float, float, float]:
    left, bottom, right, top = box.left, box.bottom, box.right, box.top
    if rotation:
        left, bottom = _turn(left, bottom, rotation)
        right, top = _turn(right, top, rotation)
    if left > right:
        left, right = right, left
    if bottom > top:
        bottom, top = top, bottom
    return left, bottom, right, top


def _unified(character: str) -> str:
    """Radicals and compatibility forms, which PDF fonts often map to, as ordinary characters."""
    if "\u2e80" <= character <= "\u2fdf" or "\uf900" <= character <= "\ufaff":
        return unicodedata.normalize("NFKC", character)
    return character


def _read_objects(page: pdfium.PdfPage, rotation: int, content: PageContent) -> None:
    for number, item in enumerate(page.get_objects(max_depth=_MAX_FORM_DEPTH)):
        if number > _MAX_OBJECTS or len(content.horizontal) + len(content.vertical) > _MAX_EDGES:
            # A drawing, not a table.
            content.horizontal.clear()
            content.vertical.clear()
            return
        if item.type == raw.FPDF_PAGEOBJ_IMAGE:
            content.pictures += 1
        elif item.type == raw.FPDF_PAGEOBJ_PATH:
            _read_path(item, rotation, content)


def _read_path(item: pdfium.PdfObject, rotation: int, content: PageContent) -> None:
    count = raw.FPDFPath_CountSegments(item)
    if not _MIN_SEGMENTS <= count <= _MAX_SEGMENTS:
        return
    matrix = item.get_matrix()
    points: list[tuple[float, float, bool]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    start: tuple[float, float] | None = None
    for index in range(count):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_BEZIERTO or not raw.FPDFPathSegment_GetPoint(
            segment, ctypes.byref(x), ctypes.byref(y)
        ):
            return
        shown_x, shown_y = matrix.on_point(x.value, y.value)
        place = _turn(shown_x, shown_y, rotation)
        if not all(map(math.isfinite, place)):
            return
        moves = kind == raw.FPDF_SEGMENT_MOVETO
        start = place if moves else start
        points.append((*place, moves))
        if raw.FPDFPathSegment_GetClose(segment) and start is not None:
            points.append((*start, False))
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    left, right, bottom, top = min(xs), max(xs), min(ys), max(ys)
    if right - left <= _THIN or top - bottom <= _THIN:
        _add_edge((left, bottom), (right, top), content)
        return
    for before, after in pairwise(points):
        if not after[2]:
            _add_edge(before[:2], after[:2], content)


def _add_edge(start: tuple[float, float], end: tuple[float, float], content: PageContent) -> None:
    width, height = abs(start[0] - end[0]), abs(start[1] - end[1])
    if width >= _SHORTEST and height <= max(_STRAIGHT, _THIN if width > 4 * _THIN else 0):
        content.horizontal.append(Edge((start[1] + end[1]) / 2, min(start[0], end[0]), max(start[0], end[0])))
    elif height >= _SHORTEST and width <= max(_STRAIGHT, _THIN if height > 4 * _THIN else 0):
        content.vertical.append(Edge((start[0] + end[0]) / 2, min(start[1], end[1]), max(start[1], end[1])))
