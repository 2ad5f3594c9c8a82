"""Names what a figure counts, and splits a figure that holds for several things at once."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from jiangxin.engines.policytext import cues

if TYPE_CHECKING:
    from jiangxin.engines.policytext.model import Target
    from jiangxin.engines.policytext.quantities import Quantity

_BRACKETED = re.compile(r"[（(][^（()）]*[)）]")
_LEADING_VERBS = re.compile(
    r"^(?:其中|同时|并且|并|以及|和|也|再|还|全面|积极|大力|加快|着力|切实|稳步|持续|不断|进一步|逐步|扎实|深入|统筹|规划|探索|确保|保证|力争|努力|争取|鼓励|"
    r"推动|推进|支持|引导|指导|促进|实现|完成|保持|使|将|要|须|拟|计划|每年|年均|原则上|至少|建设|新建|建成|共建|筹建|创建|构建|打造|培育|培养|引进|"
    r"新增|增加|组建|成立|发展|开展|组织|举办|实施|设立|安排|投入|改造|提升|治理|修复|完善|选派|遴选|认定|推广|达到|初步|基本|总体|与社区|当年|本年)+"
)
_TRAILING = re.compile(
    r"(?:分别|均|都|总体|全部|努力|力争|争取|基本|原则上|一般|每年|年均|要|应|须|将|需|也|达到|达|不低于|不少于|超过|为|在|至少|到|的|逐步|稳定|控制|提高|提升|增加|新增|建设|"
    r"保持|维持|压缩|压减|缩短|下降|降低|减少|增长)++$"
)
_BASE = re.compile(r"(?:分别)?[比较](?:20[0-9]{2}年|上年|去年)[^，,。]{0,8}$")
_SHARE_OF = re.compile(r"占比(?:达到|达|不低于|超过)(?P<whole>.{1,20}?)的?$")
_RELATIVE = re.compile(r"(?:不低于|不少于|达到|高于|低于)(?P<base>(?!每)[^0-9]{1,20}?)的?$")
_GRADE = re.compile(r"(?:[国省市县区校州旗盟]|[一二三四五]|[0-9A-Z])?[级星类]?(?:及以上|以上|级)$")
_WINDOW = 120  # characters before a figure in which its subject stands
_CUT_AFTER = re.compile(r"(?:建成|建立|开展|进入|列入|大力|完成|开通|达到|实现|投入使用)")
_PLAIN_END = re.compile(r"(?:率|比例|占比|比重|数|量|面积|水平|人数|次数|收入|产值|浓度)$")
_METRIC = re.compile(
    r"((?:综合|无害化|资源化|规范化|标准化|机械|全程机械|信息|城镇|污水|垃圾|绿色|集中|安全|优质|专任教师学历)*"
    r"(?:化|覆盖|普及|达标|合格|处理|利用|回收|入园|入学|巩固|就业|治理|参保|接种|签约|建成|完好|使用|配套|处置|自给|增长|贡献|排放|毛入学|毛入园|满意)*"
    r"(?:率|占比|比例|比重|总量|产量|面积|水平|人数|数量|浓度|收入|产值))$"
)
_LONGEST = 60
_MOST_ITEMS = 12
_SHORT_WORD = 2  # 甲地种植、收获率: a last item of so short a word shares what stands before the first


def subject_of(before: str, after: str, quantity: Quantity) -> str:
    """The noun phrase that is counted or measured, an empty string where the piece names none."""
    noun = _after(after) if _number_first(before, after, quantity) else ""
    head = _before(before)
    if noun and quantity.unit in cues.SHARES:
        return (head + noun)[:_LONGEST] if head else noun[:_LONGEST]
    return (noun or head)[:_LONGEST]


_OPENING_BRACKET = re.compile(r"^[（(][^（()）]*(?:[)）]|$)")


def _number_first(before: str, after: str, quantity: Quantity) -> bool:
    after = _OPENING_BRACKET.sub("", after.strip())
    if not after or after[0] in "，,。、)）和；;" or after.startswith(("的基础上", "的标准", "的要求", "的目标")):
        return False
    if quantity.base_unit in cues.DURATIONS or (quantity.unit in cues.SHARES and not after.startswith("的")):
        return not _before(before)
    return True


def _after(after: str) -> str:
    text = _OPENING_BRACKET.sub("", after.strip()).removeprefix("的")
    cut = _CUT_AFTER.search(text)
    return text[: cut.start()] if cut and cut.start() > 1 else text


def part_of(subject: str, whole: str) -> str:
    """Subject of 其中市级以上4个, which names only a grade of what was counted before."""
    return f"{whole}({subject})" if whole and _GRADE.fullmatch(subject) else subject


def _before(before: str) -> str:
    text = _BASE.sub("", before[-_WINDOW:])
    text = _RELATIVE.sub(r"相对\g<base>", _SHARE_OF.sub(r"占\g<whole>的比例", text))
    text = cues.DEADLINE.sub("", text).strip(" \u3000，,、：:")
    text = re.sub(r"^[（(]?[一二三四五六七八九十0-9]{1,3}[）)、.．]\s*", "", text)
    shorter = None
    while shorter != text:
        shorter = text
        text = _TRAILING.sub("", _LEADING_VERBS.sub("", text)).strip(" \u3000，,、：:")
    return text


def spread(target: Target, clause: str, at: int) -> list[Target]:
    """One target for each thing that 分别 or 均 tells the figure of, else the target alone.

    ``at`` is where the number stands in ``clause``.
    """
    before = clause[:at]
    matches = list(_DISTRIBUTES.finditer(before))
    if not matches:
        return [target]
    match = matches[-1]
    names = _listed(before[: match.start()])
    if match[0] == "分别":
        figures = [m.start() + match.end() for m in _FIGURE.finditer(_YEAR_BASE.sub(_blank, clause[match.end() :]))]
        if len(figures) > 1:
            place = figures.index(at) if at in figures else -1
            return [replace(target, subject=names[place]) if 0 <= place < len(names) == len(figures) else target]
    return [replace(target, subject=name) for name in names] if len(names) > 1 else [target]


_DISTRIBUTES = re.compile("分别|(?<![人户年亩平日月地单量生师校村县度])均|都(?=达到|不低于|超过)")
_FIGURE = re.compile(r"[0-9][0-9.]*")
_YEAR_BASE = re.compile(r"20[0-9]{2}年")


def _measure_of(items: list[str]) -> str:
    """The measure that the last of the listed things names for all: 机械化率 in 播种、收获机械化率."""
    last, others = items[-1], {len(item) for item in items[:-1]}
    metric = _METRIC.search(last)
    if metric and len(metric[1]) > len("排放率"):
        return metric[1]
    size = max(others)
    alike = len(others) == 1 and size < len(last) and _PLAIN_END.search(last) and not _PLAIN_END.search(items[0])
    return last[size:] if alike else metric[1] if metric else ""


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _listed(before: str) -> list[str]:
    """The things listed before 分别 or 均, each with the measure that the last one names."""
    text = _before(_BRACKETED.sub("", before))
    items = [item for item in re.split(r"、|以及|和|与|及(?![时格其])", text) if item.strip()]
    if not 1 < len(items) <= _MOST_ITEMS:
        return [text] if text else []
    tail = _measure_of(items)
    if tail and tail == items[-1]:
        return [text]
    last = items[-1].removesuffix(tail)
    alone = _PLAIN_END.search(items[0]) or not tail
    shared = items[0][: -len(last)] if not alone and len(last) == _SHORT_WORD < len(items[0]) else ""
    others = [item if not tail or _PLAIN_END.search(item) else item + tail for item in items[:-1]]
    return [*others, shared + items[-1]]
