"""The body: indents, numbers of headings and their order (7.3.3)."""

from __future__ import annotations

from collections.abc import Iterator

from jiangxin.engines.policytext.formats.numerals import chinese
from jiangxin.engines.policytext.numbering import chinese_number
from jiangxin.engines.typeset.check_deviations import Deviation, at
from jiangxin.engines.typeset.check_roles import HEADINGS, Element, Role, leading, level_of

LEVELS = len(HEADINGS)
_FIRST_LINE, _TOLERANCE = 2.0, 0.3
_FIRST = ("一", "一", "1", "1")


def check(elements: list[Element]) -> Iterator[Deviation]:
    """Yield what deviates in the body and in annexes, which are set like it (7.3.7)."""
    order, in_annex = _Order(), False
    for element in elements:
        if element.role is Role.ANNEX_MARK or element.in_annex is not in_annex:
            order, in_annex = _Order(), element.in_annex
        if element.role in HEADINGS:
            yield from _indent(element)
            yield from order.check(element)
        elif element.role is Role.BODY:
            yield from _indent(element)


def written(level: int, value: int) -> str:
    """Return the number of a heading, its level counted from 0, as the standard writes it."""
    number = str(value) if level > 1 else chinese(value)
    return (f"{number}、", f"（{number}）", f"{number}.", f"（{number}）")[level]


def _indent(element: Element) -> Iterator[Deviation]:
    paragraph = element.paragraph
    if paragraph.layout.alignment in {"center", "right"}:
        return
    inset = paragraph.layout.left + paragraph.layout.first + leading(paragraph)
    if abs(inset - _FIRST_LINE) > _TOLERANCE and not paragraph.text.startswith("\t"):
        yield at("body-indent", paragraph, sure=element.sure, count=f"{inset:.1f}")


class _Order:
    """The numbers of headings as they go on."""

    def __init__(self) -> None:
        self._last = [0] * LEVELS
        #: How many there were: after a wrong number, one that is right by its place is right again.
        self._count = [0] * LEVELS
        #: Some number a lower level through the whole document.
        self._through = [0] * LEVELS
        self._jumps: set[tuple[int, int]] = set()

    def check(self, element: Element) -> Iterator[Deviation]:
        """Look at the form of a number and at its place in the row."""
        found = level_of(element.text)
        if found is None:
            return
        level, match = found
        value = chinese_number(match["value"])
        shown = match[0].strip()
        if shown != written(level, value):
            # The full-width dot was usual before the standard.
            sure = element.sure and match["form"] != "．"
            # Told by the form of a first number, so that all of one form are one deviation.
            first, wanted = match[0].replace(match["value"], _FIRST[level]).strip(), written(level, 1)
            yield at("heading-number-form", element.paragraph, sure=sure, found=first, wanted=wanted)
        yield from self._jump(element, level, shown)
        expected = self._last[level] + 1
        if value not in {expected, self._count[level] + 1, self._through[level] + 1}:
            # Items of the lower levels are at times counted through.
            sure = element.sure and level <= 1 and value > 1
            wanted = written(level, expected)
            yield at("heading-order", element.paragraph, sure=sure, found=shown, wanted=wanted)
        self._last[level] = self._through[level] = value
        self._count[level] += 1
        self._last[level + 1 :] = self._count[level + 1 :] = [0] * (LEVELS - level - 1)

    def _jump(self, element: Element, level: int, shown: str) -> Iterator[Deviation]:
        """Yield that a level is left out, once for each way to leave it out."""
        above = max((one for one in range(level) if self._last[one]), default=-1)
        if above < level - 1 and not self._last[level] and (above, level) not in self._jumps:
            self._jumps.add((above, level))
            wanted = written(level - 1, 1)
            yield at("heading-level", element.paragraph, sure=False, found=shown, wanted=wanted)
