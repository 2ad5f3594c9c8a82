"""Numerals of automatic numbering (lists of HTML, numbering of DOCX) and numbers at line starts."""

from __future__ import annotations

import re

_DIGITS = "零一二三四五六七八九"
_BANKER = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip

_LARGEST = 9_999
_LARGEST_ROMAN = 3_999
_LARGEST_LETTERS = 780
_TEENS = range(10, 20)

NUMBERED = re.compile(
    r"""\s*(?:
      第[一二三四五六七八九十百零〇\d]{1,5}[章节条编部分篇款项]
    | [一二三四五六七八九十百]{1,4}[、.．是]
    | [(（][一二三四五六七八九十百\d]{1,4}[)）]
    | \d{1,2}(?:[.．]\d{1,2})*(?:[、)）]|[.．](?!\d))
    | [①-⑳⑴-⒇⒈-⒛]
    | 附件 | 备注 | [-—]{2}(?=\w)
    )""",
    re.VERBOSE,
)
"""What a numbered heading or item begins with."""


def chinese(number: int) -> str:
    """1 → 一, 10 → 十, 21 → 二十一, 105 → 一百零五; beyond 9 999 in digits."""
    return _grouped(number, _DIGITS, ("", "十", "百", "千"), short_ten=True)


def banker(number: int) -> str:
    """1 → 壹, 12 → 壹拾贰."""
    return _grouped(number, _BANKER, ("", "拾", "佰", "仟"), short_ten=False)


def _grouped(number: int, digits: str, powers: tuple[str, ...], *, short_ten: bool) -> str:
    if not 0 < number <= _LARGEST:
        return digits[0] if number == 0 else str(number)
    result = ""
    zero = False
    for place, digit in zip(range(len(str(number)) - 1, -1, -1), str(number), strict=True):
        if digit == "0":
            zero = bool(result)
            continue
        result += (digits[0] if zero else "") + digits[int(digit)] + powers[place]
        zero = False
    return result[1:] if short_ten and number in _TEENS else result


def roman(number: int) -> str:
    """4 → IV; in digits outside 1 to 3 999."""
    if not 0 < number <= _LARGEST_ROMAN:
        return str(number)
    result = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        result += letters * count
    return result


def letters(number: int) -> str:
    """1 → A, 26 → Z, 27 → AA (the letter repeated, as word processors do)."""
    if not 0 < number <= _LARGEST_LETTERS:
        return str(number)
    return chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _run(number: int, first: str, last: int) -> str:
    return chr(ord(first) + number - 1) if 0 < number <= last else str(number)


def numeral(number: int, style: str) -> str:
    """``number`` in a numbering style of OOXML (``w:numFmt``); digits for styles unknown here."""
    if style in {"none", "bullet"}:
        return ""
    if style.startswith(("chineseCounting", "japaneseCounting", "taiwaneseCounting", "ideographDigital")):
        return chinese(number)
    if style in {"chineseLegalSimplified", "ideographLegalTraditional"}:
        return banker(number)
    table = {
        "upperRoman": roman(number),
        "lowerRoman": roman(number).lower(),
        "upperLetter": letters(number),
        "lowerLetter": letters(number).lower(),
        "decimalZero": f"{number:02d}",
        "decimalEnclosedCircle": _run(number, "①", 20),
        "decimalEnclosedCircleChinese": _run(number, "①", 20),
        "decimalEnclosedParen": _run(number, "⑴", 20),
        "decimalEnclosedFullstop": _run(number, "⒈", 20),
        "ideographTraditional": _STEMS[(number - 1) % 10],
        "ideographZodiac": _BRANCHES[(number - 1) % 12],
        "decimalFullWidth": str(number).translate({48 + digit: 0xFF10 + digit for digit in range(10)}),
    }
    return table.get(style, str(number))
