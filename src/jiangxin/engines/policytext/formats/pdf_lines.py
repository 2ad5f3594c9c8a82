"""Lines of a PDF page, page furniture dropped, lines put together to paragraphs."""

from __future__ import annotations

import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from jiangxin.engines.policytext.formats.lines import ends_sentence, is_numbered, joined
from jiangxin.engines.policytext.formats.pdf_page import Char

_LATIN = re.compile(r"[A-Za-z0-9]")
_FIRST_WORD = re.compile(r"[A-Za-z0-9.%+\-]*[，。、；：！？）》”’…]*")
_PAGE_NUMBER = re.compile(
    r"(?:第\s*\d{1,4}\s*页(?:\s*[,，/／]?\s*共\s*\d{1,4}\s*页)?|[-—–―~·•\s]+\d{1,4}[-—–―~·•\s]+|\d{1,4}\s*/\s*\d{1,4}|[Pp]age\s*\d{1,4}(?:\s*of\s*\d+)?)$"
)
_BARE_NUMBER = re.compile(r"\d{1,4}$")
_DIGITS = re.compile(r"\d+")
_EDGE_LINES = 2
_REPEATED_PAGES = 3
_REPEATED_SHARE = 0.3
_FEW_LINES = 4
_MIN_INDENT = 1.2
_MAX_INDENT = 3.5
_INDENTED_SHARE = 0.08
_RAGGED_SHARE = 0.25


