"""The unit printed behind a number, and numbers that count nothing: years, grades, names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from jiangxin.engines.policytext import cues

if TYPE_CHECKING:
    from jiangxin.engines.policytext.numbers import Number

_NOT_A_COUNT = re.compile(
    r"[A-Za-z+＋×]|强(?:企业|县|市|区|镇|榜|之|[，,。、）)“”])|级|号|后(?:[，,。]|人才)|[：:][0-9]{2}(?![0-9])|版|线|路(?![0-9])|代(?!表)|次会议|周年|届.{0,2}全会|世纪|时代|型(?!号)"
)
_PER_MANY = re.compile(r"[/／](?:10|十)万|[/／](?:1万|千)(?![0-9])")
_RATIO = re.compile(r"[：:∶](?P<right>[0-9]+(?:\.[0-9]+)?)")
_RATIO_OF = re.compile(r"比[^，,。；;、0-9]{0,8}$")
_FIRST_YEAR = 1000  # larger numbers before 年 are calendar years
_SMALL = 10
_IN_WORDS = frozenset("第统同唯万单专不每之初高十百千逐其这那某另任惟双进说")
_WORDS = ("方面", "系列", "部分", "定的", "步推", "律")
_FIGURATIVE = frozenset("部门对人条面方期级类段本度层分成月口片线体起")
_ENDS_PLACE = frozenset("，,。；;、以左（(和及开建实")


@dataclass(frozen=True, slots=True)
class Measure:
    """Printed unit with its 万 or 亿, where it ends, and whether 余 or 多 makes the figure approximate."""

    unit: str | None
    end: int
    about: bool = False


def measure_after(text: str, number: Number) -> Measure | None:
    """What a number is printed in; a measure without unit for bare digits, None for what is no measure."""
    end = number.span.end
    if number.unit is not None:
        return Measure(number.unit, end)
    match = cues.UNIT.match(text, end)
    if number.numeral:
        return _counted(text, number, match) if match else None
    rate = _PER_MANY.match(text, end)
    if rate:
        return Measure(rate[0].replace("十", "10"), rate.end())
    ratio = _RATIO.match(text, end)
    if ratio:  # a teacher for how many pupils; 1:1 without 比 before it names no level to be reached
        return Measure(ratio[0], ratio.end()) if _RATIO_OF.search(text, 0, number.span.start) else None
    return _counted(text, number, match) if match else Measure(number.scale or None, end)


def _counted(text: str, number: Number, match: re.Match[str]) -> Measure | None:
    unit, end = match["unit"], match.end()
    scale = number.scale + (match["scale"] or "")
    if unit == "方" and not scale:  # 6方面 counts aspects, 20万方 cubic metres
        return None
    if unit in cues.PLACES and text[end : end + 1] and text[end] not in _ENDS_PLACE:
        return None
    if unit in {"年", "月", "日"} and not number.numeral and _date_part(text, number, unit, end):
        return None
    return Measure(scale + unit, end, bool(match["more"] or match["more2"]))


def _date_part(text: str, number: Number, unit: str, end: int) -> bool:
    if unit == "年":
        return number.value >= _FIRST_YEAR or bool(re.match("[0-9]{1,2}月", text[end : end + 3]))
    return unit == "月" or text[max(0, number.span.start - 1) : number.span.start] == "月"


def is_no_count(text: str, number: Number, measure: Measure) -> bool:
    """Calendar years, grades, versions, names with digits, and numerals that are part of a word."""
    if (measure.unit or "").endswith("年") and number.full >= Decimal(_FIRST_YEAR):
        return True
    follows = text[measure.end : measure.end + 1]
    if follows == "级" or (measure.unit and follows in {"＋", "+"}):
        return True
    if measure.unit is None and _NOT_A_COUNT.match(text, measure.end):
        return True
    return number.numeral and _in_a_word(text, number, measure)


def _in_a_word(text: str, number: Number, measure: Measure) -> bool:
    """Whether a Chinese numeral is part of a word (一方面, 一批, 第三, 统一)."""
    start, end = number.span.start, number.span.end
    if start and text[start - 1] in _IN_WORDS:
        return True
    if text.startswith(_WORDS, end) or text.startswith("性", measure.end):
        return True
    return measure.unit in _FIGURATIVE and number.value < _SMALL and number.unit is None
