"""Quantities: a number with its printed unit and the comparator that the words around it state."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from jiangxin.engines.policytext import cues
from jiangxin.engines.policytext.measures import is_no_count, measure_after
from jiangxin.engines.policytext.model import Comparator, Span
from jiangxin.engines.policytext.numbers import Number, find_numbers

_WINDOW = 14  # characters before a number in which its comparator may stand
_GLUED = re.compile(r"[A-Za-z0-9０-９.．+＋×xX*/第〔\[#＃№]$")
_SCALED = re.compile("^(?:万亿|[十百千]?万|亿)")
_IN_RATIO = re.compile("[0-9][:：∶]$")
_ZERO = re.compile(r"(?P<nearly>趋|趋近|接近)?零(?:(?P<none>发生|事故|死亡|新增)|(?P<growth>(?:负)?增长))")
_DOUBLED = re.compile("(?:实现)?翻(?P<times>[一两二三])?番")
_BARE_END = re.compile(r"(?=[，,。；;、）)以左和及]|$)")


@lru_cache(maxsize=1024)
def _unscaled(unit: str) -> str:
    return _SCALED.sub("", unit).split("/")[0]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with unit and comparator. ``span`` covers number, unit and suffix (10万人以上).

    ``head`` is where the comparator before it starts; ``word`` is the comparator as printed,
    ``direct`` is true where a comparator stands right before or after the number; ``glued``
    marks a range whose dash was lost between its two printed units.
    """

    span: Span
    head: int
    number: Number
    unit: str | None
    comparator: Comparator
    strict: bool = False
    word: str = ""
    direct: bool = False
    low: Decimal | None = None
    high: Decimal | None = None
    glued: bool = False

    @property
    def value(self) -> Decimal | None:
        """The figure, None for a range."""
        return None if self.comparator == "range" else self.number.value

    @property
    def base_unit(self) -> str:
        """The unit without 万 or 亿."""
        return _unscaled(self.unit or "")


def find_quantities(text: str) -> list[Quantity]:
    """Quantities of one sentence in order."""
    found = [q for number in find_numbers(text) if (q := _quantity(text, number)) is not None]
    found += [q for match in _ZERO.finditer(text) if (q := _zero(match)) is not None]
    found += [_doubled(match) for match in _DOUBLED.finditer(text)]
    found.sort(key=lambda q: q.span.start)
    return _without_modifiers(text, _share_comparators(text, _joined_ranges(found)))


def _quantity(text: str, number: Number) -> Quantity | None:
    start = number.span.start
    joined = start and (_GLUED.match(text[start - 1]) or _IN_RATIO.search(text, max(0, start - 2), start))
    measured = None if joined else measure_after(text, number)
    if measured is None or is_no_count(text, number, measured):
        return None
    prefix = _prefix(text, start) or _distant_prefix(text, start)
    suffix = cues.SUFFIX.match(text, measured.end)
    if measured.unit is None and (prefix is None or not _BARE_END.match(text, measured.end)):
        return None
    if number.numeral and measured.unit == "年" and suffix is None and _prefix(text, start) is None:
        return None  # 三年 is a span of time, 不少于三年 a requirement
    comparator, strict, word = _combine(prefix, suffix, about=measured.about)
    if number.high is not None:
        comparator, strict = "range", False
    return Quantity(
        span=Span(start, suffix.end() if suffix else measured.end),
        head=prefix[2] if prefix else start,
        number=number,
        unit=measured.unit,
        comparator=comparator,
        strict=strict,
        word=word,
        direct=prefix is not None or suffix is not None or measured.about,
        low=number.value if number.high is not None else None,
        high=number.high,
    )


def _prefix(text: str, start: int) -> tuple[Comparator, bool, int, str] | None:
    """Comparator right before a number: (comparator, strict, where it starts, word)."""
    window = text[max(0, start - _WINDOW) : start]
    match = cues.DIRECT_PREFIX.search(window)
    if match is None:
        return None
    found = cues.WORD.search(window, match.start())
    if found is None:
        return None
    comparator, strict = cues.comparator_of(found[0])
    at = max(0, start - _WINDOW) + match.start()
    earlier = _prefix(text, at) if comparator == "approx" or found[0] in {"达到", "达", "实现", "恢复"} else None
    if earlier and earlier[0] != "approx" and comparator != "approx":
        return earlier
    if earlier:  # 达到约X stays approximate, and starts at 达到
        return "approx", False, earlier[2], found[0]
    return _as_comparator(comparator), strict, at, found[0]


