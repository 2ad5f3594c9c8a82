"""HTML as text: paragraphs, headings, lists with their numbers, tables with merged cells."""

from __future__ import annotations

import re
from collections.abc import Callable

from jiangxin.engines.policytext.formats import limits
from jiangxin.engines.policytext.formats.builder import Cell, SourceBuilder
from jiangxin.engines.policytext.formats.errors import UnreadableError, gettext_noop
from jiangxin.engines.policytext.formats.html_main import document_parts, is_block, is_furniture
from jiangxin.engines.policytext.formats.html_tree import Node, parse, parse_text
from jiangxin.engines.policytext.formats.numerals import NUMBERED, chinese, letters, roman
from jiangxin.engines.policytext.model import Source

MEDIA_TYPE = "text/html"

_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
# A line break of the page's source between two Chinese characters is not a space.
_SOURCE_BREAK = re.compile(f"(?<=[{_WIDE}])[ \t\r\f]*\n[ \t\r\n\f]*(?=[{_WIDE}])")
_SPACES = re.compile("[ \t\r\n\f]+")
_HEADING = re.compile("h([1-6])$")
_CHINESE_LIST = re.compile(
    r"list-style(?:-type)?\s*:[^;]*(?:cjk-ideographic|simp-chinese|trad-chinese|chinese-informal)"
)
_MAX_HEADING = 120
_MAX_SPAN = 200
_LONG_CELL = 2_000
_MANY_BLOCKS = 6

Emit = Callable[[str, int | None], None]


def read_html(data: bytes) -> Source:
    """Read a page given as bytes; raises ``UnreadableError``."""
    builder = SourceBuilder(MEDIA_TYPE)
    page = parse(data)
    writer = _Writer(_without_furniture(builder.paragraph), builder.table)
    for part in document_parts(page):
        writer.element(part)
    return builder.build()


def add_fragment(html: str, builder: SourceBuilder) -> None:
    """Add a piece of HTML, found inside Markdown, to a text that is being built."""
    writer = _Writer(builder.paragraph, builder.table)
    writer.element(parse_text(html).root)


def _without_furniture(emit: Emit) -> Emit:
    def keep(text: str, level: int | None) -> None:
        if not is_furniture(text):
            emit(text, level)

    return keep


class _Writer:
    """Turns elements into lines (``emit``) and tables (``table``)."""

    def __init__(self, emit: Emit, table: Callable[[list[list[Cell]]], None] | None) -> None:
        self._emit = emit
        self._table = table
        self._line: list[str] = []

    def element(self, node: Node) -> None:
        """Write an element as a block of its own."""
        self._flush()
        self._one(node)
        self._flush()

    def _inside(self, node: Node) -> None:
        for child in node.children:
            if isinstance(child, str):
                self._line.append(_SPACES.sub(" ", _SOURCE_BREAK.sub("", child)))
            else:
                self._one(child)

    def _one(self, node: Node) -> None:
        heading = _HEADING.match(node.tag)
        if node.tag == "br":
            self._flush()
        elif node.tag == "table" and self._table is not None and not _is_layout(node):
            self._flush()
            self._data_table(node)
        elif node.tag in {"ol", "ul"}:
            self._flush()
            self._list(node)
        elif node.tag == "pre":
            self._flush()
            self._emit(node.text(), None)
        elif heading:
            self._flush()
            text = _SPACES.sub(" ", _SOURCE_BREAK.sub("", node.text())).strip()
            self._emit(text, int(heading[1]) if len(text) <= _MAX_HEADING else None)
        elif is_block(node):
            self._flush()
            self._inside(node)
            self._flush()
        else:
            self._inside(node)

    def _list(self, node: Node) -> None:
        number = _integer(node.attributes.get("start"), 1)
        for child in node.children:
            if isinstance(child, str):
                self._line.append(_SPACES.sub(" ", child))
                continue
            self._flush()
            if child.tag == "li" and node.tag == "ol":
                number = _integer(child.attributes.get("value"), number)
                if not NUMBERED.match(child.text()):
                    self._line.append(_marker(number, node))
                number += 1
                self._inside(child)
            else:
                self._one(child)
            self._flush()

    def _data_table(self, node: Node) -> None:
        for caption in node.elements():
            if caption.tag == "caption":
                self.element(caption)
        if self._table is not None:
            self._table(_grid(_rows(node)))

    def _flush(self) -> None:
        line = _SPACES.sub(" ", "".join(self._line)).strip()
        self._line = []
        if line:
            self._emit(line, None)


def _marker(number: int, node: Node) -> str:
    if _CHINESE_LIST.search(node.attributes.get("style", "")):
        return chinese(number) + "、"
    kind = node.attributes.get("type", "1")
    styles: dict[str, Callable[[int], str]] = {
        "A": letters,
        "a": lambda value: letters(value).lower(),
        "I": roman,
        "i": lambda value: roman(value).lower(),
    }
    return styles.get(kind, str)(number) + "."


def _integer(value: str | None, default: int) -> int:
    return int(value) if value is not None and re.fullmatch(r"\d{1,6}", value.strip()) else default


def _rows(table: Node) -> list[Node]:
    rows: list[Node] = []
    for child in table.elements():
        if child.tag == "tr":
            rows.append(child)
        elif child.tag in {"thead", "tbody", "tfoot"}:
            rows.extend(row for row in child.elements() if row.tag == "tr")
    return rows


def _cells(row: Node) -> list[Node]:
    return [cell for cell in row.elements() if cell.tag in {"td", "th"}]


def _is_layout(table: Node) -> bool:
    """Whether a table only places things on the page: nested tables, one column, a cell of text."""
    if table.attributes.get("role") == "presentation":
        return True
    if any(node.tag == "table" for child in table.elements() for node in child.walk()):
        return True
    rows = _rows(table)
    cells = [cell for row in rows for cell in _cells(row)]
    if all(len(_cells(row)) <= 1 for row in rows):
        return True
    return any(
        sum(map(is_block, cell.walk())) > _MANY_BLOCKS and len(cell.text().strip()) > _LONG_CELL for cell in cells
    )


def _grid(rows: list[Node]) -> list[list[Cell]]:
    """Rows of cells with ``rowspan`` and ``colspan`` expanded; short rows filled with empty cells."""
    grid: list[dict[int, Cell]] = [{} for _ in rows]
    count = 0
    for index, row in enumerate(rows):
        column = 0
        for node in _cells(row):
            while column in grid[index]:
                column += 1
            width = min(max(_integer(node.attributes.get("colspan"), 1), 1), _MAX_SPAN)
            height = _integer(node.attributes.get("rowspan"), 1) or len(rows)
            cell = Cell(_cell_text(node))
            for below in range(index, min(index + height, len(rows))):
                for right in range(column, column + width):
                    grid[below].setdefault(right, cell)
                    count += 1
            if count > limits.MAX_CELLS:
                raise UnreadableError(
                    gettext_noop("The tables have more than %(limit)d cells; split the document."),
                    limit=limits.MAX_CELLS,
                )
            column += width
    width = max((max(row, default=-1) + 1 for row in grid), default=0)
    if width * len(grid) > limits.MAX_CELLS:
        width = 0
    return [[row.get(column) or Cell() for column in range(max(width, max(row, default=-1) + 1))] for row in grid]


def _cell_text(node: Node) -> str:
    lines: list[str] = []
    _Writer(lambda text, _level: lines.append(text), None).element(node)
    return "\n".join(lines)
