"""Rows into files: the columns of the import, so that importing an export changes nothing."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import rustpy_xlsxwriter
from django.db import models, transaction
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jiangxin.evidence.domain.files import clean_name, forget_file, keep_file, path_of
from jiangxin.exchange.domain.actors import actor_of_job
from jiangxin.exchange.domain.background import hand_over
from jiangxin.exchange.domain.cells import quote, show
from jiangxin.exchange.domain.columns import columns_of, sheet_name
from jiangxin.exchange.domain.errors import FileRefused
from jiangxin.exchange.enums import ExportState, Format
from jiangxin.exchange.models import ExchangePolicy, ExportJob
from jiangxin.kernel import access, activity, records, write
from jiangxin.kernel.actors import Actor, process
from jiangxin.kernel.errors import JiangxinError, NotAllowed
from jiangxin.kernel.paths import field_at
from jiangxin.kernel.records import Column as ListColumn
from jiangxin.kernel.records import RecordType

CHUNK = 5000
#: Numbers with more digits do not survive in a sheet; they are written as text.
DIGITS = 15


@dataclass(frozen=True)
class Selection:
    """Rows, and what is done to each stretch of them once loaded (showing them as of a day, say)."""

    rows: QuerySet[Any]
    prepare: Callable[[list[Any]], None] | None = None


Selector = Callable[[type[RecordType], Actor, str], Selection]
_selectors: list[Selector] = []


def register_selector(selector: Selector) -> None:
    """Register how a query string narrows a record's rows (done once, by the room that has the filters)."""
    _selectors[:] = [selector]


def export(
    record: type[RecordType],
    *,
    actor: Actor,
    format: str = "xlsx",  # noqa: A002 - the word callers expect
    queryset: QuerySet[Any] | None = None,
) -> Path:
    """Write the rows the actor may export to a temporary file and return its path; the caller deletes it.

    `queryset` narrows the rows further. Raises NotAllowed.
    """
    selected = None if queryset is None else Selection(queryset)
    return _write(record, _allowed(record, actor, selected), actor, format)[0]


def start_export(
    record: type[RecordType],
    *,
    actor: Actor,
    format: str = "xlsx",  # noqa: A002 - the word callers expect
    params: str = "",
) -> ExportJob:
    """Write an export into the download centre: at once when small, otherwise by a worker.

    `params` is the query string of the list, read by the registered selector. Raises NotAllowed.
    """
    if actor.account_id is None:
        raise NotAllowed(_("Only an account has a download centre."))
    selected = _allowed(record, actor, _select(record, actor, params))
    with write.writing(actor):
        job = ExportJob.objects.create(
            record=record.key(),
            format=Format(format).value,
            params=params,
            language=translation.get_language() or "",
            account_id=actor.account_id,
        )
        most = ExchangePolicy.in_force().inline_rows
        inline = selected.rows.order_by()[: most + 1].count() <= most
        if not inline:
            hand_over("export", job.pk)
    return _run(job, actor) if inline else job


def run(job_id: int) -> None:
    """Write the file of a job that waits for a worker; a job taken by another is left alone."""
    job = ExportJob.objects.select_related("account").get(pk=job_id)
    if job.state == ExportState.CREATED:
        _run(job, actor_of_job(job))


def open_export(job: ExportJob, *, actor: Actor) -> tuple[str, Path]:
    """Return name and path of a finished export for its owner; logged. Raises NotAllowed, FileRefused."""
    if actor.account_id is None or job.account_id != actor.account_id:
        raise NotAllowed(_("Only who asked for the export may fetch it."))
    if job.state == ExportState.EXPIRED or (job.expires_at and job.expires_at < timezone.now()):
        raise FileRefused(_("The export has expired. Make it anew."))
    if job.state != ExportState.DONE or job.file is None:
        raise FileRefused(_("The export is not ready yet."))
    path = path_of(job.file.sha256)
    if not path.is_file():
        raise FileRefused(_("The file is missing on the server. Make the export anew."))
    with transaction.atomic():
        activity.record(actor, activity.Entry("download", job.record, details={"export": job.pk, "rows": job.rows}))
    return job.file.name, path


