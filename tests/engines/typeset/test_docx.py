"""What a word processor finds in the file: python-docx opens it, and formatting is followed to where it comes from."""

from dataclasses import replace
from datetime import date

import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table as DocxTable
from docx.text.paragraph import Paragraph as DocxParagraph
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.factories.docxfiles import (
    CHART,
    DOCUMENT,
    SENTENCE,
    TABLE,
    body,
    formatting,
    in_style,
    opened,
    own,
    spacing,
    texts,
    value,
)

from jiangxin.engines.typeset.document import (
    Align,
    Annex,
    Attendance,
    Column,
    Document,
    Heading,
    Layout,
    Paragraph,
    Series,
    Table,
)
from jiangxin.engines.typeset.docx_xml import lawful

LATIN = "Times New Roman"


TEXT = st.text(st.one_of(st.sampled_from("关于教育的通报，。“”（）—·〔〕㛃a1 \t\n\x00"), st.characters()), max_size=30)
SOME = st.text(st.sampled_from("关于职业教育工作的通报第一二3"), min_size=1, max_size=45)
COLUMNS = st.lists(st.builds(Column, TEXT, st.floats(0.1, 9), st.sampled_from(Align)), max_size=4).map(tuple)
TABLES = COLUMNS.flatmap(
    lambda columns: st.builds(
        Table,
        st.just(columns),
        st.lists(st.tuples(*[TEXT] * len(columns)), max_size=3).map(tuple) if columns else st.just(()),
        TEXT,
        TEXT,
    )
)
BLOCKS = st.lists(
    st.one_of(st.builds(Heading, st.integers(1, 4), TEXT, TEXT), st.builds(Paragraph, TEXT, st.booleans()), TABLES),
    max_size=6,
).map(tuple)
DAYS = st.none() | st.dates(date(2000, 1, 1), date(2099, 12, 31))
DOCUMENTS = st.builds(
    Document,
    layout=st.sampled_from(Layout),
    mark=SOME,
    title=SOME,
    blocks=BLOCKS,
    **dict.fromkeys(("number", "issue", "copy_number", "secrecy", "signer", "remark", "copies", "printer"), TEXT),
    recipients=st.lists(TEXT, max_size=2).map(tuple),
    signatories=st.lists(SOME, max_size=2).map(tuple),
    dated=DAYS,
    printed=DAYS,
    sealed=st.booleans(),
    draft=st.booleans(),
    attendance=st.lists(st.builds(Attendance, TEXT, TEXT), max_size=2).map(tuple),
    annexes=st.lists(st.builds(Annex, SOME, BLOCKS, st.booleans()), max_size=2).map(tuple),
)


@settings(max_examples=40, deadline=None)
@given(DOCUMENTS)
def test_any_document_opens_again_and_holds_every_paragraph(document):
    made = opened(document)
    read = [paragraph.text for paragraph in made.paragraphs]
    blocks = [*document.blocks, *(block for annex in document.annexes for block in annex.blocks)]
    written = [lawful(block.text) for block in blocks if isinstance(block, Paragraph)]
    assert [text for text in written if text not in read] == []
    assert [paragraph.style.style_id for paragraph in made.paragraphs if paragraph.style.style_id == "Normal"] == []
    rows = [row for block in blocks if isinstance(block, Table) and block.columns for row in block.rows]
    cells = {cell.text for table in made.tables for row in table.rows for cell in row.cells}
    assert [text for row in rows for text in map(lawful, row) if text not in cells] == []


# ── Page ───────────────────────────────────────────────────────────────────────────────────────


def test_page_is_a4_with_the_margins_of_the_standard():
    section = opened(DOCUMENT).sections[0]
    lengths = (section.page_width, section.page_height, section.top_margin, section.right_margin)
    lengths += (section.bottom_margin, section.left_margin)
    assert [round(length.mm, 1) for length in lengths] == [210, 297, 37, 26, 35, 28]


