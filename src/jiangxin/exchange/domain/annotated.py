"""The sender's own file with every wrong cell marked and explained."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils.exceptions import IllegalCharacterError

from jiangxin.evidence.domain.files import clean_name, open_file
from jiangxin.exchange.domain.cells import clean_text, quote
from jiangxin.exchange.domain.committing import require_own
from jiangxin.exchange.domain.reading import Sheet, read_sheet
from jiangxin.exchange.enums import Outcome
from jiangxin.exchange.models import ExchangePolicy, ImportJob, ImportRow
from jiangxin.kernel.actors import Actor

#: The usual red of spreadsheet programs for what is wrong.
RED = "FFFF9999"


def annotated(job: ImportJob, *, actor: Actor) -> tuple[str, bytes]:
    """Return name and content of the file with wrong cells red and commented (CSV: a column more).

    Of a very large workbook only the wrong rows are returned. Raises NotAllowed, FileMissing.
    """
    require_own(job, actor)
    content = open_file(job.file)
    wrong = ImportRow.objects.filter(job_id=job.pk, outcome=Outcome.WRONG).order_by("row_no")
    sheet = read_sheet(content)
    stem = clean_name(f"{PurePath(job.file_name).stem[:150]}-{_('errors')}")
    if sheet.kind == "csv":
        return f"{stem}.csv", _csv(sheet, wrong)
    if job.counts.get("total", 0) > ExchangePolicy.in_force().inline_rows:
        return f"{stem}.xlsx", _extract(job, wrong)
    return f"{stem}.xlsx", _workbook(job, sheet, content, wrong)


def _csv(sheet: Sheet, wrong: Iterable[ImportRow]) -> bytes:
    messages = {row.row_no: " ".join(error["message"] for error in row.errors) for row in wrong}
    lines = [(number, ["" if cell is None else str(cell) for cell in cells]) for number, cells in sheet.rows]
    width = max(len(cells) for _number, cells in lines)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=sheet.delimiter)
    for number, cells in lines:
        title = _("Errors") if number == 1 else ""
        writer.writerow([*cells, *[""] * (width - len(cells)), messages.get(number, title)])
    return stream.getvalue().encode("utf-8-sig")


def _workbook(job: ImportJob, sheet: Sheet, content: bytes, wrong: Iterable[ImportRow]) -> bytes:
    if sheet.kind == "xlsx" and content.startswith(b"PK") and b"xl/workbook.xml" in content:
        book = load_workbook(io.BytesIO(content))
        page: Any = book[sheet.name]
    else:
        book, page = _copied(sheet)
    fill = PatternFill("solid", start_color=RED, end_color=RED)
    places = {column["name"]: column["place"] + 1 for column in job.columns}
    first = min(places.values())
    for row in wrong:
        by_cell: dict[int, list[str]] = {}
        for error in row.errors:
            by_cell.setdefault(places.get(error["column"], first), []).append(error["message"])
        for place, messages in by_cell.items():
            cell = page.cell(row.row_no, place)
            cell.fill = fill
            cell.comment = Comment("\n".join(messages), "匠心", width=320, height=90)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _copied(sheet: Sheet) -> tuple[Workbook, Any]:
    """Return a new workbook with the cells of an older format."""
    book = Workbook()
    page: Any = book.active
    for number, cells in sheet.rows:
        for place, value in enumerate(cells, start=1):
            if value is not None:
                try:
                    page.cell(number, place, quote(value) if isinstance(value, str) else value)
                except IllegalCharacterError:
                    page.cell(number, place, quote(clean_text(value)))
    return book, page


def _extract(job: ImportJob, wrong: Iterable[ImportRow]) -> bytes:
    """Return a workbook with the wrong rows only, their numbers and what is wrong with them."""
    out = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        page = book.add_worksheet()
        bold, red = book.add_format({"bold": True}), book.add_format({"bg_color": f"#{RED[2:]}"})
        names = [column["name"] for column in job.columns]
        page.write_row(0, 0, [_("Row"), *(column["label"] for column in job.columns), _("Errors")], bold)
        for line, row in enumerate(wrong.iterator() if hasattr(wrong, "iterator") else wrong, start=1):
            bad = {error["column"] for error in row.errors}
            page.write_number(line, 0, row.row_no)
            for place, name in enumerate(names, start=1):
                page.write_string(line, place, quote(row.values.get(name, "")), red if name in bad else None)
            page.write_string(line, len(names) + 1, " ".join(error["message"] for error in row.errors))
    return out.getvalue()
