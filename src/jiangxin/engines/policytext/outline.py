"""Tells headings from numbered sentences and builds the tree of headings."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jiangxin.engines.policytext.model import Heading, Source, Span
from jiangxin.engines.policytext.numbering import RANK, Item, find_items

_STOP = re.compile(r"[。!?]")
_INNER_SPACE = re.compile(r"(?<=[一-龥，、）”]) (?=[一-龥（“])")
_LIST_AHEAD = re.compile(r"下列|如下|以下|包括$|包含$")
_PAUSE = re.compile(r"[,:;]")
_STATES = re.compile(r"[,:;]|\d[^,。;]?[个所家名人万亿%]")  # what a sentence has and a title has not
_RUN_IN = 40  # longest run-in title, in characters
_LINE = 60  # longest title that has a line of its own
_SENTENCE = 42  # a longer sentence is a sentence, not a title
_CLOSED = 30  # longest title that ends in a full stop with nothing behind it
_SHARE = 0.6  # of the items of a series that must look like titles


#: Titles that every plan has, which lost line breaks leave glued to their text.
_STANDARD = re.compile(
    "(?:指导思想|(?:基本|工作)原则|(?:总体|工作)要求|(?:总体|工作)思路|(?:总体|工作|主要|创建|发展|建设|行动|攻坚|预期)目标|目标任务"
    "|(?:主要|重点|工作)任务|(?:工作|主要|保障|组织|推进)措施|组织(?:保障|领导)|(?:实施|工作)步骤|(?:实施|适用)范围|(?:时间|进度)安排)"
    "(?=[一-龥0-9“《])(?![的和与及是为要分清及落完进])"
)


@dataclass(frozen=True, slots=True)
class Structure:
    """Headings, and every numbered item with the heading it is (None for a numbered sentence)."""

    headings: tuple[Heading, ...]
    items: tuple[Item, ...]

    def path_at(self, offset: int) -> tuple[str, ...]:
        """Path of the last heading that starts at or before ``offset``."""
        low, high = 0, len(self.headings)
        while low < high:
            middle = (low + high) // 2
            if self.headings[middle].span.start <= offset:
                low = middle + 1
            else:
                high = middle
        return self.headings[low - 1].path if low else ()


@dataclass(frozen=True, slots=True)
class _Title:
    span: Span
    title_like: bool
    possible: bool


def text_lines(source: Source, excluded: list[Span]) -> list[Span]:
    """Spans of the lines of running text: paragraphs and headings without ``excluded``, in order."""
    lines: list[Span] = []
    text = source.text
    position = 0
    for block in source.blocks:
        if block.kind == "table_row":
            continue
        start = block.span.start
        for part in text[start : block.span.end].split("\n"):
            end = start + len(part)
            while position < len(excluded) and excluded[position].end <= start:
                position += 1
            at = position
            while at < len(excluded) and excluded[at].start < end:
                _append(lines, text, start, excluded[at].start)
                start = max(start, excluded[at].end)
                at += 1
            _append(lines, text, start, end)
            start = end + 1
    return lines


def _append(lines: list[Span], text: str, start: int, end: int) -> None:
    part = text[start:end]
    stripped = part.strip()
    if stripped:
        at = start + len(part) - len(part.lstrip())
        lines.append(Span(at, at + len(stripped)))


def find_structure(source: Source, folded: str, lines: list[Span], annotations: list[Span]) -> Structure:
    """Numbered headings and items. ``annotations`` (in order) never belong to a title."""
    items = find_items(folded, lines)
    marked = {b.span.start for b in source.blocks if b.kind == "heading"}
    titles = _titles(folded, items, lines, annotations)
    accepted = _decide(items, titles, marked)
    headings: list[Heading] = []
    stack: list[tuple[int, str]] = []
    chosen = [i for i in range(len(items)) if accepted[i]]
    for place, index in enumerate(chosen):
        item, span = items[index], titles[index].span
        rank = RANK[item.style]
        while stack and stack[-1][0] >= rank:
            stack.pop()
        title = _INNER_SPACE.sub("", re.sub(r"\s+", " ", source.of(span)).strip())
        number = source.of(item.number).strip()
        stack.append((rank, number + title))
        after = items[chosen[place + 1]].number.start if place + 1 < len(chosen) else len(folded)
        headings.append(
            Heading(
                number=number,
                title=title,
                level=len(stack),
                path=tuple(label for _, label in stack),
                span=Span(item.number.start, span.end),
                body=Span(span.end, max(span.end, after)),
            )
        )
    return Structure(tuple(headings), tuple(items))


def _titles(folded: str, items: list[Item], lines: list[Span], annotations: list[Span]) -> list[_Title]:
    titles: list[_Title] = []
    mark = 0
    for index, item in enumerate(items):
        while mark < len(annotations) and annotations[mark].end <= item.number.end:
            mark += 1
        note = annotations[mark] if mark < len(annotations) else None
        limit = min(item.end, note.start) if note else item.end
        body = _has_body(items, index, lines, annotations, mark)
        inside = note is not None and note.start < item.end and folded[note.end : note.end + 1] in {"。", ";"}
        titles.append(_title(folded, item, max(limit, item.number.end), body=body, closed=inside))
    return titles


def _has_body(items: list[Item], index: int, lines: list[Span], annotations: list[Span], mark: int) -> bool:
    """Whether something belongs to the item beyond its own line: text or items below it."""
    item = items[index]
    following = items[index + 1] if index + 1 < len(items) else None
    if following and following.line == item.line:
        return RANK[following.style] > RANK[item.style] and following.value == 1
    if item.line + 1 >= len(lines):
        return False
    line = lines[item.line + 1]
    if following and following.line == item.line + 1 and following.opens:
        return RANK[following.style] > RANK[item.style]
    while mark < len(annotations) and annotations[mark].end <= line.start:
        mark += 1
    noted = mark < len(annotations) and annotations[mark].start <= line.start + 1
    return not noted and line.end - line.start >= 2


def _title(folded: str, item: Item, limit: int, *, body: bool, closed: bool) -> _Title:
    """Where the title of an item ends and whether it looks like one."""
    start = item.number.end
    while start < limit and folded[start] == " ":
        start += 1
    end = limit
    while end > start and folded[end - 1] in " 。;:,":
        end -= 1
    last = folded[end : end + 1]
    stop = _STOP.search(folded, start, limit)
    first = stop.start() if stop else limit
    glued = _STANDARD.match(folded, start, first) if first - start > _SENTENCE else None
    if glued:
        return _Title(Span(start, glued.end()), title_like=True, possible=True)
    rest = bool(stop) and end > first
    short = _short_part(folded, start, min(first, limit), colon=not rest or first - start > _SENTENCE)
    if short:
        return _Title(Span(start, short), title_like=True, possible=True)
    length = min(first, end) - start
    if rest:
        return _Title(Span(start, first), length <= _RUN_IN and length > 0, 0 < length <= _LINE)
    closed = closed or last in {"。", ";"} or stop is not None
    if not closed:
        like = 0 < length <= _LINE and last != "," and not (last == ":" and _LIST_AHEAD.search(folded, start, end))
        return _Title(Span(start, end), like, like)
    like = body and 0 < length <= _SENTENCE and last != ";"
    name = 0 < length <= _CLOSED and last != ";" and not _STATES.search(folded, start, end)
    return _Title(Span(start, end), like, like or name)


def _short_part(folded: str, start: int, end: int, *, colon: bool) -> int | None:
    """End of a title cut off by a colon, or by the space that a lost line break left."""
    at = folded.find(":", start, min(end, start + (26 if colon else 13)))
    if at > start + 1 and end - at > 6 and not _PAUSE.search(folded, start, at):
        return None if _LIST_AHEAD.search(folded, start, at) else at
    space = folded.find(" ", start, min(end, start + _RUN_IN))
    while space != -1 and space - start < 4:
        space = folded.find(" ", space + 1, min(end, start + _RUN_IN))
    if space == -1 or _PAUSE.search(folded, start, space):
        return None
    rest = end - space
    return space if rest > _RUN_IN or (rest > 12 and folded.find(",", space, end) > 0) else None


def _series(items: list[Item]) -> list[list[int]]:
    """Items of one style under one parent, counted from 1; a count that runs on under the next parent is one series."""
    series: list[list[int]] = []
    stack: list[tuple[int, int, int]] = []  # rank, series, last value
    latest: dict[str, tuple[int, int]] = {}  # style: series, last value
    for index, item in enumerate(items):
        rank = RANK[item.style]
        while stack and stack[-1][0] > rank:
            stack.pop()
        number = -1
        if stack and stack[-1][0] == rank:
            _, known, last = stack.pop()
            number = known if item.value > last else -1
        elif item.style in latest and item.value == latest[item.style][1] + 1:
            number = latest[item.style][0]
        if number < 0:
            number = len(series)
            series.append([])
        series[number].append(index)
        stack.append((rank, number, item.value))
        latest[item.style] = (number, item.value)
    return series


def _decide(items: list[Item], titles: list[_Title], marked: set[int]) -> list[bool]:
    """Headings are decided by series, so that siblings are treated alike."""
    accepted = [False] * len(items)
    for members in _series(items):
        share = sum(titles[i].title_like for i in members) / len(members)
        for i in members:
            heading = items[i].number.start in marked
            accepted[i] = heading or (share >= _SHARE and titles[i].possible)
    return accepted
