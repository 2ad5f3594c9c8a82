"""Indicator tables of plans: one indicator a row, its unit, and a column for each target year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jiangxin.engines.policytext.model import Comparator, Source, Span, Table, Target
from jiangxin.engines.policytext.numbers import find_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAME = re.compile(r"(?:主要|核心|具体|规划|发展|考核|目标|监测)*指标(?:名称|内容|项目)?|指标")
_UNIT = re.compile("单位|计量单位")
_YEAR = re.compile("20[0-9]{2}")
_AIM = re.compile("目标|规划值|预期值|指标值|任务")
_NO_AIM = re.compile(
    "现状|基期|基准|基数|完成|实际|属性|性质|类[型别]|单位|增长|年均|增速|变化|累计|序号|备注|说明|依据|来源|部门"
)
_VALUE = re.compile(
    r"^(?P<word>≥|≤|＞|＜|>=|<=|>|<|不低于|不少于|不超过|不高于|达到|大于|小于|超过|低于|约)?\s*[\[［]?"
    r"(?P<number>[0-9０-９,.．]+(?:万亿|万|亿)?(?:[-—–～~至][0-9０-９,.．]+(?:万亿|万|亿)?)?)[\]］]?\s*"
    r"(?P<unit>[%％‰]|[^0-9\s≥≤<>＜＞以左（(]{0,6})(?P<suffix>及?以上|及?以下|以内|左右)?$"
)
_IN_NAME = re.compile(r"[（(](?P<unit>[^（()）0-9]{1,10})[)）]\s*$")
_COMPARATORS: dict[str, tuple[Comparator, bool]] = {
    "≥": (">=", False),
    ">=": (">=", False),
    "不低于": (">=", False),
    "不少于": (">=", False),
    "达到": (">=", False),
    "＞": (">=", True),
    ">": (">=", True),
    "大于": (">=", True),
    "超过": (">=", True),
    "≤": ("<=", False),
    "<=": ("<=", False),
    "不超过": ("<=", False),
    "不高于": ("<=", False),
    "＜": ("<=", True),
    "<": ("<=", True),
    "小于": ("<=", True),
    "低于": ("<=", True),
    "约": ("approx", False),
    "以上": (">=", False),
    "及以上": (">=", False),
    "以下": ("<=", False),
    "及以下": ("<=", False),
    "以内": ("<=", False),
    "左右": ("approx", False),
}
_HEADER_ROWS = 3
_LONGEST_CELL = 60


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where an indicator table holds the names, the units and the targets, and under which words."""

    header: int
    name: int
    unit: int | None
    aims: tuple[tuple[int, str], ...]


def find_indicators(source: Source, year: int | None) -> tuple[list[Target], list[Span]]:
    """Targets of all indicator tables, and the spans of those tables, which hold nothing else."""
    found: list[Target] = []
    spans: list[Span] = []
    for table in source.tables:
        columns = _columns(source, table, year)
        if columns is None:
            continue
        rows = list(_rows(source, table, columns))
        if rows:
            found.extend(rows)
            cells = [cell for row in table.rows for cell in row if cell.end > cell.start]
            spans.append(Span(min(c.start for c in cells), max(c.end for c in cells)))
    return found, spans


def _columns(source: Source, table: Table, year: int | None) -> _Columns | None:
    for index, row in enumerate(table.rows[:_HEADER_ROWS]):
        words = [re.sub(r"\s", "", source.of(cell)) for cell in row]
        names = [i for i, word in enumerate(words) if _NAME.fullmatch(re.sub(r"[（(].*[)）]", "", word))]
        if not names:
            continue
        years = [int(m[0]) for word in words if (m := _YEAR.search(word)) and not _NO_AIM.search(word)]
        first = year if year is not None else min(years) + 1 if len(set(years)) > 1 else 0
        aims = tuple((i, word) for i, word in enumerate(words) if i not in names and _is_aim(word, first))
        if aims:
            unit = next((i for i, word in enumerate(words) if _UNIT.fullmatch(word)), None)
            return _Columns(index, names[-1], unit, aims)
    return None


def _is_aim(word: str, first: int) -> bool:
    if _NO_AIM.search(word) or not word:
        return False
    match = _YEAR.search(word)
    return int(match[0]) >= first if match else _AIM.search(word) is not None


def _rows(source: Source, table: Table, columns: _Columns) -> Iterator[Target]:
    for row in table.rows[columns.header + 1 :]:
        needed = max(columns.name, *(i for i, _ in columns.aims))
        if needed >= len(row):
            continue
        name = row[columns.name]
        unit = source.of(row[columns.unit]).strip() if columns.unit is not None and columns.unit < len(row) else ""
        for i, words in columns.aims:
            target = _target(source, name, row[i], unit, words)
            if target is not None:
                yield target


def _target(source: Source, name: Span, cell: Span, unit: str, words: str) -> Target | None:
    label, text = source.of(name).strip(), source.of(cell).strip()
    match = _VALUE.match(text) if len(text) <= _LONGEST_CELL else None
    numbers = find_numbers(match["number"]) if match else []
    if match is None or len(numbers) != 1 or not label or label[0].isdigit():
        return None
    number = numbers[0]
    comparator, strict = _COMPARATORS.get(match["suffix"] or match["word"] or "", ("==", False))
    printed = _IN_NAME.search(label)
    whole = number.scale + (match["unit"] or unit or (printed["unit"] if printed else ""))
    start, end = min(name.start, cell.start), max(name.end, cell.end)
    return Target(
        quote=source.text[start:end],
        subject=re.sub(r"\s+", "", _IN_NAME.sub("", label) if printed and not unit else label),
        comparator="range" if number.high is not None else comparator,
        source=Span(start, end),
        value=None if number.high is not None else number.value,
        low=number.value if number.high is not None else None,
        high=number.high,
        unit=whole or None,
        deadline=words if _YEAR.search(words) else None,
        strict=strict,
    )
