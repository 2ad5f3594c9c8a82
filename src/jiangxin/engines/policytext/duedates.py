"""From a printed deadline to the last day it allows."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

_ORDINALS = {name: number for number, name in enumerate("一二三四五六七八九", 1)}
_FIVE_YEARS = re.compile(r"(十[一二三四五六七八九]?)五(?:规划)?[”\"]?")
_YEAR = re.compile(r"((?:19|20)\d\d)年?")
_THIS_YEAR = re.compile(r"今年|本年|当年")
_MONTH = re.compile(r"(\d{1,2})月(?:(\d{1,2})日)?")
_QUARTER = re.compile(r"第?([一二三四])季度")
#: The sixth five-year plan began in 1981; each lasts five years (People's Republic of China).
_SIXTH_BEGAN = 1981


def last_day(quote: str, written_on: date | None = None) -> date | None:
    """Return the last day a deadline allows, or None where it names none (长期, 每年 …).

    `written_on` resolves 今年 and months without a year. "“十四五”期间" ends with its fifth year;
    初 ends after a quarter, 上半年 with June.
    """
    if "每年" in quote or "每季" in quote or "每月" in quote:
        return None
    five = _FIVE_YEARS.search(quote)
    if five:
        return date(_five_year_end(five.group(1)), 12, 31)
    found = _YEAR.search(quote)
    if found:
        year = int(found.group(1))
    elif written_on and (_THIS_YEAR.search(quote) or _MONTH.search(quote)):
        year = written_on.year
    else:
        return None
    return _within(year, quote[found.end() :] if found else quote)


def _five_year_end(ordinal: str) -> int:
    number = 10 + _ORDINALS.get(ordinal[1:], 0)
    return _SIXTH_BEGAN + 5 * (number - 6) + 4


def _within(year: int, rest: str) -> date:
    month = _MONTH.search(rest)
    if month and 1 <= int(month.group(1)) <= 12:
        length = monthrange(year, int(month.group(1)))[1]
        day = min(max(int(month.group(2)), 1), length) if month.group(2) else length
        return date(year, int(month.group(1)), day)
    quarter = _QUARTER.search(rest)
    if quarter:
        last = 3 * _ORDINALS[quarter.group(1)]
        return date(year, last, monthrange(year, last)[1])
    if "上半年" in rest:
        return date(year, 6, 30)
    if rest.startswith("初"):
        return date(year, 3, 31)
    return date(year, 12, 31)
