"""Takes back what an import saved, as long as nobody has built on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import ProtectedError, RestrictedError
from django.utils import timezone
from django.utils.translation import gettext as _

from jiangxin.exchange.domain.checking import Job, check
from jiangxin.exchange.domain.columns import columns_of
from jiangxin.exchange.domain.committing import require_own, save_rows
from jiangxin.exchange.domain.rows import from_texts
from jiangxin.exchange.enums import ImportState, Outcome
from jiangxin.exchange.models import ExchangePolicy, ImportJob, ImportRow
from jiangxin.kernel import access, activity, events, records, write
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.bulk import AnyOf
from jiangxin.kernel.errors import JiangxinError, NotLawful
from jiangxin.kernel.records import RecordType


def refusal(job: ImportJob, *, actor: Actor) -> str:
    """Return why the import cannot be undone now, or ""."""
    record = records.get(job.record)
    try:
        require_own(job, actor)
        access.require(record, actor, record.permissions.get("import"))
    except JiangxinError as error:
        return str(error)
    if job.state != ImportState.DONE or job.finished_at is None:
        return _("Only a finished import can be undone.")
    days = ExchangePolicy.in_force().undo_days
    if timezone.now() > job.finished_at + timedelta(days=days):
        return _("An import can be undone for %(days)s days only.") % {"days": days}
    return _touched(job, record) or _built_on(job, record)


def undo(job: ImportJob, *, actor: Actor, reason: str, via: str = "page") -> ImportJob:
    """Delete what the import created and give back the values that it changed.

    Raises NotLawful with the sentence that says why not, ReasonMissing, NotAllowed.
    """
    write.require_reason(reason)
    record = records.get(job.record)
    with write.writing(actor, reason, via=via):
        ImportJob.objects.select_for_update(no_key=True).get(pk=job.pk)
        why = refusal(job, actor=actor)
        if why:
            raise NotLawful(why)
        _give_back(job, record, actor, reason)
        _delete(job, record, actor, reason)
        undone: ImportJob = write.apply(
            records.of_model(ImportJob), job, "undo", actor=actor, reason=reason, by_system=True, via=via
        )
    return undone


def _rows(job: ImportJob, outcome: Outcome) -> models.QuerySet[ImportRow]:
    return ImportRow.objects.filter(job_id=job.pk, outcome=outcome)


def _touched(job: ImportJob, record: type[RecordType]) -> str:
    """Say whether somebody changed or deleted what the import saved (two queries)."""
    expected = dict(_rows(job, Outcome.NEW).values_list("object_id", "object_version"))
    for key, version in _rows(job, Outcome.CHANGED).values_list("object_id", "object_version"):
        expected[key] = None if version is None else version + 1
    found = record.model._default_manager.filter(AnyOf("pk", list(expected)))
    names = ["pk", "version"] if hasattr(record.model, "version") else ["pk", "pk"]
    now = dict(found.values_list(*names))
    if len(now) < len(expected):
        return _("Some of the records were deleted since.")
    if names[1] == "version" and any(now[key] != version for key, version in expected.items()):
        return _("Some of the records were changed since.")
    return ""


def _built_on(job: ImportJob, record: type[RecordType]) -> str:
    """Say whether other rows refer to what the import created; what it made itself does not count."""
    created = list(_rows(job, Outcome.NEW).values_list("object_id", flat=True))
    if not created:
        return ""
    for relation in record.model._meta.related_objects:
        model: Any = relation.related_model
        if relation.many_to_many or model._meta.auto_created or hasattr(model, "pgh_tracked_model"):
            continue
        referring = model._default_manager.filter(AnyOf(relation.field.name, created))
        if model is record.model:
            referring = referring.exclude(AnyOf("pk", created))
        if any(field.name == "created_at" for field in model._meta.fields):
            referring = referring.filter(created_at__gt=job.finished_at)
        if referring.exists():
            return _("Other records refer to what was imported: %(kind)s.") % {"kind": model._meta.verbose_name}
    return ""


def _give_back(job: ImportJob, record: type[RecordType], actor: Actor, reason: str) -> None:
    """Save the old values of changed rows through the same checks as an import."""
    changed = list(_rows(job, Outcome.CHANGED).order_by("row_no"))
    if not changed:
        return
    names = {column["name"] for column in job.columns}
    columns = tuple(column for column in columns_of(record) if column.name in names)
    texts = [(row.row_no, {**row.values, **{name: pair[0] for name, pair in row.changes.items()}}) for row in changed]
    rows = check(Job(record, columns, (), actor, lock=True), from_texts(texts, columns))
    wrong = next((row for row in rows if row.errors), None)
    if wrong is not None:
        message = _("Row %(row)s cannot be given back: %(why)s")
        raise NotLawful(message % {"row": wrong.no, "why": wrong.errors[0][1]})
    save_rows(record, columns, rows, actor, reason)


def _delete(job: ImportJob, record: type[RecordType], actor: Actor, reason: str) -> None:
    created = [pk for pk in _rows(job, Outcome.NEW).values_list("object_id", flat=True) if pk is not None]
    if not created:
        return
    try:
        for keys in _from_below(record, created):
            record.model._default_manager.filter(AnyOf("pk", keys)).delete()
    except (ProtectedError, RestrictedError):
        raise NotLawful(_("Other records refer to what was imported.")) from None
    activity.record(actor, activity.Entry("undo", record.key(), reason=reason, details={"deleted": len(created)}))
    events.emit("record.deleted", record=record.key(), ids=created)


def _from_below(record: type[RecordType], keys: list[int]) -> Iterator[list[int]]:
    """Yield the keys in groups such that no row is deleted before those of the same table that refer to it."""
    names = [field.attname for field in record.model._meta.concrete_fields if field.related_model is record.model]
    left = {
        key: set(above)
        for key, *above in record.model._default_manager.filter(AnyOf("pk", keys)).values_list("pk", *names)
    }
    while left:
        referred = {key for row, above in left.items() for key in above if key != row}
        free = [key for key in left if key not in referred] or list(left)
        yield free
        for key in free:
            del left[key]
