"""Staged rows: what each cell says, before it meets the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jiangxin.exchange.domain.cells import clean_text, parse, unquote
from jiangxin.exchange.domain.columns import Column
from jiangxin.exchange.enums import Outcome

#: How many different cells of a column are remembered, so that repeated ones are read once.
REMEMBERED = 50_000


@dataclass(slots=True)
class Row:
    """One row on its way: texts by column, values by column of the table, errors as (column, message)."""

    no: int
    texts: dict[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    keys: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    errors: list[tuple[str, str]] = field(default_factory=list)
    changes: dict[str, list[str]] = field(default_factory=dict)
    existing: Any = None
    outcome: str = Outcome.WRONG.value

    def wrong(self, column: str, message: str) -> None:
        """Note an error: one for each column, any number for the row as a whole (column "")."""
        if all(name != column or (not column and text != message) for name, text in self.errors):
            self.errors.append((column, message))


@dataclass(frozen=True, slots=True)
class Ref:
    """Stands for the key of another, new row of the same file."""

    row: Row = field(compare=False)
    no: int


class CellReader:
    """Reads the cells of one column, each different one once."""

    def __init__(self, column: Column, *, from_file: bool) -> None:
        self.column = column
        self.name = column.name
        #: where the value belongs; "" for a part of the key of another row
        self.attname = "" if column.relation else column.field.attname
        self.from_file = from_file
        self.known: dict[Any, tuple[str, Any, str]] = {}

    def read(self, raw: Any) -> tuple[str, Any, str]:
        """Return text, value and error ("" when there is none) of a cell."""
        key = (raw.__class__, raw)
        found = self.known.get(key)
        if found is None:
            found = self._read(raw)
            if len(self.known) < REMEMBERED:
                self.known[key] = found
        return found

    def _read(self, raw: Any) -> tuple[str, Any, str]:
        text = clean_text(raw)
        if self.from_file and isinstance(raw, str):
            text = raw = unquote(text)
        column = self.column
        if text == "" and column.required:
            return text, None, _("This must be filled in.")
        try:
            return text, parse(column.leaf, raw, validate=not column.relation), ""
        except ValidationError as error:
            return text, None, " ".join(error.messages)
        except (ValueError, TypeError, OverflowError):
            return text, None, _("“%(text)s” does not fit here.") % {"text": text}


def from_file(numbered: Iterable[tuple[int, Sequence[Any]]], places: Mapping[Column, int]) -> Iterable[Row]:
    """Yield the rows of a table that hold anything in the known columns."""
    readers = [(CellReader(column, from_file=True), place) for column, place in places.items()]
    for number, cells in numbered:
        width = len(cells)
        raws = [cells[place] if place < width else None for _reader, place in readers]
        if all(raw is None or (isinstance(raw, str) and not raw.strip()) for raw in raws):
            continue
        row = Row(number, {})
        for (reader, _place), raw in zip(readers, raws, strict=True):
            _take(row, reader, raw)
        yield row


def from_texts(numbered: Iterable[tuple[int, Mapping[str, str]]], columns: Sequence[Column]) -> Iterable[Row]:
    """Yield rows again from the texts they were staged with."""
    readers = [CellReader(column, from_file=False) for column in columns]
    for number, texts in numbered:
        row = Row(number, {})
        for reader in readers:
            _take(row, reader, texts.get(reader.column.name, ""))
        yield row


def _take(row: Row, reader: CellReader, raw: Any) -> None:
    text, value, error = reader.read(raw)
    row.texts[reader.name] = text
    if error:
        row.errors.append((reader.name, error))
    if not reader.attname:
        row.keys[reader.name] = (text, value)
    elif not error:
        row.values[reader.attname] = value
