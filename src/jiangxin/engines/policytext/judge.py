"""Tells goals and requirements from policy settings, from the past and from mere counting."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from jiangxin.engines.policytext import cues

if TYPE_CHECKING:
    from jiangxin.engines.policytext.clauses import Enclosures
    from jiangxin.engines.policytext.model import Span
    from jiangxin.engines.policytext.quantities import Quantity

Verdict = Literal["goal", "requirement", "parameter", "none"]

_LONG_QUOTE = 24  # a longer quotation is a sentence, not a nickname
_FORBIDS = re.compile(r"禁止|严禁|不得(?!低于|少于|超过|高于|大于|小于)|不予|取消资格")
_EXCEPT_LEVEL = re.compile(
    r"提高|下降|降低|减少|增长|增加|压减|削减|占|覆盖|率|比例|比重|上升|提升|节约|缩减|下调|上调|递增|增幅|增速|快于|高于|低于|普及|达标"
)
_SHARE_OF_ALL = re.compile(r"(?:实现|覆盖|达到|率|比例|全部|占比)")
_NUMERAL_CLASSIFIERS = {"所", "家", "座", "处", "亩", "公里", "台", "套", "名", "万人", "人次"}
_SPECIFIES = re.compile(r"的?(?!$)[^，,。；;、）)]")


@dataclass(frozen=True, slots=True)
class Context:
    """A figure with what stands around it. ``before`` and ``after`` are parts of its own piece."""

    sentence: str
    clause: str
    before: str
    after: str
    enclosures: Enclosures
    quantity: Quantity
    past: bool
    aim: bool  # under a heading of aims, or in a sentence governed by a deadline
    piece: Span
    others: int  # further figures in the same sentence


def judge(context: Context) -> Verdict:
    """What the figure is; ``none`` for what is neither target nor setting."""
    q = context.quantity
    if _structural(context) or context.past:
        return "none"
    if q.word.startswith(("零", "趋")):
        return "goal"
    if _is_setting(context):
        return "parameter"
    unit = q.base_unit
    if unit in cues.FREQUENCY_UNIT:
        return "parameter" if cues.PERIOD.search(context.clause) else "none"
    if unit in cues.DURATIONS:
        return _duration(context)
    if q.number.numeral and not _numeral_counts(context):
        return "none"
    if not _has_evidence(context):
        return "none"
    return _kind(context)


def _structural(context: Context) -> bool:
    """Titles, nicknames, lists of points, ranks: figures that count nothing to be reached."""
    q = context.quantity
    position = q.number.span.start
    place = context.enclosures.within(position)
    if place == "title":
        return True
    if place == "quote":
        quote = context.enclosures.quote_at(position)
        if quote and quote.end - quote.start <= _LONG_QUOTE:
            return True
    if place == "bracket" and not (q.direct or "其中" in context.before):
        return True
    lead = context.sentence[max(0, position - 8) : position].rstrip()
    if cues.LIST_COUNT.search(lead) and not q.direct:
        return True
    if cues.RANK.search(lead):
        return True
    ahead = context.sentence[q.span.end : q.span.end + 12]
    if re.match(r"(?:大|重)?(?:[^，,、。的]{0,4})", ahead) and not q.direct and cues.ENUMERATED.match(ahead[:6]):
        return True
    return q.base_unit in {"批", "届", "版", "号"} and (q.number.numeral or q.base_unit == "届")


def _is_setting(context: Context) -> bool:
    q = context.quantity
    clause, before = context.clause, context.sentence[: context.quantity.span.start]
    if _FORBIDS.search(context.before[-16:]) and q.direct:
        return True
    if _PAYS.search(before) and (q.comparator == "<=" or q.base_unit.endswith("元")) and not _funding(context):
        return True
    if q.base_unit.endswith("元"):
        return bool(cues.SUBSIDY_CAP.search(clause) or cues.SUBSIDY.search(clause)) and not _funding(context)
    if q.base_unit in cues.SHARES:
        return bool(cues.SUBSIDY.search(clause) or _PRICE.search(clause) or _AFTER_BY.search(context.before))
    if re.match(r"\s*(?:对|凡|对于|每)", context.sentence) and re.search(r"给予|奖励|补助|补贴", context.sentence):
        return True
    if q.direct and q.base_unit in {*cues.MEASURES, *cues.CLASSIFIERS} and re.search(r"单个|每个项目|同一", before):
        return True
    return _threshold(context)


_PAYS = re.compile("给予|补贴|补助|奖励|贴息|申请[^，,。]{0,12}贷款|可申请|奖补|减免|免收|资助|返还")
_PRICE = re.compile(
    "(?:价格|电价|气价|水价|房租|租金|票价|收费标准|学费)[^，,。]{0,8}(?:下调|降低|下浮|低于|优惠|减|上浮)"
)
_AFTER_BY = re.compile(r"按照?[^，,。；;]{0,20}$")


def _funding(context: Context) -> bool:
    """Money set aside for a purpose is a commitment, though it may pay subsidies."""
    return bool(
        re.search(r"安排|投入|筹集|设立|新增|统筹|规模(?:达到|为)|总额|投资", context.before)
    ) and not re.search(r"每(?!年)|最高|不超过|按", context.before[-12:])


def _threshold(context: Context) -> bool:
    """A size that tells which things are meant (20蒸吨以下锅炉), not how many."""
    q = context.quantity
    if not q.word or q.word not in {"以上", "以下", "及以上", "及以下", "和以上", "或以上", "以内"}:
        return False
    if q.base_unit in cues.MEASURES and q.base_unit not in {"倍", "个百分点"} and _SPECIFIES.match(context.after):
        return context.others > 0 or bool(
            re.search(r"淘汰|关停|关闭|拆除|整治|禁止|针对|对|具有|具备|符合|凡|处置", context.before)
        )
    return q.base_unit in {"人", "岁", "周岁", "户"} and bool(
        re.match(
            r"的?(?:企业|单位|班级|大班额|超大班|老年|老人|村|以上|人群|居民|儿童|妇女|女性|男性|人口|常住)",
            context.after,
        )
    )


def _duration(context: Context) -> Verdict:
    q = context.quantity
    if re.search(r"(?:[第近前后用]|连续|未来|历时|为期|经过)$", context.before):
        return "none"
    if context.after.startswith(("期", "度", "级")):
        return "none"
    eligible = cues.ELIGIBILITY.search(context.clause)
    if q.base_unit in {"岁", "周岁"}:
        if re.search("寿命|期望", context.before):
            return "goal"
        return (
            "parameter" if cues.SUBSIDY.search(context.sentence) or cues.ELIGIBILITY.search(context.clause) else "none"
        )
    timed = cues.TIME_AMOUNT.search(context.before)
    sets = q.direct or re.search(r"[为达到至]$", context.before) or cues.HEDGE.search(context.before)
    if timed and sets and not eligible:
        return "requirement"
    if q.word in {"至少", "不少于", "不低于", "不得少于", "不得低于"} and not eligible:
        return "requirement"
    if eligible or (q.direct and q.comparator in {"<=", ">="}):
        return "parameter"
    if re.search(r"(?:免收|减免|延长|延期|缓缴|补贴|发放|享受|给予)[^，,。]{0,6}$", context.before):
        return "parameter"
    if q.base_unit == "年" and re.match("一?周期|一轮|一届|一次", context.after):
        return "parameter"
    return "none"


def _numeral_counts(context: Context) -> bool:
    """Numerals in words count only with clear evidence; most of them are figures of speech."""
    q = context.quantity
    if q.unit in cues.SHARES:
        return True
    if q.direct and q.word not in {"实现", "恢复"}:
        return True
    if re.search(r"至少|不少于|不低于|不超过|原则上", context.before):
        return True
    if q.number.value == 1:
        return bool(cues.PER.search(context.clause)) and bool(
            re.search(r"(?:建设|建成|建有|设立|配备|打造|培育|建立|有)$", context.before)
        )
    return q.unit in _NUMERAL_CLASSIFIERS and bool(cues.GOAL_VERB.search(context.clause))


def _has_evidence(context: Context) -> bool:
    q = context.quantity
    if q.unit in cues.SHARES or q.unit is None:
        return (
            q.direct
            or bool(re.search(r"(?:力争|确保|争取)$", context.before))
            or bool(_EXCEPT_LEVEL.search(context.before))
            or bool(_SHARE_OF_ALL.search(context.before[-8:]))
        )
    if q.direct and q.word not in {"近", "约", "达", "多", "余"}:
        return True
    return bool(cues.GOAL_VERB.search(context.sentence[: q.number.span.start])) or (
        context.aim and bool(context.before.strip())
    )


def _kind(context: Context) -> Verdict:
    if re.search(
        "不低于|不得低于|不少于|不超过|不得超过|不高于", context.before[-24:] + context.quantity.word
    ) and re.search("占比|比例|比重|时间|课时|学时|面积|间距|成绩|人数|规模|标准", context.before):
        return "requirement"
    return "goal"
