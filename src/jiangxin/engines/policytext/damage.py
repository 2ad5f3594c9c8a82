"""Figures that lost a dash in extraction: 8—10 printed as 810.

A number alone never proves damage. A figure is doubted only where the document shows that
characters were lost elsewhere, no range dash survives anywhere in it, the digits part into a
tight rising range, and the printed value is out of scale beside its siblings. Two round numbers of
one length printed as one (20002500) need no further proof.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from jiangxin.engines.policytext import cues
from jiangxin.engines.policytext.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jiangxin.engines.policytext.model import Target

Cause = Literal["lost_date_marks", "lost_bracket", "lost_dash"]

_DATE = re.compile(r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})(?P<rest>[0-9]{2,4})日")
_SIGNED = re.compile(
    r"(?:政府|办公室|办公厅|委员会|[局厅部委院])[ \u3000]*\n\s*"
    r"(?P<date>(?P<year>20[0-9]{2})(?P<rest>[0-9]{2,4}))[ \u3000]*(?=\n|$)"
)
_MONTH = re.compile(r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})(?P<month>1[0-2]|0?[1-9])月")
_NUMBER_OPEN = re.compile(r"(?P<open>[〔\[【])(?P<year>(?:19|20)[0-9]{2})(?P<no>[0-9]{1,4})(?:号|(?=\s|$))")
_NUMBER_SHUT = re.compile(r"(?<=[发函字办令])(?P<year>(?:19|20)[0-9]{2})(?P<shut>[〕\]】])(?P<no>[0-9]{1,4})号")
_YEARS = re.compile(r"(?<![0-9])(?P<low>(?:19|20)[0-9]{2})(?P<high>(?:19|20)[0-9]{2})年")
_KNOWN_DATE = re.compile(r"(?P<year>(?:19|20)[0-9]{2})[-年./](?P<month>[0-9]{1,2})[-月./](?P<day>[0-9]{1,2})")
_SURVIVING = re.compile(
    r"(?<![0-9A-Za-z/-])[0-9]{1,4}(?:\.[0-9]+)?[%％万亿个所家名年月日]?\s?"
    r"[-‐‑–—―－~～〜]{1,2}\s?[0-9]{1,4}(?![0-9-])"
)
_ISO = re.compile(r"(?:19|20)[0-9]{2}-[0-9]{2}(?![0-9])|[0-9]{3,4}-[0-9]{7,8}")
_SHUT = {"〔": "〕", "[": "]", "【": "】"}
_OPEN = {shut: opened for opened, shut in _SHUT.items()}
_SCARCE = re.compile(
    r"(?:学院|学校|院校|大学|高校|中学|小学|幼儿园|医院|卫生院|书院|研究院|研究所|机场|电厂)(?:[（(][^（()）]*[)）])?$"
)
_SCARCE_UNIT = "所"
_TIGHT = 3  # a range whose ends are further apart is no likely reading
_SCARCE_FACTOR = 3
_COMMON_FACTOR = 10
_TWIN_DIGITS = 6
_SIBLINGS = 3  # fewer others show no scale
_FULL_SHARE = 100


@dataclass(frozen=True, slots=True)
class Loss:
    """A place where characters were certainly lost, with what it must have been, if that is clear."""

    span: Span
    cause: Cause
    suggestion: str | None


def certain_losses(text: str) -> list[Loss]:
    """Dates, document numbers and year ranges run together, in order of the text."""
    known = {(m["year"], int(m["month"]), int(m["day"])) for m in _KNOWN_DATE.finditer(text)}
    found = [Loss(Span(m.start(), m.end()), "lost_date_marks", _date(m, known)) for m in _DATE.finditer(text)]
    found += [
        Loss(Span(m.start("date"), m.end("date")), "lost_date_marks", _date(m, known)) for m in _SIGNED.finditer(text)
    ]
    found += [
        Loss(Span(m.start(), m.end()), "lost_date_marks", f"{m['year']}年{int(m['month'])}月")
        for m in _MONTH.finditer(text)
    ]
    found += [
        Loss(Span(m.start(), m.end()), "lost_bracket", f"{m['open']}{m['year']}{_SHUT[m['open']]}{m['no']}号")
        for m in _NUMBER_OPEN.finditer(text)
    ]
    found += [
        Loss(Span(m.start(), m.end()), "lost_bracket", f"{_OPEN[m['shut']]}{m['year']}{m['shut']}{m['no']}号")
        for m in _NUMBER_SHUT.finditer(text)
    ]
    found += [
        Loss(Span(m.start(), m.end()), "lost_dash", f"{m['low']}—{m['high']}年")
        for m in _YEARS.finditer(text)
        if m["low"] < m["high"]
    ]
    return sorted(found, key=lambda loss: loss.span.start)


def _date(match: re.Match[str], known: set[tuple[str, int, int]]) -> str | None:
    """The only date the digits can be, or the one that the document prints elsewhere."""
    year, rest = match["year"], match["rest"]
    readings = [
        (int(rest[:cut]), int(rest[cut:]))
        for cut in (1, 2)
        if re.fullmatch("0?[1-9]|1[0-2]", rest[:cut]) and re.fullmatch("0?[1-9]|[12][0-9]|3[01]", rest[cut:])
    ]
    likely = [(month, day) for month, day in readings if (year, month, day) in known] or readings
    return f"{year}年{likely[0][0]}月{likely[0][1]}日" if len(likely) == 1 else None


def dashes_survive(text: str) -> bool:
    """Whether the text prints at least one numeric range with its dash (ISO dates and phones apart)."""
    return any(not _ISO.match(match[0]) for match in _SURVIVING.finditer(text))


def tight_range(digits: str) -> tuple[int, int] | None:
    """The two rising numbers close to each other that digits run together may have been (810 = 8, 10)."""
    for cut in range(len(digits) // 2, 0, -1):
        low, high = digits[:cut], digits[cut:]
        if high[0] != "0" and low[0] != "0" and len(high) - len(low) <= 1 and int(low) < int(high) <= _TIGHT * int(low):
            return int(low), int(high)
    return None


def repair(text: str, targets: Sequence[Target]) -> tuple[Target, ...]:
    """Targets with the doubted ones marked and carrying the range they probably were."""
    twins = {i for i, target in enumerate(targets) if _twins(target)}
    lost_some = twins or any(target.suspect for target in targets) or certain_losses(text)
    if not lost_some or dashes_survive(text):
        return tuple(_doubted(target) if i in twins else target for i, target in enumerate(targets))
    doubted = twins | {i for i, target in enumerate(targets) if _impossible_share(target)}
    counts = [t for t in targets if t.value and t.comparator in {"==", ">="} and (t.unit or "") in cues.CLASSIFIERS]
    # figures that may be damaged themselves set no scale for institutions
    institutions = [t.value for t in counts if t.value and _scarce(t) and not _candidate(t)]
    scales = {unit: _Scale([t for t in counts if t.unit == unit]) for unit in {t.unit for t in counts}}
    # the largest first: once doubted, a figure no longer sets the scale for the others
    for i in sorted(range(len(targets)), key=lambda k: -(targets[k].value or 0)):
        target = targets[i]
        if i in doubted or not _candidate(target):
            continue
        value = target.value or Decimal(0)
        if _scarce(target):
            lost = len(institutions) >= _SIBLINGS and value >= _SCARCE_FACTOR * max(institutions)
        else:
            lost = scales[target.unit].dwarfed_by(target)
        if lost:
            doubted.add(i)
            scales[target.unit].drop(target)
    return tuple(_doubted(target) if i in doubted else target for i, target in enumerate(targets))


class _Scale:
    """The figures printed with one unit, largest first, repetitions of the same figure once."""

    def __init__(self, counts: Sequence[Target]) -> None:
        distinct = {(t.value or Decimal(0), t.subject) for t in counts}
        self.counts = sorted(distinct, reverse=True)

    def drop(self, target: Target) -> None:
        """Forget a doubted figure."""
        self.counts = [count for count in self.counts if count != (target.value, target.subject)]

    def dwarfed_by(self, target: Target) -> bool:
        """Whether a figure is out of scale beside all others of its unit."""
        others = [value for value, subject in self.counts[:2] if (value, subject) != (target.value, target.subject)]
        return (
            len(self.counts) > _SIBLINGS and bool(others) and (target.value or Decimal(0)) >= _COMMON_FACTOR * others[0]
        )


def _candidate(target: Target) -> bool:
    return (
        target.comparator == "=="
        and not target.strict
        and (target.unit or "") in cues.CLASSIFIERS
        and target.value is not None
        and _digits(target) is not None
        and tight_range(_digits(target) or "0") is not None
    )


def _twins(target: Target) -> bool:
    """Whether two round numbers of one length are printed as one: 20002500."""
    digits = _digits(target) if _candidate(target) else None
    if digits is None or len(digits) < _TWIN_DIGITS or len(digits) % 2:
        return False
    low, high = digits[: len(digits) // 2], digits[len(digits) // 2 :]
    return low.endswith("0") and high.endswith("0") and tight_range(digits) == (int(low), int(high))


def _digits(target: Target) -> str | None:
    """The figure as printed, where it is printed in plain digits."""
    if target.value is None or target.value != target.value.to_integral_value():
        return None
    digits = str(int(target.value))
    return digits if len(digits) > 1 and digits + (target.unit or "") in target.quote else None


def _scarce(target: Target) -> bool:
    """Institutions, of which a region has a handful."""
    return target.unit == _SCARCE_UNIT or _SCARCE.search(target.subject) is not None


def _impossible_share(target: Target) -> bool:
    if target.unit not in {"%", "％"} or target.value is None or target.value <= _FULL_SHARE:
        return False
    digits = _digits(target)
    parts = tight_range(digits) if digits else None
    return (
        parts is not None
        and parts[1] <= _FULL_SHARE
        and bool(re.search("率|占比|比例|比重", target.subject + target.quote))
    )


def _doubted(target: Target) -> Target:
    digits = _digits(target) or ""
    low, high = tight_range(digits) or (0, 0)
    return replace(
        target,
        suspect=True,
        comparator="range",
        value=None,
        low=Decimal(low),
        high=Decimal(high),
        note=f"printed {digits}; the dash of {low}—{high} was probably lost",
    )
