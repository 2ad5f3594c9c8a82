"""How a document stands on paper: its title block, paragraphs, headings and tables, as spans of the text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from jiangxin.engines.policytext.model import Block, Reading, Source, Span, Task

#: A cell in front of a task that is no longer than this can be its number or the head of a column.
_SHORT = 16
#: What a sentence ends with, and a title does not.
_ENDS = "。；;：:.，,"


def layout_of(source: Source, reading: Reading) -> dict[str, Any]:
    """Return the blocks `[start, end, kind, level]` and tables (rows of `[start, end]` cells) of a document.

    Kinds: front (what stands above the title), title, addressee, signature, paragraph, heading,
    table_row. A task list that was stored one cell a line becomes a table again.
    """
    lists = list(_flattened_lists(source, reading.tasks))
    tables = [[list(row) for row in table.rows] for table in source.tables] + lists
    blocks = list(_titled(source, reading, lists))
    blocks += [(Span(row[0].start, row[-1].end), "table_row", None) for rows in lists for row in rows]
    blocks.sort(key=lambda block: block[0].start)
    return {
        "media_type": source.media_type,
        "blocks": [[span.start, span.end, kind, level] for span, kind, level in blocks],
        "tables": [[[[cell.start, cell.end] for cell in row] for row in rows] for rows in tables],
    }


def _inside(span: Span, lists: list[list[list[Span]]]) -> bool:
    return any(rows[0][0].start <= span.start and span.end <= rows[-1][-1].end for rows in lists)


def _titled(source: Source, reading: Reading, lists: list[list[list[Span]]]) -> Iterator[tuple[Span, str, int | None]]:
    """Yield the blocks outside lists with the kind that the document's own particulars give them."""
    blocks = [block for block in source.blocks if not _inside(block.span, lists)]
    captions = {_caption(source, blocks, rows[0][0].start) for rows in lists}
    meta = reading.meta
    kinds = {meta.title: "title", meta.plan_title: "title", meta.addressee: "addressee"}
    named = {_plain(text): kind for text, kind in kinds.items() if text}
    first = next((i for i, block in enumerate(blocks) if named.get(_plain(source.of(block.span))) == "title"), 0)
    signer = _plain(meta.issuer_signature or "")
    signed = False
    for index, block in enumerate(blocks):
        words = _plain(source.of(block.span))
        kind = named.get(words.rstrip(":：")) or named.get(words) or block.kind
        if index < first:
            kind = "front"
        elif block.span.end in captions:
            kind = "title"
        elif block.kind == "paragraph":
            dated = signed and words.endswith("日") and len(words) <= _SHORT
            signed = bool(signer) and words == signer
            if signed or dated:
                kind = "signature"
        yield block.span, kind, block.level


def _caption(source: Source, blocks: list[Block], start: int) -> int | None:
    """Return where the line right above a list ends, if it reads as the list's title."""
    above = [block for block in blocks if block.span.end <= start]
    if not above or _plain(source.of(above[-1].span))[-1:] in _ENDS:
        return None
    return above[-1].span.end


def _flattened_lists(source: Source, tasks: tuple[Task, ...]) -> Iterator[list[list[Span]]]:
    """Yield the task lists outside real tables, as rows of number, content, units and what may follow."""
    real = [cell for table in source.tables for row in table.rows for cell in row if cell.start < cell.end]
    numbered = [_numbered(source, task) for task in tasks]
    for found, group in groupby(zip(numbered, tasks, strict=True), key=lambda pair: pair[0] is not None):
        rows = [(number, task) for number, task in group if number is not None]
        if not found or len(rows) < 2 or any(cell.start < rows[0][1].source.end <= cell.end for cell in real):  # noqa: PLR2004 - one row is no list
            continue
        yield _rows(source, rows)


def _numbered(source: Source, task: Task) -> Span | None:
    """Return the span of the number in front of a task that stands in a list, with its units behind."""
    if task.annotation is None or task.annotation.start < task.source.end or not isinstance(task.no, int):
        return None
    before = source.text[max(task.source.start - _SHORT, 0) : task.source.start].rstrip()
    number = str(task.no)
    if not before.rstrip(".．、").endswith(number):
        return None
    start = task.source.start - len(source.text[max(task.source.start - _SHORT, 0) : task.source.start])
    start += before.rindex(number)
    return Span(start, start + len(number))


def _rows(source: Source, rows: list[tuple[Span, Task]]) -> list[list[Span]]:
    """Return the cells of a list, its heads first; together they cover every character of it."""
    ends = [number.start for number, _task in rows[1:]]
    cells = [_cells(source, number, task, end) for (number, task), end in zip(rows, ends, strict=False)]
    cells.append(_cells(source, *rows[-1], rows[-1][1].annotation.end))  # type: ignore[union-attr]  # see _numbered
    width = max(map(len, cells))
    cells = [[*row, *[Span(row[-1].end, row[-1].end)] * (width - len(row))] for row in cells]
    heads = [block.span for block in source.blocks if block.span.end <= rows[0][0].start][-width:]
    if len(heads) == width and all(span.end - span.start <= _SHORT for span in heads):
        cells.insert(0, heads)
    return cells


def _cells(source: Source, number: Span, task: Task, end: int) -> list[Span]:
    units = task.annotation or Span(end, end)
    cells = [number, _trimmed(source, task.source.start, units.start), _trimmed(source, units.start, units.end)]
    rest = _trimmed(source, units.end, end)
    return [*cells, rest] if rest.start < rest.end else cells


def _trimmed(source: Source, start: int, end: int) -> Span:
    text = source.text[start:end]
    return Span(end - len(text.lstrip()), start + len(text.rstrip())) if text.strip() else Span(start, start)


def _plain(text: str) -> str:
    return "".join(text.split())
