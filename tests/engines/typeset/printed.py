"""A PDF read back as it lies on paper: characters and rules in millimetres from the upper left corner."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw

MM = 25.4 / 72


@dataclass(frozen=True)
class Box:
    """What is drawn at a place."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self):
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class Character(Box):
    text: str
    size: float
    font: str
    start: float
    """Where its own width begins, white left of what is drawn included."""
    end: float
    color: tuple[int, int, int] = (0, 0, 0)


@dataclass(frozen=True)
class Rule(Box):
    color: tuple[int, int, int]


@dataclass(frozen=True)
class Page:
    width: float
    height: float
    characters: tuple[Character, ...]
    rules: tuple[Rule, ...]

    @property
    def text(self):
        return "".join(character.text for character in self.characters)

    @property
    def lines(self):
        """Return the characters by line, from the top; a line is what lies around the same height."""
        found = []
        for character in sorted(self.characters, key=lambda one: one.top + one.bottom):
            middle = (character.top + character.bottom) / 2
            # Marks such as 。 lie low in their line, dashes in its middle.
            near = found and middle - found[-1][0] < character.size * MM * 0.75
            if near:
                found[-1][1].append(character)
            else:
                found.append((middle, [character]))
        return [sorted(line, key=lambda one: one.left) for _middle, line in found]

    def find(self, text):
        """Return the characters of the first place where a text stands."""
        start = self.text.index(text)
        return self.characters[start : start + len(text)]


def around(parts):
    """Return the box around some parts."""
    return Box(
        min(part.left for part in parts),
        min(part.top for part in parts),
        max(part.right for part in parts),
        max(part.bottom for part in parts),
    )


def pages(data):
    """Return the pages of a PDF."""
    with pypdfium2.PdfDocument(data) as document:
        return [_page(page) for page in document]


def _page(page):
    width, height = page.get_size()
    text = page.get_textpage()
    characters = [_character(text.raw, place, height) for place in range(raw.FPDFText_CountChars(text.raw))]
    objects = [raw.FPDFPage_GetObject(page.raw, place) for place in range(raw.FPDFPage_CountObjects(page.raw))]
    rules = [_rule(one, height) for one in objects if raw.FPDFPageObj_GetType(one) == raw.FPDF_PAGEOBJ_PATH]
    return Page(
        width * MM,
        height * MM,
        tuple(character for character in characters if character.text.strip()),
        tuple(rules),
    )


def _character(text, place, height):
    left, right, bottom, top = (ctypes.c_double() for _edge in range(4))
    raw.FPDFText_GetCharBox(text, place, left, right, bottom, top)
    advance = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(text, place, advance)
    name = ctypes.create_string_buffer(200)
    raw.FPDFText_GetFontInfo(text, place, name, len(name), ctypes.c_int())
    red, green, blue, opacity = (ctypes.c_uint() for _part in range(4))
    raw.FPDFText_GetFillColor(text, place, red, green, blue, opacity)
    return Character(
        left.value * MM,
        (height - top.value) * MM,
        right.value * MM,
        (height - bottom.value) * MM,
        chr(raw.FPDFText_GetUnicode(text, place)),
        raw.FPDFText_GetFontSize(text, place),
        name.value.decode().partition("+")[2],
        advance.left * MM,
        advance.right * MM,
        (red.value, green.value, blue.value),
    )


def _rule(one, height):
    left, bottom, right, top = (ctypes.c_float() for _edge in range(4))
    raw.FPDFPageObj_GetBounds(one, left, bottom, right, top)
    red, green, blue, opacity = (ctypes.c_uint() for _part in range(4))
    raw.FPDFPageObj_GetStrokeColor(one, red, green, blue, opacity)
    return Rule(
        left.value * MM,
        (height - top.value) * MM,
        right.value * MM,
        (height - bottom.value) * MM,
        (red.value, green.value, blue.value),
    )
