"""One width and one script for matching; offsets stay those of the text as read."""

from __future__ import annotations

import re

_WIDE = "（），：；！？．〔〕【】［］｛｝　\u00a0\u2002\u2003\u2009\u202f\ufeff\u200b\t﹒∶／＋％"
_NARROW = "(),:;!?.[][][]{}        " + " " + ".:/+%"
_TRADITIONAL = "牽頭負責單門導與參協實會幹進準發號標題時際級區縣鎮鄉東關說總計劃務業農電處廳團聯"
_SIMPLIFIED = "牵头负责单门导与参协实会干进准发号标题时际级区县镇乡东关说总计划务业农电处厅团联"

_TABLE = str.maketrans(
    _WIDE + _TRADITIONAL + "０１２３４５６７８９",
    _NARROW + _SIMPLIFIED + "0123456789",
)

_SPACE = re.compile(r"\s+")


def fold(text: str) -> str:
    """The text with brackets, punctuation, digits and spaces of one width; same length.

    A few traditional characters of role words and unit names become simplified ones, so that
    documents kept in traditional script are read by the same rules.
    """
    return text.translate(_TABLE)


def squeeze(text: str) -> str:
    """The text without any white space."""
    return _SPACE.sub("", text)
