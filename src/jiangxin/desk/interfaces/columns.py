"""Columns of a list, resolved from the declaration against the model."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist
from django.db import models
from django.utils.text import capfirst

from jiangxin.kernel.actors import Actor
from jiangxin.kernel.languages import localised
from jiangxin.kernel.paths import field_at, fields_along
from jiangxin.kernel.records import Column, RecordType, title_of
from jiangxin.kernel.records.pointers import point_out

#: Types of fields and the kind of cell they get; the first that fits counts.
KINDS: tuple[tuple[type[models.Field[Any, Any]], str], ...] = (
    (models.BooleanField, "bool"),
    (models.DateTimeField, "datetime"),
    (models.DateField, "date"),
    (models.IntegerField, "number"),
    (models.DecimalField, "number"),
    (models.FloatField, "number"),
    (ArrayField, "tags"),
    (models.ForeignKey, "link"),
    (models.TextField, "longtext"),
)


@dataclass(frozen=True)
class Cell:
    """One resolved column. `path` are attribute names from the row, `order_by` ORM paths."""

    name: str
    label: Any
    kind: str
    path: tuple[str, ...]
    order_by: tuple[str, ...] = ()
    relation: str = ""
    choices: bool = False

    @property
    def heading(self) -> str:
        """The label with its first letter raised."""
        return str(capfirst(str(self.label)))

    def ordered(self, *, descending: bool) -> list[str]:
        """Return the ORM paths that sort by this column, turned round where it is descending."""
        return [_turned(path) for path in self.order_by] if descending else list(self.order_by)

    def raw(self, row: Any) -> Any:
        """Return what the column of the row holds, None where a step of the path is empty."""
        owner = self._owner(row)
        return None if owner is None else _get(owner, self.path[-1])

    def value(self, row: Any) -> Any:
        """Return the value of the row as it is read, None where a step of the path is empty."""
        current = self._owner(row)
        if current is None:
            return None
        last = self.path[-1]
        if self.choices:
            return getattr(current, f"get_{last}_display")()
        value = _get(current, last)
        if self.kind == "record":
            return title_of(value) if value else ""
        return _in_language(current, last, value)

    def _owner(self, row: Any) -> Any:
        current = row
        for part in self.path[:-1]:
            current = _get(current, part)
            if current is None:
                return None
        return current


def _turned(path: str) -> str:
    return path[1:] if path.startswith("-") else f"-{path}"


def _get(instance: Any, name: str) -> Any:
    try:
        value = getattr(instance, name, None)
    except ObjectDoesNotExist:
        return None
    if isinstance(value, models.Manager):
        return list(value.all())
    return value() if callable(value) else value


def _in_language(instance: Any, name: str, value: Any) -> Any:
    """Prefer the English twin (`name_en`) of a text where the reader reads English."""
    return localised(value, getattr(instance, f"{name}_en", "")) if isinstance(value, str) else value


@cache
def cells(record: type[RecordType]) -> dict[str, Cell]:
    """Return every column the list of a record type may show, by name, declared order."""
    return {cell.name: cell for cell in (resolve(record, item) for item in record.list_columns + record.extra_columns)}


def point_out_rows(record: type[RecordType], names: Iterable[str], rows: Iterable[Any], actor: Actor) -> None:
    """Load what the columns of kind `about` name, for all rows at once."""
    known = cells(record)
    if any(known[name].kind == "about" for name in names if name in known):
        point_out(rows, actor)


def default_names(record: type[RecordType]) -> tuple[str, ...]:
    """Return the names of the columns that a list shows unless somebody chose others."""
    return tuple(item if isinstance(item, str) else item.name for item in record.list_columns)


def resolve(record: type[RecordType], item: str | Column) -> Cell:
    """Return the column of that name or declaration; a large table is not sorted by what has no index."""
    cell = _resolve(record, item)
    if record.large and not all(_indexed(record.model, path) for path in cell.order_by):
        return replace(cell, order_by=())
    return cell


def _indexed(model: type[models.Model], path: str) -> bool:
    """Whether an index serves the order of an ORM path, over each table that it leads through."""
    for field in fields_along(model, path.lstrip("-")):
        own = any(
            i.fields == [field.name] and type(i) is models.Index and not i.condition for i in field.model._meta.indexes
        )
        if not (field.unique or field.db_index or own):
            return False
    return True


def _resolve(record: type[RecordType], item: str | Column) -> Cell:
    if isinstance(item, str):
        return field_cell(record, item)
    path = item.source.replace(".", "__")
    order = (item.order_by,) if item.order_by else ()
    field = field_at(record.model, path)
    worded = item.kind == "light" and bool(getattr(field, "choices", None))
    relation = _relation_of(record.model, path)
    return Cell(item.name, item.label, item.kind, tuple(path.split("__")), order, relation, worded)


def field_cell(record: type[RecordType], name: str) -> Cell:
    """Return the column of a field, a path over relations, or a property of the model."""
    path = tuple(name.split("__"))
    field = field_at(record.model, name)
    if field is None:
        attribute = getattr(record.model, name, None)
        label = getattr(attribute, "short_description", None) or name.replace("_", " ")
        return Cell(name, label, "text", path)
    kind = next((kind for cls, kind in KINDS if isinstance(field, cls)), "text")
    if field.many_to_many:
        return Cell(name, field.verbose_name, "tags", path)
    if record.workflow is not None and name == record.workflow.column:
        return Cell(name, field.verbose_name, "state", path, (name,))
    relation = _relation_of(record.model, name)
    return Cell(name, field.verbose_name, kind, path, _order(name, field), relation, bool(field.choices))


def relations(record: type[RecordType], names: Iterable[str]) -> tuple[str, ...]:
    """Return the `select_related` paths that these columns and the declaration ask for."""
    known = cells(record)
    wanted = [known[name].relation for name in names if name in known and known[name].relation]
    return tuple(dict.fromkeys((*record.related, *wanted)))


def _relation_of(model: type[models.Model], path: str) -> str:
    """Return the part of a path that `select_related` can follow."""
    taken: list[str] = []
    with suppress(FieldDoesNotExist):
        for field in fields_along(model, path):
            if not (field.many_to_one or field.one_to_one):
                break
            taken.append(field.name)
    return "__".join(taken)


def _order(name: str, field: Any) -> tuple[str, ...]:
    """Return what to sort by: names by their pinyin, relations by the order of what they point to."""
    if isinstance(field, ArrayField):
        return ()
    prefix, _separator, last = name.rpartition("__")
    lead = f"{prefix}__" if prefix else ""
    if field.is_relation:
        target = field.related_model
        key = _derived_key(target, None)
        if key:
            return (f"{name}__{key}",)
        natural = [str(part) for part in target._meta.ordering if isinstance(part, str)][:2]
        return tuple(_prefixed(name, part) for part in natural) or (name,)
    key = _derived_key(field.model, last)
    return (f"{lead}{key}",) if key else (name,)


def _derived_key(model: type[models.Model], source: str | None) -> str:
    for field in model._meta.concrete_fields:
        if getattr(field, "derived", False) and (source is None or getattr(field, "source", "") == source):
            return field.name
    return ""


def _prefixed(name: str, part: str) -> str:
    return f"-{name}__{part[1:]}" if part.startswith("-") else f"{name}__{part}"
