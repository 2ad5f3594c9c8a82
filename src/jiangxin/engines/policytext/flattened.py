"""Reads task tables that storage flattened to one cell per line, or to one long line."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from jiangxin.engines.policytext.columns import Column, column_of
from jiangxin.engines.policytext.fold import squeeze
from jiangxin.engines.policytext.glued import find_glued
from jiangxin.engines.policytext.model import Role, Span, Task
from jiangxin.engines.policytext.tables import make_task
from jiangxin.engines.policytext.timelimits import time_limits
from jiangxin.engines.policytext.units import read_units

_END = re.compile(r"(?:备[ ]?注|注|说明)[ ]?:|附[ ]?件|抄送|\(此件|部门解读|政策解读|主办单位:|版权所有")
_MAX_GAP = 30  # rows withheld between two numbers
_MAX_CELLS = 150  # lines of one row
_WORD = re.compile(r"[一-龥](?:[ \u3000][一-龥]){1,7}(?!\S)|\S+")  # 主 要 内 容 is one word
_SECTION = re.compile(r"(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\))[^。;]{2,60}$")


@dataclass(frozen=True, slots=True)
class _Header:
    columns: tuple[Column, ...]
    first: int  # index of the first cell below


def find_flattened(text: str, folded: str, lines: list[Span]) -> tuple[list[Task], list[Span]]:
    """Tasks of tables whose cells are lines, and the spans of these tables."""
    tasks: list[Task] = []
    spans: list[Span] = []
    cells = _cells(text, folded, lines)
    index = 0
    while index < len(cells):
        header = _header(text, cells, index)
        if header is None:
            index += 1
            continue
        if header.columns[0].kind == "no":
            rows, after = _numbered_rows(text, folded, cells, header)
        else:
            rows, after = _plain_rows(text, folded, cells, header)
        if rows:
            tasks += rows
            spans.append(Span(cells[index].start, cells[after - 1].end))
            index = after
        else:
            index += 1
    if not tasks:
        return find_glued(text, folded, lines)
    return tasks, spans


def _cells(text: str, folded: str, lines: list[Span]) -> list[Span]:
    """Lines, or the words of lines below a header that stands in one line."""
    cells: list[Span] = []
    splitting = False
    for line in lines:
        content = text[line.start : line.end]
        words = [Span(line.start + m.start(), line.start + m.end()) for m in _WORD.finditer(content)]
        heads = [column_of(text[w.start : w.end]) for w in words[:12]]
        kinds = {c.kind for c in heads if c}
        if (len(words) >= 3 and len(content) < 400) or splitting:
            run = 0
            while run < len(heads) and heads[run] is not None:
                run += 1
            if run >= 3 and "units" in kinds and "no" in kinds:
                splitting = True
        if splitting and _END.match(folded, line.start, line.end):
            splitting = False
        cells += words if splitting else _split_inner_header(text, folded, line, words)
    return [cell for cell in (_without_bars(text, c) for c in cells) if cell.start < cell.end]


def _without_bars(text: str, cell: Span) -> Span:
    """A cell without the bars that some extractions leave at its ends."""
    start, end = cell.start, cell.end
    while start < end and text[start] in "|｜ ":
        start += 1
    while end > start and text[end - 1] in "|｜ ":
        end -= 1
    return Span(start, end)


def _split_inner_header(text: str, folded: str, line: Span, words: list[Span]) -> list[Span]:
    """A header in the middle of a line that holds everything: the line's words are the cells."""
    if len(words) < 6 or not re.search(r"序[ ]?号[ ]", folded[line.start : line.end]):
        return [line]
    for at, word in enumerate(words):
        if squeeze(text[word.start : word.end]) in {"序号", "序"}:
            heads = [column_of(text[w.start : w.end]) for w in words[at : at + 3]]
            if all(heads):
                return words
    return [line]


def _header(text: str, cells: list[Span], index: int) -> _Header | None:
    columns: list[Column] = []
    at = index
    while at < len(cells) and len(columns) < 12:
        cell = cells[at]
        column = column_of(text[cell.start : cell.end]) if cell.end - cell.start <= 40 else None
        if column is None or (columns and column.kind == "no"):
            break
        columns.append(column)
        at += 1
    kinds = {c.kind for c in columns}
    if len(columns) < 3 or "units" not in kinds or not kinds & {"task", "goal"}:
        return None
    return _Header(tuple(columns), at)


def _plain_rows(text: str, folded: str, cells: list[Span], header: _Header) -> tuple[list[Task], int]:
    """Rows without numbers; the last words taken for headers may already belong to the first row."""
    start = header.first - len(header.columns)
    for width in range(len(header.columns), 2, -1):
        tasks, after = _equal_rows(text, folded, cells, header.columns[:width], start + width)
        if len(tasks) > 1:
            return tasks, after
    return [], header.first


def _equal_rows(
    text: str, folded: str, cells: list[Span], columns: tuple[Column, ...], at: int
) -> tuple[list[Task], int]:
    """Rows of as many cells as columns, as long as the units stand where they should."""
    width = len(columns)
    places = [i for i, column in enumerate(columns) if column.kind == "units"]
    tasks: list[Task] = []
    while places and at + width <= len(cells) and not _END.match(folded, cells[at].start):
        row = cells[at : at + width]
        if not any(_fit(text, folded, row[i], columns[i]) > 0 for i in places):
            break
        task = _row(text, folded, Span(row[0].start, row[0].start), row, columns, ())
        if task:
            tasks.append(task)
        at += width
    return tasks, at


