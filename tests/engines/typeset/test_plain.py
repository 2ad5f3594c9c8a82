"""Text as officials type it becomes headings, paragraphs, tables and charts."""

from __future__ import annotations

import pytest

from jiangxin.engines.typeset.document import Column, Heading, Paragraph, Table
from jiangxin.engines.typeset.plain import UnknownName, blocks, filled, unknown_names

TABLE = Table((Column("单位"),), (("区教委",),))


@pytest.mark.parametrize(
    ("line", "block"),
    [
        ("一、总体情况", Heading(1, "总体情况")),
        ("十一、 其他", Heading(1, "其他")),
        ("（一）任务推进", Heading(2, "任务推进")),
        ("(二)指标完成", Heading(2, "指标完成")),
        ("1.双师型教师", Heading(3, "双师型教师")),
        ("12．培训", Heading(3, "培训")),
        ("（1）企业", Heading(4, "企业")),
        ("(3) 学校", Heading(4, "学校")),
        ("一、总体情况。", Heading(1, "总体情况。")),
        ("（一）任务推进情况。报送及时率为87.9%。", Heading(2, "任务推进情况。", "报送及时率为87.9%。")),
        ("1.5万人参加培训。", Paragraph("1.5万人参加培训。")),
        ("2024年，全区推进。", Paragraph("2024年，全区推进。")),
        ("一是加强领导。", Paragraph("一是加强领导。")),
        ("  现通报如下。  ", Paragraph("现通报如下。")),
        ("详见[[问题清单]]。", Paragraph("详见[[问题清单]]。")),
    ],
)
def test_line_is_read_by_the_number_it_begins_with(line, block):
    assert blocks(line, {}) == (block,)


def test_empty_lines_are_left_out():
    assert blocks("一段。\n\n  \n二段。\n", {}) == (Paragraph("一段。"), Paragraph("二段。"))


def test_insert_stands_for_one_block_or_several():
    text = "一段。\n[[清单]]\n [[ 两样 ]] "
    two = (Paragraph("甲"), TABLE)
    assert blocks(text, {"清单": TABLE, "两样": two}) == (Paragraph("一段。"), TABLE, *two)


def test_unknown_insert_is_named_with_its_line_and_the_nearest():
    with pytest.raises(UnknownName) as error:
        blocks("一段。\n[[问题清单表]]", {"问题清单": TABLE, "亮灯": TABLE})
    assert (error.value.name, error.value.line, error.value.near) == ("问题清单表", 2, "问题清单")
    assert str(error.value) == "line 2: “问题清单表” is not known; did you mean “问题清单”?"


def test_values_are_filled_in_and_lines_of_empty_values_fall_away():
    text = "全区{{任务数}}项任务，推进{{ 推进数 }}项。\n{{逾期说明}}\n\n完。"
    values = {"任务数": "33", "推进数": "28", "逾期说明": ""}
    assert filled(text, values) == "全区33项任务，推进28项。\n\n完。"


def test_value_that_looks_like_a_name_is_not_filled_again():
    assert filled("{{甲}}", {"甲": "{{乙}}", "乙": "2"}) == "{{乙}}"


def test_unknown_value_is_named_with_its_line():
    with pytest.raises(UnknownName) as error:
        filled("一段。\n\n有{{办结率}}。", {"及时率": "1"})
    assert str(error.value) == "line 3: “办结率” is not known"


def test_all_unknown_names_are_told_at_once():
    text = "{{任务数}}{{任务书}}\n[[清单]]\n[[亮灯]]{{无}}"
    found = unknown_names(text, ["任务数"], ["亮灯"])
    assert [(name.name, name.line, name.near) for name in found] == [
        ("任务书", 1, "任务数"),
        ("清单", 2, ""),
        ("无", 3, ""),
    ]
