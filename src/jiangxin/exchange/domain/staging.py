"""From a file to staged rows: read, checked, told apart; nothing of it saved yet."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiangxin.evidence.domain.files import MEBIBYTE, clean_name, keep_file, open_file
from jiangxin.exchange.domain.actors import actor_of_job
from jiangxin.exchange.domain.background import hand_over
from jiangxin.exchange.domain.checking import Job, check, count
from jiangxin.exchange.domain.columns import columns_of
from jiangxin.exchange.domain.errors import FileRefused
from jiangxin.exchange.domain.headers import Header, find_header
from jiangxin.exchange.domain.progress import Progress
from jiangxin.exchange.domain.reading import read_sheet
from jiangxin.exchange.domain.rows import Row, from_file
from jiangxin.exchange.enums import Format, ImportState
from jiangxin.exchange.models import ExchangePolicy, ImportJob, ImportProgress, ImportRow
from jiangxin.kernel import access, records, write
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.bulk import copy_rows
from jiangxin.kernel.errors import JiangxinError, NotAllowed
from jiangxin.kernel.records import RecordType

#: A row of a table is seldom smaller than this; it decides what is read while the user waits.
BYTES_A_ROW = 60


def stage(
    record: type[RecordType], content: bytes, name: str, *, actor: Actor, reason: str = "", via: str = "page"
) -> ImportJob:
    """Keep the file, make a job of it and check its rows, or hand a large one to a worker.

    Raises NotAllowed, FileRefused (it cannot be read, has no known column, or too many rows).
    """
    if record.imports is None:
        raise NotAllowed(_("This kind of record cannot be imported."))
    access.require(record, actor, record.permissions.get("import"))
    rules = ExchangePolicy.in_force()
    if len(content) > rules.max_mebibytes * MEBIBYTE:
        raise FileRefused(_("The file is too large: at most %(limit)s MiB are taken.") % {"limit": rules.max_mebibytes})
    header = find_header(read_sheet(content), columns_of(record), record.natural_key)
    inline = actor.account_id is None or len(content) <= rules.inline_rows * BYTES_A_ROW
    with write.writing(actor, reason, via=via):
        kind = Format.XLSX if content.startswith(b"PK") else Format.CSV
        file = keep_file(content, name, kind.media_type, actor=actor, via=via)
        job = ImportJob.objects.create(
            record=record.key(), file=file, file_name=clean_name(name), account_id=actor.account_id, reason=reason[:300]
        )
        ImportProgress.objects.create(job=job)
        if not inline:
            hand_over("stage", job.pk)
    return _stage(job, record, header, actor) if inline else job


def run(job_id: int) -> None:
    """Read and check the file of a job that waits for a worker; a job taken by another is left alone."""
    job = ImportJob.objects.select_related("file").get(pk=job_id)
    if job.state != ImportState.RECEIVED:
        return
    actor = actor_of_job(job)
    try:
        record = records.get(job.record)
        access.require(record, actor, record.permissions.get("import"))
        header = find_header(read_sheet(open_file(job.file)), columns_of(record), record.natural_key)
        _stage(job, record, header, actor)
    except (JiangxinError, KeyError) as error:
        with write.writing(actor, job.reason, via="task"):
            changes = {"message": str(error)}
            write.apply(records.of_model(ImportJob), job, "fail", actor=actor, by_system=True, changes=changes)


def _stage(job: ImportJob, record: type[RecordType], header: Header, actor: Actor) -> ImportJob:
    assert record.imports is not None  # noqa: S101 - asked before
    limit = record.imports.max_rows
    with Progress(job.pk, told=job.file.size > ExchangePolicy.in_force().inline_rows * BYTES_A_ROW) as progress:
        progress.tell(5)
        found = list(islice(from_file(header.rows, header.places), limit + 1))
        if len(found) > limit:
            raise FileRefused(_("The file has more than %(limit)s rows. Split it.") % {"limit": limit})
        if not found:
            raise FileRefused(_("The file has a header but no rows."))
        progress.tell(40)
        with write.writing(actor, job.reason, via="import"):
            locked = ImportJob.objects.select_for_update(no_key=True).get(pk=job.pk)
            if locked.state != ImportState.RECEIVED:
                return locked
            checked = check(Job(record, tuple(header.places), header.missing, actor), found)
            progress.tell(85)
            keep(job.pk, checked)
            changes = {"counts": count(checked), "notes": _notes(header), "columns": _columns(header)}
            staged: ImportJob = write.apply(
                records.of_model(ImportJob), job, "stage", actor=actor, by_system=True, changes=changes
            )
    return staged


def keep(job_id: int, rows: Sequence[Row]) -> None:
    """Write staged rows by COPY."""
    columns = ["job_id", "row_no", "outcome", "values", "changes", "errors", "object_id", "object_version"]
    with transaction.atomic():
        ImportRow.objects.filter(job_id=job_id).delete()
        copy_rows(ImportRow._meta.db_table, columns, _lines(job_id, rows))


def _lines(job_id: int, rows: Sequence[Row]) -> Iterator[list[Any]]:
    for row in rows:
        errors = [{"column": column, "message": message} for column, message in row.errors]
        known = row.existing
        yield [
            job_id,
            row.no,
            row.outcome,
            _json(row.texts),
            _json(row.changes),
            _json(errors),
            known.pk if known is not None else None,
            getattr(known, "version", None),
        ]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _notes(header: Header) -> list[str]:
    notes = []
    if header.ignored:
        message = ngettext(
            "This column is not known and was ignored: %(names)s.",
            "These columns are not known and were ignored: %(names)s.",
            len(header.ignored),
        )
        notes.append(message % {"names": "、".join(header.ignored[:20])})
    if header.missing:
        names = "、".join(column.label() for column in header.missing)
        notes.append(_("The file lacks these columns, which therefore stay as they are: %(names)s.") % {"names": names})
    return notes


def _columns(header: Header) -> list[dict[str, Any]]:
    ordered = sorted(header.places.items(), key=lambda item: item[1])
    return [{"name": column.name, "label": column.label(), "place": place} for column, place in ordered]