def _row_starts(text: str, folded: str, cells: list[Span], header: _Header) -> tuple[list[int], int, set[int]]:
    """Cells that number rows, the cell behind the table, and cells of headers repeated on each page."""
    starts: list[int] = []
    repeated: set[int] = set()
    last = 0
    width = len(header.columns)
    names = [squeeze(text[c.start : c.end]) for c in cells[header.first - width : header.first]]
    index = header.first
    while index < len(cells):
        cell = cells[index]
        word = squeeze(folded[cell.start : min(cell.end, cell.start + 60)]).rstrip(".、")
        if (starts and _END.match(folded, cell.start)) or index - (starts or [header.first])[-1] > _MAX_CELLS:
            return starts, index, repeated
        if word == names[0]:
            same = [squeeze(text[c.start : c.end]) for c in cells[index : index + width]] == names
            after = (
                squeeze(folded[cells[index + width].start : cells[index + width].end])
                if index + width < len(cells)
                else ""
            )
            if not same or after.rstrip(".、") == "1":
                return starts, index, repeated
            repeated.update(range(index, index + width))
            index += width
            continue
        if word.isdecimal() and len(word) <= 4 and last < int(word) <= last + _MAX_GAP * (1 if last else 9):
            previous = cells[index - 1]
            first = not last and index <= header.first + 1
            if int(word) == last + 1 or first or _SECTION.match(folded, previous.start, previous.end):
                starts.append(index)
                last = int(word)
        index += 1
    return starts, index, repeated


def _numbered_rows(text: str, folded: str, cells: list[Span], header: _Header) -> tuple[list[Task], int]:
    """Rows open with numbers that count up; the last row ends as the others do."""
    starts, stop, repeated = _row_starts(text, folded, cells, header)
    if not starts:
        return [], header.first
    bounds = [*starts[1:], stop]
    sizes = Counter(b - a for a, b in zip(starts[:-1], bounds[:-1], strict=True))
    usual = sizes.most_common(1)[0][0] if sizes else len(header.columns)
    bounds[-1] = min(stop, starts[-1] + max(usual, 2))
    tasks: list[Task] = []
    section: tuple[str, ...] = _sections(text, folded, cells[header.first : starts[0]]) or ()
    for start, end in zip(starts, bounds, strict=True):
        row = [cells[i] for i in range(start + 1, end) if i not in repeated]
        below = section
        while len(row) > 1 and _SECTION.match(folded, row[-1].start, row[-1].end):
            below = _sections(text, folded, row[-1:]) or below
            row = row[:-1]
        task = _row(text, folded, cells[start], row, header.columns[1:], section)
        section = below
        if task:
            tasks.append(task)
    return tasks, bounds[-1]


def _sections(text: str, folded: str, cells: list[Span]) -> tuple[str, ...] | None:
    for cell in cells:
        if _SECTION.match(folded, cell.start, cell.end):
            return (squeeze(text[cell.start : cell.end]),)
    return None


def _row(
    text: str, folded: str, number: Span, row: list[Span], columns: tuple[Column, ...], section: tuple[str, ...]
) -> Task | None:
    placed = _place(text, folded, row, columns)
    content: Span | None = None
    best = -1.0
    for column, span in zip(columns, placed, strict=True):
        if span is None or column.kind not in {"task", "goal"}:
            continue
        score = (span.end - span.start) * {"task": 1.0 + 0.2 * column.weight, "goal": 0.6}[column.kind]
        if score > best:
            content, best = span, score
    if content is None:
        return None
    units: list[tuple[Role, Span]] = [
        (c.role, s) for c, s in zip(columns, placed, strict=True) if s and c.kind == "units"
    ]
    deadlines = [s for c, s in zip(columns, placed, strict=True) if s and c.kind == "deadline"]
    groups = tuple(
        squeeze(text[s.start : s.end]) for c, s in zip(columns, placed, strict=True) if s and c.kind == "group"
    )
    return make_task(
        text,
        folded,
        number=text[number.start : number.end],
        content=content,
        units=units,
        deadlines=deadlines,
        path=section + groups,
    )


def _fit(text: str, folded: str, cell: Span, column: Column) -> float:
    """How well a line fits under a header."""
    length = cell.end - cell.start
    listed = read_units(text, folded, cell) if length <= 300 else None
    unitlike = bool(listed and listed.names_look_like_units() and "。" not in folded[cell.start : cell.end])
    dated = bool(time_limits(folded[cell.start : cell.end])) and length <= 24
    if column.kind == "units":
        return 2.0 if unitlike else -1.0
    if column.kind == "deadline":
        return 2.0 if dated else -1.0
    if column.kind in {"task", "goal"}:
        return (-0.5 if unitlike or dated else 1.0) + min(length, 200) / 400
    return 0.3 if length <= 30 else -0.5


def _place(text: str, folded: str, row: list[Span], columns: tuple[Column, ...]) -> list[Span | None]:
    """Lines to columns, in order, so that they fit best; a column may hold several lines or none."""
    if len(row) == len(columns):
        return list(row)
    row = row[:60]
    worst = float("-inf")
    width = len(columns)
    best = [[worst] * width for _ in row]
    back = [[0] * width for _ in row]
    for i, cell in enumerate(row):
        for j, column in enumerate(columns):
            fit = _fit(text, folded, cell, column)
            if i == 0:
                best[i][j] = fit - 0.4 * j
                continue
            options = [best[i - 1][k] - 0.4 * max(0, j - k - 1) - (0.3 if k == j else 0) for k in range(j + 1)]
            top = max(range(j + 1), key=lambda k: options[k])
            best[i][j], back[i][j] = options[top] + fit, top
    placed: list[Span | None] = [None] * width
    if not row:
        return placed
    j = max(range(width), key=lambda k: best[-1][k] - 0.4 * (width - 1 - k))
    for i in range(len(row) - 1, -1, -1):
        held = placed[j]
        placed[j] = Span(row[i].start, held.end if held else row[i].end)
        j = back[i][j] if i else j
    return placed
