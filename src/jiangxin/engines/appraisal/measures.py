"""Measures that criteria read, and those that no appraisal may read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from jiangxin.engines.appraisal.problems import Problem
from jiangxin.engines.appraisal.values import SHAPES, Answers, Known, Number, Scores

Shape = Literal["number", "items", "events", "scores", "answers"]
Accumulation = Literal["sum", "mean", "ratio", "last"]

#: What an appraisal may be built on.
PERMITTED: Mapping[str, str] = {
    "timeliness": "whether reports and tasks came in time",
    "quality": "whether work was accepted or returned",
    "result": "what was reached",
    "condition": "what a unit has: teachers, rooms, equipment, funds",
    "achievement": "awards, projects and titles by level",
    "finding": "findings of inspections and whether they were put right",
    "incident": "incidents and breaches of rules",
    "review": "judgement of experts",
    "survey": "satisfaction of those concerned",
}

#: What never counts, by the rules of the State Council's office on 政务移动互联网应用程序.
FORBIDDEN: Mapping[str, str] = {
    "logins": "log-ins (登录次数)",
    "clicks": "clicks and views (点击量、浏览量)",
    "uploads": "uploads (上传数量)",
    "online_time": "time spent online (在线时长)",
    "check_ins": "check-ins (打卡、签到)",
    "usage_points": "points for using a program (积分)",
}

#: The same under another kind: words in codes and names that give it away.
_DISGUISES: Mapping[str, tuple[str, ...]] = {
    "logins": ("login", "log-in", "log_in", "sign-in", "sign_in", "登录次数", "登录率", "登录天数", "登陆次数"),
    "clicks": ("click", "page_view", "page view", "点击", "浏览量", "转发量", "点赞"),
    "uploads": ("upload", "上传"),
    "online_time": ("online time", "online_time", "time online", "在线时长", "在线时间", "使用时长"),
    "check_ins": ("check-in", "check_in", "checkin", "打卡", "签到"),
    "usage_points": ("使用积分", "学习积分", "平台积分", "日活跃", "月活跃"),
}


class ForbiddenMeasureError(ValueError):
    """A measure that no appraisal may read."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured: its kind, the shape of its values, how numbers of several days become one.

    ``ratio`` adds amounts and what they are divided by, so that 3 of 4 and 9 of 14 become 12 of 18.
    """

    code: str
    name: str
    kind: str
    shape: Shape = "number"
    unit: str = ""
    accumulation: Accumulation = "last"
    least: Decimal | None = None
    most: Decimal | None = None

    def refusals(self, value: Known) -> list[str]:
        """Say why a value cannot be one of this measure."""
        if not isinstance(value, SHAPES[self.shape]):
            return [f"is of the shape {value.kind}, the measure of the shape {self.shape}"]
        if not all(number.is_finite() for number in _numbers(value)):
            return ["holds what is no finite number"]
        if not isinstance(value, Number):
            return []
        if value.per <= 0:
            return [f"is divided by {value.per}, not by more than 0"]
        found = []
        if self.least is not None and value.exact < Fraction(self.least):
            found.append(f"{float(value.exact):g} is less than {self.least}")
        if self.most is not None and value.exact > Fraction(self.most):
            found.append(f"{float(value.exact):g} is more than {self.most}")
        return found


def _numbers(value: Known) -> Iterator[Decimal]:
    if isinstance(value, Number):
        yield from (value.amount, value.per)
    elif isinstance(value, Scores):
        yield from (score.score for score in value.scores)
    elif isinstance(value, Answers):
        for question in value.questions:
            yield from question.answers.values()


def measure_problems(measure: Measure) -> list[Problem]:
    """Return why no appraisal may read a measure, or what is wrong with it."""
    where = f"measure {measure.code}"
    found = []
    if measure.kind in FORBIDDEN:
        found.append(Problem("measure.forbidden", where, f"{FORBIDDEN[measure.kind]} must never count"))
    elif measure.kind not in PERMITTED:
        found.append(Problem("measure.unknown_kind", where, f"{measure.kind!r} is no kind of measure"))
    else:
        found += _disguised(measure, where)
    if measure.shape not in SHAPES:
        found.append(Problem("measure.unknown_shape", where, f"{measure.shape!r} is no shape of values"))
    if measure.least is not None and measure.most is not None and measure.least > measure.most:
        found.append(Problem("measure.bounds", where, f"least {measure.least} is more than most {measure.most}"))
    return found


def _disguised(measure: Measure, where: str) -> Iterator[Problem]:
    words = f"{measure.code} {measure.name}".casefold()
    for kind, signs in _DISGUISES.items():
        sign = next((sign for sign in signs if sign in words), None)
        if sign is not None:
            yield Problem("measure.forbidden", where, f"{FORBIDDEN[kind]} must never count, and {sign!r} says it does")


class MeasureRegistry:
    """The measures an installation has. Those that may never count cannot get in."""

    def __init__(self, measures: Iterable[Measure] = ()) -> None:
        self._measures: dict[str, Measure] = {}
        for measure in measures:
            self.register(measure)

    def register(self, measure: Measure) -> Measure:
        """Take a measure in. Raises `ForbiddenMeasureError` or, where it is faulty or known, `ValueError`."""
        found = measure_problems(measure)
        if any(problem.code == "measure.forbidden" for problem in found):
            raise ForbiddenMeasureError("; ".join(map(str, found)))
        if found:
            raise ValueError("; ".join(map(str, found)))
        if measure.code in self._measures:
            raise ValueError(f"measure {measure.code} is registered already")
        self._measures[measure.code] = measure
        return measure

    def __getitem__(self, code: str) -> Measure:
        return self._measures[code]

    def __iter__(self) -> Iterator[Measure]:
        return iter(self._measures.values())
