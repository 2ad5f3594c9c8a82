"""How documents stand on paper: nothing of the text is lost, lists become tables again."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import jiangxin.demo
from jiangxin.engines.policytext import Source, read
from jiangxin.planning.domain.layout import layout_of

TEXT = (Path(jiangxin.demo.__file__).parent / "data" / "plan.txt").read_text(encoding="utf-8")
LIST = """任务清单

序号
工作任务
责任单位
1
建设甲基地。
区教育局
2
建设乙基地。
区财政局、区人社局
3
培训丙人员。
区人社局
"""


def laid_out(text):
    source = Source.from_text(text)
    return layout_of(source, read(source))


def uncovered(text, layout):
    spans = [(start, end) for start, end, kind, _level in layout["blocks"] if kind != "table_row"]
    spans += [tuple(cell) for rows in layout["tables"] for row in rows for cell in row]
    seen = bytearray(len(text))
    for start, end in spans:
        seen[start:end] = b"\1" * (end - start)
    return "".join(text[i] for i, found in enumerate(seen) if not found).strip()


def test_layout_of_the_demonstration_plan_shows_its_list_as_a_table():
    layout = laid_out(TEXT)
    (rows,) = layout["tables"]
    assert [TEXT[start:end] for start, end in rows[0]] == ["序号", "工作任务", "责任单位"]
    assert [TEXT[row[0][0] : row[0][1]] for row in rows[1:]] == [str(n) for n in range(1, 34)]
    assert uncovered(TEXT, layout) == ""


def test_layout_of_the_demonstration_plan_knows_its_title_block():
    layout = laid_out(TEXT)
    found = {}
    for start, end, kind, _level in layout["blocks"]:
        found.setdefault(kind, []).append(TEXT[start:end])
    assert found["title"] == [
        "云岱市澜川区人民政府办公室关于印发澜川区现代职业教育提质发展实施方案的通知",
        "澜川区现代职业教育提质发展实施方案",
        "澜川区现代职业教育提质发展工作任务分工表",
    ]
    assert found["addressee"] == ["区政府各部门，有关单位："]
    assert found["signature"] == ["云岱市澜川区人民政府办公室", "2022516日"]
    assert len(found["front"]) == 6


def test_list_of_three_tasks_is_a_table_of_four_rows_below_its_title():
    layout = laid_out(LIST)
    texts = [[LIST[start:end] for start, end in row] for row in layout["tables"][0]]
    assert texts == [
        ["序号", "工作任务", "责任单位"],
        ["1", "建设甲基地。", "区教育局"],
        ["2", "建设乙基地。", "区财政局、区人社局"],
        ["3", "培训丙人员。", "区人社局"],
    ]
    assert layout["blocks"][0][2] == "title"


@pytest.mark.parametrize("cut", [0, 40, 200])
def test_layout_of_a_text_without_a_list_has_no_table(cut):
    assert laid_out(TEXT[: TEXT.index("附件：") - cut])["tables"] == []


@given(st.lists(st.sampled_from(LIST.splitlines()), max_size=30))
def test_layout_loses_no_character_whatever_the_order_of_lines(lines):
    text = "\n".join(lines)
    assert uncovered(text, laid_out(text)) == ""
