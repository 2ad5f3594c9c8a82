"""Which item of a new version is which of the old one: decided by a person, of equal wording, or of similar wording."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from jiangxin.planning.domain.wording import bare

#: From this likeness (per cent of what both say) on, two wordings are proposed as one another; a person confirms it.
#: Sentences of the same official style without a common subject stay below it.
ALIKE = 60


class How(StrEnum):
    """How a pair was found."""

    DECIDED = "decided"
    EQUAL = "equal"
    ALIKE = "alike"


@dataclass(frozen=True, slots=True)
class Item:
    """A task or target: its key, its number, and what it says."""

    key: int
    number: int
    text: str


def match(old: Sequence[Item], new: Sequence[Item], decided: Mapping[int, int]) -> dict[int, tuple[int, How]]:
    """Return for keys of new items those of the old ones, each at most once; `decided` says new → old.

    Equal wordings are taken before similar ones, the same number before another, the more similar
    before the less.
    """
    left, waiting = {item.key: item for item in old}, {item.key: item for item in new}
    found: dict[int, tuple[int, How]] = {}

    def take(after: int, before: int, how: How) -> None:
        if after in waiting and before in left:
            found[after] = (left.pop(before).key, how)
            del waiting[after]

    for after, before in decided.items():
        take(after, before, How.DECIDED)
    said: dict[str, list[Item]] = defaultdict(list)
    for item in left.values():
        said[bare(item.text)].append(item)
    equal = [
        (item.number != other.number, item.number, other.number, item.key, other.key)
        for item in waiting.values()
        for other in said.get(bare(item.text), ())
    ]
    for *_order, after, before in sorted(equal):
        take(after, before, How.EQUAL)
    texts = {item.key: bare(item.text) for item in (*left.values(), *waiting.values())}
    alike = []
    for item in waiting.values():
        for other in left.values():
            score = fuzz.ratio(texts[item.key], texts[other.key], score_cutoff=ALIKE)
            if score:
                alike.append((-score, item.number != other.number, item.number, other.number, item.key, other.key))
    for *_rank, after, before in sorted(alike):
        take(after, before, How.ALIKE)
    return found
