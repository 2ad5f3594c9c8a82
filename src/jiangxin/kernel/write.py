"""The one write path: permission → lock → validate → save → history → activity → events on commit.

Pages, API, import rows, commands and background tasks all end here. Nothing else writes: tracked
tables refuse statements outside `writing`.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jiangxin.kernel import access, activity, approvals, bulk, events
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.errors import Conflict, NotAllowed, NotLawful, ReasonMissing
from jiangxin.kernel.records import RecordType
from jiangxin.kernel.states import StateTable, Transition


@dataclass(frozen=True)
class Context:
    """Who writes, why, and through which door (page, api, import, command, task)."""

    id: uuid.UUID
    actor: Actor
    reason: str
    via: str


_current: ContextVar[Context | None] = ContextVar("jiangxin_write_context", default=None)


def current() -> Context | None:
    """Return the context of the write in progress, if any."""
    return _current.get()


@contextmanager
def writing(actor: Actor, reason: str = "", *, via: str = "page") -> Iterator[Context]:
    """Open one transaction whose history rows all carry actor and reason.

    The settings are made before the first statement and are local to the transaction, so COPY and
    bulk statements carry them too. Nested calls join the outer context.
    """
    outer = _current.get()
    if outer is not None:
        with transaction.atomic():
            yield outer
        return
    context = Context(uuid.uuid4(), actor, reason.strip(), via)
    metadata = {"actor": actor.account_id, "name": actor.name, "reason": context.reason, "via": via}
    with transaction.atomic():
        _announce(str(context.id), json.dumps(metadata, ensure_ascii=False))
        token = _current.set(context)
        try:
            yield context
        finally:
            _current.reset(token)
        _announce("", "")


def _announce(identifier: str, metadata: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pghistory.context_id', %s, true), set_config('pghistory.context_metadata', %s, true)",
            [identifier, metadata],
        )


def save(
    record: type[RecordType],
    instance: models.Model | None,
    changes: Mapping[str, Any],
    *,
    actor: Actor,
    reason: str = "",
    expected_version: int | None = None,
    via: str = "page",
) -> Any:
    """Create (instance None) or change one row and return it.

    Raises NotAllowed, Conflict (the row moved on from `expected_version`), ValidationError.
    """
    verb = "change" if instance is not None and instance.pk else "add"
    permission = record.permissions.get(verb)
    access.require(record, actor, permission)
    with writing(actor, reason, via=via):
        if instance is not None and verb == "change":
            instance = locked(record, instance.pk, expected_version)
            access.require(record, actor, permission, [instance])
        else:
            instance = instance or record.model()
        before = _values(instance, changes) if verb == "change" else {}
        many = _many(record, changes)
        own = {name: value for name, value in changes.items() if name not in many}
        if record.saver is not None:
            instance = record.saver(instance, own, actor=actor, reason=reason)
        else:
            assign(instance, own)
            _validate(instance, own if verb == "change" else None)
            instance.save()
        _relate(instance, many)
        # a change may lead out of what `where` asks for (that is checked above), an addition may not
        access.require(record, actor, permission, [instance], ignore_where=verb == "change")
        changed = sorted(n for n in changes if verb == "add" or before.get(n) != _value(instance, n))
        activity.record(actor, _entry(record, instance, verb, reason, {"fields": changed}))
        events.emit("record.saved", record=record.key(), ids=[instance.pk], created=verb == "add")
    return instance


def delete(record: type[RecordType], instance: models.Model, *, actor: Actor, reason: str, via: str = "page") -> None:
    """Delete one row. Raises NotAllowed, ReasonMissing, ProtectedError (others still refer to it)."""
    permission = record.permissions.get("delete")
    access.require(record, actor, permission)
    require_reason(reason)
    with writing(actor, reason, via=via):
        instance = locked(record, instance.pk)
        access.require(record, actor, permission, [instance])
        entry = _entry(record, instance, "delete", reason, {})
        pk = instance.pk
        instance.delete()
        activity.record(actor, entry)
        events.emit("record.deleted", record=record.key(), ids=[pk])


def apply(
    record: type[RecordType],
    instance: models.Model,
    name: str,
    *,
    actor: Actor,
    reason: str = "",
    changes: Mapping[str, Any] | None = None,
    by_system: bool = False,
    via: str = "page",
) -> Any:
    """Take one step of the life cycle and return the row.

    `changes` are values of the columns that the step names as its `fields`, saved with it.
    `by_system` takes a step that the state table reserves for the system (an approval's end, say)
    on behalf of the actor, whose name stands in the history, and may change any column; only domain
    code passes it, never a request.
    Raises NotAllowed, NotLawful (no such step from here, or a guard refused), ReasonMissing,
    ValidationError, and ValueError for changes that do not belong to the step.
    """
    table, step = _step(record, name)
    reserved = by_system and step.permission is None
    changes = changes or {}
    if not reserved:
        access.require(record, actor, step.permission)
        _require_columns_of(step, changes)
    with writing(actor, reason, via=via):
        instance = locked(record, instance.pk)
        state = getattr(instance, table.column)
        _require_lawful(step, state)
        if not reserved:
            access.require(record, actor, step.permission, [instance])
        if step.reason_required:
            require_reason(reason)
        refusal = step.refusal(instance, actor)
        if refusal:
            raise NotLawful(refusal)
        many = _many(record, changes)
        given = {name: value for name, value in changes.items() if name not in many}
        assign(instance, {**step.values(), **given, table.column: step.target})
        _require_needs(step, instance)
        _validate(instance, given)
        instance.save()
        _relate(instance, many)
        step.take_effect([instance], actor, reason)
        approvals.open_for(record, instance, name, actor, reason)
        details = {"from": state, "to": step.target}
        fields = {"fields": sorted(changes)} if changes else {}
        activity.record(actor, _entry(record, instance, name, reason, {**details, **fields}))
        moved = {"record": record.key(), "id": instance.pk, "transition": name}
        events.emit("record.moved", **moved, **details)
    return instance


def apply_many(
    record: type[RecordType],
    instances: Sequence[models.Model],
    name: str,
    *,
    actor: Actor,
    reason: str = "",
    by_system: bool = False,
    via: str = "page",
) -> int:
    """Take one step for many rows in a handful of statements, all or nothing; return how many.

    Guards still run row by row. Steps that ask for values are taken one by one. `by_system` is that
    of `apply`.
    Raises NotAllowed, NotLawful, ReasonMissing.
    """
    table, step = _step(record, name)
    reserved = by_system and step.permission is None
    if not reserved:
        access.require(record, actor, step.permission)
    if step.fields:
        raise NotLawful(_("This step asks for values. Take it on the page of the row."))
    with writing(actor, reason, via=via):
        if step.reason_required:
            require_reason(reason)
        ids = [instance.pk for instance in instances]
        rows = list(record.model._default_manager.select_for_update(of=("self",)).filter(pk__in=ids))
        if not reserved:
            access.require(record, actor, step.permission, rows)
        before = {row.pk: getattr(row, table.column) for row in rows}
        for row in rows:
            _require_lawful(step, before[row.pk])
            refusal = step.refusal(row, actor)
            if refusal:
                raise NotLawful(refusal)
            assign(row, {**step.values(), table.column: step.target})
            _touch(row)
        columns = [table.column, *step.sets, *(_bookkeeping(rows[0]) if rows else [])]
        try:
            record.model._default_manager.bulk_update(rows, columns, batch_size=2000)
        except IntegrityError:
            raise NotLawful(_("One of the rows lacks what this step needs. Take it on the page of the row.")) from None
        step.take_effect(rows, actor, reason)
        for row in rows:
            approvals.open_for(record, row, name, actor, reason)
        moves = [(row, {"from": before[row.pk], "to": step.target}) for row in rows]
        activity.record(actor, *(_entry(record, row, name, reason, details) for row, details in moves))
        for row, details in moves:
            events.emit("record.moved", record=record.key(), id=row.pk, transition=name, **details)
    return len(rows)


def locked(record: type[RecordType], pk: Any, expected_version: int | None = None) -> Any:
    """Return a row nobody else can change until the write in progress ends.

    Raises NotAllowed (it is gone), Conflict (it moved on from `expected_version`).
    """
    row: Any = record.model._default_manager.select_for_update(of=("self",)).filter(pk=pk).first()
    if row is None:
        raise NotAllowed(_("This record does not exist any more."))
    if expected_version is not None and row.version != expected_version:
        raise Conflict(_("Somebody changed this record in the meantime."))
    return row


def require_reason(reason: str) -> None:
    """Raise ReasonMissing unless a reason is given."""
    if not reason.strip():
        raise ReasonMissing(_("Give a reason: it is kept with the record."))


def reason_in_force() -> str:
    """Return the reason of the write in progress, or ""."""
    context = _current.get()
    return context.reason if context else ""


def _step(record: type[RecordType], name: str) -> tuple[StateTable, Transition]:
    if record.workflow is None:
        raise NotLawful(_("This record has no life cycle."))
    try:
        return record.workflow, record.workflow.get(name)
    except KeyError:
        raise NotLawful(_("There is no such step.")) from None


def require_possible(record: type[RecordType], instance: models.Model, name: str) -> None:
    """Raise NotLawful unless the step leads on from the state of the row."""
    table, step = _step(record, name)
    _require_lawful(step, getattr(instance, table.column))


def _require_columns_of(step: Transition, changes: Mapping[str, Any]) -> None:
    foreign = sorted(set(changes) - set(step.fields))
    if foreign:
        raise ValueError(f"the step {step.name!r} does not take {foreign}")


def _require_needs(step: Transition, instance: models.Model) -> None:
    missing = [name for name in step.needs if getattr(instance, name) in (None, "")]
    if missing:
        raise ValidationError({name: _("This step needs it.") for name in missing})


def _require_lawful(step: Transition, state: str) -> None:
    if state not in step.sources:
        raise NotLawful(_("%(step)s is not possible from the present state.") % {"step": step.label})


def _validate(instance: models.Model, changes: Mapping[str, Any] | None) -> None:
    """Validate a row; of a change what it touches, and all constraints. Raises ValidationError."""
    if changes is None:
        instance.full_clean()
        return
    if changes:
        # what stays was judged when it came, and to look for each of its related rows again takes a query
        instance.full_clean(exclude=_untouched(instance, changes), validate_constraints=False)
    instance.validate_constraints()


def _untouched(instance: models.Model, changes: Mapping[str, Any]) -> list[str]:
    return [field.name for field in instance._meta.fields if not {field.name, field.attname} & set(changes)]


def lawful(record: type[RecordType], instance: Any, actor: Actor) -> list[tuple[Transition, str]]:
    """Return the steps the actor may take now, each with the sentence that blocks it or ""."""
    table = record.workflow
    if table is None:
        return []
    found = []
    for step in table.leaving(getattr(instance, table.column)):
        if step.permission is None or not access.allows(actor, step.permission):
            continue
        if access.permitted(record, actor, step.permission).filter(pk=instance.pk).exists():
            found.append((step, step.refusal(instance, actor)))
    return found


def save_many(
    record: type[RecordType],
    *,
    create: Sequence[models.Model] = (),
    update: Sequence[models.Model] = (),
    fields: Iterable[str] = (),
    actor: Actor,
    reason: str,
    via: str = "import",
    by_system: bool = False,
) -> None:
    """Create and change many validated rows in a handful of statements, all or nothing.

    `fields` are the columns that `update` rows change. Permission and reach are those of single
    saves, checked for all rows at once; constraints and triggers hold as always. `by_system`
    creates rows that follow from a lawful step (an adoption, say) in the name of the actor; only
    domain code passes it, never a request. `record.after_many` runs in the same transaction.
    Raises NotAllowed, IntegrityError, and what `record.after_many` raises.
    """
    with writing(actor, reason, via=via):
        if update:
            permission = record.permissions.get("change")
            access.require(record, actor, permission, update)
            for instance in update:
                _bump(instance)
                _refresh_derived(instance)
                _touch(instance)
            columns = {*fields, *_bookkeeping(update[0]), *_derived(update[0])}
            bulk.change(record.model, update, columns)
            access.require(record, actor, permission, update, ignore_where=True)
        if create:
            permission = record.permissions.get("add")
            if not by_system:
                access.require(record, actor, permission)
            bulk.insert(record.model, create)
            if not by_system:
                access.require(record, actor, permission, create)
        if record.after_many is not None and (create or update):
            record.after_many(list(create), list(update), actor=actor, reason=reason)
        counts = {"created": len(create), "changed": len(update)}
        verb = "import" if via == "import" else "change" if update else "add"
        activity.record(actor, activity.Entry(verb, record.key(), reason=reason, details=counts))
        for rows, created in ((create, True), (update, False)):
            if rows:
                ids = [row.pk for row in rows]
                events.emit("record.saved", record=record.key(), ids=ids, created=created)


def stamp(rows: Sequence[models.Model], **values: Any) -> None:
    """Set the same columns on saved rows in one statement; effects note dates of a step with it."""
    if not rows:
        return
    model = type(rows[0])
    for row in rows:
        assign(row, values)
        _touch(row)
    model._default_manager.filter(bulk.AnyOf("pk", [row.pk for row in rows])).update(
        **values, version=models.F("version") + 1, updated_at=timezone.now()
    )


def assign(instance: models.Model, changes: Mapping[str, Any]) -> None:
    """Set the given fields on a row, and raise its version (the caller validates and saves)."""
    for name, value in changes.items():
        setattr(instance, name, value)
    _bump(instance)


def _bump(instance: Any) -> None:
    if instance.pk and hasattr(instance, "version"):
        instance.version += 1


def _touch(instance: Any) -> None:
    if hasattr(instance, "updated_at"):  # auto_now does not work in bulk statements
        instance.updated_at = timezone.now()


def _bookkeeping(instance: Any) -> list[str]:
    return [name for name in ("version", "updated_at") if hasattr(instance, name)]


def _derived(instance: models.Model) -> list[str]:
    return [f.name for f in instance._meta.concrete_fields if getattr(f, "derived", False)]


def _refresh_derived(instance: models.Model) -> None:
    for field in instance._meta.concrete_fields:
        if getattr(field, "derived", False):
            field.pre_save(instance, add=False)


def _many(record: type[RecordType], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of the changes that are to-many relations, which are set once the row is saved."""
    relations = {field.name for field in record.model._meta.many_to_many}
    return {name: changes[name] for name in changes if name in relations}


def _relate(instance: models.Model, many: Mapping[str, Any]) -> None:
    for name, value in many.items():
        getattr(instance, name).set(value)


def _values(instance: models.Model, names: Iterable[str]) -> dict[str, Any]:
    return {name: _value(instance, name) for name in names}


def _value(instance: models.Model, name: str) -> Any:
    try:
        field = instance._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    if field.many_to_many:
        return sorted(getattr(instance, name).values_list("pk", flat=True))
    return field.value_from_object(instance) if field.concrete else None


def _entry(record: type[RecordType], instance: Any, verb: str, reason: str, details: dict[str, Any]) -> activity.Entry:
    organisation = None
    for path in record.scope.organisation:
        value: Any = instance
        for part in path.split("__"):
            value = getattr(value, part, None)
        organisation = getattr(value, "pk", value if isinstance(value, int) else None)
        if organisation:
            break
    return activity.Entry(
        verb=verb,
        record=record.key(),
        object_id=instance.pk,
        organisation_id=organisation,
        reason=reason,
        details=details,
    )
