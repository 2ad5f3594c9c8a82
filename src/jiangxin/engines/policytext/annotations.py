"""Finds the annotations that name the units responsible for a piece of running text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jiangxin.engines.policytext.model import Span, UnitMention
from jiangxin.engines.policytext.units import LABEL, UnitList, is_vague, looks_like_unit, read_units

_BRACKET = re.compile(r"[(\[]((?:[^()\[\]\n]|\n(?!\n)|[(\[][^()\[\]:]{0,60}[)\]]){2,1500}+)[)\]]")
_OPEN_LABEL = re.compile(r"[(\[][ ]*" + LABEL.pattern)
_VERBISH = re.compile(r"负责|牵头|配合|指导|参与|参加|落实|主办|协办|协助|会同|实施|推进")
_LABEL_HERE = re.compile(r"(?<=[。;!?) \n])[ ]*" + LABEL.pattern)
_NEXT_NUMBER = re.compile(r"[ \n](?:\d{1,3}[.、]|\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}、)")
_BY = re.compile(r"(?:(?<=[。;,!?])|(?<=\n)|^)由(?=[^。;\n]{2,200}(?:负责|牵头|落实|配合|参与|实施)[。;\n]|[^。;\n]{2,200}(?:负责|牵头|落实|配合|参与|实施)$)")
_FIRST_LEADS = re.compile(r"(?:列|排|位)[^。;()\n]{0,8}(?:第一|首)[^。;()\n]{0,12}牵头|第一个?(?:责任)?(?:单位|部门)[^。;()\n]{0,6}牵头")
_MAX_SENTENCE = 400


@dataclass(frozen=True, slots=True)
class Annotation:
    """Where an annotation stands (brackets included) and what it says."""

    span: Span
    units: tuple[UnitMention, ...]
    etc: bool
    deadlines: tuple[str, ...]


def find_annotations(text: str, folded: str, lines: list[Span]) -> list[Annotation]:
    """All annotations in running text, in order, without overlap."""
    found = _in_brackets(text, folded, lines)
    taken = [a.span for a in found]
    found += _labelled_lines(text, folded, lines, taken)
    found.sort(key=lambda a: a.span.start)
    taken = [a.span for a in found]
    found += _sentences(text, folded, lines, taken)
    found.sort(key=lambda a: a.span.start)
    if _FIRST_LEADS.search(folded):
        found = [_first_leads(a) for a in found]
    return found


def _first_leads(annotation: Annotation) -> Annotation:
    units = annotation.units
    if any(u.role != "responsible" for u in units) or not units:
        return annotation
    if len(units) == 1 and units[0].name.startswith(("各", "有关", "相关", "全")):
        return annotation
    roles = [UnitMention(units[0].name, "lead", units[0].span)]
    roles += [UnitMention(u.name, "support", u.span) for u in units[1:]]
    return Annotation(annotation.span, tuple(roles), annotation.etc, annotation.deadlines)


def _build(span: Span, listed: UnitList) -> Annotation:
    """Collective tails that name nobody are left out where somebody is named."""
    named = [u for u in listed.units if not is_vague(u.name)]
    units = tuple(named or listed.units)
    return Annotation(span, units, listed.etc, tuple(listed.deadlines))


def _clear(span: Span, taken: list[Span]) -> bool:
    return all(span.end <= t.start or span.start >= t.end for t in taken)


def _in_brackets(text: str, folded: str, lines: list[Span]) -> list[Annotation]:
    found: list[Annotation] = []
    for line in lines:
        at = line.start
        while True:
            opened = _next_open(folded, at, line.end)
            if opened < 0:
                break
            annotation = _bracket(text, folded, opened, line.end)
            if annotation:
                found.append(annotation)
                at = max(annotation.span.end, opened + 1)
            else:
                at = opened + 1
    return found


def _next_open(folded: str, start: int, end: int) -> int:
    first, second = folded.find("(", start, end), folded.find("[", start, end)
    return max(first, second) if min(first, second) < 0 else min(first, second)


def _bracket(text: str, folded: str, opened: int, limit: int) -> Annotation | None:
    label = _OPEN_LABEL.match(folded, opened, limit)
    match = _BRACKET.match(folded, opened, min(len(folded), limit + 1600))
    if match and match.end() > limit and not label:
        return None
    if match is None and label is None:
        return None
    if match is None:
        end = limit
        for stop in (_NEXT_NUMBER.search(folded, opened, limit), re.compile("[。(\\[]").search(folded, opened + 1, limit)):
            end = min(end, stop.start()) if stop else end
        inner = Span(opened + 1, end)
        span = Span(opened, end)
    else:
        inner, span = Span(match.start(1), match.end(1)), Span(opened, match.end())
        if label is None and not _VERBISH.search(folded, inner.start, inner.end):
            return None
    listed = read_units(text, folded, _first_statements(folded, inner))
    if label:
        return _build(span, listed) if listed.units or listed.deadlines else None
    if not listed.verb or not listed.names_look_like_units():
        return None
    return _build(span, listed)


_RULE = re.compile(r"以下|下同|列第|排在|排第|列在|列首|排名|不再|按先后|第一位|首位|分别由")


def _first_statements(folded: str, span: Span) -> Span:
    """The annotation without a rule stated behind it (列第一位者为牵头单位，下同)."""
    start = span.start
    while True:
        stop = folded.find("。", start, span.end)
        if stop < 0:
            return span
        if _RULE.search(folded, stop + 1, span.end):
            return Span(span.start, stop)
        start = stop + 1


def _labelled_lines(text: str, folded: str, lines: list[Span], taken: list[Span]) -> list[Annotation]:
    """责任单位：… at the start of a line or behind a full stop, following lines of that kind included."""
    found: list[Annotation] = []
    position = 0
    open_end = -1
    start = -1
    for index, line in enumerate(lines):
        while position < len(taken) and taken[position].end <= line.start:
            position += 1
        overlapping = position < len(taken) and taken[position].start < line.end
        label = None if overlapping else _label_in(folded, line)
        if label is not None:
            at = label
            if at != line.start or start < 0:
                _close(text, folded, start, open_end, found)
                start = at
            open_end = line.end
            if folded[at : line.end].rstrip().endswith(":") and index + 1 < len(lines):
                nxt = lines[index + 1]
                if read_units(text, folded, nxt).names_look_like_units():
                    open_end = nxt.end
        elif line.end > open_end:
            _close(text, folded, start, open_end, found)
            start = -1
    _close(text, folded, start, open_end, found)
    return found


#: Footers of web sites name their keepers in the same words.
_IMPRINT = re.compile(r"(?:主办|承办|协办|版权|网站|联系|技术支持|维护)(?:单位|机构)?[ ]?:(?![^、]*、)")


def _label_in(folded: str, line: Span) -> int | None:
    if _IMPRINT.match(folded, line.start, line.end):
        return None
    if LABEL.match(folded, line.start, line.end):
        return line.start
    match = _LABEL_HERE.search(folded, line.start, line.end)
    return match.start() if match else None


def _close(text: str, folded: str, start: int, end: int, found: list[Annotation]) -> None:
    if start < 0:
        return
    listed = read_units(text, folded, Span(start, end))
    if listed.units and sum(len(u.name) > 40 for u in listed.units) * 2 < len(listed.units):
        found.append(_build(Span(start, end), listed))


def _sentences(text: str, folded: str, lines: list[Span], taken: list[Span]) -> list[Annotation]:
    """Sentences that only say who leads: 由甲局牵头，乙局配合。"""
    found: list[Annotation] = []
    position = 0
    for line in lines:
        start = line.start
        while start < line.end:
            stop = folded.find("。", start, line.end)
            end = stop if stop >= 0 else line.end
            while position < len(taken) and taken[position].end <= start:
                position += 1
            free = position >= len(taken) or taken[position].start >= end
            if free and end - start <= _MAX_SENTENCE:
                annotation = _sentence(text, folded, start, end)
                if annotation:
                    found.append(annotation)
            start = end + 1
    return found


_SENTENCE_HINT = re.compile(r"牵头|由[^,;。]{2,120}(?:负责|落实)")
_TAIL = re.compile(r"(?:牵头|负责|落实|配合|参与|参加|协助|实施|推进|指导)[; ]*$")


def _sentence(text: str, folded: str, start: int, end: int) -> Annotation | None:
    if not _SENTENCE_HINT.search(folded, start, end) or not _TAIL.search(folded, max(start, end - 8), end):
        return None
    begins = start
    while begins < end and folded[begins] == " ":
        begins += 1
    if not folded.startswith("由", begins):
        by = max(folded.rfind(",由", begins, end), folded.rfind(";由", begins, end))
        if by >= 0:
            begins = by + 1
    listed = read_units(text, folded, Span(begins, end))
    good = listed.verb and listed.units and all(_sure(u.name) for u in listed.units)
    return _build(Span(begins, end), listed) if good else None


def _sure(name: str) -> bool:
    return looks_like_unit(name) and len(name) <= 20
