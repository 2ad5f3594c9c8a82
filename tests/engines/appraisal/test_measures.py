"""What may be measured, and what never counts."""

from decimal import Decimal

import pytest
from tests.engines.appraisal import samples

from jiangxin.engines.appraisal import ForbiddenMeasureError, Measure, MeasureRegistry
from jiangxin.engines.appraisal.measures import FORBIDDEN, PERMITTED
from jiangxin.engines.appraisal.values import Events, ExpertScore, Number, Scores


@pytest.mark.parametrize("kind", ["logins", "clicks", "uploads", "online_time", "check_ins", "usage_points"])
def test_registry_refuses_usage_by_kind(kind):
    with pytest.raises(ForbiddenMeasureError, match="must never count"):
        MeasureRegistry([Measure("m", "系统使用情况", kind)])


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("login_count", "工作情况"),
        ("m", "平台登录次数"),
        ("m", "信息浏览量"),
        ("m", "材料上传数"),
        ("m", "在线时长（小时）"),
        ("m", "每日打卡"),
        ("m", "会议签到"),
        ("m", "学习积分"),
        ("Check-In", "工作情况"),
    ],
)
def test_registry_refuses_usage_under_another_kind(code, name):
    with pytest.raises(ForbiddenMeasureError, match="must never count"):
        MeasureRegistry([Measure(code, name, "result")])


@pytest.mark.parametrize("name", ["微积分课程通过率", "节日活动次数", "生均图书阅读量", "签收及时率", "创业活跃度"])
def test_registry_takes_names_that_only_look_alike(name):
    assert [measure.name for measure in MeasureRegistry([Measure("m", name, "result")])] == [name]


@pytest.mark.parametrize("kind", sorted(PERMITTED))
def test_registry_takes_what_may_count(kind):
    measure = Measure("m", "任务签收及时率", kind)
    assert list(MeasureRegistry([measure])) == [measure]


def test_no_kind_is_both_permitted_and_forbidden():
    assert PERMITTED.keys() & FORBIDDEN.keys() == set()


def test_registry_refuses_unknown_kinds_and_codes_that_are_taken():
    registry = MeasureRegistry([samples.measure("m")])
    with pytest.raises(ValueError, match="'mood' is no kind of measure"):
        registry.register(Measure("other", "氛围", "mood"))
    with pytest.raises(ValueError, match="m is registered already"):
        registry.register(samples.measure("m"))
    assert registry["m"] == samples.measure("m")


PERCENT = Measure("m", "完成率", "result", least=Decimal(0), most=Decimal(100))


@pytest.mark.parametrize(
    ("value", "refusals"),
    [
        (samples.number("100"), []),
        (samples.number("300", "3"), []),
        (samples.number("100.1"), ["100.1 is more than 100"]),
        (samples.number("-0.5"), ["-0.5 is less than 0"]),
        (samples.number("1", "0"), ["is divided by 0, not by more than 0"]),
        (Number(Decimal("NaN")), ["holds what is no finite number"]),
        (Events(), ["is of the shape events, the measure of the shape number"]),
    ],
)
def test_values_out_of_bounds_or_of_another_shape_are_refused(value, refusals):
    assert PERCENT.refusals(value) == refusals


def test_numbers_inside_lists_are_looked_at():
    scores = Scores((ExpertScore("e", Decimal("Infinity")),))
    assert samples.measure("m", "scores").refusals(scores) == ["holds what is no finite number"]
