"""Finds the numbers that open items: 第一章, 一、, （一）, 1., （1）, ①, 1.1, also inside long lines.

Lines lost in storage let items run into each other, so a number counts in the middle of a line too,
where the series it belongs to goes on there. Whether an item is a heading is decided in outline.py.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass

from jiangxin.engines.policytext.model import Span

#: From the highest to the lowest in official documents.
STYLES = (
    "part", "chapter", "section", "article", "cn", "cn_paren",
    "decimal0", "decimal1", "decimal2", "decimal3", "ar", "ar_half", "ar_paren", "circled",
)  # fmt: skip
RANK = {style: rank for rank, style in enumerate(STYLES)}

_CN = "一二三四五六七八九十百零〇"
_NUMBER = re.compile(
    rf"第(?P<di>[{_CN}]{{1,6}}|\d{{1,3}})(?P<kind>编|篇|部分|章|节|条)"
    rf"|(?P<cn>[{_CN}]{{1,4}})[、.]"
    rf"|\((?P<cnp>[{_CN}]{{1,4}})\)[、.]?"
    r"|(?P<dec>\d{1,2}(?:\.\d{1,2}){1,3})(?![\d.%])(?=[ ]|[^\W\d])"
    r"|(?P<ar>\d{1,3})(?:[、]|\.(?!\d)|\.(?=(?:19|20)\d\d年))"
    r"|(?P<arh>\d{1,2})\)(?!\d)"
    r"|\((?P<arp>\d{1,3})\)[、.]?"
    r"|(?P<circled>[①-⑳])"
    r"|(?P<bare>\d{1,2})(?=[ ]{1,4}[一-龥])"
)
_KINDS = {
    "编": "part", "篇": "part", "部分": "part", "章": "chapter", "节": "section", "条": "article",
}  # fmt: skip
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0}
_ENUMERATION = re.compile(r"[二三四五六七八九十]、|[二三]{1,2}产")  # 一、二、三产业
_QUANTITY = re.compile(r"[ ]?(?:[个万亿倍元米年月日人家所名吨亩项度公平]|以上|左右|%)")
_FIRST_DECIMAL = re.compile(r"1\.1(?![\d.%])[ ]?[一-龥]")
_BOUNDARY = " 。;)]!?:>”」\n"
_STRONG = " 。)]"
_NEAR = 48  # a title that runs straight into the first number below it is not longer
_PAGE = re.compile(r"[ .…·⋯\-—]*\(?\d{0,3}\)?$")
_TOC_ENTRY = re.compile(r"[ .…·⋯\-—]{2,}\(?\d{1,3}\)?$")


@dataclass(frozen=True, slots=True)
class Item:
    """A numbered item: ``number`` is the span of the number, ``end`` where the item's text ends.

    An item's own text reaches to the next number or to the end of its line. ``line`` is the index
    of its line; ``opens`` is true where the number stands at the start of that line.
    """

    style: str
    value: int
    number: Span
    end: int
    line: int
    opens: bool


@dataclass(frozen=True, slots=True)
class _Candidate:
    style: str
    value: int
    start: int
    stop: int
    line: int
    opens: bool


def chinese_number(digits: str) -> int:
    """Value of a Chinese numeral below 1000 (十二 = 12) or of Arabic digits; 0 for nonsense."""
    if digits.isdecimal():
        return int(digits)
    total = current = 0
    for char in digits:
        if char == "十":
            total += (current or 1) * 10
            current = 0
        elif char == "百":
            total += (current or 1) * 100
            current = 0
        else:
            current = _DIGITS.get(char, 0)
    return total + current


_GROUPS = {"di": "", "cn": "cn", "cnp": "cn_paren", "ar": "ar", "arp": "ar_paren", "arh": "ar_half", "bare": "decimal0"}


def _read(match: re.Match[str]) -> tuple[str, int]:
    """Style and value of a number; the value is 0 for nonsense."""
    if match["dec"]:
        parts = match["dec"].split(".")
        return f"decimal{min(len(parts) - 1, 3)}", int(parts[-1])
    if match["circled"]:
        return "circled", ord(match["circled"]) - ord("①") + 1
    group = next(name for name in _GROUPS if match[name])
    return _GROUPS[group] or _KINDS[match["kind"]], chinese_number(match[group])


def _candidates(folded: str, lines: list[Span]) -> list[_Candidate]:
    found: list[_Candidate] = []
    decimal = any(_FIRST_DECIMAL.match(folded, line.start, line.end) for line in lines)
    for index, line in enumerate(lines):
        for match in _NUMBER.finditer(folded, line.start, line.end):
            style, value = _read(match)
            start = match.start()
            opens = start == line.start
            if not value or (style.startswith("decimal") and not opens):
                continue
            if (style == "decimal0" and not decimal) or (style == "cn" and _ENUMERATION.match(folded, match.end())):
                continue
            if match.end() < line.end and folded[match.end()] in "、,;。)":
                continue
            counted = style == "decimal1" or (style == "ar" and not opens)
            if counted and _QUANTITY.match(folded, match.end(), line.end):
                continue
            found.append(_Candidate(style, value, start, match.end(), index, opens))
    return found


class _Acceptor:
    """Decides candidate by candidate; keeps the last value of every style."""

    def __init__(self, folded: str, candidates: list[_Candidate]) -> None:
        self.folded = folded
        self.last: dict[str, int] = {}
        self.previous: _Candidate | None = None
        self.starts: dict[tuple[str, int], list[int]] = defaultdict(list)
        for item in candidates:
            self.starts[item.style, item.value].append(item.start)

    def accepts(self, item: _Candidate) -> bool:
        taken = item.opens or self._inside(item)
        if taken:
            self.last[item.style] = item.value
            self.previous = item
        return taken

    def _inside(self, item: _Candidate) -> bool:
        before = self.folded[item.start - 1]
        last = self.last.get(item.style, 0)
        if before not in _BOUNDARY:
            return self._runs_into(item, last)
        if item.value == 1:
            return self._has_second(item)
        step = item.value - last
        return step == 1 or (step == 2 and last > 0 and before in _STRONG)  # one number lost

    def _has_second(self, item: _Candidate) -> bool:
        later = self.starts.get((item.style, 2), [])
        return bisect_right(later, item.start) < len(later)

    def _runs_into(self, item: _Candidate, last: int) -> bool:
        """No boundary at all: the title of the item above runs straight into this number."""
        above = self.previous
        if above is None or above.line != item.line or item.start - above.stop > _NEAR:
            return False
        title = self.folded[above.stop : item.start].strip()
        if len(title) < 2 or any(c in title for c in "。,;:、("):
            return False
        if item.value != 1:
            return item.value == last + 1 and item.style in {"cn", "cn_paren"}
        return RANK[item.style] > RANK[above.style] and self._has_second(item)


def find_items(folded: str, lines: list[Span]) -> list[Item]:
    """All items in order. ``lines`` are the spans of the lines of running text (tables left out)."""
    lines, skipped = _without_lists(folded, lines)
    candidates = _candidates(folded, lines)
    acceptor = _Acceptor(folded, candidates)
    taken = [c for c in candidates if c.start not in skipped and acceptor.accepts(c)]
    items: list[Item] = []
    for position, item in enumerate(taken):
        end = lines[item.line].end
        if position + 1 < len(taken):
            end = min(end, taken[position + 1].start)
        items.append(Item(item.style, item.value, Span(item.start, item.stop), end, item.line, item.opens))
    return items


_ATTACHMENTS = re.compile(r"附[ ]*件[ ]*:[ ]*(?P<one>1[、.])?")
_NEXT_ATTACHMENT = re.compile(r"(\d{1,2})[、.](?!\d)")
_CONTENTS = re.compile(r"目[ ]*[录次]$")


def _without_lists(folded: str, lines: list[Span]) -> tuple[list[Span], set[int]]:
    """Blanks the lines of a table of contents; returns also the starts of numbers of attachments."""
    kept: list[Span] = []
    skipped: set[int] = set()
    attachment = 0
    first_entry: str | None = None
    in_contents = False
    for line in lines:
        text = folded[line.start : line.end]
        if _CONTENTS.match(text):
            in_contents, first_entry = True, None
            kept.append(Span(line.start, line.start))
            continue
        entry = (_PAGE if in_contents else _TOC_ENTRY).sub("", text).replace(" ", "")
        if in_contents:
            again = first_entry is not None and entry == first_entry
            in_contents = not again and len(text) <= 80 and "。" not in text
            first_entry = first_entry or entry
        toc = in_contents or (len(text) <= 80 and _NUMBER.match(text) and _TOC_ENTRY.search(text))
        kept.append(Span(line.start, line.start) if toc else line)
        attachment = _attachments(folded, line, attachment, skipped)
    return kept, skipped


def _attachments(folded: str, line: Span, expected: int, skipped: set[int]) -> int:
    """Numbers in 附件：1.… 2.… name attachments; returns the number expected on the next line."""
    at = line.start
    for match in _ATTACHMENTS.finditer(folded, line.start, line.end):
        if match["one"]:
            skipped.add(match.start("one"))
            expected, at = 2, match.end()
    while expected:
        if at == line.start:
            match_next = _NEXT_ATTACHMENT.match(folded, at, line.end)
        else:
            match_next = _NEXT_ATTACHMENT.search(folded, at, min(line.end, at + 80))
        if not match_next or int(match_next[1]) != expected or "。" in folded[at : match_next.start()]:
            return expected if at > line.start else 0
        skipped.add(match_next.start())
        expected, at = expected + 1, match_next.end()
    return expected
