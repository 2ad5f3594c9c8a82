"""The file that goes back to the sender with every wrong cell marked."""

from __future__ import annotations

import csv
import io

import pytest
from django.utils import translation
from openpyxl import load_workbook
from tests.factories import exchange as make

from jiangxin.exchange.domain import annotated
from jiangxin.exchange.models import ExchangePolicy
from jiangxin.kernel import write
from jiangxin.kernel.actors import process
from jiangxin.kernel.errors import NotAllowed

WRONG = [["S1", "One", "school", "D1", "2020-01-01"], ["S2", "Two", "nosuch", "D1", "some day"]]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def test_wrong_cells_are_red_and_explained(stage, olga):
    name, content = annotated.annotated(stage(make.workbook(WRONG), "list.xlsx"), actor=olga)
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    marked = {cell.coordinate: cell.comment.text for row in sheet for cell in row if cell.comment}
    assert (name, marked) == (
        "list-errors.xlsx",
        {
            "C3": "There is no kind of organisation “nosuch” that you may see.",
            "E3": "“some day” is not a date. Write 2026-11-23, 2026/11/23 or 2026年11月23日.",
        },
    )
    assert {cell.coordinate for row in sheet for cell in row if cell.fill.fgColor.rgb == annotated.RED} == {"C3", "E3"}
    assert [cell.value for cell in sheet[3]] == WRONG[1]


def test_csv_comes_back_with_a_column_of_errors_that_import_ignores(stage, olga):
    name, content = annotated.annotated(stage(make.table(WRONG), "list.csv"), actor=olga)
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert (name, rows[0][-1], rows[1][-1], rows[2][-1][:18]) == ("list-errors.csv", "Errors", "", "“some day” is not ")
    assert stage(content, name).counts["wrong"] == 1


def test_very_large_files_come_back_as_their_wrong_rows(stage, olga):
    job = stage(make.workbook([*make.many(30), *WRONG[1:]]), "list.xlsx")
    with write.writing(process("tests"), "policy"):
        ExchangePolicy.objects.create(valid_from=make.SINCE, source="order", inline_rows=10)
    _name, content = annotated.annotated(job, actor=olga)
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    assert [row[0].value for row in sheet] == ["Row", 32]


def test_only_its_owner_gets_it(stage):
    with pytest.raises(NotAllowed):
        annotated.annotated(stage(make.workbook(WRONG)), actor=make.manager())
