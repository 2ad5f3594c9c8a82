"""A kind, an organisation, an account with rights, and files as people send them."""

from __future__ import annotations

import csv
import io
from datetime import date

import xlsxwriter
from tests.factories.workflow import SINCE, fixture
from tests.registry.support import account_with

from jiangxin.people.models import Organisation, OrganisationKind, OrganisationPeriod

HEADER = ["代码", "名称", "种类 (代码)", "上级 (代码)", "设立日期"]
FIELDS = ["code", "name", "kind.code", "parent.code", "valid_from"]


def kind(code="school"):
    with fixture():
        return OrganisationKind.objects.get_or_create(code=code, defaults={"name": code})[0]


def organisation(code="D1", name="District", parent=None, **extra):
    with fixture():
        row = Organisation.objects.create(code=code, name=name, kind=kind(), parent=parent, valid_from=SINCE, **extra)
        OrganisationPeriod.objects.create(organisation=row, name=name, kind=row.kind, parent=parent, valid_from=SINCE)
    return row


def actor(*capabilities, reach="everything", at=None):
    """Return an actor whose account has a role with the capabilities at an organisation."""
    at = at or Organisation.objects.order_by("pk").first() or organisation("X0", "Somewhere")
    return account_with(capabilities, at, reach).actor


def manager(reach="everything", at=None):
    """Return an actor who manages organisations, and sees their kinds."""
    return actor(
        "people.organisation.view",
        "people.organisation.manage",
        "people.organisation.export",
        "people.organisation_kind.view",
        reach=reach,
        at=at,
    )


def workbook(rows, header=FIELDS):
    """Return an xlsx file; dates are written as dates."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("data")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, header)
        for number, row in enumerate(rows, start=1):
            for place, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, place, value, day)
                elif value is not None:
                    sheet.write(number, place, value)
    return out.getvalue()


def table(rows, header=FIELDS, encoding="utf-8-sig", delimiter=","):
    """Return a csv file."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter)
    writer.writerow(header)
    writer.writerows(rows)
    return stream.getvalue().encode(encoding)


def many(count, kind_code="school", parent="D1"):
    """Return `count` rows of organisations; every tenth stands below the row before it."""
    return [
        [f"S{n:06}", f"第{n}职业学校", kind_code, f"S{n - 1:06}" if n % 10 == 5 else parent, SINCE.isoformat()]
        for n in range(count)
    ]
