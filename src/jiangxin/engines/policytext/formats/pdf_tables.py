"""Tables of a PDF page, from their ruling lines."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from jiangxin.engines.policytext.formats.builder import Cell
from jiangxin.engines.policytext.formats.pdf_lines import cell_text
from jiangxin.engines.policytext.formats.pdf_page import Char, Edge, PageContent

_NEAR = 2.5
_MAX_FIELDS = 20_000
_MAX_EDGES = 600


@dataclass(slots=True)
class PdfTable:
    """A table with the positions of its column lines, so that its next part can be recognised."""

    columns: list[float]
    top: float
    bottom: float
    rows: list[list[Cell]]


class _Groups:
    """Union-find over numbers."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def find(self, item: int) -> int:
        while self._parent[item] != item:
            self._parent[item] = self._parent[self._parent[item]]
            item = self._parent[item]
        return item

    def join(self, first: int, second: int) -> None:
        self._parent[self.find(first)] = self.find(second)


def find_tables(content: PageContent) -> tuple[list[PdfTable], list[Char]]:
    """Tables from top to bottom, and the characters outside all of them."""
    rest = content.chars
    tables: list[PdfTable] = []
    for horizontal, vertical in _components(content.horizontal, content.vertical):
        table, rest = _table(horizontal, vertical, rest)
        if table is not None:
            tables.append(table)
    return sorted(tables, key=lambda table: -table.top), rest


def _components(horizontal: Sequence[Edge], vertical: Sequence[Edge]) -> list[tuple[list[Edge], list[Edge]]]:
    """Groups of rules that touch each other."""
    horizontal, vertical = _merged(horizontal), _merged(vertical)
    if len(horizontal) + len(vertical) > _MAX_EDGES:
        # A drawing, not a table.
        return []
    groups = _Groups(len(horizontal) + len(vertical))
    for index, edge in enumerate(horizontal):
        for other, cross in enumerate(vertical):
            touches = (
                cross.low - _NEAR <= edge.at <= cross.high + _NEAR and edge.low - _NEAR <= cross.at <= edge.high + _NEAR
            )
            if touches:
                groups.join(index, len(horizontal) + other)
    found: dict[int, tuple[list[Edge], list[Edge]]] = defaultdict(lambda: ([], []))
    for index, edge in enumerate(horizontal):
        found[groups.find(index)][0].append(edge)
    for index, edge in enumerate(vertical):
        found[groups.find(len(horizontal) + index)][1].append(edge)
    return [pair for pair in found.values() if len(pair[0]) > 1 and pair[1]]


def _merged(edges: Sequence[Edge]) -> list[Edge]:
    """Pieces of one line, as drawn cell by cell, as one."""
    result: list[Edge] = []
    for edge in sorted(edges, key=lambda item: (round(item.at), item.low)):
        last = result[-1] if result else None
        if last is not None and abs(last.at - edge.at) <= 1 and edge.low <= last.high + _NEAR and edge.low >= last.low:
            result[-1] = Edge(last.at, last.low, max(last.high, edge.high))
        else:
            result.append(edge)
    return result


def _positions(values: Sequence[float]) -> list[float]:
    result: list[float] = []
    for value in sorted(values):
        if not result or value - result[-1] > _NEAR:
            result.append(value)
    return result


def _table(horizontal: list[Edge], vertical: list[Edge], chars: list[Char]) -> tuple[PdfTable | None, list[Char]]:
    """The table that a group of rules makes, None when it is only a frame; the characters left over."""
    # The ends of the rules count as lines, for tables open at their sides.
    xs = _positions([edge.at for edge in vertical] + [min(e.low for e in horizontal), max(e.high for e in horizontal)])
    ys = _positions([edge.at for edge in horizontal] + [min(e.low for e in vertical), max(e.high for e in vertical)])
    columns, rows = len(xs) - 1, len(ys) - 1
    if columns <= 1 or rows == 0 or columns * rows > _MAX_FIELDS:
        return None, chars
    groups = _merged_fields(xs, ys, horizontal, vertical)
    inside: dict[int, list[Char]] = defaultdict(list)
    outside: list[Char] = []
    for char in chars:
        x, y = (char.left + char.right) / 2, char.middle
        if xs[0] <= x <= xs[-1] and ys[0] <= y <= ys[-1]:
            column = min(max(bisect_right(xs, x) - 1, 0), columns - 1)
            row = min(max(bisect_right(ys, y) - 1, 0), rows - 1)
            inside[groups.find(row * columns + column)].append(char)
        else:
            outside.append(char)
    if len({groups.find(index) for index in range(columns * rows)}) == 1 or not inside:
        return None, chars
    cells = {group: Cell(cell_text(found)) for group, found in inside.items()}
    grid = [
        [cells.setdefault(groups.find(row * columns + column), Cell()) for column in range(columns)]
        for row in reversed(range(rows))
    ]
    return PdfTable(xs, ys[-1], ys[0], grid), outside


def _merged_fields(xs: list[float], ys: list[float], horizontal: list[Edge], vertical: list[Edge]) -> _Groups:
    """Fields between the lines, numbered row by row from below, joined where no rule parts them."""
    columns, rows = len(xs) - 1, len(ys) - 1
    groups = _Groups(columns * rows)
    for row in range(rows):
        middle = (ys[row] + ys[row + 1]) / 2
        for column in range(columns - 1):
            if not _covered(vertical, xs[column + 1], middle):
                groups.join(row * columns + column, row * columns + column + 1)
    for column in range(columns):
        middle = (xs[column] + xs[column + 1]) / 2
        for row in range(rows - 1):
            if not _covered(horizontal, ys[row + 1], middle):
                groups.join(row * columns + column, (row + 1) * columns + column)
    return groups


def _covered(edges: Sequence[Edge], at: float, place: float) -> bool:
    return any(abs(edge.at - at) <= _NEAR and edge.low - _NEAR <= place <= edge.high + _NEAR for edge in edges)


def continues(table: PdfTable, following: PdfTable) -> bool:
    """Whether the table of the next page has the same columns."""
    return len(table.columns) == len(following.columns) and all(
        abs(first - second) <= 2 * _NEAR for first, second in zip(table.columns, following.columns, strict=True)
    )


def append_rows(table: PdfTable, following: PdfTable) -> None:
    """Add the rows of the next page: a repeated head is dropped, a row cut in two is closed."""
    rows = following.rows
    if rows and _texts(rows[0]) == _texts(table.rows[0]) and any(_texts(rows[0])):
        rows = rows[1:]
    if rows and table.rows and _is_rest(rows[0], table.rows[-1]):
        for cell, rest in dict(zip(table.rows[-1], rows[0], strict=True)).items():
            if rest.text:
                cell.text += rest.text
        rows = rows[1:]
    table.rows.extend(rows)


def _is_rest(row: Sequence[Cell], above: Sequence[Cell]) -> bool:
    """Whether a row is the lower part of a row of the page before: its first cell is empty."""
    return not row[0].text and bool(above[0].text) and any(cell.text for cell in row)


def _texts(row: Sequence[Cell]) -> list[str]:
    return ["".join(cell.text.split()) for cell in row]
