"""Documents are written as JSON and read back the same; what is wrong is named by its place."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangxin.engines.typeset.document import (
    Align,
    Annex,
    Attendance,
    Chart,
    ChartKind,
    Column,
    Document,
    Heading,
    Layout,
    NotADocument,
    Paragraph,
    Series,
    Table,
    blocks_from,
    from_dict,
    to_dict,
)

TEXT = st.text(max_size=12)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)


def tuples(part, most=3):
    return st.lists(part, max_size=most).map(tuple)


@st.composite
def tables(draw):
    columns = draw(st.lists(st.builds(Column, TEXT, NUMBERS, st.sampled_from(Align)), min_size=1, max_size=3))
    rows = draw(tuples(st.tuples(*[TEXT] * len(columns))))
    return Table(tuple(columns), rows, draw(TEXT), draw(TEXT))


BLOCKS = st.one_of(
    st.builds(Heading, st.integers(1, 4), TEXT, TEXT),
    st.builds(Paragraph, TEXT, st.booleans()),
    tables(),
    st.builds(
        Chart,
        st.sampled_from(ChartKind),
        TEXT,
        tuples(TEXT),
        tuples(st.builds(Series, TEXT, tuples(st.none() | NUMBERS), TEXT)),
        TEXT,
        TEXT,
    ),
)
DAYS = st.none() | st.dates()
DOCUMENTS = st.builds(
    Document,
    layout=st.sampled_from(Layout),
    mark=TEXT,
    title=TEXT,
    blocks=tuples(BLOCKS),
    number=TEXT,
    issue=TEXT,
    copy_number=TEXT,
    secrecy=TEXT,
    urgency=TEXT,
    signer=TEXT,
    recipients=tuples(TEXT),
    signatories=tuples(TEXT),
    dated=DAYS,
    sealed=st.booleans(),
    remark=TEXT,
    copies=TEXT,
    printer=TEXT,
    printed=DAYS,
    attendance=tuples(st.builds(Attendance, TEXT, TEXT)),
    annexes=tuples(st.builds(Annex, TEXT, tuples(BLOCKS), st.booleans())),
    draft=st.booleans(),
)


@given(DOCUMENTS)
def test_document_read_back_from_json_is_the_same(document):
    assert from_dict(json.loads(json.dumps(to_dict(document)))) == document


@given(tuples(BLOCKS))
def test_blocks_read_back_are_the_same(blocks):
    assert blocks_from(to_dict(blocks)) == blocks


def test_parts_that_are_left_out_are_empty():
    least = {"layout": "ordinary", "mark": "文件", "title": "通知", "blocks": []}
    assert from_dict(least) == Document(Layout.ORDINARY, "文件", "通知", ())


def least(**parts):
    return {"layout": "ordinary", "mark": "文件", "title": "通知", "blocks": []} | parts


CELLS = {"block": "table", "columns": [{"title": "序号"}, {"title": "单位"}], "rows": [["1", "教委"], ["2"]]}
LINES = {"block": "chart", "kind": "lines", "title": "", "categories": [], "series": []}


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([], "document: an object is needed"),
        ({"layout": "letter", "blocks": []}, "document: missing: mark, title"),
        (least(sign="", seal=""), "document: unknown: seal, sign"),
        (least(layout="poem"), "document.layout: 'poem' is not a valid Layout"),
        (least(layout=["letter"]), "document.layout: ['letter'] is not a valid Layout"),
        (least(title=None), "document.title: str is needed"),
        (least(sealed=1), "document.sealed: bool is needed"),
        (least(dated="8.10.2024"), "document.dated: Invalid isoformat string: '8.10.2024'"),
        (least(dated=20241008), "document.dated: fromisoformat: argument must be str"),
        (least(recipients="各镇"), "document.recipients: a list is needed"),
        (least(recipients=["各镇", 7]), "document.recipients[1]: str is needed"),
        (least(blocks=["一段"]), "document.blocks[0]: no block of the kind None"),
        (least(blocks=[{"block": "picture"}]), "document.blocks[0]: no block of the kind 'picture'"),
        (least(blocks=[{"block": ["table"]}]), "document.blocks[0]: no block of the kind ['table']"),
        (least(blocks=[{"block": "paragraph"}]), "document.blocks[0]: missing: text"),
        (
            least(blocks=[{"block": "heading", "level": 5, "text": "总体情况"}]),
            "document.blocks[0]: a heading has level 1 to 4, not 5",
        ),
        (least(blocks=[{"block": "heading", "level": True, "text": ""}]), "document.blocks[0].level: int is needed"),
        (least(blocks=[CELLS]), "document.blocks[0]: row 2 has 1 cells for 2 columns"),
        (least(blocks=[CELLS | {"columns": [{"width": 1}]}]), "document.blocks[0].columns[0]: missing: title"),
        (
            least(blocks=[CELLS | {"columns": [{"title": "", "width": float("nan")}]}]),
            "document.blocks[0].columns[0].width: float is needed",
        ),
        (
            least(blocks=[LINES | {"series": [{"name": "及时率", "values": [1, "2"]}]}]),
            "document.blocks[0].series[0].values[1]: float is needed",
        ),
        (
            least(annexes=[{"title": "一览表", "blocks": [{"block": "list"}]}]),
            "document.annexes[0].blocks[0]: no block of the kind 'list'",
        ),
        (least(attendance=[{"label": "出席"}]), "document.attendance[0]: missing: names"),
    ],
)
def test_wrong_part_is_named_by_its_place(values, message):
    with pytest.raises(NotADocument) as error:
        from_dict(values)
    assert str(error.value) == message


def test_wrong_block_is_named_by_its_number():
    with pytest.raises(NotADocument) as error:
        blocks_from([{"block": "paragraph", "text": "一段"}, {"block": "paragraph", "text": 1}])
    assert str(error.value) == "blocks[1].text: str is needed"


def test_whole_number_is_read_where_a_measure_is_needed():
    read = from_dict(least(blocks=[CELLS | {"columns": [{"title": "序号", "width": 2}], "rows": []}]))
    assert read.blocks == (Table((Column("序号", 2.0),), ()),)


def test_document_says_what_its_blocks_are():
    document = Document(Layout.LETTER, "区教委", "函", (Heading(1, "缘由"), Paragraph("一段")), dated=date(2024, 10, 8))
    written = to_dict(document)
    assert (written["layout"], written["dated"]) == ("letter", "2024-10-08")
    assert [block["block"] for block in written["blocks"]] == ["heading", "paragraph"]
