"""Markdown is read as shown."""

from jiangxin.engines.policytext.formats import open_source


def read(text):
    return open_source(text.encode(), "x.md")


def test_marks_are_removed_and_numbers_kept():
    source = read(
        "---\ntitle: 方案\n---\n# 方案\n\n**一、总体要求**\n\n"
        "1. 建设`2所`学校\n2. 培养[人才](http://x)\n\n- 其他\n\n    缩进的一段\n"
    )
    assert source.text.split("\n") == ["方案", "一、总体要求", "1.建设2所学校", "2.培养人才", "其他", "缩进的一段"]
    assert [block.level for block in source.blocks] == [1, None, None, None, None, None]


def test_wrapped_lines_are_one_paragraph_and_numbered_lines_their_own():
    source = read("深化产教融合，推动\n校企合作。\n（一）目标\n（二）任务\n到2025年\n建成5个\n")
    assert source.text.split("\n") == ["深化产教融合，推动校企合作。", "（一）目标", "（二）任务到2025年建成5个"]


def test_tables_of_both_kinds_are_tables():
    source = read(
        "| 序号 | 单位 |\n|---|---|\n| 1 | 区教委<br>区财政局 |\n\n"
        "<table><tr><td rowspan=2>甲</td><td>乙</td></tr><tr><td>丙</td></tr></table>\n"
    )
    found = [[[source.of(cell) for cell in row] for row in table.rows] for table in source.tables]
    assert found == [[["序号", "单位"], ["1", "区教委\n区财政局"]], [["甲", "乙"], ["甲", "丙"]]]
