"""What staging finds in files, and that it saves nothing."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest
import xlsxwriter
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from tests.factories import exchange as make

from jiangxin.exchange.domain import committing, staging
from jiangxin.exchange.domain.errors import FileRefused
from jiangxin.kernel import records
from jiangxin.kernel.errors import NotAllowed
from jiangxin.people.models import Organisation

GOOD = ["S1", "第一中学", "school", "D1", "2020-09-01"]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def test_rows_are_told_apart_and_nothing_is_saved(stage):
    rows = [GOOD, ["D1", "District", "school", "", "2020-01-01"], ["D1x", "", "school", "", "2020-01-01"]]
    job = stage(make.workbook(rows))
    assert job.state == "staged"
    assert job.counts == {"new": 1, "changed": 0, "unchanged": 1, "wrong": 1, "total": 3}
    assert Organisation.objects.count() == 1


def test_changes_show_old_and_new(stage, district):
    job = stage(make.workbook([["D1", "New name", "school", "", "2020-01-01"]]))
    row = job.rows.get()
    assert (row.outcome, row.object_id, row.changes) == ("changed", district.pk, {"name": ["District", "New name"]})


def test_all_errors_come_at_once_with_row_and_column(stage, errors):
    rows = [
        ["", "x" * 121, "nosuch", "", "2020-13-01"],
        ["S2", "Two", "school", "nowhere", "yesterday"],
        ["S3", "Three", "school", "S3", "2020-01-01"],
    ]
    assert errors(stage(make.workbook(rows))) == [
        (2, "code", "This must be filled in."),
        (2, "name", "Ensure this value has at most 120 characters (it has 121)."),
        (2, "valid_from", "“2020-13-01” is not a date. Write 2026-11-23, 2026/11/23 or 2026年11月23日."),
        (2, "kind.code", "There is no kind of organisation “nosuch” that you may see."),
        (3, "valid_from", "“yesterday” is not a date. Write 2026-11-23, 2026/11/23 or 2026年11月23日."),
        (3, "parent.code", "There is no organisation “nowhere” that you may see."),
        (4, "parent.code", "There is no organisation “S3” that you may see."),
    ]


@pytest.mark.parametrize(
    "text", [date(2021, 9, 1), "2021-09-01", "2021/9/1", "2021年9月1日", "2021.09.01", "20210901", "２０２１-09-01"]
)
def test_dates_are_read_in_every_usual_form(stage, text):
    job = stage(make.workbook([["S1", "One", "school", "", text]]))
    assert job.rows.get().values["valid_from"] in {"2021-09-01", text}
    assert job.counts["new"] == 1


def test_header_is_known_by_label_in_both_languages_and_in_any_order(stage, record):
    with translation.override("en"):
        job = stage(
            make.workbook([["2020-01-01", "S1", "school", "One"]], ["Founded on*", "Code*", "Kind (code)", "name"])
        )
    assert job.counts["new"] == 1


def test_extra_columns_are_ignored_and_reported(stage):
    job = stage(make.workbook([[*GOOD, "x"]], [*make.FIELDS, "Remark"]))
    assert job.counts["new"] == 1
    assert job.notes[0] == "This column is not known and was ignored: Remark."


def test_title_above_the_header_is_skipped(stage):
    job = stage(make.workbook([make.FIELDS, GOOD], ["List of schools"]))
    assert (job.counts["new"], job.rows.get().row_no) == (1, 3)


def test_long_number_stored_as_number_is_refused(stage, errors):
    job = stage(make.workbook([[500101199001011234, "One", "school", "", "2020-01-01"]]))
    message = "It was stored as a number and has lost its last digits. Format the column as text and enter it again."
    assert errors(job) == [(2, "code", message)]


def test_long_number_in_scientific_notation_is_refused(stage, errors):
    job = stage(make.table([["5.00101E+17", "One", "school", "", "2020-01-01"]]), "a.csv")
    assert [error[1] for error in errors(job)] == ["code"]


def test_whole_numbers_lose_their_decimal_point(stage):
    assert stage(make.workbook([[1001, "One", "school", "", "2020-01-01"]])).rows.get().values["code"] == "1001"


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-8", ","), ("utf-8-sig", ";"), ("gb18030", "\t"), ("utf-16", ",")]
)
def test_csv_is_read_in_usual_encodings(stage, encoding, delimiter):
    job = stage(make.table([GOOD], encoding=encoding, delimiter=delimiter), "a.csv")
    assert job.rows.get().values["name"] == "第一中学"


def test_parent_further_down_in_the_file_is_found(stage):
    job = stage(make.workbook([["S2", "Two", "school", "S1", "2020-01-01"], GOOD]))
    assert job.counts["new"] == 2


def test_circle_in_the_tree_is_refused(stage, errors):
    rows = [["S1", "One", "school", "S2", "2020-01-01"], ["S2", "Two", "school", "S1", "2020-01-01"]]
    assert errors(stage(make.workbook(rows))) == [
        (2, "parent.code", "It would stand below itself."),
        (3, "parent.code", "It would stand below itself."),
    ]


def test_same_key_twice_is_refused_in_both_rows(stage, errors):
    assert errors(stage(make.workbook([GOOD, GOOD]))) == [
        (2, "code", "The same stands in row 3."),
        (3, "code", "The same stands in row 2."),
    ]


def test_check_constraints_are_asked_of_all_rows(stage, errors):
    header = [*make.FIELDS, "valid_to"]
    job = stage(make.workbook([[*GOOD, "2020-08-31"]], header))
    assert errors(job) == [(2, "valid_to", "It must end after it begins.")]


def test_overlapping_periods_are_refused_in_the_file_and_against_the_table(stage, errors, district):
    record = records.get("people.set-memberships")
    actor = make.actor("people.organisation_set.view", "people.organisation_set.manage", "people.organisation.view")
    sets = records.get("people.organisation-sets")
    staged = staging.stage(sets, make.table([["All"]], ["name"]), "s.csv", actor=actor)
    assert committing.commit(staged, actor=actor, reason="x").state == "done"
    header = ["organisation_set.name", "organisation.code", "valid_from", "valid_to"]
    first = staging.stage(record, make.table([["All", "D1", "2020-01-01", "2021-01-01"]], header), "m.csv", actor=actor)
    assert committing.commit(first, actor=actor, reason="x").state == "done"
    rows = [["All", "D1", "2020-06-01", "2020-07-01"], ["All", "D1", "2022-01-01", ""], ["All", "D1", "2023-01-01", ""]]
    job = staging.stage(record, make.table(rows, header), "m.csv", actor=actor)
    assert errors(job) == [
        (2, "organisation_set.name", "It is a member in this time already."),
        (3, "organisation_set.name", "The same stands in row 4."),
        (4, "organisation_set.name", "The same stands in row 3."),
    ]


def test_rows_outside_the_actors_reach_are_wrong(stage, errors, district):
    other = make.organisation("D2", "Other")
    actor = make.manager("own", at=other)
    rows = [["D1", "Mine now", "school", "", "2020-01-01"], ["S1", "New", "school", "", "2020-01-01"]]
    messages = errors(stage(make.workbook(rows), actor=actor))
    assert (2, "code", "It exists already, outside of what you may see.") in messages
    assert (3, "", "This lies outside of what you may change.") in messages


def test_who_may_not_import_is_refused(record, district):
    with pytest.raises(NotAllowed):
        staging.stage(record, make.workbook([GOOD]), "a.xlsx", actor=make.actor("people.organisation.view"))


def test_too_many_rows_are_refused(record, olga, monkeypatch):
    monkeypatch.setattr(record, "imports", replace(record.imports, max_rows=2))
    with pytest.raises(FileRefused, match="more than 2 rows"):
        staging.stage(record, make.workbook(make.many(3)), "a.xlsx", actor=olga)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is empty."),
        (b"\0" * 1000, "The file is empty."),
        (b"PK\x03\x04garbage", "The workbook is damaged. Open it, save it as .xlsx and try again."),
        (b"\x7fELF\0\1" * 20, "This is not a table. Use the template: Excel (.xlsx) or CSV."),
        (b"a,b\n1,2\n", "None of the columns is known. Download the template and copy your rows into it."),
        (b"name\nx\n", "The file lacks the column that tells the rows apart: Code."),
        (b"code,code\nx,y\n", "The column “Code” stands there twice."),
        (b"code,name\n", "The file has a header but no rows."),
    ],
)
def test_unreadable_files_get_one_clear_sentence(stage, content, message):
    with pytest.raises(FileRefused) as refused:
        stage(content, "a.xlsx")
    assert str(refused.value) == message


def test_cell_far_outside_the_table_is_refused(stage):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, make.FIELDS)
        sheet.write(1_048_575, 16_383, "stray")
    with pytest.raises(FileRefused, match="Delete what stands outside the table"):
        stage(out.getvalue())


def test_staging_asks_the_database_a_fixed_number_of_times(record, olga):
    counts = []
    for size in (3, 30):
        with CaptureQueriesContext(connection) as captured:
            staging.stage(record, make.workbook(make.many(size)), "a.xlsx", actor=olga)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_file_name_is_kept_without_marks_that_disguise_it(stage):
    assert stage(make.workbook([GOOD]), "../list\u202excod.xlsx").file_name == "listxcod.xlsx"


def test_related_row_may_be_named_by_its_name_where_only_one_has_it(stage, errors, district):
    kind = make.kind("school")
    with make.fixture():
        kind.name = "中等职业学校"
        kind.save()
    row = ["S1", "第一中学", "中等职业学校", "District", "2020-09-01"]
    job = stage(make.workbook([row]))
    assert job.counts["new"] == 1
    make.organisation("D2", "District")
    assert errors(stage(make.workbook([row]))) == [
        (2, "parent.code", "Several records are called that; name it by another column.")
    ]
