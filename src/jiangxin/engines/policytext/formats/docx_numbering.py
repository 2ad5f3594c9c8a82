"""Automatic numbers of a docx: what the word processor shows before a paragraph but does not store."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from jiangxin.engines.policytext.formats import ooxml
from jiangxin.engines.policytext.formats.numerals import numeral

_LEVELS = 9
_PLACEHOLDER = re.compile(r"%([1-9])")
_MAX_STYLE_DEPTH = 30


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: style of the numeral, text around it, first number."""

    style: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    legal: bool = False


@dataclass(slots=True)
class _List:
    """A ``w:num``: the levels it uses, the counters it shares, where it starts anew."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style says of numbering and headings."""

    number: str | None = None
    level: int | None = None
    outline: int | None = None


class Styles:
    """Paragraph styles with what they inherit."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self.default: str | None = None
        for element in root if root is not None else ():
            name = ooxml.attribute(element, "styleId")
            if ooxml.local(element) == "style" and name:
                self._elements[name] = element
                if ooxml.attribute(element, "type") == "paragraph" and ooxml.attribute(element, "default") in {
                    "1",
                    "true",
                }:
                    self.default = name
        self._resolved: dict[str, Style] = {}

    def __getitem__(self, name: str | None) -> Style:
        name = name or self.default
        if name is None:
            return Style()
        if name not in self._resolved:
            self._resolved[name] = self._resolve(name)
        return self._resolved[name]

    def _resolve(self, name: str) -> Style:
        number = level = outline = None
        current: str | None = name
        for _step in range(_MAX_STYLE_DEPTH):
            element = self._elements.get(current or "")
            if element is None:
                break
            if number is None:
                number = ooxml.value(element, "pPr", "numPr", "numId")
            if level is None:
                level = ooxml.number(ooxml.value(element, "pPr", "numPr", "ilvl"))
            if outline is None:
                outline = ooxml.number(ooxml.value(element, "pPr", "outlineLvl"))
            current = ooxml.value(element, "basedOn")
        return Style(number, level, outline)


class Numbering:
    """Counts the numbered paragraphs in document order and writes their numbers."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, etree._Element] = {}
        self._lists: dict[str, _List] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._started: set[str] = set()
        nums: list[etree._Element] = []
        for element in root if root is not None else ():
            if ooxml.local(element) == "abstractNum":
                self._abstract[ooxml.attribute(element, "abstractNumId") or ""] = element
            elif ooxml.local(element) == "num":
                nums.append(element)
        for element in nums:
            self._lists[ooxml.attribute(element, "numId") or ""] = self._list(element, nums)

    def prefix(self, properties: etree._Element | None) -> str:
        """Number of the next paragraph, given its ``w:pPr``; empty where it has none."""
        style_name = ooxml.value(properties, "pStyle")
        style = self._styles[style_name]
        number = ooxml.value(properties, "numPr", "numId") or style.number
        level = ooxml.number(ooxml.value(properties, "numPr", "ilvl"))
        numbering = self._lists.get(number or "")
        if numbering is None or number in {None, "0"}:
            return ""
        if level is None:
            level = self._linked_level(numbering, style_name)
        if level is None:
            level = style.level or 0
        if not 0 <= level < _LEVELS:
            return ""
        return self._count(number or "", numbering, level)

    def _count(self, number: str, numbering: _List, level: int) -> str:
        counters = self._counters.setdefault(numbering.abstract, [None] * _LEVELS)
        if number not in self._started:
            self._started.add(number)
            for overridden, start in numbering.starts.items():
                counters[overridden] = start - 1
        definition = numbering.levels.get(level, Level())
        current = counters[level]
        counters[level] = definition.start if current is None else current + 1
        for deeper in range(level + 1, _LEVELS):
            restart = numbering.levels.get(deeper, Level()).restart
            if restart is None or (restart != 0 and level < restart):
                counters[deeper] = None

        def shown(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            part = numbering.levels.get(index, Level())
            count = counters[index]
            style = "decimal" if definition.legal and part.style != "bullet" else part.style
            return numeral(part.start if count is None else count, style)

        if definition.style == "bullet":
            return ""
        return _PLACEHOLDER.sub(shown, definition.text)

    def _list(self, element: etree._Element, nums: list[etree._Element]) -> _List:
        abstract_id = ooxml.value(element, "abstractNumId") or ""
        abstract = self._abstract.get(abstract_id)
        link = ooxml.value(abstract, "numStyleLink")
        if link:
            # The list is defined by a style, which names another list.
            target = self._styles[link].number
            linked = next((num for num in nums if ooxml.attribute(num, "numId") == target), None)
            abstract_id = ooxml.value(linked, "abstractNumId") or abstract_id
            abstract = self._abstract.get(abstract_id)
        levels = _levels(abstract)
        starts: dict[int, int] = {}
        for override in element:
            index = ooxml.number(ooxml.attribute(override, "ilvl"))
            if ooxml.local(override) != "lvlOverride" or index is None:
                continue
            start = ooxml.number(ooxml.value(override, "startOverride"))
            if start is not None:
                starts[index] = start
            levels.update(_levels(override))
        return _List(abstract_id, levels, starts)

    def _linked_level(self, numbering: _List, style_name: str | None) -> int | None:
        """Level that names the paragraph's style as its own (``w:pStyle`` in the list)."""
        abstract = self._abstract.get(numbering.abstract)
        if style_name is None or abstract is None:
            return None
        for element in abstract:
            if ooxml.local(element) == "lvl" and ooxml.value(element, "pStyle") == style_name:
                return ooxml.number(ooxml.attribute(element, "ilvl"))
        return None


def _levels(parent: etree._Element | None) -> dict[int, Level]:
    levels: dict[int, Level] = {}
    for element in parent if parent is not None else ():
        index = ooxml.number(ooxml.attribute(element, "ilvl"))
        if ooxml.local(element) != "lvl" or index is None:
            continue
        start = ooxml.number(ooxml.value(element, "start"))
        levels[index] = Level(
            style=_style(element),
            text=ooxml.value(element, "lvlText") or "",
            start=1 if start is None else start,
            restart=ooxml.number(ooxml.value(element, "lvlRestart")),
            legal=ooxml.is_on(element, "isLgl"),
        )
    return levels


def _style(level: etree._Element) -> str:
    """Numeral style; newer files keep it in a choice with a fallback."""
    direct = ooxml.value(level, "numFmt")
    if direct:
        return direct
    return ooxml.value(level, "AlternateContent", "Fallback", "numFmt") or "decimal"
