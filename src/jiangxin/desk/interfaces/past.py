"""Loaded rows as they were on a day: what the page, the API and an export of a past list show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet

from jiangxin.kernel.records import Filter, RecordType, find_for


def rows_of_the_day(record: type[RecordType], declared: Filter, day: date) -> QuerySet[Any]:
    """Return the dated rows behind an as-of filter that are valid on a day."""
    related: Any = record.model._meta.get_field(declared.path).related_model
    return related._default_manager.on(day)


def owner_of(record: type[RecordType], declared: Filter) -> str:
    """Return the column of the dated rows that points back to the record."""
    return str(record.model._meta.get_field(declared.path).field.attname)


def as_of_filter(record: type[RecordType]) -> Filter | None:
    """Return the as-of filter that says which columns of a record type have dated rows."""
    declared = (item for item in record.filters if isinstance(item, Filter) and item.kind == "asof")
    return next((item for item in declared if item.path and item.columns), None)


def show_as_of(rows: Iterable[Model], day: date) -> None:
    """Give rows, and the rows they refer to, the columns that held on a day. They must not be saved.

    Only relations that were loaded with the rows are followed, so that queries do not grow with them.
    """
    _overlay(_overlay(_loaded(rows), day), day)


def _loaded(rows: Iterable[Model]) -> list[Model]:
    """Return the rows with everything that was loaded with them."""
    found: dict[int, Model] = {}
    waiting = list(rows)
    while waiting:
        row = waiting.pop()
        if id(row) not in found:
            found[id(row)] = row
            relations = [f for f in row._meta.concrete_fields if f.is_relation and f.is_cached(row)]
            waiting += filter(None, (field.get_cached_value(row) for field in relations))
    return list(found.values())


def _overlay(rows: Iterable[Model], day: date) -> list[Model]:
    """Set the columns of the day and return the rows that relations among them now lead to."""
    by_model: dict[type[Model], list[Any]] = defaultdict(list)
    for row in rows:
        by_model[type(row)].append(row)
    reached: list[Model] = []
    for model, members in by_model.items():
        record = find_for(model)
        declared = as_of_filter(record) if record else None
        if record is None or declared is None:
            continue
        owner, dated = owner_of(record, declared), rows_of_the_day(record, declared, day)
        relations = [name for name in declared.columns if dated.model._meta.get_field(name).is_relation]
        ids = {member.pk for member in members}
        of_the_day = {
            getattr(period, owner): period
            for period in dated.filter(**{f"{owner}__in": ids}).select_related(*relations)
        }
        for member in members:
            period = of_the_day.get(member.pk)
            for name in declared.columns if period else ():
                setattr(member, name, getattr(period, name))
            reached += filter(None, (getattr(member, name) for name in relations if period))
    return reached
