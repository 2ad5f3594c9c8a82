"""Finds the header of a table and which column stands where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

from django.utils.translation import gettext as _

from jiangxin.exchange.domain.columns import Column, fold
from jiangxin.exchange.domain.errors import FileRefused
from jiangxin.exchange.domain.reading import Sheet

#: The header stands within the first rows; a title may stand above it.
SEARCHED = 10


@dataclass(frozen=True)
class Header:
    """Where each known column stands (0-based), what was ignored, and the rows below."""

    row_no: int
    places: dict[Column, int]
    ignored: tuple[str, ...]
    missing: tuple[Column, ...]
    rows: Iterator[tuple[int, list[Any]]] = field(compare=False)


def find_header(sheet: Sheet, columns: Sequence[Column], keys: Sequence[str]) -> Header:
    """Match the header of a table by label in any language or by field name; the order is free.

    `keys` are the fields of the natural key, whose columns must be there. Raises FileRefused.
    """
    known = {title: column for column in columns for title in column.titles()}
    rows = iter(sheet.rows)
    top = list(islice(rows, SEARCHED))
    best, score = None, 0
    for index, (_number, cells) in enumerate(top):
        found = sum(fold(cell) in known for cell in cells if cell is not None)
        if found > score:
            best, score = index, found
    if best is None:
        raise FileRefused(_("None of the columns is known. Download the template and copy your rows into it."))
    number, cells = top[best]
    places: dict[Column, int] = {}
    ignored = []
    for place, cell in enumerate(cells):
        column = known.get(fold(cell)) if cell is not None else None
        if column is None:
            ignored += [str(cell)] if cell is not None else []
        elif column in places:
            raise FileRefused(_("The column “%(column)s” stands there twice.") % {"column": column.label()})
        else:
            places[column] = place
    missing = tuple(column for column in columns if column not in places)
    _require_keys(missing, keys)
    below = top[best + 1 :]
    if below and _is_names(below[0][1], places):
        below = below[1:]
    return Header(number, places, tuple(ignored), missing, chain(below, rows))


def _require_keys(missing: Sequence[Column], keys: Sequence[str]) -> None:
    absent = [column.label() for column in missing if column.field.name in keys]
    if absent:
        raise FileRefused(
            _("The file lacks the column that tells the rows apart: %(columns)s.") % {"columns": "、".join(absent)}
        )


def _is_names(cells: Sequence[Any], places: dict[Column, int]) -> bool:
    """Whether a row repeats the field names, as the template's second row does."""
    names = Counter(fold(cells[place]) == fold(column.name) for column, place in places.items() if place < len(cells))
    return names[True] == len(places)
