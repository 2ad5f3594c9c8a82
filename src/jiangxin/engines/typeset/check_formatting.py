"""The formatting that holds for a text in a DOCX: what is said directly, by its styles, or by the defaults of the file.

The nearest word counts: run, character style, paragraph style, each with the styles it is based on, list, table style,
defaults. Fonts of the theme are resolved. Lengths come out in characters of the paragraph, sizes in points.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from itertools import chain
from typing import Any

from lxml import etree

from jiangxin.engines.policytext.formats import ooxml

#: What a part of a file says: properties by name.
Said = Mapping[str, Any]

_A_POINT, _HALF_POINTS, _HUNDREDTHS, _SINGLE = 20, 2, 100, 240
#: What holds where the file says nothing (ISO/IEC 29500).
_DEFAULT_SIZE = 10.0
_MAX_DEPTH = 30
#: The slots of `w:rFonts` by the names used here.
_SLOTS = {"east_asian": ("eastAsiaTheme", "eastAsia"), "latin": ("asciiTheme", "ascii")}
_SIDES = {"start": "left", "end": "right", "startChars": "leftChars", "endChars": "rightChars"}
_INDENTS = frozenset(
    {"left", "right", "firstLine", "hanging", "leftChars", "rightChars", "firstLineChars", "hangingChars"}
)
#: What takes the place of what: a paragraph cannot stand in and hang.
_EXCLUDES = {
    "firstLine": "hanging",
    "hanging": "firstLine",
    "firstLineChars": "hangingChars",
    "hangingChars": "firstLineChars",
}


@dataclass(frozen=True)
class Look:
    """How characters look."""

    east_asian: str = ""
    """The font of Chinese characters; empty where the file names none."""
    latin: str = ""
    size: float = _DEFAULT_SIZE
    colour: str = ""
    """Six hexadecimal digits; empty for black."""


@dataclass(frozen=True)
class Pitch:
    """The distance between lines."""

    rule: str = "auto"
    """exact, atLeast (in points), or auto (in lines)."""
    value: float = 1.0
    on_grid: bool = True


@dataclass(frozen=True)
class Layout:
    """How a paragraph stands; lengths in characters of its own size."""

    alignment: str = "left"
    left: float = 0.0
    right: float = 0.0
    first: float = 0.0
    """How far the first line stands in, `left` not counted; negative where it hangs out."""
    pitch: Pitch = Pitch()
    new_page: bool = False


class Formatting:
    """Answers how runs and paragraphs look."""

    def __init__(
        self,
        styles: etree._Element | None,
        theme: etree._Element | None,
        numbering: etree._Element | None,
    ) -> None:
        self._theme = _theme_fonts(theme)
        self._styles: dict[str, etree._Element] = {}
        self._default: dict[str, str] = {}
        for style in styles if styles is not None else ():
            name = ooxml.attribute(style, "styleId")
            if ooxml.local(style) == "style" and name:
                self._styles[name] = style
                if ooxml.attribute(style, "default") in {"1", "true", "on"}:
                    self._default[ooxml.attribute(style, "type") or ""] = name
        defaults = ooxml.child(styles, "docDefaults")
        self._text_defaults = self._text(ooxml.child(defaults, "rPrDefault", "rPr"))
        self._paragraph_defaults = _paragraph(ooxml.child(defaults, "pPrDefault", "pPr"))
        self._lists = _list_levels(numbering)
        self._looks: dict[tuple[str | None, str | None, bytes], Look] = {}
        self._hidden: dict[bytes, bool] = {}
        self._texts: dict[tuple[str | None, ...], Said] = {}
        self._paragraphs: dict[tuple[str | None, ...], Said] = {}

    def look(
        self, run: etree._Element | None, paragraph: etree._Element | None, table_style: str | None = None
    ) -> Look:
        """Return how a run looks, given its `rPr` and the `pPr` of its paragraph."""
        # Most runs of a file say the same, word for word.
        written = (table_style, self._paragraph_style(paragraph), _written(run))
        if written not in self._looks:
            self._looks[written] = self._look(run, written[0], written[1])
        return self._looks[written]

    def _look(self, run: etree._Element | None, table_style: str | None, paragraph_style: str | None) -> Look:
        key = (table_style, paragraph_style, ooxml.value(run, "rStyle"))
        if key not in self._texts:
            styles = chain(self._chain(key[0]), self._chain(key[1]), self._chain(key[2]))
            said = (self._text(ooxml.child(style, "rPr")) for style in styles)
            self._texts[key] = reduce(_over, said, self._text_defaults)
        return Look(**_over(self._texts[key], self._text(run)))

    def hidden(self, run: etree._Element | None) -> bool:
        """Return whether a run, given its `rPr`, is hidden."""
        written = _written(run)
        if written not in self._hidden:
            self._hidden[written] = self._is_hidden(run)
        return self._hidden[written]

    def _is_hidden(self, run: etree._Element | None) -> bool:
        if ooxml.child(run, "vanish") is not None:
            return ooxml.is_on(run, "vanish")
        return any(ooxml.is_on(style, "rPr", "vanish") for style in self._chain(ooxml.value(run, "rStyle")))

    def layout(self, paragraph: etree._Element | None, size: float, table_style: str | None = None) -> Layout:
        """Return how a paragraph stands, given its `pPr` and the size of its characters in points."""
        style = self._paragraph_style(paragraph)
        key = (table_style, style)
        if key not in self._paragraphs:
            styles = chain(self._chain(table_style), self._chain(style))
            said = (self._of_style(each) for each in styles)
            self._paragraphs[key] = reduce(_over, said, self._paragraph_defaults)
        said_here = reduce(_over, (self._listed(paragraph), _paragraph(paragraph)), self._paragraphs[key])
        return _laid_out(said_here, size)

    def cell_margin(self, table_style: str | None, side: str) -> etree._Element | None:
        """Return what a table style says of one margin of its cells, None where it says nothing."""
        for style in reversed(self._chain(table_style or self._default.get("table"))):
            found = ooxml.child(style, "tblPr", "tblCellMar", side)
            if found is not None:
                return found
        return None

    def _paragraph_style(self, paragraph: etree._Element | None) -> str | None:
        name = ooxml.value(paragraph, "pStyle")
        return name if name in self._styles else self._default.get("paragraph")

    def _chain(self, name: str | None) -> list[etree._Element]:
        """Return a style and those it is based on, the farthest first."""
        found: list[etree._Element] = []
        while name in self._styles and len(found) < _MAX_DEPTH:
            found.append(self._styles[name])
            name = ooxml.value(found[-1], "basedOn")
        return found[::-1]

    def _of_style(self, style: etree._Element) -> Said:
        properties = ooxml.child(style, "pPr")
        return _over(self._listed(properties), _paragraph(properties))

    def _listed(self, paragraph: etree._Element | None) -> Said:
        """Return what the list of a paragraph says of its indents."""
        number = ooxml.value(paragraph, "numPr", "numId")
        level = ooxml.value(paragraph, "numPr", "ilvl") or "0"
        return self._lists.get((number, level), {}) if number else {}

    def _text(self, run: etree._Element | None) -> Said:
        said: dict[str, Any] = {}
        fonts = ooxml.child(run, "rFonts")
        for slot, (theme, name) in _SLOTS.items():
            font = self._theme.get(ooxml.attribute(fonts, theme) or "") or ooxml.attribute(fonts, name)
            if font:
                said[slot] = font
        if size := ooxml.number(ooxml.value(run, "sz")):
            said["size"] = size / _HALF_POINTS
        if colour := ooxml.value(run, "color"):
            said["colour"] = "" if colour == "auto" else colour.upper()
        return said


def _written(run: etree._Element | None) -> bytes:
    return b"" if run is None else etree.tostring(run, with_tail=False)


def _over(under: Said, said: Said) -> Said:
    """Return what holds when something nearer is said over something farther."""
    if not said:
        return under
    gone = {_EXCLUDES[name] for name in said if name in _EXCLUDES}
    return {name: value for name, value in under.items() if name not in gone} | dict(said)


def _paragraph(properties: etree._Element | None) -> Said:
    """Return what a `pPr` says itself."""
    said: dict[str, Any] = {}
    if alignment := ooxml.value(properties, "jc"):
        said["alignment"] = _SIDES.get(alignment, alignment)
    said |= {name: value for name, value in _attributes(ooxml.child(properties, "ind")) if name in _INDENTS}
    spacing = ooxml.child(properties, "spacing")
    line = ooxml.number(ooxml.attribute(spacing, "line"))
    if line is not None:
        said["line"] = (ooxml.attribute(spacing, "lineRule") or "auto", line)
    for tag in ("snapToGrid", "pageBreakBefore"):
        if ooxml.child(properties, tag) is not None:
            said[tag] = ooxml.is_on(properties, tag)
    return said


def _attributes(element: etree._Element | None) -> Iterator[tuple[str, int]]:
    """Yield the whole numbers among the attributes of an element, by local names of left and right."""
    for key, text in element.attrib.items() if element is not None else ():
        name = str(key).rpartition("}")[2]
        value = ooxml.number(str(text))
        if value is not None:
            yield _SIDES.get(name, name), value


def _laid_out(said: Said, size: float) -> Layout:
    def characters(name: str) -> float:
        # Word processors let an indent in characters win, but not one of none.
        return said.get(f"{name}Chars", 0) / _HUNDREDTHS or said.get(name, 0) / (size * _A_POINT)

    rule, line = said.get("line", ("auto", _SINGLE))
    value = line / (_SINGLE if rule == "auto" else _A_POINT)
    return Layout(
        alignment=said.get("alignment", "left"),
        left=characters("left"),
        right=characters("right"),
        first=characters("firstLine") - characters("hanging"),
        pitch=Pitch(rule, value, said.get("snapToGrid", True)),
        new_page=said.get("pageBreakBefore", False),
    )


def _list_levels(numbering: etree._Element | None) -> dict[tuple[str | None, str], Said]:
    """Return what each level of each list says of paragraphs."""
    abstract: dict[str | None, dict[str, Said]] = {}
    found: dict[tuple[str | None, str], Said] = {}
    for element in numbering if numbering is not None else ():
        if ooxml.local(element) == "abstractNum":
            abstract[ooxml.attribute(element, "abstractNumId")] = {
                ooxml.attribute(level, "ilvl") or "0": _paragraph(ooxml.child(level, "pPr"))
                for level in element
                if ooxml.local(level) == "lvl"
            }
    for element in numbering if numbering is not None else ():
        if ooxml.local(element) == "num":
            number = ooxml.attribute(element, "numId")
            for level, said in abstract.get(ooxml.value(element, "abstractNumId"), {}).items():
                found[number, level] = said
    return found


def _theme_fonts(theme: etree._Element | None) -> dict[str, str]:
    """Return the fonts of the theme by the names that runs use."""
    scheme = ooxml.child(theme, "themeElements", "fontScheme")
    fonts: dict[str, str] = {}
    for part, name in (("majorFont", "major"), ("minorFont", "minor")):
        chosen = ooxml.child(scheme, part)
        latin = ooxml.attribute(ooxml.child(chosen, "latin"), "typeface") or ""
        east_asian = ooxml.attribute(ooxml.child(chosen, "ea"), "typeface") or _of_script(chosen, "Hans")
        fonts |= {f"{name}EastAsia": east_asian, f"{name}Ascii": latin, f"{name}HAnsi": latin}
    return fonts


def _of_script(fonts: etree._Element | None, script: str) -> str:
    """Return the font that a theme has for a script, where it names none for East Asia as a whole."""
    for font in fonts if fonts is not None else ():
        if ooxml.local(font) == "font" and ooxml.attribute(font, "script") == script:
            return ooxml.attribute(font, "typeface") or ""
    return ""