def test_grid_takes_22_lines_of_28_characters():
    made = opened(DOCUMENT)
    section = made.sections[0]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert {name.split("}")[1]: text for name, text in grid.attrib.items()} == {
        "type": "linesAndChars",
        "linePitch": "579",
        "charSpace": "-848",
    }
    across = section.page_width.twips - section.left_margin.twips - section.right_margin.twips
    down = section.page_height.twips - section.top_margin.twips - section.bottom_margin.twips
    character = int(value(made, "Normal", "w:rPr", "w:sz")) * 10 - 848 * 20 / 4096
    assert (down // 579, across // character) == (22, 28)


def test_lines_of_the_body_are_exactly_as_high_as_the_grid():
    made = opened(DOCUMENT)
    styles = ("公文正文", "公文正文（顶格）", "Heading1", "Heading4", "主送机关", "附件说明", "成文日期", "公文标题")
    assert {(spacing(made, style)["line"], spacing(made, style)["lineRule"]) for style in styles} == {("579", "exact")}
    assert value(made, "公文正文", "w:pPr", "w:widowControl") == "0"


def test_language_is_chinese():
    made = opened(DOCUMENT)
    language = formatting(made, "公文正文", "w:rPr", "w:lang")
    assert (language["val"], language["eastAsia"], made.core_properties.language) == ("zh-CN", "zh-CN", "zh-CN")


# ── Styles ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("style", "font", "half_points"),
    [
        ("Normal", "仿宋_GB2312", "32"),
        ("公文正文", "仿宋_GB2312", "32"),
        ("公文标题", "方正小标宋简体", "44"),
        ("附件标题", "方正小标宋简体", "44"),
        ("Heading1", "黑体", "32"),
        ("Heading2", "楷体_GB2312", "32"),
        ("Heading3", "仿宋_GB2312", "32"),
        ("Heading4", "仿宋_GB2312", "32"),
        ("主送机关", "仿宋_GB2312", "32"),
        ("份号", "仿宋_GB2312", "32"),
        ("密级和紧急程度", "黑体", "32"),
        ("附件标记", "黑体", "32"),
        ("表题", "黑体", "28"),
        ("表头", "黑体", "21"),
        ("表格文字", "仿宋_GB2312", "21"),
        ("版记", "仿宋_GB2312", "28"),
        ("发文机关标志", "方正小标宋简体", "73"),
    ],
)
def test_style_sets_the_east_asian_slot_apart_from_the_latin_ones(style, font, half_points):
    made = opened(DOCUMENT)
    fonts = formatting(made, style, "w:rPr", "w:rFonts")
    assert fonts == {"ascii": LATIN, "hAnsi": LATIN, "eastAsia": font, "cs": LATIN}
    assert value(made, style, "w:rPr", "w:sz") == half_points


def test_page_number_is_set_in_song_half_width_figures_included():
    fonts = formatting(opened(DOCUMENT), "页码（双页）", "w:rPr", "w:rFonts")
    assert fonts == dict.fromkeys(("ascii", "hAnsi", "eastAsia", "cs"), "宋体")
    assert value(opened(DOCUMENT), "页码（双页）", "w:rPr", "w:sz") == "28"


def test_styles_that_are_offered_have_names_that_officials_know():
    made = opened(DOCUMENT)
    offered = [style.name for style in made.styles if style.element.find(qn("w:qFormat")) is not None]
    expected = {"公文正文", "公文标题", "主送机关", "附件说明", "发文机关署名", "成文日期", "附件标记", "附件标题"}
    expected |= {"表题", "表格文字", "版记", "页码", "发文机关标志", "发文字号", "Heading 1", "Heading 4"}
    assert expected - set(offered) == set()
    assert made.styles["Heading 1"].element.find(qn("w:aliases")).get(qn("w:val")) == "一级标题"


