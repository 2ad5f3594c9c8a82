"""Plain text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from jiangxin.engines.policytext.formats import encoding
from jiangxin.engines.policytext.formats.builder import check_length, clean
from jiangxin.engines.policytext.formats.lines import ends_sentence, is_numbered, joined
from jiangxin.engines.policytext.model import Source

MEDIA_TYPE = "text/plain"

_MIN_LINES = 20
_WIDTHS = range(40, 121)
_NEARLY = 6
_FULL_SHARE = 0.4
_OPEN_SHARE = 0.6
_TOO_WIDE_SHARE = 0.03
_INDENT = re.compile(r"[ \t\u2002\u2003\u3000]{2,}|\u3000")
_COMMA = re.compile("[，。；,;]")
_CHINESE = re.compile("[一-龥]")
_LONE = re.compile("(?<=[一-龥]) [一-龥](?=[ ，。；、,;])")  # 分 别 减 少
_STREWN = re.compile(
    "(?<=[一-龥，。；、：,;:）)”]) (?=[一-龥0-9，。；、：,;:（(“])|(?<=[0-9%％]) (?=[一-龥，。；、：,;:])"
)
_FEWEST_LONE = 5
_LONE_SHARE = 0.01
_PAGE_NUMBER = re.compile(r"[-—–]\s*\d{1,4}\s*[-—–]$")


def read_plain(data: bytes) -> Source:
    """Read a text given as bytes: every line a paragraph, unless lines are broken at a fixed width.

    Raises ``UnreadableError``.
    """
    text = _closed_up(clean(encoding.decode(data)))
    check_length(len(text))
    lines = text.split("\n")
    width = _wrap_width([line for line in lines if line.strip()])
    return Source.from_text(text if width is None else "\n".join(_unwrapped(lines, width)), MEDIA_TYPE)


def _closed_up(text: str) -> str:
    """Without the spaces that some extractions strew between the characters of sentences."""
    characters = len(_CHINESE.findall(text))
    if len(_LONE.findall(text)) < max(_FEWEST_LONE, characters * _LONE_SHARE):
        return text
    return "\n".join(_STREWN.sub("", line) if _COMMA.search(line) else line for line in text.split("\n"))


def _columns(line: str) -> int:
    """Columns of a terminal that a line takes: two for a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in line.rstrip())


def _wrap_width(lines: Sequence[str]) -> int | None:
    """Width at which paragraphs are broken, None where a line is a paragraph.

    Broken text gives itself away: no line is wider than the many that are full, and most full
    lines stop in the middle of a sentence.
    """
    if len(lines) < _MIN_LINES:
        return None
    widths = sorted(min(_columns(line[: _WIDTHS.stop]), _WIDTHS.stop) for line in lines)
    width = widths[int(len(widths) * (1 - _TOO_WIDE_SHARE))]
    if width not in _WIDTHS:
        return None
    full = [line for line in lines if _columns(line[: _WIDTHS.stop]) >= width - _NEARLY]
    unfinished = [line for line in full if not ends_sentence(line)]
    if len(full) < _FULL_SHARE * len(lines) or len(unfinished) < _OPEN_SHARE * len(full):
        return None
    # Sentences, not a list of names that happen to be of one length.
    sentences = sum(1 for line in unfinished if _COMMA.search(line))
    return width if sentences >= _OPEN_SHARE * len(unfinished) else None


def _unwrapped(lines: Sequence[str], width: int) -> list[str]:
    """Paragraphs of a text broken at ``width`` columns; page numbers between them dropped."""
    paragraphs: list[list[str]] = []
    goes_on = False
    for line in lines:
        if _PAGE_NUMBER.match(line.strip()):
            continue
        if not line.strip():
            # An empty line in the middle of a sentence is a page break.
            goes_on = goes_on and not ends_sentence(paragraphs[-1][-1])
            continue
        if goes_on and not _INDENT.match(line) and not (is_numbered(line) and ends_sentence(paragraphs[-1][-1])):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
        goes_on = _columns(line) >= width - _NEARLY
    return [joined(paragraph) for paragraph in paragraphs]
