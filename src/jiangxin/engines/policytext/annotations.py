"""Finds the annotations that name the units responsible for a piece of running text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from jiangxin.engines.policytext.model import Span, UnitMention
from jiangxin.engines.policytext.units import LABEL, UnitList, is_vague, looks_like_unit, read_units

_BRACKET = re.compile(r"[(\[]((?:[^()\[\]\n]|\n(?!\n)|[(\[][^()\[\]:]{0,60}[)\]]){2,1500}+)[)\]]")
_OPEN_LABEL = re.compile(r"[(\[][ ]*" + LABEL.pattern)
_LATER_LABEL = re.compile(r"[;,。 \n]" + LABEL.pattern)
_VERBISH = re.compile(r"责任|负责|牵头|配合|指导|参与|参加|落实|主办|协办|协助|会同|实施|推进")
_LABEL_HERE = re.compile(r"(?<=[。;!?) \n])[ ]*" + LABEL.pattern)
_NEXT_NUMBER = re.compile(r"[ \n](?:\d{1,3}[.、]|\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}、)")
_BY = re.compile(
    r"(?:(?<=[。;,!?])|(?<=\n)|^)由(?=[^。;\n]{2,200}(?:负责|牵头|落实|配合|参与|实施)[。;\n]|[^。;\n]{2,200}(?:负责|牵头|落实|配合|参与|实施)$)"
)
_FIRST_LEADS = re.compile(
    r"(?:列|排|位)[^。;()\n]{0,8}(?:第一|首)[^。;()\n]{0,12}牵头|第一个?(?:责任)?(?:单位|部门)[^。;()\n]{0,6}牵头"
)
_OPEN = re.compile(r"[(\[]")
_BREAK = re.compile(r"[。(\[]")
_MAX_SENTENCE = 400
_MAX_OPEN = 1500  # an annotation without closing bracket is not longer


@dataclass(frozen=True, slots=True)
class Annotation:
    """Where an annotation stands (brackets included) and what it says."""

    span: Span
    units: tuple[UnitMention, ...]
    etc: bool
    deadlines: tuple[str, ...]
    generic: tuple[UnitMention, ...] = ()


def find_annotations(text: str, folded: str, lines: list[Span]) -> list[Annotation]:
    """All annotations in running text, in order, without overlap."""
    found = _in_brackets(text, folded, lines)
    bare = [a for a in _bare_brackets(text, folded, lines) if _clear(a.span, [f.span for f in found])]
    if len(bare) < max(_BARE_MIN, len(found)):
        bare = [a for a in bare if found and len(a.units) > 1 and folded[a.span.end : a.span.end + 1] in _LINE_END]
    if bare:
        found = sorted(found + bare, key=lambda a: a.span.start)
    taken = [a.span for a in found]
    found += _labelled_lines(text, folded, lines, taken)
    found.sort(key=lambda a: a.span.start)
    taken = [a.span for a in found]
    found += _sentences(text, folded, lines, taken)
    found.sort(key=lambda a: a.span.start)
    if first_listed_leads(folded):
        found = [replace(a, units=led_by_first(a.units)) for a in found]
    return found


def first_listed_leads(folded: str) -> bool:
    """Whether the document says once that the unit listed first leads."""
    return _FIRST_LEADS.search(folded) is not None


def led_by_first(units: tuple[UnitMention, ...]) -> tuple[UnitMention, ...]:
    """The first unit leads, the others support it; unchanged where roles are told or nobody can lead."""
    if not units or any(u.role != "responsible" for u in units):
        return units
    if len(units) == 1 and units[0].name.startswith(("各", "有关", "相关", "全")):
        return units
    rest = [UnitMention(u.name, "support", u.span) for u in units[1:]]
    return (UnitMention(units[0].name, "lead", units[0].span), *rest)


def _build(span: Span, listed: UnitList) -> Annotation:
    """Collective tails of a sentence (甲部牵头，相关部门及各地区负责) are kept apart where somebody is named."""
    named = tuple(u for u in listed.units if not is_vague(u.name))
    if listed.label or not named:
        return Annotation(span, tuple(listed.units), listed.etc, tuple(listed.deadlines))
    generic = tuple(u for u in listed.units if u not in named)
    return Annotation(span, named, listed.etc, tuple(listed.deadlines), generic)


def _clear(span: Span, taken: list[Span]) -> bool:
    return all(span.end <= t.start or span.start >= t.end for t in taken)


def _in_brackets(text: str, folded: str, lines: list[Span]) -> list[Annotation]:
    found: list[Annotation] = []
    for line in lines:
        at = line.start
        while True:
            opening = _OPEN.search(folded, at, line.end)
            if opening is None:
                break
            opened = opening.start()
            annotation = _bracket(text, folded, opened, line.end)
            if annotation:
                found.append(annotation)
                at = max(annotation.span.end, opened + 1)
            else:
                at = opened + 1
    return found


def _bracket(text: str, folded: str, opened: int, limit: int) -> Annotation | None:
    """What a bracket assigns; one that opens with a label may have lost its end."""
    opens = _OPEN_LABEL.match(folded, opened, limit) is not None
    match = _BRACKET.match(folded, opened, min(len(folded), limit + 1600))
    if match is None:
        return _labelled_bracket(text, folded, _unclosed(folded, opened, limit)) if opens else None
    span = Span(opened, match.end())
    if opens:
        return _labelled_bracket(text, folded, span, closed=True)
    if match.end() > limit or not _VERBISH.search(folded, opened, match.end()):
        return None
    labelled = _LATER_LABEL.search(folded, opened, match.end()) is not None
    listed = read_units(text, folded, _first_statements(folded, Span(opened + 1, match.end() - 1)))
    if not (listed.verb or labelled) or not listed.names_look_like_units():
        return None
    return None if all(_COMMON.match(u.name) for u in listed.units) else _build(span, listed)


def _unclosed(folded: str, opened: int, limit: int) -> Span:
    """A bracket without end reaches to the next number, bracket or full stop."""
    end = min(limit, opened + _MAX_OPEN)
    for pattern in (_BREAK, _NEXT_NUMBER):
        stop = pattern.search(folded, opened + 1, end)
        end = stop.start() if stop else end
    return Span(opened, end)


def _labelled_bracket(text: str, folded: str, span: Span, *, closed: bool = False) -> Annotation | None:
    inner = Span(span.start + 1, span.end - 1 if closed else span.end)
    listed = read_units(text, folded, _first_statements(folded, inner))
    return _build(span, listed) if listed.units or listed.deadlines else None


#: Nouns that name no unit of an office: （由学校负责） says how, not who.
_COMMON = re.compile(
    r"(?:有关|相关|所在|用人|培训|建设|施工|主管|承包|总承包|实施|项目|该|本|其)*"
    r"(?:企业|单位|部门|学校|院校|机构|公司|政府|社区|医院|中心|村|园区)$"
)
_NAMES = r"(?:[^()\[\]\n。;:]|\([^()\[\]\n]{0,20}\)){3,400}+"
_BARE = re.compile(
    rf"(?<=[。;!])[ ]?[(\[](?P<behind>{_NAMES})[)\]]"
    rf"|(?<=[^ (\[,、])[(\[](?P<before>{_NAMES})[)\]](?=[。;]?(?:[ \n]|$))"
)
_LINE_END = ("", "\n")
_BARE_MIN = 3  # lists of units in brackets that make them the document's way to assign


def _bare_brackets(text: str, folded: str, lines: list[Span]) -> list[Annotation]:
    """（甲局、乙局） behind a full stop, where a document assigns without any word of role."""
    found: list[Annotation] = []
    for line in lines:
        for match in _BARE.finditer(folded, line.start, line.end):
            group = "behind" if match["behind"] else "before"
            listed = read_units(text, folded, Span(match.start(group), match.end(group)))
            if any(_sure(u.name) for u in listed.units) and all(
                _sure(u.name) or is_vague(u.name) for u in listed.units
            ):
                found.append(_build(Span(match.start(), match.end()), listed))
    return found


_RULE = re.compile(r"以下|下同|列第|排在|排第|列在|列首|排名|不再|按先后|第一位|首位|分别由")


_RANKED = re.compile(r"[,;。](?:列|排|位)[^,;。]{0,6}(?:首|第一)位?")


def _first_statements(folded: str, span: Span) -> Span:
    """The annotation without a rule stated behind it (列第一位者为牵头单位，下同)."""
    start = span.start
    rule = _RANKED.search(folded, start, span.end)
    if rule:
        span = Span(start, rule.start())
    while True:
        stop = folded.find("。", start, span.end)
        if stop < 0:
            return span
        if _RULE.search(folded, stop + 1, span.end):
            return Span(span.start, stop)
        start = stop + 1


def _labelled_lines(text: str, folded: str, lines: list[Span], taken: list[Span]) -> list[Annotation]:
    """Lines that open with 责任单位：, such words behind a full stop, and the lines of that kind below."""
    groups: list[Span] = []
    position = 0
    last = -2  # the line whose end the last group reaches
    for index, line in enumerate(lines):
        while position < len(taken) and taken[position].end <= line.start:
            position += 1
        for region in _regions(folded, line):
            if not _clear(region, taken[position : position + 200]):
                continue
            joined = region.start == line.start and last == index - 1
            groups[-1:] = [Span(groups[-1].start, region.end)] if joined else [*groups[-1:], region]
            last = index if region.end == line.end else -2
        alone = last == index and folded[groups[-1].start : line.end].rstrip().endswith(":")
        if alone and index + 1 < len(lines) and read_units(text, folded, lines[index + 1]).names_look_like_units():
            groups[-1] = Span(groups[-1].start, lines[index + 1].end)
            last = index + 1
    return [a for a in (_labelled(text, folded, group) for group in groups) if a]


def _regions(folded: str, line: Span) -> list[Span]:
    """Where labels stand in a line, each with what belongs to it: to the next item or the sentence's end."""
    regions: list[Span] = []
    at = line.start
    while at < line.end:
        if at == line.start and _IMPRINT.match(folded, at, line.end):
            break
        match = LABEL.match(folded, at, line.end) if at == line.start else None
        match = match or _LABEL_HERE.search(folded, at, line.end)
        if match is None:
            break
        start = match.start()
        while folded[start] == " ":
            start += 1
        if _IMPRINT.match(folded, start, line.end):
            at = match.end()
            continue
        end = _region_end(folded, start, line.end)
        regions.append(Span(start, end))
        at = max(end, match.end())
    return regions


