"""Numbers as official Chinese texts print them: digits of both widths, numerals, ranges, shares.

``find_numbers`` locates them in running text and keeps the printed scale apart (10万 is 10 with
the scale 万); ``parse_number`` gives the full value of one printed number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from jiangxin.engines.policytext.model import Span

_WIDTH = str.maketrans("０１２３４５６７８９．％，", "0123456789.%,")
_NUMERAL = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_STEPS = {"十": 10, "百": 100, "千": 1000}
SCALES = {
    "": Decimal(1),
    "十": Decimal(10),
    "百": Decimal(100),
    "千": Decimal(1000),
    "万": Decimal(10**4),
    "十万": Decimal(10**5),
    "百万": Decimal(10**6),
    "千万": Decimal(10**7),
    "亿": Decimal(10**8),
    "万亿": Decimal(10**12),
}

_ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,4}(?![0-9])|[0-9０-９]{1,15})(?:[.．][0-9０-９]{1,8})?"
_SCALE = r"(?:万亿|[十百千]?万|亿|千|百)?"
_CHINESE = r"[零〇一二两三四五六七八九十][零〇一二两三四五六七八九十百千万亿]{0,15}(?:点[零〇一二三四五六七八九]{1,8})?"
_DASH = r"(?:[-‐‑‒–—―－─~～〜∼至到]|——|--)"
_FIRST_UNIT = r"[%％‰个名人家所项条亩元年吨公里岁]{0,2}"

_TOKEN = re.compile(
    rf"(?P<per>(?P<base>百|千|万)分之(?P<per_value>{_ARABIC}|{_CHINESE}))"
    r"|(?P<fraction>(?P<below>[二两三四五六七八九十])分之(?P<above>[一二两三四五六七八九]))"
    r"|(?P<half>一半|半数)"
    r"|(?P<tenths>[一二两三四五六七八九])成(?=以上|左右|以下|[，,。；;、）)]|$)"
    rf"|(?P<low>{_ARABIC})(?P<low_scale>{_SCALE})(?P<low_unit>{_FIRST_UNIT})"
    rf"{_DASH}(?P<high>{_ARABIC})(?P<high_scale>{_SCALE})"
    rf"|(?P<digits>{_ARABIC})(?P<scale>{_SCALE})"
    rf"|(?P<low_cn>{_CHINESE}){_DASH}(?P<high_cn>{_CHINESE})"
    rf"|(?P<chinese>{_CHINESE})",
)


@dataclass(frozen=True, slots=True)
class Number:
    """A printed number. ``high`` is set for a range; ``scale`` is the printed 万 or 亿.

    ``unit`` is set where the number word carries its unit (百分之六十 is 60 with ``%``);
    ``numeral`` marks numbers printed in Chinese numerals or words.
    """

    span: Span
    value: Decimal
    high: Decimal | None = None
    scale: str = ""
    unit: str | None = None
    numeral: bool = False

    @property
    def full(self) -> Decimal:
        """The value with its scale applied; of a range the upper end."""
        return (self.value if self.high is None else self.high) * SCALES[self.scale]


def parse_numeral(text: str) -> Decimal | None:
    """Value of a number in Chinese numerals (三百零五, 二〇二五, 一千二百万, 十二点五), else None."""
    whole, _, fraction = text.partition("点")
    if not whole or ("点" in text and not fraction):
        return None
    if not set(whole) <= set(_NUMERAL) | set(_STEPS) | {"万", "亿"} or not set(fraction) <= set(_NUMERAL):
        return None
    value = _whole(whole)
    if value is None:
        return None
    decimals = "".join(str(_NUMERAL[c]) for c in fraction)
    return Decimal(f"{value}.{decimals}") if decimals else Decimal(value)


def _whole(text: str) -> int | None:
    if all(c in _NUMERAL for c in text):  # digits read out: 二〇二五; 三五 alone is not a number
        return None if len(text) == len("三五") else int("".join(str(_NUMERAL[c]) for c in text))
    for mark, factor in (("亿", 10**8), ("万", 10**4)):
        head, found, tail = text.partition(mark)
        if found:
            above, below = _whole(head) if head else 1, _whole(tail.lstrip("零〇") or "零")
            return None if above is None or below is None else above * factor + below
    section = digit = 0
    for c in text:
        if c in _NUMERAL:
            digit = _NUMERAL[c]
        else:
            section += (digit or 1) * _STEPS[c]
            digit = 0
    return section + digit


def parse_number(text: str) -> Decimal | None:
    """Full value of one printed number (１２, 1,200, 3.5万, 三分之二, 百分之五), None for anything else.

    Shares and fractions are returned as their plain value (三分之二 = 0.666…, 50% = 50).
    """
    found = find_numbers(text.strip())
    if len(found) != 1 or found[0].high is not None:
        return None
    number = found[0]
    rest = text.strip()[number.span.end :]
    if number.span.start != 0 or rest not in {"", "%", "％"}:
        return None
    if number.unit in {"%", "‰"} and number.numeral:
        return number.value / (100 if number.unit == "%" else 1000)
    return number.value * SCALES[number.scale]


def find_numbers(text: str) -> list[Number]:
    """Every number of the text in order, ranges as one number. Spans do not overlap."""
    found: list[Number] = []
    for match in _TOKEN.finditer(text):
        found.extend(_numbers_of(match))
    return found


def _numbers_of(match: re.Match[str]) -> list[Number]:
    if match["low"]:
        return _digit_range(match)
    number = _word(match) or _single(match)
    return [number] if number is not None else []


def _word(match: re.Match[str]) -> Number | None:
    """Shares printed in words: 百分之六十, 三分之二, 一半, 八成."""
    span = Span(match.start(), match.end())
    if match["per"]:
        value = _printed(match["per_value"])
        unit = {"百": "%", "千": "‰"}.get(match["base"], "‱")
        return None if value is None else Number(span, value, unit=unit, numeral=True)
    if match["fraction"]:
        share = Decimal(_NUMERAL[match["above"]]) / (_NUMERAL.get(match["below"]) or 10) * 100
        return Number(span, share.quantize(Decimal("0.01")), unit="%", numeral=True)
    tenths = 5 if match["half"] else _NUMERAL[match["tenths"]] if match["tenths"] else 0
    return Number(span, Decimal(tenths * 10), unit="%", numeral=True) if tenths else None


def _single(match: re.Match[str]) -> Number | None:
    """One number or a range of two numerals."""
    span = Span(match.start(), match.end())
    if match["digits"]:
        return Number(span, Decimal(_plain(match["digits"])), scale=match["scale"])
    if match["low_cn"]:
        low, high = parse_numeral(match["low_cn"]), parse_numeral(match["high_cn"])
        rising = low is not None and high is not None and low < high
        return Number(span, low, high, numeral=True) if rising and low is not None else None
    numeral = parse_numeral(match["chinese"]) if match["chinese"] else None
    return None if numeral is None else Number(span, numeral, numeral=True)


def _digit_range(match: re.Match[str]) -> list[Number]:
    low, high = Decimal(_plain(match["low"])), Decimal(_plain(match["high"]))
    low_scale, high_scale = match["low_scale"], match["high_scale"]
    if low_scale and low_scale != high_scale:
        low = low * SCALES[low_scale] / SCALES[high_scale]
    elif high_scale and not low_scale and low >= high:  # 8000—1.2万
        low = low / SCALES[high_scale]
    if low < high and match["low_unit"] != "年":
        return [Number(Span(match.start(), match.end()), low, high, high_scale)]
    first = Number(Span(match.start("low"), match.end("low_scale")), Decimal(_plain(match["low"])), scale=low_scale)
    second = Number(Span(match.start("high"), match.end("high_scale")), high, scale=high_scale)
    return [first, second]


def _plain(text: str) -> str:
    return text.translate(_WIDTH).replace(",", "")


def _printed(text: str) -> Decimal | None:
    plain = _plain(text)
    return Decimal(plain) if plain[0].isdigit() and plain[0].isascii() else parse_numeral(text)
