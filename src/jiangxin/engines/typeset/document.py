"""What an official document holds, before anybody says how it looks: `Document` and its parts.

Plain values that can be compared, written as JSON and read back (`to_dict`, `from_dict`); the two forms, PDF and
DOCX, are made from the same document. Names of the parts follow GB/T 9704-2012, chapter 7.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from types import MappingProxyType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints


class Layout(Enum):
    """Which of the layouts of the standard a document has."""

    ORDINARY = "ordinary"
    """公文格式: red mark, number, red line (chapter 7)."""
    LETTER = "letter"
    """信函格式: mark near the top, two double red lines (10.1)."""
    MINUTES = "minutes"
    """纪要格式: mark, no seal, who was present (10.3)."""
    BULLETIN = "bulletin"
    """简报: a serial with its issue under the mark, the issuer left and the day right of it; practice, not standard."""


class Align(Enum):
    """How the cells of a column stand."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


#: Levels of headings (7.3.3).
LEVELS = range(1, 5)


@dataclass(frozen=True)
class Heading:
    """A heading; its number (一、（一）1.（1）) is given when the document is made."""

    level: int
    """1 to 4."""
    text: str
    run_in: str = ""
    """Text that goes on in the same paragraph in the face of the body."""

    def __post_init__(self) -> None:
        if self.level not in LEVELS:
            raise ValueError(f"a heading has level {LEVELS[0]} to {LEVELS[-1]}, not {self.level}")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the body."""

    text: str
    indent: bool = True
    """Whether the first line starts two characters in, as all of the body does."""


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    title: str
    width: float = 1.0
    """Its share of the width, beside the shares of the others."""
    align: Align = Align.LEFT


@dataclass(frozen=True)
class Table:
    """A table whose head stands again on every page that it runs over."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        for number, row in enumerate(self.rows, start=1):
            if len(row) != len(self.columns):
                raise ValueError(f"row {number} has {len(row)} cells for {len(self.columns)} columns")


class ChartKind(Enum):
    """How a chart shows its series."""

    BARS = "bars"
    """Lying bars, one row a category: for names of units."""
    STACKED = "stacked"
    """Lying bars whose parts add up."""
    LINES = "lines"
    """Lines over periods."""


@dataclass(frozen=True)
class Series:
    """One row of values, a value for each category; None where nothing is known, which is not zero."""

    name: str
    values: tuple[float | None, ...]
    color: str = ""
    """A colour that means something: the name of a light, or #rrggbb; else the palette's next."""


@dataclass(frozen=True)
class Chart:
    """A chart with what must be said about its figures (UX, Charts)."""

    kind: ChartKind
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    subtitle: str = ""
    """The measure with its unit and period."""
    source: str = ""


Block = Heading | Paragraph | Table | Chart


@dataclass(frozen=True)
class Annex:
    """An annex (附件), which starts on a page of its own."""

    title: str
    blocks: tuple[Block, ...]
    landscape: bool = False


@dataclass(frozen=True)
class Attendance:
    """One of the lists of minutes: 出席, 请假, 列席 and who."""

    label: str
    names: str


@dataclass(frozen=True)
class Document:
    """An official document. Empty parts are left out."""

    layout: Layout
    mark: str
    """发文机关标志: 江津区人民政府办公室文件, or the name of a serial."""
    title: str
    """标题; a line break in it is kept, else lines are broken by sense."""
    blocks: tuple[Block, ...]
    number: str = ""
    """发文字号: 江津府办发〔2024〕12号."""
    issue: str = ""
    """What stands under the mark of a bulletin: 第3期（总第12期）."""
    copy_number: str = ""
    """份号: six digits."""
    secrecy: str = ""
    """密级和保密期限."""
    urgency: str = ""
    """紧急程度."""
    signer: str = ""
    """签发人, of a document to a superior."""
    recipients: tuple[str, ...] = ()
    """主送机关, in groups as they are to be read: offices of one group are divided by 、, groups by ，."""
    signatories: tuple[str, ...] = ()
    """署名: whose seal or name stands over the date."""
    dated: date | None = None
    """成文日期."""
    sealed: bool = True
    """Whether a seal goes on the date, which leaves room for it (7.3.5.1), or not (7.3.5.2)."""
    remark: str = ""
    """附注, in brackets under the date."""
    copies: str = ""
    """抄送机关; of a bulletin its 报, 送, 发 lines, each on a line."""
    printer: str = ""
    """印发机关."""
    printed: date | None = None
    """印发日期."""
    attendance: tuple[Attendance, ...] = ()
    annexes: tuple[Annex, ...] = ()
    draft: bool = False
    """Whether it is a draft, which every page says."""


