"""What a document leaves uncovered: targets that no task carries, units that no task names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from jiangxin.engines.policytext.fold import squeeze
from jiangxin.engines.policytext.model import Source, Span, Target, Task, UnitMention

#: Items of an enumeration: a name without punctuation, up to twenty characters.
_ITEM = r"[^\s、,，.。;；::()（）“”\"]{2,20}"
_ENUMERATION = re.compile(rf"{_ITEM}(?:、{_ITEM}){{2,}}")
_TAIL = re.compile(r"(?:等|以及|及其|和其他).*$")
#: How alike (0–100) a quote and its place in a task must be where they are not equal.
_ALIKE = 85


def carries(task: Task, target: Target) -> bool:
    """Whether a task carries a target: it governs its place in the text, or states it again."""
    if task.source.start <= target.source.start and target.source.end <= task.source.end:
        return True
    return restates(task.content, target.quote)


def restates(content: str, quote: str) -> bool:
    """Whether `content` states the quoted figure again, up to white space and small changes.

    The same numerals must stand in both; the words around them may differ a little.
    """
    content, quote = squeeze(content), squeeze(quote)
    if not quote or quote in content:
        return bool(quote)
    if len(quote) < 8 or len(quote) > len(content):
        return False
    place = fuzz.partial_ratio_alignment(quote, content, score_cutoff=_ALIKE)
    if place is None:
        return False
    found = content[place.dest_start : place.dest_end]
    return re.findall(r"\d+(?:\.\d+)?", found) == re.findall(r"\d+(?:\.\d+)?", quote)


def uncarried_targets(targets: Iterable[Target], tasks: Sequence[Task]) -> list[Target]:
    """Return the targets that no task carries, in order of the text."""
    return [target for target in targets if not any(carries(task, target) for task in tasks)]


def unassigned_units(source: Source, tasks: Sequence[Task]) -> list[UnitMention]:
    """Return units that the running text lists among responsible units but no task names.

    Evidence is an enumeration in which at least two items, and at least half of them, are units of
    tasks; its other items are units too.
    """
    known = {squeeze(unit.name) for task in tasks for unit in task.units}
    taken = [(t.source.start, t.source.end) for t in tasks] + [
        (t.annotation.start, t.annotation.end) for t in tasks if t.annotation
    ]
    found: dict[str, UnitMention] = {}
    for match in _ENUMERATION.finditer(source.text):
        if any(start <= match.start() < end for start, end in taken):
            continue
        items = _items(match)
        matched = [name for name, _ in items if squeeze(name) in known]
        if len(matched) < 2 or 2 * len(matched) < len(items):
            continue
        for name, span in items:
            if squeeze(name) not in known and not any(squeeze(name).endswith(k) for k in known):
                found.setdefault(squeeze(name), UnitMention(name, "responsible", span))
    return list(found.values())


def _items(match: re.Match[str]) -> list[tuple[str, Span]]:
    items = []
    at = match.start()
    for part in match.group().split("、"):
        name = _TAIL.sub("", part)
        if len(name) > 1:
            items.append((name, Span(at, at + len(name))))
        at += len(part) + 1
        if name != part:  # what follows an et cetera is no longer the list
            break
    return items