_REACH_BACK = 20  # characters between 不低于 and its figure: 不低于在校生的2倍, 至少建设一所


def _distant_prefix(text: str, start: int) -> tuple[Comparator, bool, int, str] | None:
    """Comparator earlier in the clause, with other words but no other figure between."""
    from_ = max(0, start - _REACH_BACK)
    window = re.split(r"[，,、；;：:。]|[0-9][^0-9]{0,3}(?:以上|以下|%|个|所)", text[from_:start])[-1]
    found = list(cues.STRONG_PREFIX.finditer(window))
    if not found:
        return None
    comparator, strict = cues.comparator_of(found[-1][0])
    return _as_comparator(comparator), strict, start, found[-1][0]


def _as_comparator(text: str) -> Comparator:
    return {"<=": "<=", "==": "==", "approx": "approx", "range": "range"}.get(text, ">=")  # type: ignore[return-value]  # dict of literals


def _combine(
    prefix: tuple[Comparator, bool, int, str] | None, suffix: re.Match[str] | None, *, about: bool
) -> tuple[Comparator, bool, str]:
    word = prefix[3] if prefix else ""
    if suffix is not None:
        printed = suffix["ge"] or suffix["le"] or suffix["about"]
        word = f"{word}…{printed}" if word else printed
        if suffix["about"]:
            return "approx", False, word
        return (">=" if suffix["ge"] else "<="), False, word
    if prefix is None:
        return ("approx" if about else "=="), False, word
    if prefix[0] == ">=" and prefix[3] == "实现":
        return ("approx" if about else "=="), False, word
    return prefix[0], prefix[1], word


def _zero(match: re.Match[str]) -> Quantity | None:
    unit = "%" if match["growth"] else "起"
    comparator: Comparator = "approx" if match["nearly"] else "=="
    at = match.start() + len(match["nearly"] or "")
    number = Number(Span(at, at + 1), Decimal(0), numeral=True)
    return Quantity(
        Span(match.start(), match.end()), match.start(), number, unit, comparator, word=match[0], direct=True
    )


def _doubled(match: re.Match[str]) -> Quantity:
    """翻一番 is twice as much, 翻两番 four times."""
    times = Decimal(2) ** {"两": 2, "二": 2, "三": 3}.get(match["times"] or "", 1)
    span = Span(match.start(), match.end())
    return Quantity(span, span.start, Number(span, times, numeral=True), "倍", "==", word=match[0], direct=True)


_JOINT = re.compile(r"\s*[、,，和与及至以]{1,2}(?:[^，,。；;、0-9]{0,4})$")


def _share_comparators(text: str, found: list[Quantity]) -> list[Quantity]:
    """In 分别达到65%和55%以上 each figure has the comparators of the whole list."""
    out: list[Quantity] = []
    run: list[Quantity] = []
    for quantity in found:
        if run and not _is_joint(text[run[-1].span.end : quantity.head]):
            out += _alike(run)
            run = []
        run.append(quantity)
    return out + _alike(run)


_BEHIND = {"以上", "以下", "左右", "以内"}
_REACHED = set(cues.REACH.split("|"))


def _alike(run: list[Quantity]) -> list[Quantity]:
    """Figures of one list: what stands before the first or behind only the last holds for all."""
    if len(run) < 2:
        return run
    first, last = run[0], run[-1]
    if last.word in _BEHIND and not any(q.direct and q.word not in _REACHED for q in run[:-1]):
        return [_with_comparator(q, last) if q.unit == last.unit else q for q in run]
    if first.direct and first.word not in _BEHIND:
        return [first, *(q if q.direct else _with_comparator(q, first) for q in run[1:])]
    return run


def _with_comparator(quantity: Quantity, other: Quantity) -> Quantity:
    comparator = "range" if quantity.comparator == "range" else other.comparator
    return replace(quantity, comparator=comparator, strict=other.strict, word=other.word, direct=True)