def _region_end(folded: str, start: int, end: int) -> int:
    limit = min(end, start + _MAX_OPEN)
    number = _NEXT_NUMBER.search(folded, start, limit)
    limit = number.start() if number else limit
    at = start
    while True:
        stop = folded.find("。", at, limit)
        if stop < 0:
            return limit
        at = stop + 1
        while at < limit and folded[at] == " ":
            at += 1
        if not LABEL.match(folded, at, limit):
            return stop + 1


#: Footers of web sites name their keepers in the same words.
_IMPRINT = re.compile(r"(?:主办|承办|协办|版权|网站|联系|技术支持|维护)(?:单位|机构)?[ ]?:(?![^、]*、)")


def _labelled(text: str, folded: str, span: Span) -> Annotation | None:
    listed = read_units(text, folded, span)
    good = sum(looks_like_unit(u.name) for u in listed.units)
    return _build(span, listed) if listed.units and good * 5 >= len(listed.units) * 3 else None


def _sentences(text: str, folded: str, lines: list[Span], taken: list[Span]) -> list[Annotation]:
    """Sentences that only say who leads, as in 由甲局牵头，乙局配合."""
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
_TAIL = re.compile(
    r"(?:牵头|负责|落实|配合|参与|参加|协助|实施|推进|指导|[底前](?:完成|启动|建成|到位|出台|印发|见效))[; ]*$"
)


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
