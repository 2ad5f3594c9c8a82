"""Checks all rows of a file against the record's rules and the database, with a fixed number of queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from jiangxin.exchange.domain import constraints
from jiangxin.exchange.domain.cells import same, show
from jiangxin.exchange.domain.columns import Column, relations
from jiangxin.exchange.domain.reach import outside
from jiangxin.exchange.domain.resolving import resolve, texts_of
from jiangxin.exchange.domain.rows import Ref, Row
from jiangxin.exchange.enums import Outcome
from jiangxin.kernel import access
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.bulk import AnyOf
from jiangxin.kernel.records import RecordType


@dataclass(frozen=True)
class Job:
    """What is checked: the columns found, those of the template that are missing, and for whom."""

    record: type[RecordType]
    columns: tuple[Column, ...]
    missing: tuple[Column, ...]
    actor: Actor
    lock: bool = False


def check(job: Job, rows: Iterable[Row]) -> list[Row]:
    """Return the rows with outcome, changes and every error that was found. Runs in a transaction."""
    found = list(rows)
    with transaction.atomic():
        resolve(job.record, job.columns, found, job.actor)
        _twice(job, found)
        _match(job, found)
        _complete(job, found)
        _compare(job, found)
        _clean(job, found)
        _circles(job, found)
        _reach(job, found)
        constraints.hold(job.record.model, job.columns, found, job.record.natural_key)
    for row in found:
        row.outcome = _outcome(row)
    return found


def natural_key(record: type[RecordType]) -> list[str]:
    """Return the table's column attributes that tell rows of a record apart."""
    return [record.model._meta.get_field(name).attname for name in record.natural_key]  # type: ignore[union-attr]


def _key(names: Sequence[str], row: Row) -> tuple[Any, ...] | None:
    """Return the natural key of a row; None when one of its cells is wrong."""
    if any(name not in row.values for name in names):
        return None
    return tuple(row.values[name] for name in names)


def _place(job: Job) -> str:
    names = job.record.natural_key
    return next((column.name for column in job.columns if column.field.name in names), "")


def _twice(job: Job, rows: Sequence[Row]) -> None:
    """Rows of the file that mean the same record."""
    names = natural_key(job.record)
    first: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        key = _key(names, row)
        if key is None:
            continue
        if key in first:
            message = _("The same stands in row %(row)s.")
            row.wrong(_place(job), message % {"row": first[key].no})
            first[key].wrong(_place(job), message % {"row": row.no})
        else:
            first[key] = row


def _match(job: Job, rows: Sequence[Row]) -> None:
    """Find the records that the rows mean."""
    names = natural_key(job.record)
    wanted: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        key = _key(names, row)
        if key is not None and not any(isinstance(part, Ref) for part in key):
            wanted.setdefault(key, []).append(row)
    if not wanted:
        return
    model = job.record.model
    known = model._default_manager.order_by("pk")
    for place, name in enumerate(names):
        values = {key[place] for key in wanted}
        if None not in values:
            known = known.filter(AnyOf(name, values))
    if job.lock:
        known = known.select_for_update(of=("self",))
    for instance in known:
        for row in wanted.get(tuple(getattr(instance, name) for name in names), ()):
            row.existing = instance
    _hide(job, rows)


def _hide(job: Job, rows: Sequence[Row]) -> None:
    """Refuse rows that mean records beyond the actor's view."""
    if not job.actor.system:
        matched = [row for row in rows if row.existing is not None]
        seen = access.rows(job.record, job.actor, "view").filter(AnyOf("pk", {row.existing.pk for row in matched}))
        pks = set(seen.values_list("pk", flat=True))
        for row in matched:
            if row.existing.pk not in pks:
                row.wrong(_place(job), _("It exists already, outside of what you may see."))


def _complete(job: Job, rows: Sequence[Row]) -> None:
    """New rows need what the file has no column for; known rows keep what an empty cell would reset."""
    required = [column for column in job.missing if column.required]
    kept = [
        column
        for column in job.columns
        if not column.relation and column.field.has_default() and not (column.field.blank or column.field.null)
    ]
    for row in rows:
        if row.existing is None:
            for column in required:
                row.wrong("", _("New rows need the column “%(column)s”.") % {"column": column.label()})
            continue
        for column in kept:
            if row.texts[column.name] == "":
                row.values.pop(column.field.attname, None)


