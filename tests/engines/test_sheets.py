"""Workbooks that unfold to more than the machine has end their own process, never ours."""

from __future__ import annotations

import io
import zipfile

import pytest
import xlsxwriter

from jiangxin.engines import sheets


def workbook(cells, shared=("text",)):
    """Return a workbook whose sheet says just this, as no spreadsheet program would write it."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet("Table").write(0, 0, "text")
    strings = "".join(f"<si><t>{text}</t></si>" for text in shared)
    own = {
        "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{cells}</sheetData></worksheet>",
        "xl/sharedStrings.xml": f"<sst>{strings}</sst>",
    }
    made = io.BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, own.get(name, old.read(name)))
    return made.getvalue()


def test_rows_come_with_their_numbers_and_no_wider_than_asked():
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="3"><c r="B3"><v>2</v></c><c r="C3"><v>3</v></c></row>'
    table = sheets.read_isolated(workbook(cells), 2)
    assert (table.name, list(table.rows)) == ("Table", [(1, [1.0, None]), (2, [None, None]), (3, [None, 2.0])])


@pytest.mark.parametrize("cell", ['<c r="XFD1048576">', '<c s="0" r="XFD1048576">', "<c r='XFD1048576' t='n'>"])
def test_cell_in_the_last_corner_is_too_much(cell):
    rows = f'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576">{cell}<v>2</v></c></row>'
    with pytest.raises(sheets.TooMuchError):
        sheets.read_isolated(workbook(rows), 500)


def test_long_text_named_many_times_is_too_much():
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 20_000))
    with pytest.raises(sheets.TooMuchError):
        sheets.read_isolated(workbook(rows, ("x" * 2_000_000,)), 500)


def test_what_is_no_workbook_is_damaged():
    with pytest.raises(sheets.DamagedError):
        sheets.read_isolated(b"PK\x03\x04garbage", 500)