def test_paragraphs_leave_formatting_to_their_styles():
    made = opened(replace(DOCUMENT, blocks=(*DOCUMENT.blocks, TABLE, Paragraph("完。")), annexes=()))
    direct = {
        (element.find(qn("w:pStyle")).get(qn("w:val")), child.tag.split("}")[1])
        for element in made.element.body.iter(qn("w:pPr"))
        for child in element
        if child.tag != qn("w:pStyle")
    }
    runs = {child.tag.split("}")[1] for element in made.element.body.iter(qn("w:rPr")) for child in element}
    # How far an office stands in follows from its name, and what keeps with the signature from where it stands.
    assert direct == {("发文机关署名", "ind"), ("公文正文", "keepNext"), ("Heading3", "keepNext")}
    assert runs == {"rFonts", "rStyle"}
    assert {tuple(fonts.attrib) for fonts in made.element.body.iter(qn("w:rFonts"))} == {(qn("w:hint"),)}


# ── Head ───────────────────────────────────────────────────────────────────────────────────────


def test_mark_is_red_fits_the_line_and_stands_35_mm_below_the_type_area():
    made = opened(DOCUMENT)
    assert texts(made, "发文机关标志") == ["江津区人民政府办公室文件"]
    assert value(made, "发文机关标志", "w:rPr", "w:color") == "E60012"
    size = int(value(made, "发文机关标志", "w:rPr", "w:sz")) / 2
    before = int(spacing(made, "发文机关标志")["before"]) / 20
    # The baseline of a row of exact height is four fifths down, and ink reaches 0.85 of the size above it.
    ink = before + int(spacing(made, "发文机关标志")["line"]) / 20 * 0.8 - size * 0.85
    assert (size * 12 <= Mm(156).pt, round(ink / Mm(1).pt, 1)) == (True, 35.0)


def test_lines_of_the_corner_leave_the_mark_where_it_is():
    document = replace(DOCUMENT, copy_number="000001", secrecy="秘密★1年", urgency="特急")
    made = opened(document)
    assert [(one.style.style_id, one.text) for one in made.paragraphs[:3]] == [
        ("份号", "000001"),
        ("密级和紧急程度", "秘密★1年"),
        ("密级和紧急程度", "特急"),
    ]
    without = int(spacing(opened(DOCUMENT), "发文机关标志")["before"])
    assert int(spacing(made, "发文机关标志")["before"]) == without - 3 * 579


def test_number_stands_two_rows_below_the_mark_and_the_red_rule_under_it():
    made = opened(DOCUMENT)
    assert [one.style.style_id for one in made.paragraphs[:4]] == ["发文机关标志", "发文字号", "红色分隔线", "公文标题"]
    assert texts(made, "发文字号") == ["江津府办发〔2026〕12号"]
    assert spacing(made, "发文字号")["beforeLines"] == "200"
    style = made.styles["红色分隔线"].element
    border = style.find(f"{qn('w:pPr')}/{qn('w:pBdr')}/{qn('w:bottom')}")
    assert (border.get(qn("w:val")), border.get(qn("w:sz")), border.get(qn("w:color"))) == ("single", "16", "E60012")
    assert style.find(f"{qn('w:pPr')}/{qn('w:ind')}") is None


def test_signer_stands_at_the_right_in_kai():
    made = opened(replace(DOCUMENT, signer="张三"))
    (line,) = in_style(made, "发文字号")
    assert line.text == "江津府办发〔2026〕12号\t签发人：张三"
    assert [run.style.name for run in line.runs] == ["Default Paragraph Font", "签发人姓名"]
    assert formatting(made, "签发人姓名", "w:rPr", "w:rFonts")["eastAsia"] == "楷体_GB2312"
    assert formatting(made, "发文字号", "w:pPr", "w:ind")["leftChars"] == "100"


def test_title_is_one_paragraph_broken_by_sense():
    made = opened(DOCUMENT)
    assert texts(made, "公文标题") == ["关于2026年上半年职业教育改革\n发展重点任务推进情况的通报"]
    assert value(made, "公文标题", "w:pPr", "w:jc") == "center"
    assert (spacing(made, "公文标题")["beforeLines"], spacing(made, "公文标题")["afterLines"]) == ("200", "100")


