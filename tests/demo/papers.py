"""The issued circular of the demonstration read back from its two files, as an office would measure it on paper."""

from __future__ import annotations

import io
import re

import pytest
from docx import Document as Docx
from docx.oxml.ns import qn
from tests.engines.typeset import printed
from tests.engines.typeset.samples import (
    BOTTOM,
    FANG,
    HEI,
    KAI,
    LEFT,
    RIGHT,
    SONG_BOLD,
    TOP,
    dashes,
    near,
    number,
)

from jiangxin.engines.typeset.check import check
from jiangxin.engines.typeset.check_reading import read
from jiangxin.engines.typeset.check_roles import Role, elements

#: How headings of each level begin, in the order in which they may follow each other.
LEVELS = (r"[一二三四五六]、", r"（[一二三四五六]）", r"\d\.", r"（\d）")


def assert_paper(document, content):
    """Measure the PDF: paper, type area, a full page, faces by slot, red head, numbers, sides, imprint."""
    pages = printed.pages(content)
    first, upright = pages[0], [page for page in pages if page.width < page.height and page.characters]
    assert {(round(page.width), round(page.height)) for page in upright} == {(210, 297)}

    mark, title = first.find(document.mark), first.find("关于")
    assert ({one.font for one in mark} <= SONG_BOLD, {one.font for one in title} <= SONG_BOLD) == (True, True)
    assert {one.size for one in title} == {22.0}
    red, green, blue = mark[0].color
    assert (red > 200, green < 100, blue < 100) == (True, True, True)
    assert printed.around(mark).top == near(TOP + 35)
    assert re.fullmatch(r"\w+〔2024〕1号", document.number_text)
    figures = first.find(document.number_text)
    [line] = [rule for rule in first.rules if rule.color[0] > 200]
    assert (line.left, line.right, line.top) == (near(LEFT), near(RIGHT), near(printed.around(figures).bottom + 4))

    text = "".join(page.text for page in pages)
    for words, (fonts, size) in {
        "现将截至": (FANG, 16.0),
        "总体情况": (HEI, 16.0),
        "（一）压实责任": (KAI, 16.0),
        "黄灯任务。由方案办": (FANG, 16.0),
        "在五个工作日内报送原因": (FANG, 16.0),
        f"{document.signatory}{document.dated.year}年": (FANG, 16.0),
    }.items():
        page = next(one for one in pages if words in one.text)
        found = [one for one in page.find(words) if not one.text.isascii()]
        assert ({one.font for one in found} <= fonts, {one.size for one in found}) == (True, {size}), words
    assert " ".join(orders(text)) == "一、 二、 三、 （一） （二） （三） （四） 1. 2. （1） （2）"

    full = [page for page in upright if {one.size for one in body(page)} == {16.0} and page is not first]
    lines = [line for line in full[0].lines if line[0].size == 16.0]
    area = printed.around([one for line in lines for one in line])
    assert (len(lines), max(map(len, lines))) == (22, 28)
    assert (area.left, area.right, area.top, area.bottom) == (near(LEFT), near(RIGHT), near(TOP), near(BOTTOM))

    sides = [(number(page), dashes(page)[0].left < 105) for page in upright if dashes(page)]
    assert sides == [(text, int(text) % 2 == 0) for text, _left in sides]
    assert [text for text, _left in sides[:4]] == ["1", "2", "3", "4"]
    last = pages[-1]
    assert len(pages) % 2 == 0  # 7.4: the imprint stands on the last page, which is even
    assert f"{document.dated.year}年{document.dated.month}月{document.dated.day}日印发" in last.text
    assert {one.size for one in last.characters if one.text == "印"} == {14.0}


def body(page):
    """Return what stands in the type area, the number of the page left out."""
    return [one for one in page.characters if one.bottom < BOTTOM + 1]


def orders(text):
    """Return how the first headings of each level are numbered, level by level."""
    found = []
    for level in LEVELS:
        marks = list(dict.fromkeys(re.findall(level, text)))
        found += marks[: {0: 3, 1: 4}.get(LEVELS.index(level), 2)]
    return found


def assert_docx(content):
    """Read the DOCX back: page, grid of 22 lines and 28 characters, faces by part, sides of numbers; no deviation."""
    assert [deviation.told("en") for deviation in check(content)] == []
    sections = Docx(io.BytesIO(content)).sections
    page, grid = sections[0], sections[0]._sectPr.find(qn("w:docGrid"))
    assert (page.page_width.mm, page.page_height.mm) == pytest.approx((210, 297), abs=0.5)
    assert (page.top_margin.mm, page.left_margin.mm, page.right_margin.mm, page.bottom_margin.mm) == pytest.approx(
        (37, 28, 26, 35), abs=1
    )
    assert grid.get(qn("w:type")) == "linesAndChars"
    assert int(225 / 25.4 * 1440 // int(grid.get(qn("w:linePitch")))) == 22
    character = 16 + int(grid.get(qn("w:charSpace"))) / 4096
    assert int(156 / 25.4 * 72 / character + 0.01) == 28
    looks = {}
    for element in elements(read(content).paragraphs):
        looks.setdefault(element.role, set()).update(
            (piece.look.east_asian, piece.look.size) for piece in element.paragraph.pieces if piece.text.strip()
        )
    faces = {role: {font for font, _size in found} for role, found in looks.items()}
    sizes = {role: {size for _font, size in found} for role, found in looks.items()}
    assert (faces[Role.TITLE], sizes[Role.TITLE]) == ({"方正小标宋简体"}, {22.0})
    assert (faces[Role.HEADING_1], sizes[Role.HEADING_1]) == ({"黑体"}, {16.0})
    assert (sizes[Role.BODY], sizes[Role.SIGNATURE], sizes[Role.DATE]) == ({16.0}, {16.0}, {16.0})
    assert {section.different_first_page_header_footer for section in sections} == {False}
