"""The columns of a record's files: which field each feeds, how it is called, whether it must be filled."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.text import capfirst

from jiangxin.kernel.paths import fields_along
from jiangxin.kernel.records import RecordType

#: Stands behind the label of a column that must be filled.
REQUIRED_MARK = "*"


@dataclass(frozen=True)
class Column:
    """One column: `name` as declared, `field` of the record it feeds, `leaf` that the text belongs to.

    For a relation (`organisation.code`) the leaf is a field of the related model, reached by
    `path` from the record and by `inner` from the related model.
    """

    name: str
    field: Any
    leaf: Any
    path: str
    inner: str = ""

    @property
    def relation(self) -> bool:
        """Whether the text names a row of another table."""
        return bool(self.inner)

    @property
    def required(self) -> bool:
        """Whether a new row needs a text here."""
        if self.relation:
            return not self.field.null
        return not (self.field.blank or self.field.null or self.field.has_default())

    def label(self) -> str:
        """Return the title in the active language."""
        title = capfirst(str(self.field.verbose_name))
        return f"{title} ({self.leaf.verbose_name})" if self.relation else title

    def titles(self) -> set[str]:
        """Return every title by which a file may name this column, folded for comparison."""
        found = {fold(self.name)}
        for code, _label in settings.LANGUAGES:
            with translation.override(code):
                found.add(fold(self.label()))
        return found


def columns_of(record: type[RecordType]) -> tuple[Column, ...]:
    """Return the columns of a record's template, in order; none when it declares no imports."""
    return tuple(_column(record, name) for name in (record.imports.fields if record.imports else ()))


def relations(columns: Iterable[Column]) -> dict[Any, list[Column]]:
    """Return the columns of each relation; several may name one row together."""
    found: dict[Any, list[Column]] = {}
    for column in columns:
        if column.relation:
            found.setdefault(column.field, []).append(column)
    return found


def sheet_name(record: type[RecordType]) -> str:
    """Return the name of a record's sheet, without the characters that spreadsheet programs refuse."""
    return "".join(char for char in record.title_plural() if char not in "[]:*?/\\'")[:31] or "1"


def fold(title: object) -> str:
    """Return a title without width, case, white space and required mark."""
    text = unicodedata.normalize("NFKC", str(title or ""))
    return "".join(text.split()).strip(REQUIRED_MARK).casefold()


def _column(record: type[RecordType], name: str) -> Column:
    path = name.replace(".", "__")
    field, *rest = fields_along(record.model, path)
    if field.is_relation and not rest:
        raise ValueError(f"{record.key()}: the import column {name!r} must say by which field the row is named")
    return Column(name, field, [field, *rest][-1], path, path.partition("__")[2])