def test_recipients_stand_at_the_edge_with_a_colon():
    made = opened(DOCUMENT)
    assert texts(made, "主送机关") == ["各镇人民政府、各街道办事处，有关单位："]
    assert formatting(made, "主送机关", "w:pPr", "w:ind") == {}


def test_letter_has_its_mark_above_the_type_area_between_double_lines():
    made = opened(replace(DOCUMENT, layout=Layout.LETTER, mark="江津区教育委员会"))
    assert [one.style.style_id for one in made.paragraphs[:4]] == ["发文机关标志", "红色分隔线", "发文字号", "公文标题"]
    mark, line = own(made.paragraphs[0], "w:framePr"), own(made.paragraphs[1], "w:framePr")
    assert (mark["vAnchor"], line["w"], line["xAlign"]) == ("page", "9638", "center")
    size = int(value(made, "发文机关标志", "w:rPr", "w:sz")) / 2
    ink = int(mark["y"]) / 20 + int(spacing(made, "发文机关标志")["line"]) / 20 * 0.8 - size * 0.85
    assert round(ink / Mm(1).pt, 1) == 30.0
    assert value(made, "发文字号", "w:pPr", "w:jc") == "right"
    foot = made.sections[0].first_page_footer.paragraphs
    assert [(one.style.style_id, one.text) for one in foot] == [("页脚红色双线", ""), ("占位行", "")]
    assert round(int(own(foot[0], "w:framePr")["y"]) / 20 / Mm(1).pt) == 297 - 20


def test_letter_shows_secrecy_in_the_line_of_its_number():
    made = opened(replace(DOCUMENT, layout=Layout.LETTER, secrecy="秘密★1年", urgency="加急"))
    assert texts(made, "密级和紧急程度") == ["秘密★1年\t江津府办发〔2026〕12号", "加急"]


def test_minutes_have_their_number_a_row_below_the_mark_and_who_was_there():
    attendance = (Attendance("出席", "张某某、李某某"), Attendance("列席人员", "赵某某"))
    made = opened(replace(DOCUMENT, layout=Layout.MINUTES, attendance=attendance, dated=None))
    assert spacing(made, "发文字号")["beforeLines"] == "100"
    assert texts(made, "出席人员") == ["出席：\t张某某、李某某", "列席人员：赵某某"]
    assert in_style(made, "出席人员")[0].runs[0].style.name == "出席类别"
    assert formatting(made, "出席人员", "w:pPr", "w:ind") == {"left": "2211", "hanging": "1579"}


def test_bulletin_has_its_issue_and_issuer_under_the_mark():
    made = opened(replace(DOCUMENT, layout=Layout.BULLETIN, mark="职教督查", issue="第3期（总第12期）"))
    assert [one.style.style_id for one in made.paragraphs[:4]] == ["发文机关标志", "期号", "编发单位", "红色分隔线"]
    assert texts(made, "编发单位") == ["江津区人民政府办公室\t2026年11月5日"]
    assert int(value(made, "发文机关标志", "w:rPr", "w:sz")) == 104


# ── Body ───────────────────────────────────────────────────────────────────────────────────────


def test_headings_carry_their_numbers_as_text_and_can_be_navigated_by():
    made = opened(DOCUMENT)
    headings = [(one.style.name, one.text) for one in made.paragraphs if one.style.name.startswith("Heading")]
    assert headings == [
        ("Heading 1", "一、总体情况"),
        ("Heading 2", "（一）主要成效"),
        ("Heading 3", "1.机制更加健全。由区教委牵头。"),
        ("Heading 4", "（1）细化分工"),
        ("Heading 1", "二、存在问题"),
    ]
    assert [value(made, f"Heading{level}", "w:pPr", "w:outlineLvl") for level in range(1, 5)] == ["0", "1", "2", "3"]
    assert made.element.findall(f".//{qn('w:numPr')}") == []