_CHANGES = re.compile(r"[^，,。；;、0-9]{1,12}(?:到|至|为)[^，,。；;、0-9]{0,2}[0-9]")


def _without_modifiers(text: str, found: list[Quantity]) -> list[Quantity]:
    """Without sizes that only tell which things are meant, and without the start of a change.

    100头以上规模养殖比重超过65% and 3个产值超10亿元的集群 set one figure each; 由20天减至8天 sets 8.
    """
    kept: list[Quantity] = []
    bases = [match.span("base") for match in _COMPARED.finditer(text)]
    for i, q in enumerate(found):
        if any(start <= q.span.start < end for start, end in bases):
            continue
        after = found[i + 1] if i + 1 < len(found) else None
        gap = text[q.span.end : after.head] if after else None
        if (gap is not None and _describes(q, gap)) or _qualifies(text, q):
            continue
        if kept and text[q.span.end : q.span.end + 1] == "的" and re.match(r"的[^，,。；;、]", text[q.span.end :]):
            between = text[kept[-1].span.end : q.head]
            if (
                between
                and not _BREAK.search(between)
                and kept[-1].base_unit in cues.CLASSIFIERS
                and not kept[-1].number.numeral
            ):
                continue
        from_ = text[max(0, q.span.start - 16) : q.span.start]
        if re.search("由|从", from_) and _CHANGES.match(text, q.span.end):
            continue
        kept.append(q)
    return kept


_VALUE = "[0-9][0-9.]*[^，,。；;、0-9]{0,8}?"
#: 比上年的132万吨、14万吨分别减少7%、8%: from where the change is counted.
_COMPARED = re.compile(
    rf"[比较](?:[^，,。；;、0-9]|20[0-9]{{2}} ?年){{0,16}}的(?P<base>{_VALUE}(?:[、和]{_VALUE})*)"
    r"(?:分别|均|再)?(?:减|降|下降|增|提|上升|压)"
)
_BREAK = re.compile("[、，,：:和及与]")
_OVER = re.compile("(?:超过?|过|达到?|突破|近|约)$")
_THING = re.compile(
    "(?:的)?(?:重[大点])?(?:工业|产业|农业|文旅|服务业|龙头|骨干|上市)?(?:企业|项目|集群|产业|园区|基地|品牌|平台|乡?镇|街道|村|大户|市场主体|单品|产品|强[县区市镇])(?!数|总?量|占|个数|总)"
)
_AMONG = re.compile("[^，,。；;：:、]{1,20}中[^，,。；;、]{0,40}?[0-9.]+[%％]")


def _describes(q: Quantity, gap: str) -> bool:
    """Whether 以上 or 以下 makes the figure part of the noun that the next figure measures."""
    return q.word in {"以上", "以下", "及以上", "及以下", "以内"} and len(gap) > 1 and not _BREAK.search(gap)


def _qualifies(text: str, q: Quantity) -> bool:
    """Whether a size only tells which things are counted (产值过10亿元企业), or from what a share is taken."""
    sized = q.base_unit.endswith("元") or q.base_unit in cues.MEASURES
    if sized and _OVER.search(text, 0, q.number.span.start) and _THING.match(text, q.span.end):
        return True
    return not q.direct and q.base_unit in cues.CLASSIFIERS and _AMONG.match(text, q.span.end) is not None


def _joined_ranges(found: list[Quantity]) -> list[Quantity]:
    """5%8% is the range 5%—8% whose dash was lost: nothing else prints two figures without a mark."""
    out: list[Quantity] = []
    for q in found:
        last = out[-1] if out else None
        if (
            last is not None
            and last.span.end == q.span.start
            and last.unit == q.unit
            and last.high is None
            and q.high is None
            and not last.number.numeral
            and last.number.value < q.number.value
        ):
            number = replace(last.number, span=Span(last.number.span.start, q.number.span.end), high=q.number.value)
            out[-1] = replace(
                last,
                span=Span(last.span.start, q.span.end),
                number=number,
                comparator="range",
                low=last.number.value,
                high=q.number.value,
                glued=True,
            )
        else:
            out.append(q)
    return out


def _is_joint(between: str) -> bool:
    return between.strip() in {"、", "和", "与", "及", "以及"}
