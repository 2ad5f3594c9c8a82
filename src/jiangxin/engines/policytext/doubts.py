"""Places of a document that look damaged, with the text that probably stood there."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from jiangxin.engines.policytext.damage import certain_losses
from jiangxin.engines.policytext.model import Doubt, Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from jiangxin.engines.policytext.model import Target

# Codes of ``Doubt.why`` and the message that explains each to a reader.
REASONS = {
    "lost_dash": "The dash of a range was probably lost",
    "lost_date_marks": "The marks of a date were lost",
    "lost_bracket": "A bracket of a document number was lost",
    "lost_opening_quote": "An opening quotation mark was lost",
    "unclosed_bracket": "A bracket is not closed",
    "stray_separator": "A separator stands where a name is missing",
}

_QUOTED = re.compile(r"“([^“”\n]{1,24})”")
_ANNOTATION = re.compile(r"[（(](?=(?:责任|牵头|主办|承办|配合)[^（()）：:]{0,6}[：:])")
_STRAY = re.compile(r"(?<=[：:])[、，,]")
_LONGEST_PHRASE = 8
_ALIKE = 4  # characters before or after by which a repetition is known
_MOST = 200  # beyond that the text is no document
_LONGEST_ANNOTATION = 240


def find_doubts(source: Source, targets: Sequence[Target]) -> list[Doubt]:
    """Every doubt in order of the text: doubted figures wherever printed, lost marks and brackets."""
    text = source.text
    found = [Doubt(loss.span.of(text), loss.cause, loss.suggestion, loss.span) for loss in certain_losses(text)]
    for target in targets:
        if target.suspect:
            found.extend(_figures(text, target))
    found.extend(islice(_quotes(source), _MOST))
    found.extend(islice(_brackets(text), _MOST))
    found.extend(
        _doubt(text, match, "stray_separator", "")
        for match in _STRAY.finditer(text)
        if _in_annotation(text, match.start())
    )
    return sorted(_distinct(found), key=lambda doubt: (doubt.source.start, doubt.source.end))


def _doubt(text: str, match: re.Match[str], why: str, suggestion: str | None) -> Doubt:
    span = Span(match.start(), match.end())
    return Doubt(span.of(text), why, suggestion, span)


def _distinct(found: Iterable[Doubt]) -> list[Doubt]:
    return list({(doubt.source, doubt.why): doubt for doubt in found}.values())


def _figures(text: str, target: Target) -> Iterator[Doubt]:
    """The doubted figure at its own place and wherever the same words repeat it."""
    unit = target.unit or ""
    within = target.source.start, target.source.end
    for printed in (f"{target.low}{target.high}{unit}", f"{target.low}{unit}{target.high}{unit}"):
        at = text.find(printed, *within)
        if at >= 0:
            break
    else:
        return
    before, after = text[max(0, at - _ALIKE) : at], text[at + len(printed) : at + len(printed) + _ALIKE]
    place = text.find(printed)
    while place >= 0:
        end = place + len(printed)
        if text[end : end + _ALIKE] == after or text[max(0, place - _ALIKE) : place] == before:
            yield Doubt(printed, "lost_dash", f"{target.low}—{target.high}{unit}", Span(place, end))
        place = text.find(printed, end)


def _quotes(source: Source) -> Iterator[Doubt]:
    """Closing quotation marks without an opening one in their paragraph."""
    text = source.text
    known = Counter(match[1] for match in _QUOTED.finditer(text))
    for block in source.blocks:
        depth = 0
        last = block.span.start
        for at in range(block.span.start, block.span.end):
            char = text[at]
            if char == "“":
                depth += 1
            elif char == "”":
                if depth == 0:
                    yield _lost_quote(text, last, at, known)
                depth = max(0, depth - 1)
            if char in "“”，,。；;、\n":
                last = at + 1


def _lost_quote(text: str, start: int, end: int, known: Counter[str]) -> Doubt:
    """The words between the last mark and the closing quote, or the longest known phrase before it."""
    phrase = text[start:end].strip()
    best = max(
        (k for k in known if k and phrase.endswith(k)),
        key=len,
        default=phrase if len(phrase) <= _LONGEST_PHRASE else "",
    )
    begin = end - len(best)
    span = Span(begin if best else start, end + 1)
    return Doubt(span.of(text), "lost_opening_quote", f"“{best}”" if best else None, span)


def _brackets(text: str) -> Iterator[Doubt]:
    """Responsibility annotations that are never closed."""
    for match in _ANNOTATION.finditer(text):
        end = min(len(text), match.end() + _LONGEST_ANNOTATION)
        stop = re.compile(r"[（(）)\n。；;]").search(text, match.end(), end)
        if stop is None or stop[0] in "）)":
            continue
        if stop[0] in "（(" and re.match(r"[（(][^（()）\n]{0,30}[)）]", text[stop.start() : stop.start() + 32]):
            continue
        limit = stop.start() if stop[0] in "\n。；;" else _end_of_names(text, match.end(), stop.start())
        span = Span(match.start(), limit)
        words = span.of(text).rstrip()
        yield Doubt(
            words,
            "unclosed_bracket",
            words + ("）" if match[0] == "（" else ")"),
            Span(span.start, span.start + len(words)),
        )


def _end_of_names(text: str, start: int, stop: int) -> int:
    """Where the next numbered item begins after an annotation that is not closed."""
    match = re.compile(r"\s+[0-9一二三四五六七八九十]{1,3}[.．、]").search(text, start, stop)
    space = text.find(" ", start, stop)
    if match:
        return match.start()
    return space if space > 0 else stop


def _in_annotation(text: str, at: int) -> bool:
    return _ANNOTATION.search(text, max(0, at - 12), at + 1) is not None or bool(
        re.search("单位[：:]$", text[max(0, at - 3) : at])
    )
