"""Charts say their values, leave gaps where nothing is known, and are valid SVG whatever the names."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangxin.engines.typeset.charts import PALETTE, WIDTH, ceiling, number, svg
from jiangxin.engines.typeset.document import Chart, ChartKind, Series

SVG = "{http://www.w3.org/2000/svg}"


def drawn(chart):
    return ET.fromstring(svg(chart))


def texts(root):
    return [text.text for text in root.iter(f"{SVG}text")]


def bars(root, fill):
    """Return left edge, upper edge and width of the bars of a colour, in order."""
    return [
        tuple(float(bar.get(name)) for name in ("x", "y", "width"))
        for bar in root.iter(f"{SVG}rect")
        if bar.get("fill") == fill
    ]


def one(kind, *values, **parts):
    names = tuple(f"单位{place}" for place in range(1, len(values) + 1))
    return Chart(kind, "标题", names, (Series("数量", values),), **parts)


def test_value_stands_beside_its_bar():
    root = drawn(one(ChartKind.BARS, 10, 2.5))
    at = {text.text: (float(text.get("x")), float(text.get("y"))) for text in root.iter(f"{SVG}text")}
    for value, (x, y, wide) in zip(("10", "2.5"), bars(root, PALETTE[0]), strict=True):
        assert at[value] == (x + wide + 4, y + 10)


def test_bars_begin_together_and_are_as_long_as_their_values():
    (first_x, _y, first), (second_x, _y2, second) = bars(drawn(one(ChartKind.BARS, 10, 2.5)), PALETTE[0])
    assert (first_x, round(first / second, 2)) == (second_x, 4.0)


@pytest.mark.parametrize("kind", [ChartKind.BARS, ChartKind.STACKED])
def test_unknown_is_said_and_is_not_zero(kind):
    root = drawn(one(kind, None, 0))
    assert [text for text in texts(root) if text in {"—", "0"}] == ["—", "0"]
    assert [wide for _x, _y, wide in bars(root, PALETTE[0])] == [0.0, 0.0]


def test_parts_of_a_stack_follow_one_another_and_their_sum_is_said():
    chart = Chart(
        ChartKind.STACKED, "亮灯", ("教委",), (Series("正常", (6,), "#2f7d4f"), Series("逾期", (3,), "#b3261e"))
    )
    root = drawn(chart)
    # The first of each colour is in the legend.
    (x, y, wide), (x2, y2, wide2) = bars(root, "#2f7d4f")[1], bars(root, "#b3261e")[1]
    assert (x2, y2, round(wide / wide2, 2)) == (round(x + wide, 1), y, 2.0)
    assert texts(root) == ["亮灯", "正常", "逾期", "教委", "6", "3", "9"]


def test_line_is_not_drawn_over_a_gap():
    root = drawn(one(ChartKind.LINES, 70, 75, None, 80, None, 90, 85))
    runs = [len(line.get("points").split()) for line in root.iter(f"{SVG}polyline")]
    assert (runs, len(list(root.iter(f"{SVG}circle")))) == ([2, 1, 2], 5)


def test_last_value_of_a_line_is_said():
    assert texts(drawn(one(ChartKind.LINES, 70, 75.5, None)))[-1] == "75.5"


def test_axis_of_lines_begins_at_zero_and_ends_at_a_round_number():
    assert [text for text in texts(drawn(one(ChartKind.LINES, 70, 88.4))) if text in {"0", "50", "100"}] == [
        "0",
        "50",
        "100",
    ]


def test_measure_and_source_are_said_around_the_drawing():
    root = drawn(one(ChartKind.BARS, 1, subtitle="任务数（项），2024年9月", source="数据来源：任务台账"))
    assert texts(root) == ["标题", "任务数（项），2024年9月", "单位1", "1", "数据来源：任务台账"]


def test_several_series_have_a_legend_in_their_colours():
    chart = Chart(
        ChartKind.BARS, "", ("甲",), (Series("计划", (2,)), Series("红灯", (1,), "#b3261e"), Series("完成", (3,)))
    )
    root = drawn(chart)
    assert [len(bars(root, fill)) for fill in (PALETTE[0], "#b3261e", PALETTE[1])] == [2, 2, 2]
    assert texts(root)[1:4] == ["计划", "红灯", "完成"]


def test_long_name_is_shortened_within_its_room():
    name = "江津区推动现代职业教育高质量发展工作联席会议办公室"
    root = drawn(Chart(ChartKind.BARS, "", (name,), (Series("", (1,)),)))
    assert texts(root)[1] == f"{name[:15]}…"


@pytest.mark.parametrize("kind", ChartKind)
def test_series_of_wrong_length_is_refused(kind):
    with pytest.raises(ValueError, match=r"^及时率: 1 values for 2 categories$"):
        svg(Chart(kind, "", ("甲", "乙"), (Series("及时率", (1,)),)))


@pytest.mark.parametrize("kind", ChartKind)
def test_names_are_escaped(kind):
    name = "<b a=\"1\">&'甲'</b>"
    chart = Chart(kind, name, ("<乙>",), (Series(name, (1,)), Series("&amp;", (2,))), name, name)
    root = drawn(chart)
    assert root.get("aria-label") == name
    assert {name, "<乙>", "&amp;"} <= set(texts(root))


def test_what_xml_cannot_write_is_left_out():
    assert texts(drawn(Chart(ChartKind.BARS, "上\x0b下\x00\ufffe", (), ())))[0] == "上下"


@pytest.mark.parametrize("kind", ChartKind)
def test_chart_of_nothing_is_drawn(kind):
    assert texts(drawn(Chart(kind, "无", (), ())))[0] == "无"


VALUES = st.none() | st.floats(0, 1e6)


@given(st.sampled_from(ChartKind), st.lists(st.tuples(VALUES, VALUES), max_size=8), st.text(max_size=20))
def test_any_chart_is_valid_xml_as_wide_as_the_type_area(kind, rows, name):
    names = tuple(name for _row in rows)
    series = tuple(Series(name, tuple(row[place] for row in rows)) for place in (0, 1))
    root = drawn(Chart(kind, name, names, series))
    assert (root.tag, root.get("width")) == (f"{SVG}svg", f"{WIDTH:g}pt")
    assert all(x + wide <= WIDTH + 0.1 for fill in PALETTE[:2] for x, _y, wide in bars(root, fill)[1:])


@pytest.mark.parametrize(("value", "written"), [(None, "—"), (0, "0"), (3.0, "3"), (87.94, "87.9"), (99.96, "100")])
def test_value_has_at_most_one_decimal(value, written):
    assert number(value) == written


@pytest.mark.parametrize(
    ("value", "top"), [(0, 1), (-3, 1), (1, 1), (1.2, 2), (37, 50), (51, 100), (100, 100), (0.3, 0.5)]
)
def test_axis_ends_at_the_next_round_number(value, top):
    assert ceiling(value) == top