def expire() -> int:
    """Close exports whose time is over and give their space back; return how many."""
    actor, jobs = process("expiry"), records.of_model(ExportJob)
    over = ExportJob.objects.filter(state=ExportState.DONE, expires_at__lt=timezone.now()).select_related("file")
    count = 0
    for job in over:
        file = job.file
        with write.writing(actor, via="task"):
            write.apply(jobs, job, "expire", actor=actor, by_system=True, changes={"file": None})
            if file is not None:
                forget_file(file, actor=actor)
        count += 1
    return count


def _select(record: type[RecordType], actor: Actor, params: str) -> Selection | None:
    return _selectors[0](record, actor, params) if params and _selectors else None


def _allowed(record: type[RecordType], actor: Actor, selected: Selection | None) -> Selection:
    """Return the rows that may be exported, whatever the caller selected."""
    access.require(record, actor, record.permissions.get("export"))
    rows = access.rows(record, actor, "export").order_by(*record.ordering)
    if selected is None:
        return Selection(rows)
    return replace(selected, rows=rows.filter(pk__in=selected.rows.order_by().values("pk")))


def _run(job: ExportJob, actor: Actor) -> ExportJob:
    jobs, record = records.of_model(ExportJob), records.get(job.record)
    started: ExportJob = write.apply(jobs, job, "run", actor=actor, by_system=True)
    path = None
    try:
        with translation.override(job.language or translation.get_language()):
            selected = _allowed(record, actor, _select(record, actor, job.params))
            path, count = _write(record, selected, actor, job.format)
            name = clean_name(f"{record.title_plural()}-{timezone.localdate():%Y%m%d}.{job.format}")
            with write.writing(actor, via="task"):
                file = keep_file(path.read_bytes(), name, Format(job.format).media_type, actor=actor, via="task")
                until = timezone.now() + timedelta(days=ExchangePolicy.in_force().keep_days)
                changes = {"file": file, "rows": count, "expires_at": until}
                return write.apply(jobs, started, "finish", actor=actor, by_system=True, changes=changes)
    except (JiangxinError, OSError) as error:
        return write.apply(jobs, started, "fail", actor=actor, by_system=True, changes={"message": str(error)})
    finally:
        if path is not None:
            path.unlink(missing_ok=True)


def _write(record: type[RecordType], selected: Selection, actor: Actor, kind: str) -> tuple[Path, int]:
    descriptor, name = tempfile.mkstemp(prefix="jiangxin-export-", suffix=f".{Format(kind).value}")
    os.close(descriptor)
    path = Path(name)
    counted = _Counted(_lines(record, selected, sheet=kind == Format.XLSX))
    try:
        if kind == Format.CSV:
            _write_csv(path, _titles(record), counted)
        else:
            _write_xlsx(path, record, _titles(record), counted)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    with transaction.atomic():
        details = {"rows": counted.count, "format": str(kind)}
        activity.record(actor, activity.Entry("export", record.key(), details=details))
    return path, counted.count


class _Counted:
    """Lets rows through and counts them."""

    def __init__(self, rows: Iterator[list[Any]]) -> None:
        self.rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[list[Any]]:
        for row in self.rows:
            self.count += 1
            yield row


def _titles(record: type[RecordType]) -> list[str]:
    """Return the titles in the active language, made different where two are the same."""
    names = [(column.label(), column.name) for column in columns_of(record)] or [
        (_list_label(record, column), column if isinstance(column, str) else column.name)
        for column in record.list_columns
    ]
    seen: list[str] = []
    for label, name in names:
        seen.append(label if label not in seen else f"{label} [{name}]")
    return seen


def _list_label(record: type[RecordType], column: str | ListColumn) -> str:
    if isinstance(column, ListColumn):
        return capfirst(str(column.label))
    field = field_at(record.model, column)
    return capfirst(str(getattr(field, "verbose_name", column.replace("_", " "))))


