"""The faces of the standard under the names that fonts give them.

A face has many makers. Names that are the standard's face beyond doubt are right; those of a kindred cut, which offices
take for it and others refuse, are doubtful.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum

from jiangxin.engines.typeset.check_words import Both

_SEPARATORS = re.compile(r"[\s_@·-]")


class Fit(Enum):
    """How well a font fits a face."""

    RIGHT = "right"
    DOUBTFUL = "doubtful"
    WRONG = "wrong"


class Face(Enum):
    """A face of the standard, with its name in both languages and the names of its fonts."""

    FANG = (
        Both("仿宋体", "仿宋 (FangSong)"),
        r"仿宋(gb2312|gbk)?|fangsong(gb2312)?|simfang|方正(公文)?仿宋(简体|gbk|gb18030)?|fzfs\w*|fandolfang\w*|cesi仿宋\w*",
        r"仿宋|fangsong|fsong",
    )
    HEI = (
        Both("黑体", "黑体 (HeiTi)"),
        r"黑体|simhei|方正(公文)?黑体(简体|gbk|gb18030)?|fzht\w*|fandolhei\w*|cesi黑体\w*",
        r"黑体|heiti|sthei|hei",
    )
    KAI = (
        Both("楷体", "楷体 (KaiTi)"),
        r"楷体(gb2312|gbk)?|kaiti(gb2312)?|simkai|方正(公文)?楷体(简体|gbk|gb18030)?|fzkt\w*|fandolkai\w*|cesi楷体\w*",
        r"楷|kai",
    )
    BIAOSONG = (
        Both("小标宋体", "小标宋 (XiaoBiaoSong)"),
        r".*小标宋.*|.*xiaobiaosong.*|fzxbs\w*",
        r"中宋|zhongsong|标宋|biaosong",
    )
    SONG = (
        Both("宋体", "宋体 (SimSun)"),
        r"宋体|n?simsun|新宋体|cesi宋体\w*",
        r"(?<![仿标])宋|(?<!fang)(?<!biao)song",
    )

    def __init__(self, shown: Both, right: str, doubtful: str) -> None:
        self.shown = shown
        self._right = re.compile(right)
        self._doubtful = re.compile(doubtful)

    def fit(self, font: str) -> Fit:
        """Return how well a font fits, by its name."""
        name = _SEPARATORS.sub("", unicodedata.normalize("NFKC", font).casefold())
        if self._right.fullmatch(name):
            return Fit.RIGHT
        if self._doubtful.search(name) and not _OTHERS.search(name):
            return Fit.DOUBTFUL
        return Fit.WRONG


#: Faces of screens, whose names hold those of printed ones.
_OTHERS = re.compile(r"雅黑|yahei|隶|等线")


def is_chinese(font: str) -> bool:
    """Return whether a font, by its name, is one for Chinese."""
    return not font.isascii() or any(face.fit(font) is not Fit.WRONG for face in Face)
