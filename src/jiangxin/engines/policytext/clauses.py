"""Cuts text into sentences, clauses and the pieces of a clause that carry one figure each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from jiangxin.engines.policytext.model import Source, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jiangxin.engines.policytext.quantities import Quantity

_SENTENCE_END = re.compile(r"[。；;！？!?\n\t]+")
_PAIRS = {"（": "）", "(": ")", "“": "”", "《": "》", "「": "」", "〔": "〕", "[": "]", "〈": "〉"}
_COMMAS = "，,：:"
_JOINT = re.compile(r"、|以及|和|与|及|并")
_NUMBERED = re.compile(
    r"(?:[0-9]{1,2}(?:、|[.．](?![0-9]))|[（(](?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})[）)]|[①-⑳])"
)
_ENDS = ("", "，", ",", "、", "）", ")")
_LONGEST = 2000  # a "sentence" without any stop is cut here, so that work stays linear


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its place in the document; ``text`` starts at ``start``."""

    text: str
    start: int
    block: int


@dataclass(frozen=True, slots=True)
class Enclosures:
    """Bracketed and quoted stretches of a sentence, innermost not told apart."""

    brackets: tuple[Span, ...]
    quotes: tuple[Span, ...]
    titles: tuple[Span, ...]

    def within(self, position: int) -> str:
        """``title``, ``quote``, ``bracket`` or an empty string, the first that holds."""
        for name, spans in (("title", self.titles), ("quote", self.quotes), ("bracket", self.brackets)):
            if any(span.start < position < span.end for span in spans):
                return name
        return ""

    def quote_at(self, position: int) -> Span | None:
        """The quotation a position stands in."""
        return next((span for span in self.quotes if span.start < position < span.end), None)

    def bracket_at(self, position: int) -> Span | None:
        """The innermost bracketed stretch a position stands in, outside quotations."""
        return next((span for span in self.brackets if span.start < position < span.end), None)


def sentences(source: Source) -> Iterator[Sentence]:
    """Sentences of all blocks in order, semicolons ending a sentence too."""
    blocks = source.blocks or Source.from_text(source.text).blocks
    for number, block in enumerate(blocks):
        text = source.of(block.span)
        start = 0
        for match in _SENTENCE_END.finditer(text):
            yield from _bounded(text[start : match.start()], block.span.start + start, number)
            start = match.end()
        yield from _bounded(text[start:], block.span.start + start, number)


def _bounded(text: str, start: int, block: int) -> Iterator[Sentence]:
    for at in range(0, len(text), _LONGEST):
        part = text[at : at + _LONGEST]
        if part.strip():
            yield Sentence(part, start + at, block)


def enclosures(text: str) -> Enclosures:
    """Pairs of brackets and quotation marks; marks without partner are ignored."""
    stack: list[tuple[str, int]] = []
    kinds: dict[str, list[Span]] = {"quote": [], "title": [], "bracket": []}
    straight: int | None = None
    for at, char in enumerate(text):
        if char in _PAIRS:
            stack.append((char, at))
        elif char == '"':
            if straight is None:
                straight = at
            else:
                kinds["quote"].append(Span(straight, at + 1))
                straight = None
        elif char in "）)”》」〕]〉":
            for i in range(len(stack) - 1, max(-1, len(stack) - 9), -1):
                if _PAIRS[stack[i][0]] == char:
                    opener = stack[i][0]
                    kind = "quote" if opener in "“「" else "title" if opener in "《〈" else "bracket"
                    kinds[kind].append(Span(stack[i][1], at + 1))
                    del stack[i:]
                    break
    return Enclosures(tuple(kinds["bracket"]), tuple(kinds["quote"]), tuple(kinds["title"]))


def clause_bounds(text: str, held: Enclosures) -> list[Span]:
    """Clauses of a sentence: commas and colons outside brackets and quotes end one."""
    covered = bytearray(len(text))
    for span in (*held.brackets, *held.quotes, *held.titles):
        covered[span.start : span.end] = b"\x01" * (span.end - span.start)
    bounds: list[Span] = []
    start = 0
    for at, char in enumerate(text):
        if (
            char in _COMMAS
            and not covered[at]
            and not (text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit() and char == ":")
        ):
            bounds.append(Span(start, at))
            start = at + 1
    bounds.append(Span(start, len(text)))
    return bounds


def pieces(text: str, clause: Span, group: list[Quantity]) -> list[Span]:
    """For each figure of one clause the stretch that belongs to it; figures joined by 和 share one."""
    cuts: list[int | None] = []
    for left, right in pairwise(group):
        cuts.append(_cut(text, left.span.end, right))
    out: list[Span] = []
    start = clause.start
    first = 0
    for i in range(len(group)):
        cut = cuts[i] if i < len(cuts) else clause.end
        if cut is None:
            continue
        out += [_trim(text, Span(start, cut))] * (i - first + 1)
        start, first = cut, i + 1
    return out


def _cut(text: str, left: int, right: Quantity) -> int | None:
    """Where the stretch of one figure ends and the next begins; None where they share it."""
    between = text[left : right.head]
    if between.strip() in {"、", "和", "与", "及", "以及"}:
        return None
    after = _JOINT.match(between.lstrip())
    if after:
        return left + (len(between) - len(between.lstrip()))
    joints = [m for m in _JOINT.finditer(between) if not _inside(between, m.start())]
    if not joints:
        return (
            left + max(0, len(between) - 1) if between.endswith(("其中",)) else _before_verb(text, between, left, right)
        )
    closing = [m for m in joints if m.end() == len(between.rstrip())]
    return left + (closing[-1] if closing else joints[-1]).start()


def _before_verb(text: str, between: str, left: int, right: Quantity) -> int:
    """A verb opens what the second figure measures, and so does its noun where nothing stands behind the figure."""
    match = re.search(r"\s|建设|新建|培育|其中|达到|新增|引进", between)
    if match is None and text[right.span.end : right.span.end + 1] in _ENDS:
        return left
    return left + (match.start() if match else len(between))


def _inside(text: str, at: int) -> bool:
    before = text[:at]
    return before.count("(") + before.count("（") + before.count("“") > before.count(")") + before.count(
        "）"
    ) + before.count("”")


def _trim(text: str, span: Span) -> Span:
    """Without white space, joints and a leading responsibility annotation in brackets."""
    start, end = span.start, span.end
    while True:
        before = start
        while start < end and text[start] in " \u3000\xa0、，,":
            start += 1
        number = _NUMBERED.match(text, start, end)
        if number:
            start = number.end()
        joint = re.compile(r"以及|和|与(?=[0-9])|及|并").match(text, start, end)
        if joint and joint.end() < end:
            start = joint.end()
        closing = re.compile(r"[（(][^（()）]{0,200}[)）]").match(text, start, end)
        if closing and closing.end() < end:
            start = closing.end()
        if start == before:
            break
    while end > start and text[end - 1] in " \u3000\xa0、，,。":
        end -= 1
    return Span(start, end)
