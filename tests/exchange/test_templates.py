"""Templates: header, drop-downs, and that a filled one is taken."""

from __future__ import annotations

import io

import pytest
from django.utils import translation
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook
from tests.factories import exchange as make

from jiangxin.exchange.domain import staging, templates
from jiangxin.kernel import records
from jiangxin.kernel.errors import NotAllowed


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def test_header_marks_what_is_required_and_hides_field_names(record, olga):
    sheet = load_workbook(io.BytesIO(templates.make_template(record, actor=olga))).worksheets[0]
    first = [cell.value for cell in sheet[1]]
    assert first[:2] == ["Code*", "Name*"]
    assert first[5:7] == ["Kind (code)*", "Above it (code)"]
    assert [cell.value for cell in sheet[2]] == list(record.imports.fields)
    assert sheet.row_dimensions[2].hidden


def test_drop_downs_hold_what_the_actor_may_see(record, district):
    book = load_workbook(io.BytesIO(templates.make_template(record, actor=make.manager("own", at=district))))
    rules = {
        str(rule.sqref).split(":")[0]: rule.formula1 for rule in book.worksheets[0].data_validations.dataValidation
    }
    assert rules == {"F3": '"school"', "G3": '"D1"'}


def test_long_lists_stand_on_a_hidden_sheet(record, olga):
    for n in range(60):
        make.organisation(f"LONG{n:04}", f"Long {n}")
    book = load_workbook(io.BytesIO(templates.make_template(record, actor=olga)))
    rules = {
        str(rule.sqref).split(":")[0]: rule.formula1 for rule in book.worksheets[0].data_validations.dataValidation
    }
    assert rules["G3"] == "_lists!$G$1:$G$61"
    assert book["_lists"].sheet_state == "veryHidden"
    assert book["_lists"]["G61"].value == "LONG0059"


def test_choices_and_booleans_are_lists(db):
    record = records.get("people.roles")
    make.organisation()
    actor = make.actor("people.role.view", "people.role.manage")
    book = load_workbook(io.BytesIO(templates.make_template(record, actor=actor)))
    rules = [rule.formula1 for rule in book.worksheets[0].data_validations.dataValidation]
    labels = ",".join(str(label) for _value, label in record.model._meta.get_field("duty").flatchoices)
    assert rules == [f'"{labels}"']


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_filled_template_is_taken_in_either_language(record, olga, language):
    with translation.override(language):
        book = load_workbook(io.BytesIO(templates.make_template(record, actor=olga)))
    for place, value in enumerate(["0012", "One", None, None, "a；b", "school", "D1", "2020-01-01"], start=1):
        book.worksheets[0].cell(3, place, value)
    out = io.BytesIO()
    book.save(out)
    job = staging.stage(record, out.getvalue(), "t.xlsx", actor=olga)
    assert (job.counts["new"], job.counts["total"]) == (1, 1)
    assert job.rows.get().values["code"] == "0012"


def test_csv_template_is_the_header(record, olga):
    content = templates.make_template(record, actor=olga, format="csv")
    assert content.decode("utf-8-sig").startswith("Code*,Name*,")


def test_notes_explain_every_column(record, olga):
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(templates.make_template(record, actor=olga)))
    rows = workbook.get_sheet_by_name("Notes").to_python()
    assert [row[1] for row in rows[1 : len(record.imports.fields) + 1]] == list(record.imports.fields)


def test_who_may_not_import_gets_no_template(record, district):
    with pytest.raises(NotAllowed):
        templates.make_template(record, actor=make.actor("people.organisation.view"))