def test_text_that_goes_on_behind_a_heading_has_the_face_of_the_body():
    made = opened(replace(DOCUMENT, blocks=(Heading(1, "加强统筹。", "由区教委牵头。"),)))
    (heading,) = in_style(made, "Heading1")
    assert [(run.text, run.style.name) for run in heading.runs] == [
        ("一、加强统筹。", "Default Paragraph Font"),
        ("由区教委牵头。", "标题后正文"),
    ]
    assert formatting(made, "标题后正文", "w:rPr", "w:rFonts")["eastAsia"] == "仿宋_GB2312"


def test_first_line_stands_two_characters_in_where_it_shall():
    made = opened(replace(DOCUMENT, blocks=(Paragraph("甲"), Paragraph("乙", indent=False))))
    assert (texts(made, "公文正文"), texts(made, "公文正文（顶格）")) == (["甲"], ["乙"])
    assert formatting(made, "公文正文", "w:pPr", "w:ind") == {"firstLineChars": "200", "firstLine": "632"}
    assert formatting(made, "公文正文（顶格）", "w:pPr", "w:ind") == {}


def test_line_breaks_and_tabs_stay_and_what_xml_cannot_hold_is_left_out():
    made = opened(replace(DOCUMENT, blocks=(Paragraph("甲\t乙\n丙\x00\x0b丁"),)))
    assert texts(made, "公文正文") == ["甲\t乙\n丙丁"]


def test_table_repeats_its_head_and_is_as_wide_as_the_type_area():
    made = opened(replace(DOCUMENT, blocks=(TABLE,)))
    table = made.tables[0]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["序号", "任务", "完成率"],
        ["1", "推进校企合作", "92%"],
        ["2", "建设实训基地", "81%"],
    ]
    assert [row._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in table.rows] == [
        True,
        False,
        False,
    ]
    assert [int(column._gridCol.w.twips) for column in table.columns] == [983, 5896, 1966]
    assert [cell.paragraphs[0].style.style_id for cell in table.rows[1].cells] == [
        "表格文字（居中）",
        "表格文字",
        "表格文字（居右）",
    ]
    assert (texts(made, "表题"), texts(made, "表注")) == (["表1 任务进展"], ["注：截至6月30日。"])
    # It does not float, so that it breaks across pages.
    assert table._tbl.tblPr.find(qn("w:tblpPr")) is None


def test_row_runs_over_to_the_next_page_only_where_it_is_long():
    table = Table((Column("任务"),), (("短",), (SENTENCE * 20,)))
    made = opened(replace(DOCUMENT, blocks=(table,)))
    held = [row._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None for row in made.tables[0].rows]
    assert held == [True, True, False]


def test_tables_that_follow_each_other_stay_two():
    bare = replace(TABLE, caption="", note="")
    made = opened(replace(DOCUMENT, blocks=(bare, bare)))
    kinds = [type(part) for part in body(made)]
    first = kinds.index(DocxTable)
    assert kinds[first : first + 3] == [DocxTable, DocxParagraph, DocxTable]


def test_chart_is_a_picture_as_wide_as_the_type_area_with_words_for_who_cannot_see_it():
    made = opened(replace(DOCUMENT, blocks=(CHART, CHART)))
    assert [round(shape.width.mm) for shape in made.inline_shapes] == [156, 156]
    about = [shape._inline.docPr for shape in made.inline_shapes]
    assert [(one.id, one.get("descr")) for one in about] == [
        (1, "各单位完成率：%，2026年1—6月"),
        (2, "各单位完成率：%，2026年1—6月"),
    ]
    assert spacing(made, "图")["lineRule"] == "auto"


def test_chart_that_is_too_high_is_made_to_fit_the_page():
    names = tuple(f"单位{number}" for number in range(80))
    high = replace(CHART, categories=names, series=(Series("完成率", (1.0,) * 80),))
    (shape,) = opened(replace(DOCUMENT, blocks=(high,))).inline_shapes
    assert (round(shape.height.mm) <= 225, shape.width < Mm(156)) == (True, True)
