"""The burden of units as a workbook."""

from __future__ import annotations

import io
from collections.abc import Sequence

import xlsxwriter
from django.utils.translation import gettext as _

from jiangxin.supervision.domain.queries.burden import UnitBurden

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = (30, 10, 10, 10, 10, 12, 30)


def heads() -> list[str]:
    """Return the heads of the columns before the quarters."""
    return [
        _("Unit"),
        _("Visits this year"),
        _("Limit of visits"),
        _("Requests this quarter"),
        _("Limit of requests"),
        _("Sheets this quarter"),
        _("Who asked this year"),
    ]


def workbook(rows: Sequence[UnitBurden], title: str) -> bytes:
    """Return a sheet with a row for each unit and, for each quarter, requests and sheets."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter"})
        cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        quarters = rows[0].quarters if rows else ()
        names = [text for one in quarters for text in (f"{one.name} {_('requests')}", f"{one.name} {_('sheets')}")]
        sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
        for place, name in enumerate([*heads(), *names]):
            sheet.write_string(1, place, name, bold)
            sheet.set_column(place, place, WIDTHS[place] if place < len(WIDTHS) else 10)
        for line, row in enumerate(rows, 2):
            sheet.write_string(line, 0, str(row.unit), cell)
            numbers = [row.burden.visits, row.visits_limit, row.burden.requests, row.requests_limit, row.sheets]
            for place, number in enumerate(numbers, 1):
                sheet.write_number(line, place, number, cell)
            sheet.write_string(line, 6, row.who, cell)
            for place, number in enumerate(
                (n for one in row.quarters for n in (one.requests, one.sheets)), len(WIDTHS)
            ):
                sheet.write_number(line, place, number, cell)
        sheet.freeze_panes(2, 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
    return out.getvalue()
