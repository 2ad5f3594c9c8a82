"""Documents to be measured, the measures of GB/T 9704-2012, and what tests ask of a page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from tests.engines.typeset import printed

from jiangxin.engines.typeset.document import Column, Document, Heading, Layout, Paragraph, Table
from jiangxin.engines.typeset.pdf import pdf

#: Millimetres, and points for sizes of type.
NEAR, SIZE_NEAR = 1.0, 0.3
LEFT, RIGHT, TOP, BOTTOM = 28.0, 184.0, 37.0, 262.0
CHARACTER, SMALL = 156 / 28, 14 * printed.MM
OFFICE = "江津区人民政府办公室"
FANG, KAI, HEI, SONG, SONG_BOLD = (
    {"FandolFang-Regular"},
    {"LXGWWenKai-Regular"},
    {"FandolHei-Regular", "NotoSansCJKsc-Regular"},
    {"FandolSong-Regular", "NotoSerifCJKsc-Regular"},
    {"FandolSong-Bold", "NotoSerifCJKsc-Bold"},
)

BODY = (
    Paragraph("现将推进情况通报如下。"),
    Heading(1, "总体情况"),
    Heading(2, "任务推进情况。", "牵头单位报送及时。"),
    Heading(3, "双师型教师"),
    Heading(4, "产教融合型企业"),
    Heading(2, "指标完成情况"),
    Heading(1, "存在问题"),
    Heading(2, "进度"),
)
ORDINARY = Document(
    Layout.ORDINARY,
    f"{OFFICE}文件",
    "江津区人民政府办公室关于2024年第三季度职业教育重点任务推进情况的通报",
    BODY,
    number="江津府办发〔2024〕12号",
    recipients=("各镇人民政府，各街道办事处", "区政府各部门"),
    signatories=(OFFICE,),
    dated=date(2024, 10, 8),
    copies="区委办公室，区人大常委会办公室。",
    printer=OFFICE,
    printed=date(2024, 10, 9),
)
LETTER = replace(ORDINARY, layout=Layout.LETTER, mark=OFFICE, title="关于商请提供有关数据的函")
TASKS = Table(
    (Column("序号", 0.5), Column("重点任务", 4)),
    tuple((str(row), f"第{row}项任务") for row in range(1, 81)),
    "任务清单",
)


@cache
def pages(document):
    return printed.pages(pdf(document))


def near(value):
    return pytest.approx(value, abs=NEAR)


def full(lines):
    """Return a document with so many full lines of 28 characters, and nothing behind them."""
    text = Paragraph("树" * 28 * lines, indent=False)
    return replace(ORDINARY, blocks=(text,), dated=None, copies="", printer="")


def dashes(page):
    """Return the two dashes of the number of a page."""
    return [one for one in page.characters if one.text == "—" and one.size == 14.0]


def number(page):
    first, last = (page.characters.index(dash) for dash in dashes(page))
    return "".join(one.text for one in page.characters[first + 1 : last])
