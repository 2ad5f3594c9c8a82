"""Start-up checks: a declaration that names what does not exist stops the application."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.db.models import Model

from jiangxin.kernel.paths import field_at
from jiangxin.kernel.records.declaration import Column, Filter, RecordType
from jiangxin.kernel.records.registry import all_records

VERBS = {"view", "add", "change", "delete", "export", "import", "history"}


@register("jiangxin")
def check_records(**_: Any) -> list[CheckMessage]:
    """Check every registered declaration against its model."""
    return [
        Error(f"{record.__module__}.{record.__qualname__}: {text}", id="jiangxin.E001", obj=record.key())
        for record in all_records()
        for text in faults(record)
    ]


def faults(record: type[RecordType]) -> Iterator[str]:
    """Yield what is wrong with a declaration, a sentence each."""
    if getattr(record, "scope", None) is None:
        yield "no scope: say to whom a row belongs"
        return
    if "view" not in record.permissions:
        yield "no permission for view: nobody could ever see a row"
    if not record.list_columns:
        yield "no list columns"
    yield from _unknown(record, "scope", record.scope.organisation + record.scope.person + (record.scope.about or ()))
    yield from _narrowing_faults(record)
    yield from _unknown(record, "natural key", record.natural_key)
    yield from _unknown(record, "search", record.search)
    yield from _unknown(record, "form", record.form_fields())
    yield from _unknown(record, "ordering", tuple(name.lstrip("-") for name in record.ordering))
    yield from _unknown(record, "related", record.related)
    columns = [c for c in record.list_columns + record.extra_columns if isinstance(c, str)]
    yield from (f"column {c!r} does not exist" for c in columns if not _readable(record.model, c))
    orders = [c.order_by for c in record.list_columns + record.extra_columns if isinstance(c, Column) and c.order_by]
    yield from _unknown(record, "column order", tuple(orders))
    paths = tuple(_filter_path(f) for f in record.filters)
    yield from _unknown(record, "filter", paths)
    if record.evidence and not {"attach", "change"} & set(record.permissions):
        yield "files may be attached, but nobody may attach any: name a permission for attach or change"
    yield from _writing_faults(record)
    yield from _workflow_faults(record)


def _writing_faults(record: type[RecordType]) -> Iterator[str]:
    if record.after_many is not None and record.saver is None:
        yield "after_many without a saver: single saves would leave undone what it does for many rows"
    if record.imports is None:
        return
    yield from _unknown(record, "import", tuple(f.replace(".", "__") for f in record.imports.fields))
    if not record.natural_key:
        yield "imports need a natural key to tell new rows from known ones"
    if record.saver is not None and record.after_many is None:
        yield "imports of a record with a saver need after_many, which does for many rows what the saver does"
    many = {field.name for field in record.model._meta.many_to_many}
    for name in record.imports.fields:
        if name.partition(".")[0] in many:
            yield f"imports name the to-many relation {name!r}, which one line of a table cannot hold"
    if record.workflow and record.workflow.column in record.imports.fields:
        yield "imports name the state, which only steps may change"


def _narrowing_faults(record: type[RecordType]) -> Iterator[str]:
    """Yield the paths of grants that are none of the scope's, which would widen instead of narrow."""
    steps = record.workflow.transitions if record.workflow else ()
    for permission in (*record.permissions.values(), *(step.permission for step in steps if step.permission)):
        for grant in permission.grants:
            for path in sorted(set(grant.paths) - set(record.scope.organisation)):
                yield f"{grant.capability} goes through {path!r}, which is no path of the scope"


def _filter_path(item: str | Filter) -> str:
    if isinstance(item, str):
        return item
    if item.kind == "asof":  # the row's own dates, or those of a relation
        return f"{item.path}__valid_from" if item.path else "valid_from"
    return item.source.removesuffix("__isnull")  # bool filters may ask whether a relation is empty


def _workflow_faults(record: type[RecordType]) -> Iterator[str]:
    if record.workflow is None:
        if record.approval:
            yield "an approval needs a workflow"
        return
    yield from _unknown(record, "workflow", (record.workflow.column,))
    triggers = {getattr(trigger, "name", "") for trigger in record.model._meta.triggers}  # type: ignore[attr-defined]
    if f"{record.workflow.column}_guard" not in triggers:
        yield "the model lacks the trigger of its state table (Meta.triggers = [TABLE.trigger()])"
    for step in record.workflow.transitions:
        columns = (*step.fields, *step.sets)
        if not set(step.needs) <= set(step.fields):
            yield f"step {step.name!r} needs what it does not ask for"
        yield from _unknown(record, f"step {step.name!r}", columns)
        if record.workflow.column in columns:
            yield f"step {step.name!r} names the state among its columns"
    if record.approval:
        yield from _unknown(record, "approval", tuple(filter(None, [record.approval.named])))
        for name in (record.approval.submit, record.approval.approve, record.approval.reject):
            if name not in {step.name for step in record.workflow.transitions}:
                yield f"approval names the unknown step {name!r}"


def _unknown(record: type[RecordType], where: str, paths: tuple[str, ...]) -> Iterator[str]:
    yield from (f"{where} names the unknown field {path!r}" for path in paths if field_at(record.model, path) is None)


def _readable(model: type[Model], name: str) -> bool:
    return field_at(model, name) is not None or hasattr(model, name)