def _lines(record: type[RecordType], selected: Selection, *, sheet: bool) -> Iterator[list[Any]]:
    """Yield the cells of each row; streamed, with a fixed number of queries for each stretch of rows."""
    columns = columns_of(record)
    if not columns:
        sources = [column if isinstance(column, str) else column.source for column in record.list_columns]
        rows = access.with_related(selected.rows, record.related).prefetch_related(*record.prefetch)
        for instance in _loaded(rows, selected):
            yield [quote(_read(instance, source)) for source in sources]
        return
    makers = [_cell(column.leaf, sheet=sheet) for column in columns]
    paths = [column.path for column in columns]
    for values in _values(selected, paths):
        yield [make(value) for make, value in zip(makers, values, strict=True)]


def _values(selected: Selection, paths: list[str]) -> Iterator[Sequence[Any]]:
    """Yield the values at the paths, of loaded rows where they are prepared, else straight from the database."""
    if selected.prepare is None:
        yield from selected.rows.values_list(*paths).iterator(chunk_size=CHUNK)
        return
    related = {path.rpartition("__")[0] for path in paths} - {""}
    for instance in _loaded(selected.rows.select_related(*related), selected):
        yield [_at(instance, path.split("__")) for path in paths]


def _loaded(rows: QuerySet[Any], selected: Selection) -> Iterator[Any]:
    stream = rows.iterator(chunk_size=CHUNK)
    while stretch := list(islice(stream, CHUNK)):
        if selected.prepare is not None:
            selected.prepare(stretch)
        yield from stretch


def _at(instance: Any, names: list[str]) -> Any:
    for name in names:
        instance = getattr(instance, name, None)
    return instance


def _read(instance: Any, source: str) -> str:
    value: Any = instance
    for part in source.replace(".", "__").split("__"):
        owner, value = value, getattr(value, part, None)
        if isinstance(value, models.Manager):
            value = list(value.all())
        value = value() if callable(value) else value
        if isinstance(owner, models.Model) and hasattr(owner, f"get_{part}_display"):
            value = getattr(owner, f"get_{part}_display")()
    if isinstance(value, (list, tuple)):
        return "；".join(str(item) for item in value)
    return show(models.TextField(), value)


def _cell(leaf: Any, *, sheet: bool) -> Callable[[Any], Any]:
    """Return how values of a field are written: numbers as numbers in a sheet, all else as safe text."""
    numeric = isinstance(leaf, (models.IntegerField, models.DecimalField, models.FloatField)) and not leaf.choices

    def make(value: Any) -> Any:
        if numeric and value is not None:
            if not sheet:
                return show(leaf, value)
            digits = len(str(value).replace("-", "").replace(".", "").lstrip("0"))
            if digits <= DIGITS:
                return float(value) if isinstance(value, Decimal) else value
        return quote(show(leaf, value))

    return make


def _write_csv(path: Path, titles: Sequence[str], rows: _Counted) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(titles)
        writer.writerows(rows)


def _write_xlsx(path: Path, record: type[RecordType], titles: Sequence[str], rows: _Counted) -> None:
    filled = ({title: None if value == "" else value for title, value in zip(titles, row, strict=True)} for row in rows)
    first = next(filled, None)
    name = sheet_name(record)
    if first is None:
        _write_empty(path, name, titles)
        return

    def every() -> Iterator[dict[str, Any]]:
        yield first
        yield from filled

    rustpy_xlsxwriter.write_worksheet(
        every(),
        str(path),
        sheet_name=name,
        freeze_row=1,
        bold_headers=True,
        column_formats=dict.fromkeys(_text_titles(record, titles), rustpy_xlsxwriter.Format().set_num_format("@")),
        column_width=18,
    )


def _write_empty(path: Path, name: str, titles: Sequence[str]) -> None:
    import xlsxwriter  # noqa: PLC0415 - needed for a table without rows only

    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet(name)
        sheet.write_row(0, 0, titles, workbook.add_format({"bold": True}))


def _text_titles(record: type[RecordType], titles: Sequence[str]) -> list[str]:
    """Columns whose cells stay text when somebody edits them, so that codes keep their zeros."""
    columns = columns_of(record)
    texts = (models.CharField, models.TextField)
    return [title for title, column in zip(titles, columns, strict=False) if isinstance(column.leaf, texts)]
