"""Which element of a document each paragraph is taken for."""

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import RGBColor
from tests.factories import official_docx as make

from jiangxin.engines.typeset.check_reading import read
from jiangxin.engines.typeset.check_roles import elements


def roles(made):
    return [element.role.slug for element in elements(read(made.bytes()).paragraphs)]


def plain(*lines):
    """Return a document of lines that all look alike."""
    made = make.Made(docx.Document())
    for place, line in enumerate(lines):
        made.add(str(place), line, first=2)
    return made


def test_every_element_of_a_document_is_found():
    assert roles(make.right()) == [
        *("copy-number", "secrecy", "urgency", "mark", "number", "title", "recipients"),
        *("body", "heading-1", "heading-2", "heading-3", "body", "heading-4", "body", "heading-2", "body"),
        *("heading-1", "body", "annex-note", "annex-note", "signature", "date", "remark"),
        *("annex-mark", "annex-title", "body", "annex-mark", "annex-title", "body", "copies", "printed"),
    ]


def test_document_without_looks_is_found_by_its_words():
    made = plain(
        "江津府办发〔2026〕12号",
        "关于开展督查工作的通知",
        "各有关单位：",
        "现将有关事项通知如下：",
        "一、目标",
        make.SENTENCE,
        "附件：任务清单",
        "2026年3月5日",
    )
    assert roles(made) == [
        *("number", "title", "recipients", "body", "heading-1", "body", "annex-note", "date"),
    ]


def test_letter_has_its_number_below_the_mark_of_an_office():
    made = make.Made(docx.Document())
    mark = made.add("mark", "重庆市江津区教育委员会", face=make.BIAOSONG, size=40, align=ALIGN.CENTER)
    mark.runs[0].font.color.rgb = RGBColor(0xE6, 0, 0x12)
    made.add("number", "江津教函〔2026〕3号", align=ALIGN.RIGHT)
    made.add("title", "关于商请支持实训基地建设的函", face=make.BIAOSONG, size=22, align=ALIGN.CENTER)
    made.add("recipients", "重庆工程职业技术学院：")
    made.add("body", make.SENTENCE, first=2)
    assert roles(made) == ["mark", "number", "title", "recipients", "body"]


def test_small_line_in_the_middle_above_a_larger_one_is_no_title():
    made = make.Made(docx.Document())
    made.add("kind", "内部资料", align=ALIGN.CENTER)
    made.add("title", "职业教育督查专报", face=make.BIAOSONG, size=22, align=ALIGN.CENTER)
    made.add("body", make.SENTENCE, first=2)
    assert roles(made) == ["other", "title", "body"]


def test_line_under_the_title_is_neither_title_nor_recipients():
    made = make.Made(docx.Document())
    made.add("title", "职业教育督查工作方案", face=make.BIAOSONG, size=22, align=ALIGN.CENTER)
    made.add("status", "（征求意见稿）", face=make.KAI, align=ALIGN.CENTER)
    made.add("day", "2026年3月5日", align=ALIGN.CENTER)
    made.add("body", make.SENTENCE, first=2)
    assert roles(made) == ["title", "other", "other", "body"]


def test_text_that_is_put_into_force_is_set_like_an_annex():
    made = plain(
        "关于印发督查办法的通知", "各有关单位：", "现印发给你们。", "2026年3月5日", "（此件公开发布）", "督查办法"
    )
    for place in range(10):
        made.add(f"more {place}", make.SENTENCE, first=2)
    found = elements(read(made.bytes()).paragraphs)
    assert [element.role.slug for element in found][3:7] == ["date", "remark", "annex-title", "body"]
    assert [element.in_annex for element in found][3:7] == [False, False, True, True]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("一、目标", "heading-1"),
        ("（二）任务", "heading-2"),
        ("(二)任务", "heading-2"),
        ("3.措施", "heading-3"),
        ("3、措施", "heading-3"),
        ("（4）分工", "heading-4"),
        ("3.5万人参加培训。", "body"),
        ("2026年完成全部任务。", "body"),
        ("一、二、三产业融合发展。", "body"),
        ("一是加强领导。", "body"),
        ("以下单位：", "body"),
        ("表1 任务进展", "other"),
        ("出席：张三、李四", "other"),
    ],
)
def test_paragraph_of_the_body_is_told_by_its_beginning(text, role):
    made = plain("关于开展督查工作的通知", make.SENTENCE, text, make.SENTENCE)
    assert roles(made)[2] == role