@dataclass(slots=True)
class Line:
    """A printed line: its text, its box and the height of its font."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    page: int = 0


def make_lines(chars: Sequence[Char], page: int = 0) -> list[Line]:
    """Characters as lines from top to bottom."""
    rows: list[list[Char]] = []
    for char in sorted(chars, key=lambda item: -item.middle):
        first = rows[-1][0] if rows else char
        height = max(char.top - char.bottom, first.top - first.bottom, 1.0)
        # The row is measured at its first character: a chain of small steps must not climb.
        if rows and first.middle - char.middle < 0.45 * height:
            rows[-1].append(char)
        else:
            rows.append([char])
    lines = [_line(row, page) for row in rows]
    return [line for line in lines if line.text]


def _line(row: list[Char], page: int) -> Line:
    row.sort(key=lambda char: char.left)
    size = statistics.median(char.top - char.bottom for char in row)
    text = ""
    last: Char | None = None
    for char in row:
        if (
            last is not None
            and abs(char.left - last.left) < 0.1 * size
            and char.text == last.text
            and char.text.strip()
        ):
            continue  # Bold made by printing twice.
        if last is not None and not text.endswith((" ", "\u3000")):
            gap = char.left - last.right
            both_latin = bool(_LATIN.match(last.text) and _LATIN.match(char.text))
            if gap > size * (0.18 if both_latin else 0.9):
                text += " "
        text += char.text
        last = char
    printed = [char for char in row if char.text.strip()] or row
    return Line(
        text.strip(),
        printed[0].left,
        min(char.bottom for char in printed),
        max(char.right for char in printed),
        max(char.top for char in printed),
        size,
        page,
    )


def page_furniture(pages: Sequence[Sequence[Line]]) -> set[int]:
    """``id`` of the lines that are running heads, running feet or page numbers."""
    found: set[int] = set()
    places: dict[tuple[str, int], set[int]] = defaultdict(set)
    members: dict[tuple[str, int], list[int]] = defaultdict(list)
    bare: list[Line] = []
    for number, lines in enumerate(pages):
        edges = {id(line): line for line in (*lines[:_EDGE_LINES], *lines[-_EDGE_LINES:])}
        for line in edges.values():
            if _PAGE_NUMBER.match(line.text) and line in (lines[0], lines[-1]):
                found.add(id(line))
                continue
            key = (_DIGITS.sub("#", "".join(line.text.split())), round(line.bottom / 6))
            places[key].add(number)
            members[key].append(id(line))
        if lines and _BARE_NUMBER.match(lines[-1].text):
            bare.append(lines[-1])
    enough = max(_REPEATED_PAGES, int(_REPEATED_SHARE * len(pages)))
    for key, numbers in places.items():
        if len(numbers) >= enough:
            found.update(members[key])
    # Bare numbers are page numbers only if they count the pages.
    offsets = Counter(int(line.text) - line.page for line in bare)
    if offsets:
        offset, count = offsets.most_common(1)[0]
        if 2 * count >= len(pages) and (count > 1 or len(pages) == offset == 1):
            found.update(id(line) for line in bare if int(line.text) - line.page == offset)
    return found


class Paragraphs:
    """Decides which lines belong together, from margins, indents, gaps and numbers."""

    def __init__(self, pages: Sequence[Sequence[Line]], widths: Sequence[float]) -> None:
        self._margins: dict[int, tuple[float, float]] = {}
        formats: dict[int, list[int]] = defaultdict(list)
        for number, width in enumerate(widths):
            if pages[number]:
                formats[round(width / 10)].append(number)
        for numbers in formats.values():
            self._measure({number: pages[number] for number in numbers})
        lines = [line for page in pages for line in page]
        indented = sum(
            1 for line in lines if _MIN_INDENT < (line.left - self._margins[line.page][0]) / _em(line) < _MAX_INDENT
        )
        self._indents = indented > max(_FEW_LINES, _INDENTED_SHARE * len(lines))
        pitches = [
            before.bottom - after.bottom
            for printed in pages
            for before, after in pairwise(printed)
            if 0 < before.bottom - after.bottom < 4 * before.size
        ]
        self._pitch = statistics.median(pitches) if pitches else 0.0

    def _measure(self, pages: Mapping[int, Sequence[Line]]) -> None:
        """Edges of the text on pages of one width; a page of indented or short lines has the usual ones."""
        own = {
            number: (min(line.left for line in lines), max(line.right for line in lines))
            for number, lines in pages.items()
        }
        known = [own[number] for number, lines in pages.items() if len(lines) > _FEW_LINES] or list(own.values())
        left = statistics.median(edges[0] for edges in known)
        right = statistics.median(edges[1] for edges in known)
        for number, edges in own.items():
            self._margins[number] = (min(edges[0], left), max(edges[1], right))

    def together(self, line: Line, following: Line) -> bool:
        """Whether ``following`` continues the paragraph of ``line``."""
        left, right = self._margins[line.page]
        next_left = self._margins[following.page][0]
        em = _em(line)
        if abs(line.size - following.size) > 0.15 * max(line.size, following.size):
            return False
        if following.left - next_left > _MIN_INDENT * em:
            return False
        word = _FIRST_WORD.match(following.text)
        room = em * (1.6 + 0.55 * len(word[0] if word else ""))
        if self._indents and not ends_sentence(line.text) and not is_numbered(following.text):
            # Where paragraphs are indented, a line at the margin goes on, ragged as the one before may be.
            room = max(room, _RAGGED_SHARE * (right - left))
        if right - line.right > room:
            return False
        same_page = line.page == following.page
        if same_page and self._pitch and line.bottom - following.bottom > 1.45 * self._pitch:
            return False
        centred = line.left - left > 3 * em and right - line.right > em
        return not centred and not (is_numbered(following.text) and ends_sentence(line.text))


def _em(line: Line) -> float:
    """Width of a character; the box of a line is about a third higher."""
    return max(line.size * 0.75, 1.0)


def cell_text(chars: Sequence[Char]) -> str:
    """Text of a table cell: wrapped lines put together, lines broken on purpose kept."""
    lines = make_lines(chars)
    if not lines:
        return ""
    widest = max(line.right - line.left for line in lines)
    groups = [[lines[0].text]]
    for line, following in pairwise(lines):
        full = line.right - line.left >= widest - 1.6 * line.size
        if full and not is_numbered(following.text):
            groups[-1].append(following.text)
        else:
            groups.append([following.text])
    return "\n".join(map(joined, groups))