class NotADocument(ValueError):  # noqa: N818 - reads as the sentence it stands for
    """What was read is not a document; the message names the place."""


BLOCKS: Mapping[str, type] = MappingProxyType(
    {"heading": Heading, "paragraph": Paragraph, "table": Table, "chart": Chart}
)
KINDS = {kind: name for name, kind in BLOCKS.items()}


def to_dict(value: Any) -> Any:
    """Return a document, or a part of it, as values that JSON knows; a block says what it is in `block`."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [to_dict(part) for part in value]
    if is_dataclass(value):
        kind = {"block": KINDS[type(value)]} if type(value) in KINDS else {}
        return kind | {field.name: to_dict(getattr(value, field.name)) for field in fields(value)}
    return value


def from_dict(values: Mapping[str, Any]) -> Document:
    """Return the document that `to_dict` wrote.

    Raises:
        NotADocument: a part is missing, unknown or of the wrong kind.
    """
    return _read(Document, values, "document")


def blocks_from(values: Any) -> tuple[Block, ...]:
    """Return the blocks that `to_dict` wrote. Raises NotADocument."""
    blocks: tuple[Block, ...] = _read_tuple(tuple[Block, ...], values, "blocks")
    return blocks


def _read(wanted: Any, value: Any, place: str) -> Any:
    """Return the value as what the annotation wants."""
    origin = get_origin(wanted)
    if wanted == Block:
        return _read_block(value, place)
    if origin in {Union, UnionType}:
        return _read_optional(wanted, value, place)
    if origin is tuple:
        return _read_tuple(wanted, value, place)
    if is_dataclass(wanted):
        return _read_parts(wanted, value, place)
    return _read_plain(wanted, value, place)


def _read_block(value: Any, place: str) -> Any:
    name = value.get("block") if isinstance(value, Mapping) else None
    if not isinstance(name, str) or name not in BLOCKS:
        raise NotADocument(f"{place}: no block of the kind {name!r}")
    return _read_parts(BLOCKS[name], {key: part for key, part in value.items() if key != "block"}, place)


def _read_optional(wanted: Any, value: Any, place: str) -> Any:
    if value is None:
        return None
    return _read(next(kind for kind in get_args(wanted) if kind is not type(None)), value, place)


def _read_tuple(wanted: Any, value: Any, place: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise NotADocument(f"{place}: a list is needed")
    return tuple(_read(get_args(wanted)[0], part, f"{place}[{number}]") for number, part in enumerate(value))


def _read_parts(wanted: Any, value: Any, place: str) -> Any:
    if not isinstance(value, Mapping):
        raise NotADocument(f"{place}: an object is needed")
    hints = get_type_hints(wanted)
    if unknown := set(value) - set(hints):
        raise NotADocument(f"{place}: unknown: {', '.join(sorted(unknown))}")
    needed = [field.name for field in fields(wanted) if field.default is MISSING]
    if missing := [name for name in needed if name not in value]:
        raise NotADocument(f"{place}: missing: {', '.join(missing)}")
    parts = {name: _read(hints[name], part, f"{place}.{name}") for name, part in value.items()}
    try:
        return wanted(**parts)
    except ValueError as error:
        raise NotADocument(f"{place}: {error}") from error


def _read_plain(wanted: Any, value: Any, place: str) -> Any:
    try:
        if wanted is date:
            return date.fromisoformat(value)
        if issubclass(wanted, Enum):
            return wanted(value)
    except (TypeError, ValueError) as error:
        raise NotADocument(f"{place}: {error}") from error
    if wanted is float and type(value) is int:
        return float(value)
    if type(value) is not wanted or (wanted is float and not math.isfinite(value)):
        raise NotADocument(f"{place}: {wanted.__name__} is needed")
    return value
