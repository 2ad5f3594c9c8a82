"""Lines are paragraphs, unless they were broken at a fixed width."""

import unicodedata
from pathlib import Path

import pytest

import jiangxin.demo
from jiangxin.engines.policytext.formats import open_source

TEXT = (Path(jiangxin.demo.__file__).parent / "data" / "plan.txt").read_text(encoding="utf-8")
# The annex is a table flattened to short lines and has nothing to be broken.
LINES = [line.strip() for line in TEXT[: TEXT.index("序号")].split("\n") if line.strip()]


def wrapped(characters, page=0):
    """The text as a program prints it: lines of so many Chinese characters, paragraphs indented."""
    result = []
    for line in LINES:
        printed, columns = "", 0
        for character in "　　" + line:
            width = 2 if unicodedata.east_asian_width(character) in "WFA" else 1
            if columns + width > 2 * characters:
                result.append(printed)
                printed, columns = "", 0
                if page and len(result) % page == 0:
                    result += ["", f"— {len(result) // page} —", ""]
            printed, columns = printed + character, columns + width
        result.append(printed)
    return "\n".join(result)


def paragraphs(text):
    source = open_source(text.encode(), "x.txt")
    return [source.of(block.span) for block in source.blocks]


def test_lines_are_paragraphs():
    source = open_source(TEXT.encode(), "x.txt")
    assert source.text == TEXT
    assert [source.of(block.span) for block in source.blocks] == [
        line.strip() for line in TEXT.split("\n") if line.strip()
    ]


@pytest.mark.parametrize("characters", [28, 40])
def test_text_broken_at_a_fixed_width_is_put_together(characters):
    found = paragraphs(wrapped(characters))
    assert ["".join(line.split()) for line in found] == ["".join(line.split()) for line in LINES]


def test_page_breaks_do_not_cut_paragraphs():
    found = paragraphs(wrapped(36, page=22))
    assert ["".join(line.split()) for line in found] == ["".join(line.split()) for line in LINES]


def test_short_lines_are_left_alone():
    names = [f"第{number}中等职业学校（江北校区）和它的实训基地" for number in range(30)]
    assert paragraphs("\n".join(names)) == names


def test_strewn_spaces_are_closed_up():
    text = "比 2010 年 的 产 量、面 积 分 别 减 少 3% ，单 位 能 耗 下 降 5% 以 内。"
    assert paragraphs(text) == ["比2010年的产量、面积分别减少3%，单位能耗下降5%以内。"]


def test_spaces_between_words_are_kept():
    text = "第一条 为鼓励企业创新，制定本办法。\n甲局 乙局 丙局"
    assert paragraphs(text) == text.split("\n")


def test_lines_with_bars_are_rows_of_a_table():
    source = open_source(
        "一览\n| 序号 | 任务 | 单位 |\n| --- | --- | --- |\n| 1 | 建校舍 | 甲局 |\n首页 | 政务 | 服务".encode(), "x.txt"
    )
    assert [[source.of(cell) for cell in row] for row in source.tables[0].rows] == [
        ["序号", "任务", "单位"],
        ["1", "建校舍", "甲局"],
        ["首页", "政务", "服务"],
    ]


def test_lines_of_cells_are_rows_of_a_table():
    source = open_source("一览\n序号\t任务\t单位\n一\t学校\n1\t建校舍\t甲局\n完毕".encode(), "x.txt")
    assert [[source.of(cell) for cell in row] for row in source.tables[0].rows] == [
        ["序号", "任务", "单位"],
        ["一", "学校", ""],
        ["1", "建校舍", "甲局"],
    ]
    assert [block.kind for block in source.blocks] == ["paragraph", "table_row", "table_row", "table_row", "paragraph"]
