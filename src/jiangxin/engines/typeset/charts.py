"""Charts as SVG, the same on paper and on screen: only attributes, no styles and no scripts.

The title says what is to be seen, the line under it the measure with unit and period, the line below the source. Bars
begin at zero, values stand beside them, and a value that is not known is left out and said so, since it is not zero.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from jiangxin.engines.typeset.document import Chart, ChartKind, Series
from jiangxin.engines.typeset.titles import width as characters

#: Eight colours that colour-blind readers tell apart, in the order in which series take them.
PALETTE = ("#1d4e89", "#e69f00", "#2a9d8f", "#cc79a7", "#56b4e9", "#d55e00", "#7a7a7a", "#009e73")
#: Colours with a meaning, which series name: the lights as they are printed.
LIGHTS = {"green": "#2f7d4f", "blue": "#2b6cb0", "yellow": "#d9a400", "red": "#b3261e", "grey": "#7a7a7a"}
INK, FAINT, RULE = "#1f2933", "#52606d", "#cbd2d9"
FAMILIES = "Noto Sans CJK SC, FandolHei, PingFang SC, Microsoft YaHei, sans-serif"
UNKNOWN = "—"
#: What is smaller is nothing to be drawn.
LEAST = 1e-9
_UNLAWFUL = re.compile("[^\\t\\n\\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

#: Points: width of the drawing (that of the type area), sizes of type, height of a row and of lines' field.
WIDTH, TEXT, TITLE = 442.0, 9.0, 12.0
ROW, BAR, FIELD, LINE = 20.0, 12.0, 150.0, 15.0
LABEL_MOST, LABEL_GAP, VALUE_ROOM = 150.0, 6.0, 44.0
#: The rest of more series than a reader can follow is one series: a matter of who makes the chart.
MOST_SERIES = 6


@dataclass
class _Drawing:
    """A drawing in the making, from the top down."""

    parts: list[str]
    y: float = 0.0

    def text(self, x: float, y: float, text: str, *, size: float = TEXT, fill: str = INK, at: str = "start") -> None:
        look = f'font-size="{size:g}" fill="{fill}" text-anchor="{at}"'
        self.parts.append(f'<text x="{x:.1f}" y="{y:.1f}" {look}>{escape(_lawful(text))}</text>')

    def bar(self, x: float, y: float, wide: float, fill: str) -> None:
        self.parts.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{BAR:g}" fill="{fill}"/>')

    def rule(self, start: tuple[float, float], end: tuple[float, float], fill: str = RULE) -> None:
        (x1, y1), (x2, y2) = start, end
        self.parts.append(
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{fill}" stroke-width="0.75"/>'
        )


def svg(chart: Chart) -> str:
    """Return a chart as SVG.

    Raises:
        ValueError: a series has not one value for each category.
    """
    for series in chart.series:
        if len(series.values) != len(chart.categories):
            raise ValueError(f"{series.name}: {len(series.values)} values for {len(chart.categories)} categories")
    drawing = _Drawing([])
    drawing.y = TITLE
    drawing.text(0, drawing.y, chart.title, size=TITLE)
    if chart.subtitle:
        drawing.y += LINE
        drawing.text(0, drawing.y, chart.subtitle, fill=FAINT)
    drawing.y += LINE / 2
    colors = _colors(chart.series)
    if len(chart.series) > 1:
        _legend(drawing, chart.series, colors)
    {ChartKind.BARS: _bars, ChartKind.STACKED: _stacked, ChartKind.LINES: _lines}[chart.kind](drawing, chart, colors)
    if chart.source:
        drawing.y += LINE
        drawing.text(0, drawing.y, chart.source, fill=FAINT)
    height = drawing.y + LINE / 2
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {height:.1f}" width="{WIDTH:g}pt" '
        f'height="{height:.1f}pt" font-family={quoteattr(FAMILIES)} role="img" '
        f"aria-label={quoteattr(_lawful(chart.title))}>{''.join(drawing.parts)}</svg>"
    )


def number(value: float | None) -> str:
    """Return a value as it is written beside its bar: at most one decimal, none where it is whole."""
    if value is None:
        return UNKNOWN
    return f"{value:.1f}".removesuffix(".0")


def ceiling(value: float) -> float:
    """Return the next round number (1, 2, 5 with zeros), at which an axis ends."""
    if value < LEAST:
        return 1.0
    step = 10.0 ** math.floor(math.log10(value))
    return next(step * part for part in (1, 2, 5, 10) if step * part >= value)


def _most(values: Sequence[float]) -> float:
    """Return the largest value, by which a drawing is scaled; 1 where there is none but zeros."""
    most = max(values, default=0.0)
    return most if most >= LEAST else 1.0


def _lawful(text: str) -> str:
    """Return a text without the characters that XML has no way to write, such as those that come with pasted text."""
    return _UNLAWFUL.sub("", text)


def _colors(series: Sequence[Series]) -> list[str]:
    free = iter(PALETTE * (len(series) // len(PALETTE) + 1))
    return [LIGHTS.get(one.color, one.color) or next(free) for one in series]


def _legend(drawing: _Drawing, series: Sequence[Series], colors: list[str]) -> None:
    x = 0.0
    drawing.y += LINE
    for one, color in zip(series, colors, strict=True):
        wide = BAR + 4 + characters(one.name) * TEXT + 14
        if x and x + wide > WIDTH:
            x, drawing.y = 0.0, drawing.y + LINE
        drawing.bar(x, drawing.y - BAR + 2, BAR, color)
        drawing.text(x + BAR + 4, drawing.y, one.name)
        x += wide
    drawing.y += LINE / 2


def _labels(chart: Chart) -> tuple[list[str], float]:
    """Return the names of the rows, shortened where they are too long, and the room that they take."""
    most = int(LABEL_MOST / TEXT)
    names = [name if characters(name) <= most else _shortened(name, most) for name in chart.categories]
    return names, max((characters(name) for name in names), default=0) * TEXT + LABEL_GAP


def _shortened(name: str, most: float) -> str:
    while characters(name) > most - 1:
        name = name[:-1]
    return f"{name}…"


def _bars(drawing: _Drawing, chart: Chart, colors: list[str]) -> None:
    names, left = _labels(chart)
    known = [value for one in chart.series for value in one.values if value is not None]
    scale = (WIDTH - left - VALUE_ROOM) / _most(known)
    drawing.y += 4
    for place, name in enumerate(names):
        drawing.text(left - LABEL_GAP, drawing.y + BAR - 2, name, at="end")
        for one, color in zip(chart.series, colors, strict=True):
            value = one.values[place]
            wide = max(value or 0, 0) * scale
            drawing.bar(left, drawing.y, wide, color)
            drawing.text(left + wide + 4, drawing.y + BAR - 2, number(value))
            drawing.y += BAR + 2
        drawing.y += ROW - BAR - 2


def _stacked(drawing: _Drawing, chart: Chart, colors: list[str]) -> None:
    names, left = _labels(chart)
    sums = [sum(one.values[place] or 0 for one in chart.series) for place in range(len(names))]
    scale = (WIDTH - left - VALUE_ROOM) / _most(sums)
    drawing.y += 4
    for place, name in enumerate(names):
        x = left
        drawing.text(left - LABEL_GAP, drawing.y + BAR - 2, name, at="end")
        for one, color in zip(chart.series, colors, strict=True):
            wide = (one.values[place] or 0) * scale
            drawing.bar(x, drawing.y, wide, color)
            if wide > characters(number(one.values[place])) * TEXT:
                drawing.text(x + wide / 2, drawing.y + BAR - 2.5, number(one.values[place]), fill="#fff", at="middle")
            x += wide
        unknown = all(one.values[place] is None for one in chart.series)
        drawing.text(x + 4, drawing.y + BAR - 2, UNKNOWN if unknown else number(sums[place]))
        drawing.y += ROW


def _lines(drawing: _Drawing, chart: Chart, colors: list[str]) -> None:
    known = [value for one in chart.series for value in one.values if value is not None]
    top = ceiling(_most(known))
    left, right = 8 + characters(number(top)) * TEXT, 40.0
    begin = drawing.y + 10
    steps = max(len(chart.categories) - 1, 1)

    def point(place: int, value: float) -> tuple[float, float]:
        return left + (WIDTH - left - right) * place / steps, begin + FIELD * (1 - value / top)

    for share in (0.0, 0.5, 1.0):
        _x, y = point(0, top * share)
        drawing.rule((left, y), (WIDTH - right, y))
        drawing.text(left - 4, y + 3, number(top * share), fill=FAINT, at="end")
    shown = max(1, math.ceil(len(chart.categories) * 44 / (WIDTH - left - right)))
    for place, name in enumerate(chart.categories):
        if place % shown == 0:
            drawing.text(point(place, 0)[0], begin + FIELD + 12, name, fill=FAINT, at="middle")
    for one, color in zip(chart.series, colors, strict=True):
        for run in _runs(one.values):
            dots = [point(place, value) for place, value in run]
            points = " ".join(f"{x:.1f},{y:.1f}" for x, y in dots)
            drawing.parts.append(f'<polyline points="{points}" fill="none" stroke="{color}" stroke-width="1.75"/>')
            drawing.parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.2" fill="{color}"/>' for x, y in dots]
        last = next(
            ((place, value) for place, value in reversed(list(enumerate(one.values))) if value is not None), None
        )
        if last is not None:
            x, y = point(*last)
            drawing.text(x + 5, y + 3, number(last[1]), fill=color)
    drawing.y = begin + FIELD + 14


def _runs(values: Sequence[float | None]) -> list[list[tuple[int, float]]]:
    """Return the stretches without a gap: a line does not run over what is not known."""
    runs: list[list[tuple[int, float]]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((place, value))
    return [run for run in runs if run]
