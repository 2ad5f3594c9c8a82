"""Titles are broken by sense, in the shapes of the standard."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangxin.engines.typeset.titles import NOT_FIRST, break_title, width

#: Characters of the title's size on a line.
LIMIT = 20.1
UNITS = (
    "江津区人民政府办公室",
    "江津区教育委员会",
    "江津区财政局",
    "江津区人力资源和社会保障局",
    "重庆工程职业技术学院",
)


@pytest.mark.parametrize(
    "lines",
    [
        ["研究职业教育重点任务推进工作的纪要"],
        ["江津区人民政府办公室关于2024年第三季度", "职业教育重点任务推进情况的通报"],
        [
            "重庆市江津区人民政府办公室",
            "关于印发江津区推动现代职业教育",
            "高质量发展实施方案（2024—2027年）的通知",
        ],
        [
            "江津区人民政府关于贯彻落实",
            "《国务院关于印发国家职业教育",
            "改革实施方案的通知》的实施意见",
        ],
        ["江津区教育委员会", "关于商请提供2024年度职业教育有关数据的函"],
        ["江津区职业教育工作联席会议办公室", "关于对逾期未完成任务的单位进行督办的通知"],
        ["关于2024年度职业教育高质量发展", "重点任务年度考核结果的通报"],
        [
            "江津区教育委员会、江津区财政局、",
            "江津区人力资源和社会保障局关于开展",
            "产教融合型企业建设培育试点申报工作的通知",
        ],
    ],
)
def test_title_is_broken_by_sense(lines):
    assert break_title("".join(lines), LIMIT, UNITS) == lines


def test_break_of_the_author_is_kept():
    assert break_title("关于重点任务\n推进情况的通报\n", LIMIT) == ["关于重点任务", "推进情况的通报"]


@pytest.mark.parametrize(("text", "wide"), [("通知", 2.0), ("2024年", 3.0), ("（—）", 3.0), ("", 0.0)])
def test_width_counts_latin_as_half(text, wide):
    assert width(text) == wide


PARTS = (
    *UNITS,
    *("关于", "印发", "开展", "推进", "职业教育", "产教融合", "2024年", "第三季度", "重点任务", "高质量发展"),
    *("的", "和", "、", "《", "》", "（", "）", "通知", "实施方案", "情况", "，", "意见", "10%", "XR"),
)
TITLES = st.lists(st.sampled_from(PARTS), min_size=1, max_size=40).map("".join)


@given(TITLES, st.sampled_from([8.0, 12.5, LIMIT]))
def test_lines_together_are_the_title(title, limit):
    assert "".join(break_title(title, limit, UNITS)) == title


@given(TITLES)
def test_line_over_the_limit_has_no_place_to_break(title):
    for line in break_title(title, LIMIT, UNITS):
        # A limit that is smaller than any word gives the words themselves.
        assert width(line) <= LIMIT or break_title(line, 1.0, UNITS) == [line]


@given(TITLES)
def test_kept_names_are_not_broken(title):
    lines = break_title(title, LIMIT, UNITS)
    assert [sum(line.count(unit) for line in lines) for unit in UNITS] == [title.count(unit) for unit in UNITS]


@given(TITLES)
def test_no_further_line_begins_with_what_closes(title):
    assert NOT_FIRST.isdisjoint(line[0] for line in break_title(title, LIMIT, UNITS)[1:])


@given(st.text(max_size=120))
def test_any_text_at_all_is_broken_into_lines(title):
    lines = break_title(title, LIMIT)
    assert "".join("".join(lines).split()) == "".join(title.split())
