"""Files that hang on records. Whoever may see the record may read them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from jiangxin.evidence.domain.files import clean_name, store_file
from jiangxin.evidence.models import Attachment
from jiangxin.kernel import access, activity, records, write
from jiangxin.kernel.actors import Actor, process
from jiangxin.kernel.errors import NotAllowed
from jiangxin.kernel.records import RecordType


def attach(  # noqa: PLR0913 - what an attachment is, by name
    record: type[RecordType],
    instance: Model,
    content: bytes,
    name: str,
    *,
    actor: Actor,
    caption: str = "",
    dated_on: date | None = None,
    reason: str = "",
    via: str = "page",
) -> Attachment:
    """Hang a file on a row. Raises NotAllowed, ValidationError (policy, or attached here already)."""
    if not record.evidence:
        raise NotAllowed(_("Files cannot be attached to this kind of record."))
    access.require(record, actor, _attaching(record), [instance])
    with write.writing(actor, reason, via=via):
        file = store_file(content, name, actor=actor, via=via)
        attachment = Attachment(
            file=file,
            name=clean_name(name),
            record=record.key(),
            object_id=instance.pk,
            caption=caption.strip(),
            dated_on=dated_on,
            account_id=actor.account_id,
        )
        attachment.full_clean()
        attachment.save()
        details = {"attachment": attachment.pk, "sha256": file.sha256}
        activity.record(actor, activity.Entry("attach", record.key(), instance.pk, reason=reason, details=details))
    return attachment


def detach(attachment: Attachment, *, actor: Actor, reason: str, via: str = "page") -> None:
    """Take a file off a row; the file itself stays. Raises NotAllowed, ReasonMissing."""
    record = records.get(attachment.record)
    instance = target(attachment)
    access.require(record, actor, _attaching(record), [instance])
    write.require_reason(reason)
    with write.writing(actor, reason, via=via):
        details = {"attachment": attachment.pk, "sha256": attachment.file.sha256}
        Attachment.objects.filter(pk=attachment.pk).delete()
        activity.record(actor, activity.Entry("detach", record.key(), instance.pk, reason=reason, details=details))


def copy_many(record: type[RecordType], after: Mapping[int, int]) -> None:
    """Hang the files of rows on others as well (before → after). Domain code calls it within a write."""
    Attachment.objects.bulk_create(
        Attachment(
            file_id=row.file_id,
            name=row.name,
            record=record.key(),
            object_id=after[row.object_id],
            caption=row.caption,
            dated_on=row.dated_on,
            account_id=row.account_id,
        )
        for row in Attachment.objects.filter(record=record.key(), object_id__in=list(after)).order_by("pk")
    )


def drop_all(record: type[RecordType], ids: Iterable[int]) -> None:
    """Take all files off rows that cease to be. Domain code calls it within a write."""
    Attachment.objects.filter(record=record.key(), object_id__in=list(ids)).delete()


def of(record: type[RecordType], instance: Model, *, actor: Actor) -> QuerySet[Attachment]:
    """Return what hangs on a row, newest first; nothing when the actor may not see the row."""
    found = Attachment.objects.select_related("file", "account__person")
    if not access.may(record, actor, "view", instance):
        return found.none()
    return found.filter(record=record.key(), object_id=instance.pk)


def may_attach(record: type[RecordType], instance: Model, *, actor: Actor) -> bool:
    """Whether the actor may hang files on the row and take them off."""
    return access.may(record, actor, _verb(record), instance)


def readable(attachment: Attachment, *, actor: Actor) -> bool:
    """Whether the actor may see the row that the file hangs on."""
    record = records.get(attachment.record)
    return access.rows(record, actor, "view").filter(pk=attachment.object_id).exists()


def twins(content: bytes, *, actor: Actor) -> list[Attachment]:
    """Return where the same content hangs already, as far as the actor may see (a query per record type)."""
    digest = hashlib.sha256(content).hexdigest()
    found = list(Attachment.objects.filter(file__sha256=digest).select_related("file"))
    by_record: dict[str, set[int]] = {}
    for row in found:
        by_record.setdefault(row.record, set()).add(row.object_id)
    seen: dict[str, set[Any]] = {}
    for key, ids in by_record.items():
        rows = access.rows(records.get(key), actor, "view")
        seen[key] = set(rows.filter(pk__in=ids).values_list("pk", flat=True))
    return [row for row in found if row.object_id in seen[row.record]]


def target(attachment: Attachment) -> Model:
    """Return the row a file hangs on; the caller has asked whether it may be seen. Raises ValidationError."""
    record = records.get(attachment.record)
    instance: Model | None = access.rows(record, process("evidence")).filter(pk=attachment.object_id).first()
    if instance is None:
        raise ValidationError(_("The record that this file hangs on does not exist any more."))
    return instance


def _verb(record: type[RecordType]) -> str:
    return "attach" if "attach" in record.permissions else "change"


def _attaching(record: type[RecordType]) -> access.Permission | None:
    return record.permissions.get(_verb(record))
