"""What stands after the body of a DOCX, and outside its type area."""

from dataclasses import replace

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml.ns import qn
from tests.factories.docxfiles import (
    DOCUMENT,
    TABLE,
    body,
    formatting,
    in_style,
    opened,
    own,
    spacing,
    texts,
)

from jiangxin.engines.typeset.document import (
    Annex,
    Layout,
    Paragraph,
)

LIST = Annex("任务清单", (Paragraph("甲"),))
LEDGER = Annex("任务台账", (TABLE,), landscape=True)


# ── Signature ──────────────────────────────────────────────────────────────────────────────────


def test_annex_note_of_one_annex_has_no_number():
    made = opened(replace(DOCUMENT, annexes=(LIST,)))
    assert texts(made, "附件说明") == ["附件：任务清单"]
    # Two characters in, the title behind three more.
    assert formatting(made, "附件说明", "w:pPr", "w:ind") == {"left": "1579", "hanging": "948"}
    assert spacing(made, "附件说明")["beforeLines"] == "100"


def test_annex_note_of_several_is_numbered_and_further_lines_hang_under_the_title():
    made = opened(replace(DOCUMENT, annexes=(LIST, LEDGER)))
    notes = in_style(made, "附件说明")
    assert [note.text for note in notes] == ["附件：1.任务清单", "2.任务台账"]
    first, second = (own(note, "w:ind") for note in notes)
    assert (first["left"], second["left"]) == ("1816", "1816")
    # 1. and 2. begin under each other, behind the three characters of 附件：.
    assert round((int(first["hanging"]) - int(second["hanging"])) / 315.86, 1) == 3.0
    assert made.styles["附件说明"].element.find(f"{qn('w:pPr')}/{qn('w:contextualSpacing')}") is not None


def test_date_of_a_sealed_document_stands_four_characters_in_and_the_office_centred_over_it():
    made = opened(replace(DOCUMENT, signatories=("区教委",)))
    # 2026年11月3日 is as wide as 6.5 characters, 区教委 as 3.
    assert formatting(made, "成文日期", "w:pPr", "w:ind")["rightChars"] == "400"
    assert own(in_style(made, "发文机关署名")[0], "w:ind")["rightChars"] == "575"
    assert spacing(made, "发文机关署名")["beforeLines"] == "300"


def test_date_moves_left_where_the_office_would_pass_the_edge():
    made = opened(replace(DOCUMENT, signatories=("重庆市江津区职业教育改革发展工作领导小组办公室",)))
    assert formatting(made, "成文日期", "w:pPr", "w:ind")["rightChars"] == "825"
    assert own(in_style(made, "发文机关署名")[0], "w:ind")["rightChars"] == "0"


def test_date_of_a_document_without_seal_begins_two_characters_right_of_the_office():
    long = opened(replace(DOCUMENT, sealed=False))
    # The office is ten characters long, two characters in.
    assert own(in_style(long, "发文机关署名")[0], "w:ind")["rightChars"] == "200"
    assert formatting(long, "成文日期", "w:pPr", "w:ind")["rightChars"] == "350"
    short = opened(replace(DOCUMENT, sealed=False, signatories=("区教委",)))
    assert own(in_style(short, "发文机关署名")[0], "w:ind")["rightChars"] == "750"
    assert formatting(short, "成文日期", "w:pPr", "w:ind")["rightChars"] == "200"
    assert spacing(short, "发文机关署名")["beforeLines"] == "100"


def test_signature_stays_with_the_end_of_the_body():
    made = opened(replace(DOCUMENT, remark="此件公开发布", annexes=(LIST,)))
    together = {"特此通报。", "附件：任务清单", "江津区人民政府办公室", "2026年11月3日"}
    last, *ending = [one for one in made.paragraphs if one.text in together]
    assert own(last, "w:keepNext") == {}
    assert [one.style.paragraph_format.keep_with_next for one in ending] == [True, True, True]


def test_remark_stands_in_brackets_two_characters_in():
    made = opened(replace(DOCUMENT, remark="此件公开发布"))
    assert texts(made, "附注") == ["（此件公开发布）"]
    assert formatting(made, "附注", "w:pPr", "w:ind")["firstLineChars"] == "200"


