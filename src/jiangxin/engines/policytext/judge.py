"""Tells goals and requirements from policy settings, from the past and from mere counting."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from jiangxin.engines.policytext import cues

if TYPE_CHECKING:
    from collections.abc import Callable

    from jiangxin.engines.policytext.clauses import Enclosures
    from jiangxin.engines.policytext.model import Span
    from jiangxin.engines.policytext.quantities import Quantity

Verdict = Literal["goal", "requirement", "parameter", "none"]

_LONG_QUOTE = 24  # a longer quotation is a sentence, not a nickname
_WHOLE = 100
_FORBIDS = re.compile(r"禁止|严禁|不得(?!低于|少于|超过|高于|大于|小于)|不予|取消资格")
_CHANGES = re.compile(
    "提高|压缩|缩短|精简|下降|降低|减少|增长|增加|压减|削减|占|覆盖|率|比例|比重|上升|提升|节约|缩减|下调|上调|递增|增幅|增速|快于|"
    "高于|低于|普及|达标"
)
_SHARE_OF_ALL = re.compile("实现|覆盖|达到|率|比例|全部|占比")
_FOR_WHOM = re.compile("(?:为|对|给|向|在|将|把|使|让)$")
_FINISHED = re.compile(
    "(?:开工|竣工|完工|封顶|投产|投用|投入使用|建成|完成|达标|通车|贯通|交付|入住|上线|运营|挂牌|改造)$"
)
_DONE = re.compile("的?(?:通|覆盖|达标|完成|实现|纳入|落实|建立|签订|安装|配备|公开|办理|整改)")
_NUMERAL_CLASSIFIERS = {"所", "家", "座", "处", "亩", "公里", "台", "套", "名", "万人", "人次"}
_NUMERAL_UNITS = cues.SHARES | cues.DURATIONS | cues.FREQUENCY_UNIT
_PER_HEAD = re.compile("(?:生均|人均|每生每年|每人每年)[^，,。；;]{0,16}$")
_GIVES_AFTER = re.compile("[，,][^。；;]{0,40}(?:给予|奖励|补助|补贴|贴息|奖补|资助)")
_OF_THOSE = re.compile("的?(?:企业|单位|项目|机构|个人|农户|主体|园区|合作社|家庭|学校|院校|高校|团队)")
_FOR = re.compile("(?:^|[，,：:])对(?!标|接|外|口|照|应)|投资(?:总?额|规模)在?$")
_PAYS = re.compile("给予|补贴|补助|奖励|贴息|申请[^，,。]{0,12}贷款|可申请|奖补|减免|免收|资助|返还")
_PRICE = re.compile(
    "(?:价格|电价|气价|水价|房租|租金|票价|收费标准|学费)[^，,。]{0,8}(?:下调|降低|下浮|低于|优惠|减|上浮)"
)
_AFTER_BY = re.compile(r"按(?![时期需质规章])照?[^，,。；;率]{0,20}$")
_FUNDS = re.compile("安排|投入|拿出|划拨|列支|筹集|设立|新增|统筹|规模(?:达到|为)|总额|投资")
_NOT_FUNDS = re.compile("每(?!年)|最高|不超过|按")
_TEAM = re.compile(r"副?组长|下设|领导小组[^，,。]{0,4}$|召集人")
_DESCRIBED = re.compile("的?(?:企业|单位|班级|大班额|超大班|老年|老人|村|以上|人群|居民|儿童|妇女|女性|男性|人口|常住)")
_NAMES_THINGS = re.compile("淘汰|关停|关闭|拆除|整治|禁止|针对|对|具有|具备|符合|凡|处置")
_SPECIFIES = re.compile(r"的?(?!$)[^，,。；;、）)]")
_SIZE_WORDS = {"以上", "以下", "及以上", "及以下", "和以上", "或以上", "以内"}
_SIZES = {"蒸吨", "马力", "千伏", "千伏安", "kV", "毫米", "厘米", "载重吨", "总吨"}  # of one thing, never of many
_AMOUNT = re.compile("(?:量|额|值|收入|规模|面积|人口|距离?|资产|产能)$")
_NOUN_END = re.compile("的[^，,。；;、]{1,12}$")
_CUT_TO = re.compile("(?:减|降|压|缩|精简|控制)[^…]{0,3}[到至为在]")
_SPAN_OF_TIME = re.compile("(?:[第近前后用]|连续|未来|历时|为期|经过)$")
_GRANTED = re.compile(r"(?:免收|减免|延长|延期|缓缴|补贴|发放|享受|给予)[^，,。]{0,6}$")
_CYCLE = re.compile("一?周期|一轮|一届|一次")
_AT_LEAST = {"至少", "不少于", "不低于", "不得少于", "不得低于"}


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
    if context.past or _any(_NO_FIGURE, context):
        return "none"
    if q.word.startswith(("零", "趋")):
        return "goal"
    if _any(_SETTING, context):
        return "parameter"
    if q.base_unit in cues.FREQUENCY_UNIT and (cues.PERIOD.search(context.clause) or not q.direct):
        return "parameter" if cues.PERIOD.search(context.clause) else "none"
    if q.base_unit in cues.DURATIONS:
        return _duration(context)
    counts = _has_evidence(context) and (not q.number.numeral or _numeral_counts(context))
    return _kind(context) if counts else "none"


def is_idle(quantity: Quantity, enclosures: Enclosures, clause: str) -> bool:
    """Whether a figure plainly counts nothing, so that it must not divide the text of its neighbours."""
    place = enclosures.within(quantity.number.span.start)
    quote = enclosures.quote_at(quantity.number.span.start) if place == "quote" else None
    if place == "title" or (quote is not None and quote.end - quote.start <= _LONG_QUOTE):
        return True
    if not quantity.number.numeral or quantity.direct or quantity.base_unit in _NUMERAL_UNITS:
        return False
    return quantity.unit not in _NUMERAL_CLASSIFIERS and not (quantity.number.value == 1 and cues.PER.search(clause))


def _any(rules: tuple[Callable[[Context], bool], ...], context: Context) -> bool:
    return any(rule(context) for rule in rules)


# --- figures that count nothing to be reached -------------------------------------------------


def _nickname(context: Context) -> bool:
    """In the title of a work, or in a quotation short enough to be a name."""
    position = context.quantity.number.span.start
    place = context.enclosures.within(position)
    quote = context.enclosures.quote_at(position) if place == "quote" else None
    return place == "title" or (quote is not None and quote.end - quote.start <= _LONG_QUOTE)


def _aside(context: Context) -> bool:
    place = context.enclosures.within(context.quantity.number.span.start)
    return place == "bracket" and not (context.quantity.direct or "其中" in context.before)


def _numbers_a_list(context: Context) -> bool:
    """共23项, 前10名, 5个方面: sizes of lists and ranks."""
    q = context.quantity
    position = q.number.span.start
    lead = context.sentence[max(0, position - 8) : position].rstrip()
    if cues.RANK.search(lead):
        return True
    ahead = context.sentence[q.span.end : q.span.end + 6]
    return not q.direct and bool(cues.LIST_COUNT.search(lead) or cues.ENUMERATED.match(ahead))


def _steering_group(context: Context) -> bool:
    return not context.quantity.direct and _TEAM.search(context.clause) is not None


def _idle_unit(context: Context) -> bool:
    q = context.quantity
    return (
        q.base_unit == "届"
        or (q.base_unit == "分" and not q.direct)
        or (q.base_unit in {"批", "版", "号"} and q.number.numeral)
    )


def _forecast(context: Context) -> bool:
    """What is expected to come about by itself."""
    return re.search("预计|预测", context.sentence[: context.quantity.span.start]) is not None


_NO_FIGURE = (_nickname, _forecast, _aside, _numbers_a_list, _steering_group, _idle_unit)


# --- settings of the policy -------------------------------------------------------------------


def _forbidden_size(context: Context) -> bool:
    return context.quantity.direct and _FORBIDS.search(context.before[-16:]) is not None


def _payment(context: Context) -> bool:
    """Sums and caps of what is paid, waived or lent to those who meet the conditions."""
    q = context.quantity
    money = q.base_unit.endswith("元")
    level = q.direct and q.comparator == ">=" and _PER_HEAD.search(context.before) is not None
    if level or _funding(context) or not (money or q.comparator == "<="):
        return False
    if (money and q.word.startswith("最高")) or _PAYS.search(context.sentence[: q.span.start]):
        return True
    return money and bool(cues.SUBSIDY_CAP.search(context.clause) or cues.SUBSIDY.search(context.clause))


def _funding(context: Context) -> bool:
    """Money set aside for a purpose is a commitment, though it may pay subsidies."""
    return _FUNDS.search(context.before) is not None and _NOT_FUNDS.search(context.before[-12:]) is None


def _rate(context: Context) -> bool:
    """Rates of subsidies, taxes, prices and shares by which something is computed."""
    if context.quantity.base_unit not in cues.SHARES:
        return False
    return bool(
        cues.SUBSIDY.search(context.clause) or _PRICE.search(context.clause) or _AFTER_BY.search(context.before)
    )


def _condition(context: Context) -> bool:
    """Sizes in a sentence that pays whoever reaches them, or that bound each single object."""
    q = context.quantity
    gives = _GIVES_AFTER.search(context.sentence, q.span.end) is not None
    if gives and re.match(r"\s*(?:对|凡|对于|每)", context.sentence):
        return True
    if q.base_unit in cues.SHARES or q.base_unit.endswith("元"):
        return gives and bool(_OF_THOSE.match(context.after) or _FOR.search(context.sentence[: q.span.start]))
    counted = q.base_unit in cues.MEASURES or q.base_unit in cues.CLASSIFIERS
    return q.direct and counted and bool(re.search("单个|每个项目|同一", context.sentence[: q.span.start]))


def _threshold(context: Context) -> bool:
    """A size that tells which things are meant (20蒸吨以下锅炉), not how many."""
    q = context.quantity
    if re.match("的?范围", context.after) or _sized_thing(context):
        return True
    if q.word in _SIZE_WORDS and q.base_unit in _SIZES and _SPECIFIES.match(context.after):
        return True
    if q.word not in _SIZE_WORDS or q.base_unit in cues.SHARES or q.base_unit.endswith("元"):
        return False
    if q.base_unit in cues.MEASURES and q.base_unit != "倍" and _SPECIFIES.match(context.after):
        return context.others > 0 or _NAMES_THINGS.search(context.before) is not None
    return q.base_unit in {"人", "岁", "周岁", "户"} and _DESCRIBED.match(context.after) is not None


def _sized_thing(context: Context) -> bool:
    """年货运量300万吨以上的港口, （运距400公里以上）: which things, in the form of a predicate."""
    q = context.quantity
    if q.word not in _SIZE_WORDS:
        return False
    bracket = context.enclosures.bracket_at(q.number.span.start)
    if bracket is not None:
        return q.base_unit in cues.MEASURES and bracket.end - q.span.end <= 1 and "其中" not in context.before
    return _AMOUNT.search(context.before) is not None and _NOUN_END.match(context.after) is not None


_SETTING = (_forbidden_size, _payment, _rate, _condition, _threshold)


# --- spans of time ----------------------------------------------------------------------------


def _duration(context: Context) -> Verdict:
    """A time to be spent is a requirement, a term or a limit a setting, most others are neither."""
    q = context.quantity
    if _CUT_TO.match(q.word):
        return "requirement"
    if _SPAN_OF_TIME.search(context.before) or context.after.startswith(("期", "度", "级")):
        return "none"
    if q.base_unit in {"岁", "周岁"}:
        return _age(context)
    eligible = cues.ELIGIBILITY.search(context.clause) is not None
    return "requirement" if not eligible and _time_required(context) else _term(context, eligible=eligible)


def _age(context: Context) -> Verdict:
    if re.search("寿命|期望", context.before):
        return "goal"
    setting = cues.SUBSIDY.search(context.sentence) or cues.ELIGIBILITY.search(context.clause)
    return "parameter" if setting else "none"


def _time_required(context: Context) -> bool:
    q = context.quantity
    sets = q.direct or re.search("[为达到至]$", context.before) or cues.HEDGE.search(context.before)
    return q.word in _AT_LEAST or bool(sets and cues.TIME_AMOUNT.search(context.before))


def _term(context: Context, *, eligible: bool) -> Verdict:
    q = context.quantity
    bounded = q.direct and q.comparator in {"<=", ">="}
    cycle = q.base_unit == "年" and _CYCLE.match(context.after)
    return "parameter" if eligible or bounded or cycle or _GRANTED.search(context.before) else "none"


# --- goals ------------------------------------------------------------------------------------


def _numeral_counts(context: Context) -> bool:
    """Numerals in words count only with clear evidence; most of them are figures of speech."""
    q = context.quantity
    bounded = re.search("至少|不少于|不低于|不超过|原则上", context.before)
    if q.unit in cues.SHARES or bounded or (q.direct and q.word not in {"实现", "恢复"}):
        return True
    if q.number.value == 1:
        built = re.search("(?:建设|建成|建有|设立|配备|打造|培育|建立|有)$", context.before)
        return bool(built and cues.PER.search(context.clause))
    return q.unit in _NUMERAL_CLASSIFIERS and cues.GOAL_VERB.search(context.clause) is not None


def _has_evidence(context: Context) -> bool:
    """Whether something is to be brought about, beyond a figure that merely stands there."""
    q = context.quantity
    if q.unit in cues.SHARES or q.unit is None:
        whole = q.number.value == _WHOLE and _DONE.match(context.after)
        hedged = re.search("(?:力争|确保|争取)(?:完成|达到|实现)?$", context.before)
        told = _CHANGES.search(context.before) or _SHARE_OF_ALL.search(context.before[-8:])
        some = context.after.startswith("的") and cues.GOAL_VERB.search(context.before)  # 推动10%的企业
        return q.direct or bool(whole or hedged or told or some)
    if q.direct and q.word not in {"近", "约", "达", "多", "余"}:
        return True
    if cues.GOAL_VERB.search(context.sentence[: q.number.span.start]) or _FINISHED.search(context.after):
        return True
    if _FOR_WHOM.search(context.before) and cues.GOAL_VERB.search(context.after):
        return True
    return context.aim and bool(context.before.strip())


def _kind(context: Context) -> Verdict:
    bounded = re.search("不低于|不得低于|不少于|不超过|不得超过|不高于", context.before[-24:] + context.quantity.word)
    kept = re.search("占比|比例|比重|时间|课时|学时|面积|间距|成绩|人数|规模|标准", context.before)
    return "requirement" if bounded and kept else "goal"