def _compare(job: Job, rows: Sequence[Row]) -> None:
    """Note what would change, in the words of the file."""
    plain = [column for column in job.columns if not column.relation]
    for row in rows:
        if row.existing is None:
            continue
        for column in plain:
            name = column.field.attname
            if name not in row.values:
                continue
            old, new = getattr(row.existing, name), row.values[name]
            if old == new or same(column.field, old, new):
                row.values[name] = old
            else:
                row.changes[column.name] = [show(column.field, old), show(column.field, new)]
    for field, parts in relations(job.columns).items():
        name = field.attname
        moved = [
            row
            for row in rows
            if row.existing is not None and name in row.values and row.values[name] != getattr(row.existing, name)
        ]
        before = texts_of(field, parts, {key for row in moved if (key := getattr(row.existing, name)) is not None})
        for row in moved:
            known = before.get(getattr(row.existing, name), {})
            for part in parts:
                old_text, new_text = known.get(part.name, ""), row.texts[part.name]
                if old_text != new_text:
                    row.changes[part.name] = [old_text, new_text]


def _clean(job: Job, rows: Sequence[Row]) -> None:
    """Run the model's own `clean` where it has one, with related rows fetched in one query each."""
    model = job.record.model
    if model.clean is models.Model.clean:
        return
    related = {}
    for field in relations(job.columns):
        keys = {value for row in rows if isinstance(value := row.values.get(field.attname), int)}
        related[field] = field.related_model._default_manager.in_bulk(list(keys))
    columns = {column.field.name: column.name for column in reversed(job.columns)}
    for row in rows:
        if row.errors:
            continue
        try:
            build(job.record, row, related).clean()
        except ValidationError as error:
            found = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
            for name, messages in found.items():
                row.wrong(columns.get(name, ""), " ".join(messages))


def build(record: type[RecordType], row: Row, related: dict[Any, dict[Any, Any]] | None = None) -> Any:
    """Return an instance that carries the row's values (references to rows of the file left out)."""
    instance = record.model()
    if row.existing is not None:
        for field in record.model._meta.concrete_fields:
            if not field.generated:
                setattr(instance, field.attname, getattr(row.existing, field.attname))
        instance._state.adding = False
        instance._state.db = row.existing._state.db
    for name, value in row.values.items():
        setattr(instance, name, None if isinstance(value, Ref) else value)
    for field, instances in (related or {}).items():
        key = getattr(instance, field.attname)
        if key in instances:
            setattr(instance, field.name, instances[key])
    return instance


def _circles(job: Job, rows: Sequence[Row]) -> None:
    """Refuse rows that would stand below themselves in a tree."""
    for field, parts in relations(job.columns).items():
        if field.related_model is not job.record.model:
            continue
        above: dict[Any, Any] = dict(job.record.model._default_manager.values_list("pk", field.attname))
        for row in rows:
            value = row.values.get(field.attname)
            if isinstance(value, Ref):
                value = _identity(value.row)
            above[_identity(row)] = value
        for row in rows:
            if _returns(_identity(row), above):
                row.wrong(parts[0].name, _("It would stand below itself."))


def _identity(row: Row) -> int:
    return int(row.existing.pk) if row.existing is not None else -row.no


def _returns(start: int, above: dict[Any, Any]) -> bool:
    seen = set()
    current = above.get(start)
    while current is not None and current not in seen:
        if current == start:
            return True
        seen.add(current)
        current = above.get(current)
    return False


def _reach(job: Job, rows: Sequence[Row]) -> None:
    """Rows that the actor may not add or change, by the same rule as single saves."""
    record, actor = job.record, job.actor
    new = [row for row in rows if row.existing is None and not row.errors]
    changed = [row for row in rows if row.existing is not None and row.changes and not row.errors]
    if not actor.system and changed:
        allowed = access.rows(record, actor, "change").filter(AnyOf("pk", {row.existing.pk for row in changed}))
        pks = set(allowed.values_list("pk", flat=True))
        for row in changed:
            if row.existing.pk not in pks:
                row.wrong("", _("You may not change this record."))
    for verb, group in (("add", new), ("change", changed)):
        for row in outside(record, actor, record.permissions.get(verb), group):
            row.wrong("", _("This lies outside of what you may change."))


def _outcome(row: Row) -> str:
    if row.errors:
        return Outcome.WRONG.value
    if row.existing is None:
        return Outcome.NEW.value
    return Outcome.CHANGED.value if row.changes else Outcome.UNCHANGED.value


def count(rows: Iterable[Row]) -> dict[str, int]:
    """Return how many rows have each outcome, and `total`."""
    found = Counter(row.outcome for row in rows)
    return {**{outcome.value: found[outcome.value] for outcome in Outcome}, "total": found.total()}
