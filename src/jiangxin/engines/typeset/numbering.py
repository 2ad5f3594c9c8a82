"""Numbers of headings (7.3.3): 一、 then （一） then 1. then （1）, each beginning anew under the one above it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jiangxin.engines.policytext.formats.numerals import chinese
from jiangxin.engines.typeset.document import LEVELS, Block, Heading

_WRITTEN = (
    lambda number: f"{chinese(number)}、",
    lambda number: f"（{chinese(number)}）",
    lambda number: f"{number}.",
    lambda number: f"（{number}）",
)


def numbered(blocks: Iterable[Block]) -> Iterator[tuple[str, Block]]:
    """Yield every block with its number, which is empty for what is not a heading."""
    counts = [0] * len(LEVELS)
    for block in blocks:
        if not isinstance(block, Heading):
            yield "", block
            continue
        counts[block.level - 1] += 1
        counts[block.level :] = [0] * (len(LEVELS) - block.level)
        yield _WRITTEN[block.level - 1](counts[block.level - 1]), block
