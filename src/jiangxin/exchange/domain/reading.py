"""From a file to rows of raw cells: xlsx, xls, ods and csv."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from jiangxin.engines import sheets
from jiangxin.exchange.domain.errors import FileRefused

#: Cells that are read of a row.
WIDEST = 500


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
        _refuse_encrypted(content)
        return _workbook(content, "xlsx")
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _workbook(content, "xls")
    return _csv(content)


def _workbook(content: bytes, kind: str) -> Sheet:
    try:
        table = sheets.read_isolated(content, WIDEST)
    except sheets.ProtectedError:
        raise FileRefused(_("The workbook is protected by a password. Save it without and try again.")) from None
    except sheets.NoSheetError:
        raise FileRefused(_("The workbook has no visible sheet.")) from None
    except sheets.DamagedError as error:
        if not str(error):
            raise FileRefused(_("The workbook is damaged. Open it, save it as .xlsx and try again.")) from None
        raise FileRefused(
            _("The workbook cannot be read (%(why)s). Open it, save it as .xlsx and try again.") % {"why": error}
        ) from None
    except sheets.TooMuchError:
        raise FileRefused(
            _("The workbook unpacks to too much data. Delete what stands outside the table, or split it.")
        ) from None
    return Sheet(table.name, kind, table.rows)


def _refuse_encrypted(content: bytes) -> None:
    """Refuse archives whose parts are encrypted or out of order."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if any(entry.flag_bits & 1 for entry in archive.infolist()):
                raise FileRefused(_("The workbook is protected by a password. Save it without and try again."))
    except zipfile.BadZipFile as error:
        raise FileRefused(_("The workbook is damaged. Open it, save it as .xlsx and try again.")) from error


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
