"""Titles broken into lines as an official would (7.3.1): whole words, symmetric, a trapezoid or a rhombus.

Lines are at word boundaries; among the ways to break the one is taken that reads best (before 关于 and after 的 rather
than inside a name) and whose lines form a shape that the standard names.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise

import rjieba

#: What may not begin a line, and what may not end one.
NOT_FIRST = frozenset("、，。；：！？）》〉”’】〕的和与及等了")
NOT_LAST = frozenset("（《〈“‘【〔第和与及对为在以把将被")
#: More lines than these are not a title any more; the text is still set.
MOST_LINES = 5

#: What one line more than needed costs, on the scale of `_shape` and `_reading`.
ANOTHER_LINE = 1.5

#: Terms that the dictionary of words cuts in two.
TERMS = ("职业教育", "校企合作", "产教融合", "高质量发展", "实施方案", "贯彻落实", "年度考核", "重点任务")

PREPOSITION, PARTICLE = "关于", "的"
#: What stands between these is one thing to the reader: the name of a document, a note.
PAIRS = (("《", "》"), ("（", "）"), ("“", "”"))
#: A period that belongs to the year before it.
OF_A_YEAR = re.compile(r"(?<=年)(?:第[一二三四]季度|度|[上下]半年|\d{1,2}月)")


def width(text: str) -> float:
    """Return the width of a text in characters; Latin letters and digits are half as wide, dashes are not."""
    return sum(1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5 for character in text)


def break_title(title: str, limit: float, keep: Iterable[str] = ()) -> list[str]:
    """Return the lines of a title.

    Args:
        title: the title; a line break in it stands where its author wants it, and nothing else is broken.
        limit: the width of a line in characters.
        keep: names that must not be broken, such as those of units.
    """
    if "\n" in title:
        return [line.strip() for line in title.splitlines() if line.strip()]
    if width(title) <= limit:
        return [title]
    words = _words(title, (*TERMS, *keep))
    fewest = math.ceil(width(title) / limit)
    found = [_best(words, count, limit) for count in (fewest, fewest + 1) if count <= MOST_LINES]
    shaped = [(cost + order * ANOTHER_LINE, lines) for order, (cost, lines) in enumerate(found) if lines]
    return min(shaped)[1] if shaped else _filled(words, limit)


def _words(title: str, keep: tuple[str, ...]) -> list[str]:
    """Return the pieces between which a line may be broken."""
    free = _breakable(title, keep) | {0, len(title)}
    return [title[begin:end] for begin, end in pairwise(sorted(free))]


def _breakable(title: str, keep: Iterable[str]) -> set[int]:
    """Return where a line may be broken: where a word ends, but where a line could neither begin nor end."""
    return {
        at
        for at in word_ends(title, keep)
        if 0 < at < len(title) and title[at] not in NOT_FIRST and title[at - 1] not in NOT_LAST
    }


def word_ends(title: str, keep: Iterable[str] = TERMS) -> set[int]:
    """Return where words end; names to keep, figures and years with what belongs to them are one word."""
    free, at = set(), 0
    for word in rjieba.cut(title):
        at += len(word)
        free.add(at)
    free -= {at for at in range(1, len(title)) if title[at - 1].isdigit()}
    free -= {match.start() for match in OF_A_YEAR.finditer(title)}
    for name in keep:
        start = title.find(name)
        while name and start >= 0:
            free -= set(range(start + 1, start + len(name)))
            start = title.find(name, start + 1)
    return free


def _best(words: list[str], count: int, limit: float) -> tuple[float, list[str]]:
    """Return the best way to put the words on so many lines with what it costs; no lines where none fits."""
    found: tuple[float, list[str]] = math.inf, []
    for lines in _ways(words, count, limit):
        widths = [width(line) for line in lines]
        cost = _shape(widths) + sum(_reading("".join(lines[:at]), lines[at]) for at in range(1, count))
        found = min(found, (cost, lines))
    return found


def _ways(words: list[str], count: int, limit: float) -> Iterator[list[str]]:
    """Yield every way to put the words on so many lines within the limit, leaving out early what cannot fit."""
    if width("".join(words)) > count * limit:
        return
    if count == 1:
        yield ["".join(words)]
        return
    for end in range(1, len(words) - count + 2):
        line = "".join(words[:end])
        if width(line) > limit:
            return
        for rest in _ways(words[end:], count - 1, limit):
            yield [line, *rest]


def hourglass(widths: list[float]) -> bool:
    """Return whether a line is shorter than those above and below it, which neither trapezoid nor rhombus is."""
    steps = [after - before for before, after in pairwise(widths)]
    return any(before < 0 < after for before, after in pairwise(steps))


def _shape(widths: list[float]) -> float:
    """Return how far the lines are from a trapezoid or a rhombus; lines of one length are neither, nor an hourglass."""
    steps = [after - before for before, after in pairwise(widths)]
    rectangle = 3.0 if all(abs(step) < 1 for step in steps) else 0.0
    # A line of a few characters beside long ones looks like a leftover.
    leftover = 4.0 if min(widths) < max(widths) / 4 else 0.0
    spread = (max(widths) - min(widths)) / max(widths)
    return (10.0 if hourglass(widths) else 0.0) + rectangle + leftover + spread * 4


def _reading(before: str, after: str) -> float:
    """Return what a break between all that is before it and the line after it costs the reader."""
    if any(before.count(opening) > before.count(closing) for opening, closing in PAIRS):
        return 3.0
    if after.startswith(PREPOSITION):
        return 0.0
    if after.startswith("《") or before.endswith((PARTICLE, "、", "，", "）", "》")):
        return 0.5
    return 2.0


def _filled(words: list[str], limit: float) -> list[str]:
    """Return lines that are filled one after the other, for what is too long to be shaped."""
    lines = [""]
    for word in words:
        if lines[-1] and width(lines[-1] + word) > limit:
            lines.append("")
        lines[-1] += word
    return lines
