"""Reads task tables: real ones of html, docx and pdf."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from jiangxin.engines.policytext.columns import Column, column_of
from jiangxin.engines.policytext.fold import squeeze
from jiangxin.engines.policytext.model import Role, Source, Span, Table, Task, UnitMention
from jiangxin.engines.policytext.timelimits import time_limits
from jiangxin.engines.policytext.units import read_units

_HEADER_ROWS = 6  # a header stands within the first rows of a table
_SECTION_NO = re.compile(r"[(（]?[一二三四五六七八九十]{1,3}[)）]?[、.]?")  # of a row that names what follows
_TOTAL = re.compile(r"(?:合计|总计|小计|备注|注:|注：|说明)")


@dataclass(frozen=True, slots=True)
class Layout:
    """Columns of a task table; ``first`` is the first row below the header."""

    columns: tuple[Column | None, ...]
    content: int
    first: int
    header: tuple[str, ...]


def find_table_tasks(source: Source, folded: str) -> tuple[list[Task], list[Span]]:
    """Tasks of all task tables, in order, and the spans of these tables."""
    tasks: list[Task] = []
    spans: list[Span] = []
    previous: Layout | None = None
    for table in source.tables:
        layout = find_layout(source, table)
        if layout is None and previous and _continues(source, table, previous):
            layout = replace(previous, first=0)
        if layout is None:
            continue
        rows = _rows(source, folded, table, layout)
        if not rows:
            continue
        tasks += rows
        cells = [cell for row in table.rows for cell in row if cell.start < cell.end]
        spans.append(Span(min(c.start for c in cells), max(c.end for c in cells)))
        previous = layout
    return tasks, spans


def find_layout(source: Source, table: Table) -> Layout | None:
    """The header of a task table: it has a column of units and one of tasks."""
    for index, row in enumerate(table.rows[:_HEADER_ROWS]):
        texts = [source.of(cell) for cell in row]
        if len({squeeze(t) for t in texts if t.strip()}) < 2:
            continue
        columns = [column_of(text) for text in texts]
        first = index + 1
        if first < len(table.rows):
            below = _second_header(source, table, index, columns)
            if below is not None:
                columns, first = below, index + 2
        if any(column is None and texts[i].strip() for i, column in enumerate(columns)):
            known = sum(column is not None for column in columns)
            if known < 2 or any(len(t) > 40 for t in texts):
                continue
        if not any(c and c.kind == "units" for c in columns):
            continue
        content = _content_column(source, table, columns, first)
        if content is not None:
            return Layout(tuple(columns), content, first, tuple(squeeze(t) for t in texts))
    return None


def _second_header(
    source: Source, table: Table, index: int, columns: list[Column | None]
) -> list[Column | None] | None:
    """责任单位 over 牵头单位 and 配合单位: the lower row says more."""
    above, below = table.rows[index], table.rows[index + 1]
    if len(above) != len(below):
        return None
    merged: list[Column | None] = []
    better = False
    names = Counter(squeeze(source.of(cell)) for cell in above)
    for upper, lower, column in zip(above, below, columns, strict=True):
        if upper == lower or not source.of(lower).strip():
            merged.append(column)
            continue
        own = column_of(source.of(lower))
        if own is None or own.kind == "no" or names[squeeze(source.of(upper))] < 2:
            return None
        better = True
        merged.append(own)
    return merged if better else None


def _content_column(source: Source, table: Table, columns: list[Column | None], first: int) -> int | None:
    """Of several columns that may hold the task, the one with most to say."""
    best: tuple[float, int] | None = None
    rows = table.rows[first:]
    for index, column in enumerate(columns):
        if column is None or column.kind not in {"task", "goal", "group"}:
            continue
        cells = {row[index] for row in rows if index < len(row) and len({*row}) > 1}
        average = sum(len(squeeze(source.of(c))) for c in cells) / (len(cells) or 1)
        factor = {"task": 1.0 + 0.2 * column.weight, "goal": 0.6, "group": 0.2}[column.kind]
        score = (average + 1) * factor
        if best is None or score > best[0]:
            best = (score, index)
    return best[1] if best else None


def _continues(source: Source, table: Table, layout: Layout) -> bool:
    """Whether a table without header is the next page of the one before."""
    numbers = [i for i, column in enumerate(layout.columns) if column and column.kind == "no"]
    if not numbers or not table.rows or len(table.rows[0]) != len(layout.columns):
        return False
    return any(squeeze(source.of(row[numbers[0]])).isdecimal() for row in table.rows[:2] if row)


def _rows(source: Source, folded: str, table: Table, layout: Layout) -> list[Task]:
    tasks: list[Task] = []
    section: tuple[str, ...] = ()
    last: Span | None = None
    for row in table.rows[layout.first :]:
        texts = [source.of(cell) for cell in row]
        filled = {squeeze(t) for t in texts if t.strip()}
        if not filled or tuple(squeeze(t) for t in texts) == layout.header:
            continue
        if len(row) > len(filled) and (
            len(filled) == 1 or (len(filled) == 2 and _SECTION_NO.fullmatch(squeeze(texts[0])))
        ):
            only = next(t for t in reversed(texts) if t.strip())
            if not _TOTAL.match(only.strip()):
                section = (re.sub(r"\s+", "", only),)
            continue
        task = _task(source, folded, row, layout, section)
        if task is None:
            continue
        if last is not None and task.source == last and tasks:
            tasks[-1] = _joined(tasks[-1], task)
        else:
            tasks.append(task)
        last = task.source
    return tasks


def _joined(first: Task, second: Task) -> Task:
    """Rows that share one merged task cell are one task."""
    units = first.units + tuple(u for u in second.units if u not in first.units)
    deadlines = first.deadlines + tuple(d for d in second.deadlines if d not in first.deadlines)
    return replace(first, units=units, deadlines=deadlines, etc=first.etc or second.etc)


def _task(source: Source, folded: str, row: tuple[Span, ...], layout: Layout, section: tuple[str, ...]) -> Task | None:
    if layout.content >= len(row):
        return None
    cell = row[layout.content]
    cells = {
        kind: [(c, row[i]) for i, c in enumerate(layout.columns) if c and c.kind == kind and i < len(row)]
        for kind in ("no", "units", "deadline", "group")
    }
    if cell.start >= cell.end:
        others = [i for i, c in enumerate(layout.columns) if c and c.kind in {"task", "goal"} and i < len(row)]
        spare = next((row[i] for i in others if row[i].start < row[i].end), None)
        if spare is None:
            return None
        cell = spare
    groups = tuple(
        re.sub(r"\s+", "", source.of(span)) for _, span in cells["group"] if span.start < span.end and span != cell
    )
    return make_task(
        source.text,
        folded,
        number=next((source.of(span) for _, span in cells["no"]), ""),
        content=cell,
        units=[(column.role, span) for column, span in cells["units"] if span.start < span.end],
        deadlines=[span for _, span in cells["deadline"]],
        path=section + groups,
    )


def make_task(
    text: str,
    folded: str,
    *,
    number: str,
    content: Span,
    units: list[tuple[Role, Span]],
    deadlines: list[Span],
    path: tuple[str, ...],
) -> Task:
    """A task from the cells of its row."""
    mentions: list[UnitMention] = []
    etc = False
    quotes: list[str] = []
    roles = {role for role, _ in units}
    for role, span in units:
        default: Role = "support" if role == "responsible" and "lead" in roles else role
        listed = read_units(text, folded, span, default)
        mentions += [u for u in listed.units if u not in mentions]
        etc = etc or listed.etc
        quotes += listed.deadlines
    for span in deadlines:
        cell = text[span.start : span.end].strip()
        if cell and squeeze(cell) not in {"-", "—", "/", "无"}:
            quotes.append(cell)
    body = text[content.start : content.end]
    quotes += [quote for quote in time_limits(body) if quote not in quotes]
    plain = squeeze(number).strip(".、．")
    annotation = Span(min(s.start for _, s in units), max(s.end for _, s in units)) if units else None
    return Task(
        no=int(plain) if plain.isdecimal() and plain.isascii() else plain or None,
        content=body.strip(),
        units=tuple(mentions),
        etc=etc,
        deadlines=tuple(quotes),
        path=path,
        source=content,
        annotation=annotation,
    )
