"""How two wordings differ, word by word, as a reader would mark it on paper."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

#: Figures with their signs and words of letters stay whole; of Chinese each character is a word.
_WORDS = re.compile(r"\d+(?:[.,]\d+)*[%％‰]?|[A-Za-z]+|\s+|.", re.DOTALL)
#: What does not count when two wordings are held to be the same.
_SILENT = re.compile(r"[\W_]+")
#: A stretch of fewer words between two changes reads better as part of the change.
_SHORT = 3


class Mark(StrEnum):
    """What happened to a stretch of text."""

    SAME = "same"
    DELETED = "deleted"
    INSERTED = "inserted"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text with its mark."""

    mark: Mark
    text: str


def bare(text: str) -> str:
    """Return a text without spaces and punctuation, in small letters."""
    return _SILENT.sub("", text).lower()


def differences(old: str, new: str) -> list[Piece]:
    """Return both texts as one, in pieces: what stayed, what went, what came."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    found = [("".join(before[a:b]), "".join(after[c:d]), what == "equal", b - a) for what, a, b, c, d in steps]
    return list(_joined(_pieces(found)))


def _pieces(steps: list[tuple[str, str, bool, int]]) -> Iterator[Piece]:
    """Yield pieces; short stretches that stayed between two changes count as changed."""
    for place, (gone, come, is_same, length) in enumerate(steps):
        if is_same and (length >= _SHORT or place in (0, len(steps) - 1)):
            yield Piece(Mark.SAME, gone)
        else:
            yield Piece(Mark.DELETED, gone)
            yield Piece(Mark.INSERTED, come)


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield one deletion and one insertion for each change."""
    gone, come = "", ""
    for piece in [*pieces, Piece(Mark.SAME, "")]:
        if piece.mark == Mark.DELETED:
            gone += piece.text
        elif piece.mark == Mark.INSERTED:
            come += piece.text
        else:
            yield from (found for found in (Piece(Mark.DELETED, gone), Piece(Mark.INSERTED, come), piece) if found.text)
            gone, come = "", ""
