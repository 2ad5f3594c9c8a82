"""Whether a line goes on in the next one, and how the two are put together."""

from __future__ import annotations

import re
from collections.abc import Iterable

from jiangxin.engines.policytext.formats.numerals import NUMBERED

_ENDS = re.compile(r"[。！？!?；;：:…](?:[”’」』）)]*)\s*$")
_LATIN_END = re.compile(r"[A-Za-z,.;]$")
_LATIN_START = re.compile(r"^[A-Za-z(]")
_HYPHENATED = re.compile(r"[A-Za-z]{2,}[-\u2010]$")


def ends_sentence(line: str) -> bool:
    """Whether a line closes with the end of a sentence or the colon of an address."""
    return bool(_ENDS.search(line))


def is_numbered(line: str) -> bool:
    """Whether a line begins like a heading or an item: 一、 （一） 1. 第一章 附件."""
    return bool(NUMBERED.match(line))


def runs_on(line: str, following: str) -> bool:
    """Whether ``following`` continues the sentence of ``line``."""
    return bool(line.strip()) and not line.endswith("\n") and not ends_sentence(line) and not is_numbered(following)


def joined(lines: Iterable[str]) -> str:
    """The lines of one paragraph as one: words keep a space, hyphenated words are closed up."""
    parts: list[str] = []
    for line in lines:
        right = line.strip()
        if parts:
            left = parts[-1]
            if _HYPHENATED.search(left) and right[:1].islower():
                parts[-1] = left[:-1]
            elif _LATIN_END.search(left) and _LATIN_START.match(right):
                parts[-1] = left + " "
        parts.append(right)
    return "".join(parts)
