"""From a file to rows of raw cells: xlsx, xls, ods and csv."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from jiangxin.exchange.domain.errors import FileRefused

#: What a workbook may unpack to, and how many cells its sheet may span (empty ones cost memory too).
LARGEST_UNPACKED = 600 * 1024 * 1024
LARGEST_SPAN = 20_000_000
WIDEST = 500
_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*[^/]>')
_FAR = re.compile(rb'<c r="(?:[A-Z]{3}|[T-Z][A-Z])\d|<row r="\d{6,}"|<c r="[A-Z]+\d{6,}"')


@dataclass(frozen=True)
class Sheet:
    """A table as read: `rows` yields the row number as the user sees it, and the raw cells."""

    name: str
    kind: str
    rows: Iterator[tuple[int, list[Any]]]
    encoding: str = ""
    delimiter: str = ""


def read_sheet(content: bytes) -> Sheet:
    """Return the first visible table of a file. Raises FileRefused with what to do about it."""
    if not content.strip(b"\0 \r\n\t"):
        raise FileRefused(_("The file is empty."))
    if content.startswith(b"PK\x03\x04"):
        _guard(content)
        return _workbook(content, "xlsx")
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _workbook(content, "xls")
    return _csv(content)


def _workbook(content: bytes, kind: str) -> Sheet:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = [
            meta.name
            for meta in workbook.sheets_metadata
            if meta.visible == SheetVisibleEnum.Visible and meta.typ == SheetTypeEnum.WorkSheet
        ]
        if not sheets:
            raise FileRefused(_("The workbook has no visible sheet."))
        sheet = workbook.get_sheet_by_name(sheets[0])
    except PasswordError:
        raise FileRefused(_("The workbook is protected by a password. Save it without and try again.")) from None
    except (CalamineError, OSError, ValueError, zipfile.BadZipFile) as error:
        raise FileRefused(
            _("The workbook cannot be read (%(why)s). Open it, save it as .xlsx and try again.")
            % {"why": str(error)[:120]}
        ) from None
    return Sheet(sheets[0], kind, _numbered(sheet))


def _numbered(sheet: Any) -> Iterator[tuple[int, list[Any]]]:
    """Yield the rows with their numbers; a sheet that begins further down keeps its numbers."""
    rows = sheet.to_python(skip_empty_area=False) if sheet.start not in {None, (0, 0)} else sheet.iter_rows()
    for number, row in enumerate(rows, start=1):
        yield number, [cell if cell != "" else None for cell in row[:WIDEST]]


def _guard(content: bytes) -> None:
    """Refuse what would blow up in memory: archives that unpack to gigabytes, sheets with far-off cells."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if any(entry.flag_bits & 1 for entry in entries):
                raise FileRefused(_("The workbook is protected by a password. Save it without and try again."))
            if sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
                raise FileRefused(_("The workbook unpacks to too much data. Split it and try again."))
            for entry in entries:
                if entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml"):
                    _guard_span(archive.read(entry))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise FileRefused(_("The workbook is damaged. Open it, save it as .xlsx and try again.")) from error


def _guard_span(xml: bytes) -> None:
    if _FAR.search(xml) is None:
        return
    width = height = 1
    for found in _CELL.finditer(xml):
        height = max(height, int(found[2]))
        number = 0
        for letter in found[1]:
            number = number * 26 + letter - 64
        width = max(width, number)
    if width * height > LARGEST_SPAN:
        raise FileRefused(
            _("The sheet spans %(rows)s rows and %(columns)s columns. Delete what stands outside the table.")
            % {"rows": height, "columns": width}
        )


def _csv(content: bytes) -> Sheet:
    text, encoding = _decode(content)
    if "\0" in text:
        raise FileRefused(_("This is not a table. Use the template: Excel (.xlsx) or CSV."))
    head = text[:8192].splitlines()[0] if text.strip() else ""
    delimiter = max(",;\t", key=head.count)
    return Sheet("", "csv", _records(text, delimiter), encoding, delimiter)


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[Any]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = 0
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise FileRefused(
                _("Row %(row)s of the CSV file cannot be read (%(why)s).") % {"row": number + 1, "why": error}
            ) from None
        number += 1
        yield number, [cell if cell != "" else None for cell in row[:WIDEST]]


def _decode(content: bytes) -> tuple[str, str]:
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise FileRefused(_("The text of the file is neither UTF-8 nor GB18030. Save it as Excel (.xlsx) or CSV UTF-8."))