# ── Annexes and imprint ────────────────────────────────────────────────────────────────────────


def test_annex_begins_a_page_with_its_mark_and_title():
    made = opened(replace(DOCUMENT, annexes=(LIST, LIST)))
    assert (texts(made, "附件标记"), texts(made, "附件标题")) == (["附件1", "附件2"], ["任务清单", "任务清单"])
    assert made.styles["附件标记"].paragraph_format.page_break_before is True
    assert (spacing(made, "附件标题")["beforeLines"], spacing(made, "附件标题")["afterLines"]) == ("100", "100")
    assert texts(opened(replace(DOCUMENT, annexes=(LIST,))), "附件标记") == ["附件"]


def test_annex_across_has_a_section_with_swapped_size_and_margins():
    made = opened(replace(DOCUMENT, annexes=(LEDGER, LIST)))
    assert [section.orientation for section in made.sections] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
        WD_ORIENT.PORTRAIT,
    ]
    across = made.sections[1]
    lengths = (across.page_width, across.page_height, across.top_margin, across.right_margin)
    lengths += (across.bottom_margin, across.left_margin)
    assert [round(length.mm) for length in lengths] == [297, 210, 28, 37, 26, 35]
    assert sum(int(column._gridCol.w.twips) for column in made.tables[0].columns) == 12756


def test_imprint_is_a_table_between_rules_at_the_foot_of_the_type_area():
    made = opened(DOCUMENT)
    (table,) = made.tables
    assert [row.cells[0].text for row in table.rows] == [
        "抄送：区委办公室，区人大常委会办公室。",
        "江津区人民政府办公室\t2026年11月5日印发",
    ]
    place = table._tbl.tblPr.find(qn("w:tblpPr"))
    assert {name: place.get(qn(f"w:{name}")) for name in ("vertAnchor", "tblpYSpec", "horzAnchor", "tblpXSpec")} == {
        "vertAnchor": "margin",
        "tblpYSpec": "bottom",
        "horzAnchor": "margin",
        "tblpXSpec": "left",
    }
    style = made.styles["版记表格"].element
    rules = style.find(f"{qn('w:tblPr')}/{qn('w:tblBorders')}")
    # 0.35 mm and 0.25 mm in eighths of a point.
    assert [(rule.tag.split("}")[1], rule.get(qn("w:sz"))) for rule in rules] == [
        ("top", "8"),
        ("bottom", "8"),
        ("insideH", "6"),
    ]
    # A character of its size in on both sides.
    margins = style.find(f"{qn('w:tblPr')}/{qn('w:tblCellMar')}")
    assert {margin.get(qn("w:w")) for margin in margins if margin.tag in {qn("w:left"), qn("w:right")}} == {"280"}


def test_imprint_after_an_annex_across_starts_an_even_page_that_stands():
    made = opened(replace(DOCUMENT, annexes=(LEDGER,)))
    last = made.sections[-1]
    assert (last.orientation, last.start_type) == (WD_ORIENT.PORTRAIT, WD_SECTION.EVEN_PAGE)
    assert body(made)[-2]._tbl is made.tables[-1]._tbl


def test_imprint_does_not_join_a_table_at_the_end():
    made = opened(replace(DOCUMENT, blocks=(replace(TABLE, note=""),), dated=None))
    assert [one.style.style_id for one in body(made)[-4:]] == ["公文表格", "占位行", "版记表格", "占位行"]


def test_imprint_of_a_letter_has_neither_rules_nor_printer():
    made = opened(replace(DOCUMENT, layout=Layout.LETTER))
    assert [row.cells[0].text for row in made.tables[0].rows] == ["抄送：区委办公室，区人大常委会办公室。"]
    assert made.styles["版记表格"].element.find(f"{qn('w:tblPr')}/{qn('w:tblBorders')}") is None


def test_imprint_of_a_bulletin_has_its_own_words():
    made = opened(replace(DOCUMENT, layout=Layout.BULLETIN, copies="报：区委\n发：各镇街"))
    assert [row.cells[0].text for row in made.tables[0].rows] == ["报：区委。", "发：各镇街。"]
