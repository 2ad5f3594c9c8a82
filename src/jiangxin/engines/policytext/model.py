"""What the policy-text engine reads and what it finds.

All offsets count characters (code points) of ``Source.text``, the text as read. Everything is
frozen, so that a reading can be cached and compared.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from decimal import Decimal

BlockKind = Literal["paragraph", "heading", "table_row"]
Role = Literal["lead", "support", "guide", "responsible"]
Comparator = Literal[">=", "<=", "==", "approx", "range"]
TargetKind = Literal["goal", "requirement"]


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open range ``[start, end)`` of characters of the text as read."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The characters of ``text`` that the span covers."""
        return text[self.start : self.end]

    def to_dict(self) -> dict[str, int]:
        """Shape of ``source`` in the JSON contract."""
        return {"start": self.start, "end": self.end}


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading marked as such by the format, or one row of a table.

    Blocks are in order, do not overlap and hold no line break at their ends. ``level`` is the
    level the format gives a heading (h1 = 1), else None. Rows of real tables are ``table_row``
    blocks too, so that running text and tables can be told apart by looking at blocks only.
    """

    span: Span
    kind: BlockKind = "paragraph"
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A real table (html, docx, pdf, lines of tabs in txt).

    Every cell is a span of the text, empty cells empty spans. A merged cell is repeated at every
    position it covers, with the same span.
    """

    rows: tuple[tuple[Span, ...], ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A document as a reader of ``formats`` delivers it."""

    text: str
    blocks: tuple[Block, ...] = ()
    tables: tuple[Table, ...] = ()
    media_type: str = "text/plain"

    @classmethod
    def from_text(cls, text: str, media_type: str = "text/plain") -> Source:
        """Every line that is not blank becomes a paragraph, without the white space around it.

        Lines of cells set apart by tabs or bars are the rows of a table.
        """
        blocks: list[Block] = []
        tables: list[Table] = []
        rows: list[tuple[Span, ...]] = []
        start = 0
        for line in text.split("\n"):
            stripped = line.strip()
            at = start + len(line) - len(line.lstrip())
            cells = _cells(line, start)
            if cells and _RULED.fullmatch(stripped):
                start += len(line) + 1
                continue
            if (stripped and not cells) or (rows and len(cells) > len(rows[0])):
                _close(rows, blocks, tables)
            if cells and (rows or len(cells) >= _MIN_CELLS):
                rows.append(cells)
            elif stripped:
                blocks.append(Block(Span(at, at + len(stripped))))
            start += len(line) + 1
        _close(rows, blocks, tables)
        return cls(text=text, blocks=tuple(blocks), tables=tuple(tables), media_type=media_type)

    def of(self, span: Span) -> str:
        """The text of a span."""
        return self.text[span.start : span.end]


_RULED = re.compile(r"[-|:\s]*")
_MIN_CELLS = 3  # in the first row of a table in plain text
_MOST_CELLS = 50_000  # of a table in plain text


def _cells(line: str, start: int) -> tuple[Span, ...]:
    """Cells of a line, without the white space around them; none where the line has neither tabs nor bars."""
    mark = "\t" if "\t" in line.strip() else "|" if line.count("|") >= _MIN_CELLS - 1 else ""
    if not mark:
        return ()
    edge = line.strip().strip("|") if mark == "|" else line.rstrip("\r")
    start += line.index(edge)
    cells: list[Span] = []
    for cell in edge.split(mark):
        stripped = cell.strip()
        at = start + (len(cell) - len(cell.lstrip()) if stripped else 0)
        cells.append(Span(at, at + len(stripped)))
        start += len(cell) + 1
    return tuple(cells)


def _close(rows: list[tuple[Span, ...]], blocks: list[Block], tables: list[Table]) -> None:
    """End a table in plain text; a single row is a paragraph, and so is each of too many."""
    width = len(rows[0]) if rows else 0
    tabled = 1 < len(rows) <= _MOST_CELLS // width if width else False
    for row in rows:
        filled = [cell for cell in row if cell.start < cell.end]
        blocks.append(Block(Span(filled[0].start, filled[-1].end), "table_row" if tabled else "paragraph"))
    if tabled:
        tables.append(Table(tuple(row + (Span(row[-1].end, row[-1].end),) * (width - len(row)) for row in rows)))
    rows.clear()


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered heading. ``path`` holds the ancestors and the heading itself, number + title.

    ``span`` covers number and title; ``body`` reaches from there to the next heading.
    """

    number: str
    title: str
    level: int
    path: tuple[str, ...]
    span: Span
    body: Span

    def to_dict(self) -> dict[str, Any]:
        """Shape of an outline entry in the JSON contract."""
        return {"number": self.number, "title": self.title, "level": self.level, "path": list(self.path)}


@dataclass(frozen=True, slots=True)
class UnitMention:
    """An organisation named for a task. ``span`` is None for a unit named elsewhere by a rule."""

    name: str
    role: Role = "responsible"
    span: Span | None = None

    def to_dict(self) -> dict[str, Any]:
        """Shape of a unit in the JSON contract."""
        return {"name": self.name, "role": self.role}


@dataclass(frozen=True, slots=True)
class Task:
    """A row of a task table, or text governed by one responsibility annotation.

    ``etc`` is true where 等 follows the units; ``deadlines`` are exact quotes; ``source`` covers
    the content, ``annotation`` the words that name the units. ``generic`` holds collectives that
    name nobody beside units that are named (国务院相关部门及各地区).
    """

    no: int | str | None
    content: str
    units: tuple[UnitMention, ...]
    etc: bool
    deadlines: tuple[str, ...]
    path: tuple[str, ...]
    source: Span
    annotation: Span | None = None
    generic: tuple[UnitMention, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Shape of a task in the JSON contract."""
        return {
            "no": self.no,
            "content": self.content,
            "units": [unit.to_dict() for unit in self.units],
            "etc": self.etc,
            "deadlines": list(self.deadlines),
            "path": list(self.path),
            "source": self.source.to_dict(),
            "generic": [unit.name for unit in self.generic],
        }


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


@dataclass(frozen=True, slots=True)
class Target:
    """A quantity the document sets, as goal or as requirement.

    ``value``, ``low`` and ``high`` carry the printed number in the printed ``unit``; where
    ``suspect`` they carry the suggestion while ``quote`` keeps the print. ``strict`` marks
    > and <, ``period`` 每年, ``per`` 每个乡镇.
    """

    quote: str
    subject: str
    comparator: Comparator
    source: Span
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str | None = None
    deadline: str | None = None
    hedge: str | None = None
    kind: TargetKind = "goal"
    path: tuple[str, ...] = ()
    suspect: bool = False
    note: str | None = None
    strict: bool = False
    period: str | None = None
    per: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Shape of a target or parameter in the JSON contract."""
        return {
            "quote": self.quote,
            "subject": self.subject,
            "comparator": self.comparator,
            "value": _number(self.value),
            "low": _number(self.low),
            "high": _number(self.high),
            "unit": self.unit,
            "deadline": self.deadline,
            "hedge": self.hedge,
            "kind": self.kind,
            "path": list(self.path),
            "suspect": self.suspect,
            "note": self.note,
            "source": self.source.to_dict(),
            "strict": self.strict,
            "period": self.period,
            "per": self.per,
        }


@dataclass(frozen=True, slots=True)
class Parameter(Target):
    """A figure that is a setting of the policy (rate, limit, period, eligibility), not a goal."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place that looks damaged: the print, why it is doubted, what it probably was.

    ``why`` is one of the documented codes or a short English message id; ``suggestion`` is the
    text that may replace ``quote``, or None.
    """

    quote: str
    why: str
    suggestion: str | None
    source: Span

    def to_dict(self) -> dict[str, Any]:
        """Shape of a doubt in the JSON contract, with its place added."""
        return {
            "quote": self.quote,
            "why": self.why,
            "suggestion": self.suggestion,
            "source": self.source.to_dict(),
        }


@dataclass(frozen=True, slots=True)
class Meta:
    """Header, signature and closing lines. None = not in the document. Dates are ISO strings.

    ``title`` is that of the notice where there is one, ``plan_title`` that of the plan inside.
    """

    title: str | None = None
    plan_title: str | None = None
    document_number: str | None = None
    index_number: str | None = None
    issuer: str | None = None
    issuer_signature: str | None = None
    written_date: str | None = None
    published_date: str | None = None
    topic: str | None = None
    genre: str | None = None
    status: str | None = None
    effective: str | None = None
    addressee: str | None = None
    disclosure: str | None = None
    attachment: str | None = None
    remark: str | None = None
    site: str | None = None

    def to_dict(self) -> dict[str, str | None]:
        """All fields, absent ones as None."""
        return {item.name: getattr(self, item.name) for item in fields(self)}


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything found in one document."""

    meta: Meta = field(default_factory=Meta)
    outline: tuple[Heading, ...] = ()
    tasks: tuple[Task, ...] = ()
    targets: tuple[Target, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The JSON that ``jiangxin plan read`` prints."""
        return {
            "meta": self.meta.to_dict(),
            "outline": [item.to_dict() for item in self.outline],
            "tasks": [item.to_dict() for item in self.tasks],
            "targets": [item.to_dict() for item in self.targets],
            "parameters": [item.to_dict() for item in self.parameters],
            "doubts": [item.to_dict() for item in self.doubts],
        }
