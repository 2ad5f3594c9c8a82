"""Damaged places and damaged figures. All sentences are invented."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiangxin.engines.policytext.damage import certain_losses, dashes_survive, tight_range
from jiangxin.engines.policytext.doubts import REASONS, find_doubts
from jiangxin.engines.policytext.model import Source
from jiangxin.engines.policytext.targets import find_targets

GLUED_DATE = "某区人民政府办公室\n2023417日\n"
SCHOOLS = "建设2所职业中学、1所技工学校，办好1所职业学院，新建3个学院分院校。"
SITES = "建设驿站6个、亭廊12个、书屋20个、营地5个。"


def read(text):
    source = Source.from_text(text)
    targets, _ = find_targets(source, (), ())
    return targets, find_doubts(source, targets)


def suspects(text):
    return [(t.quote, int(t.low), int(t.high)) for t in read(text)[0] if t.suspect]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2023417日", ("2023417日", "lost_date_marks", "2023年4月17日")),
        ("20231125日", ("20231125日", "lost_date_marks", "2023年11月25日")),
        ("20235月印发", ("20235月", "lost_date_marks", "2023年5月")),
        ("某府发〔202316号", ("〔202316号", "lost_bracket", "〔2023〕16号")),
        ("某府发2023〕16号", ("2023〕16号", "lost_bracket", "〔2023〕16号")),
        ("某府办发〔202321\n", ("〔202321", "lost_bracket", "〔2023〕21号")),
        ("规划（20212025年）", ("20212025年", "lost_dash", "2021—2025年")),
        ("某县人民政府\n202348\n", ("202348", "lost_date_marks", "2023年4月8日")),
    ],
)
def test_marks_run_together_are_found_with_what_they_were(text, found):
    assert [(d.quote, d.why, d.suggestion) for d in read(text)[1]] == [found]


def test_ambiguous_date_takes_the_reading_that_the_document_prints_elsewhere():
    lines = ("成文日期 2023-11-08\n2023118日", "2023118日")
    assert [certain_losses(text)[0].suggestion for text in lines] == ["2023年11月8日", None]


@pytest.mark.parametrize(
    "text", ["2023年4月17日", "〔2023〕16号", "2021—2025年", "〔2023〕", "共20231日元", "编号 20231125"]
)
def test_whole_marks_are_no_loss(text):
    assert certain_losses(text) == []


@pytest.mark.parametrize(
    ("digits", "ends"),
    [("810", (8, 10)), ("23", (2, 3)), ("13", (1, 3)), ("1015", (10, 15)), ("3050", (30, 50)), ("100120", (100, 120))],
)
def test_rising_digits_part_into_a_tight_range(digits, ends):
    assert tight_range(digits) == ends


@pytest.mark.parametrize("digits", ["16", "10", "30", "32", "1000", "19", "5", "22", "508"])
def test_other_digits_part_into_none(digits):
    assert tight_range(digits) is None


def test_lost_opening_quote_is_told_by_the_phrase_quoted_elsewhere():
    _, doubts = read("“十四五”期间推进建设。\n十四五”期间加强管理。")
    assert [(d.quote, d.why, d.suggestion, d.source.start) for d in doubts] == [
        ("十四五”", "lost_opening_quote", "“十四五”", 13)
    ]


def test_quotes_in_pairs_are_not_doubted():
    assert read("落实“三免”政策，推广“一窗”受理“好办”服务。")[1] == []


def test_annotation_without_its_bracket_and_stray_separator():
    _, doubts = read("加强巡查。（责任单位：甲局、乙局\n加强培训。（责任单位：、丙局）")
    assert [(d.quote, d.why, d.suggestion) for d in doubts] == [
        ("（责任单位：甲局、乙局", "unclosed_bracket", "（责任单位：甲局、乙局）"),
        ("、", "stray_separator", ""),
    ]


def test_figure_out_of_scale_is_suspect_where_the_document_lost_characters():
    assert suspects(GLUED_DATE + SITES + "共建1215个服务点。") == [("共建1215个服务点", 12, 15)]


def test_institutions_are_doubted_sooner_than_sites():
    text = GLUED_DATE + SCHOOLS + "争取12所中学入选，建设工作室13个。"
    assert suspects(text) == [("争取12所中学入选", 1, 2)]


@pytest.mark.parametrize(
    "text",
    [
        SITES + "共建1215个服务点。",  # nothing else is lost
        GLUED_DATE + SITES + "共建1215个服务点，安排3—5名专员。",  # dashes survive
        GLUED_DATE + "共建1215个服务点。",  # no siblings, no scale
        GLUED_DATE + "建成驿站300个、亭廊120个、书屋600个、营地50个，共建1215个服务点。",  # in scale
        GLUED_DATE + SITES + "共建1600个服务点。",  # no tight range
        GLUED_DATE + SITES + "建设不少于1215个服务点。",  # a comparator leaves no room for a range
    ],
)
def test_figure_is_trusted_without_every_sign_of_a_lost_dash(text):
    assert suspects(text) == []


def test_suspect_carries_the_suggestion_and_keeps_the_print():
    targets, doubts = read(GLUED_DATE + SITES + "共建1215个服务点。\n表中再次写共建1215个服务点。")
    (target,) = [t for t in targets if t.suspect]
    assert (target.comparator, target.value, target.low, target.high, target.quote) == (
        "range",
        None,
        Decimal(12),
        Decimal(15),
        "共建1215个服务点",
    )
    assert "1215" in (target.note or "")
    assert [(d.quote, d.suggestion) for d in doubts if d.why == "lost_dash"] == [("1215个", "12—15个")] * 2


def test_two_figures_without_a_mark_between_are_a_damaged_range():
    targets, doubts = read("入园率达到85%90%。")
    assert [(t.comparator, int(t.low), int(t.high), t.suspect) for t in targets] == [("range", 85, 90, True)]
    assert [(d.quote, d.suggestion) for d in doubts] == [("85%90%", "85—90%")]


def test_share_above_all_is_impossible_where_the_document_lost_characters():
    assert suspects("污水处理率8085%。") == []
    assert suspects(GLUED_DATE + "污水处理率8085%。") == [("污水处理率8085%", 80, 85)]


def test_surviving_dashes_are_told_from_dates_and_phones():
    printed = ["建8—10个", "占5%-8%", "建3～5所", "2023-04-17", "023-12345678", "11500/2022-00104"]
    assert [dashes_survive(text) for text in printed] == [True, True, True, False, False, False]


MARKS = st.sampled_from(
    [*list("“”（）〔〕[]【】、，。：0123456789年月日号-—\n责任单位个所政府"), "（责任单位：", "2023", "“十四五”"]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(MARKS, max_size=60).map("".join))
def test_any_text_is_searched_without_error_and_doubts_stand_where_they_say(text):
    for doubt in read(text)[1]:
        assert doubt.source.of(text) == doubt.quote
        assert doubt.why in REASONS
