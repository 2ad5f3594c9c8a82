"""What a word processor shows, not what the file stores."""

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from tests.factories.documents import saved

from jiangxin.engines.policytext.formats import open_source

LEVELS = (
    ("chineseCounting", "%1、"),
    ("chineseCounting", "（%2）"),
    ("decimal", "%3."),
    ("decimalEnclosedCircle", "%4"),
)


def lines(document):
    return open_source(saved(document), "x.docx").text.split("\n")


def numbered(document, levels=LEVELS):
    """Define an automatic numbering and return a function that adds paragraphs to it."""
    numbering = document.part.numbering_part.element
    described = "".join(
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for index, (style, text) in enumerate(levels)
    )
    numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="900">{described}</w:abstractNum>'))

    def instance(number, override=""):
        numbering.append(
            parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="900"/>{override}</w:num>')
        )

    def add(text, level, number=900):
        paragraph = document.add_paragraph(text)
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
        )
        return paragraph

    instance(900)
    return add, instance


def inserted(name, text, **attributes):
    given = "".join(f' w:{key}="{value}"' for key, value in attributes.items())
    kind = "delText" if name in {"del", "moveFrom"} else "t"
    return parse_xml(f"<w:{name} {nsdecls('w')}{given}><w:r><w:{kind}>{text}</w:{kind}></w:r></w:{name}>")


def test_automatic_numbers_become_text():
    document = docx.Document()
    add, _ = numbered(document)
    for text, level in (
        ("总体要求", 0),
        ("指导思想", 1),
        ("主要目标", 1),
        ("扩大规模", 2),
        ("提高质量", 2),
        ("分步实施", 3),
        ("重点任务", 0),
        ("优化布局", 1),
        ("调整专业", 2),
    ):
        add(text, level)
    assert lines(document) == [
        "一、总体要求",
        "（一）指导思想",
        "（二）主要目标",
        "1.扩大规模",
        "2.提高质量",
        "①分步实施",
        "二、重点任务",
        "（一）优化布局",
        "1.调整专业",
    ]


def test_numbers_of_a_list_that_starts_anew_begin_at_its_start():
    document = docx.Document()
    add, instance = numbered(document)
    add("甲", 2)
    add("乙", 2)
    instance(901, '<w:lvlOverride w:ilvl="2"><w:startOverride w:val="5"/></w:lvlOverride>')
    add("丙", 2, 901)
    add("丁", 2, 901)
    assert lines(document) == ["1.甲", "2.乙", "5.丙", "6.丁"]


def test_number_comes_from_the_style_and_can_be_switched_off():
    document = docx.Document()
    numbered(document)
    style = document.styles["Heading 1"]
    style.element.get_or_add_pPr().append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="900"/></w:numPr>'))
    document.add_heading("保障措施", 1)
    bare = document.add_heading("附则", 1)
    bare._p.get_or_add_pPr().append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="0"/></w:numPr>'))
    source = open_source(saved(document), "x.docx")
    assert [(source.of(block.span), block.kind, block.level) for block in source.blocks] == [
        ("一、保障措施", "heading", 1),
        ("附则", "heading", 1),
    ]


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        ("decimal", "11"),
        ("chineseCountingThousand", "十一"),
        ("chineseLegalSimplified", "壹拾壹"),
        ("upperRoman", "XI"),
        ("lowerLetter", "k"),
        ("decimalEnclosedCircleChinese", "⑪"),
        ("ideographTraditional", "甲"),
        ("decimalFullWidth", "１１"),
        ("decimalZero", "11"),
        ("bullet", ""),
    ],
)
def test_numerals_are_those_of_the_style(style, shown):
    document = docx.Document()
    add, _ = numbered(document, [(style, "%1")])
    for _ in range(11):
        add("条", 0)
    assert lines(document)[10] == f"{shown}条"


def test_tracked_changes_are_read_as_accepted():
    document = docx.Document()
    paragraph = document.add_paragraph("建设")
    paragraph._p.append(inserted("del", "2所", id="1", author="甲"))
    paragraph._p.append(inserted("ins", "3所", id="2", author="甲"))
    paragraph._p.append(inserted("moveFrom", "以上", id="3", author="甲"))
    paragraph.add_run("学校")
    assert lines(document) == ["建设3所学校"]


def test_paragraph_with_deleted_end_goes_on_in_the_next():
    document = docx.Document()
    paragraph = document.add_paragraph("建设3所")
    paragraph._p.get_or_add_pPr().append(parse_xml(f'<w:rPr {nsdecls("w")}><w:del w:id="1" w:author="甲"/></w:rPr>'))
    document.add_paragraph("学校")
    assert lines(document) == ["建设3所学校"]


def test_deleted_row_is_left_out():
    document = docx.Document()
    table = document.add_table(3, 2)
    for index, row in enumerate(table.rows):
        row.cells[0].text, row.cells[1].text = str(index), "任务"
    table.rows[1]._tr.get_or_add_trPr().append(parse_xml(f'<w:del {nsdecls("w")} w:id="1" w:author="甲"/>'))
    assert lines(document) == ["0\t任务", "2\t任务"]


def test_merged_cells_stand_at_every_place_they_cover():
    document = docx.Document()
    table = document.add_table(3, 3)
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"{row}{column}"
    table.cell(0, 0).merge(table.cell(1, 0)).text = "左"
    table.cell(2, 1).merge(table.cell(2, 2)).text = "右"
    source = open_source(saved(document), "x.docx")
    assert [[source.of(cell) for cell in row] for row in source.tables[0].rows] == [
        ["左", "01", "02"],
        ["左", "11", "12"],
        ["20", "右", "右"],
    ]
    assert source.tables[0].rows[0][0] == source.tables[0].rows[1][0]
    assert source.text == "左\t01\t02\n11\t12\n20\t右"


def test_tables_stand_where_they_are_and_a_frame_is_no_table():
    document = docx.Document()
    document.add_paragraph("前")
    document.add_table(1, 1).cell(0, 0).text = "框"
    document.add_paragraph("中")
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "左"
    table.cell(0, 1).add_paragraph("二")
    table.cell(0, 1).paragraphs[0].text = "一"
    document.add_paragraph("后")
    source = open_source(saved(document), "x.docx")
    assert source.text == "前\n框\n中\n左\t一\n二\n后"
    assert len(source.tables) == 1


def test_content_controls_are_read_and_furniture_is_not():
    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = "页眉"
    section.footer.paragraphs[0].text = "页脚"
    document.add_paragraph("")._p.append(
        parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtPr/><w:sdtContent><w:r><w:t>控件</w:t></w:r></w:sdtContent></w:sdt>")
    )
    hidden = document.add_paragraph("显示").add_run("隐藏")
    hidden.font.hidden = True
    broken = document.add_paragraph("上")
    broken.add_run().add_break()
    broken.add_run("下")
    field = document.add_paragraph("共")
    for kind, text in (("begin", ""), ("", " PAGE "), ("separate", ""), ("", "8"), ("end", "")):
        run = field.add_run()
        if kind:
            run._r.append(parse_xml(f'<w:fldChar {nsdecls("w")} w:fldCharType="{kind}"/>'))
        elif "PAGE" in text:
            run._r.append(parse_xml(f"<w:instrText {nsdecls('w')}>{text}</w:instrText>"))
        else:
            run.text = text
    assert lines(document) == ["控件", "显示", "上", "下", "共8"]
    assert document.element.tag == qn("w:document")
