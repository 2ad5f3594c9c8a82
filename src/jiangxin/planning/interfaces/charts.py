"""Values of a target over time with its path, drawn as SVG: small in tables, large on its page.

Only attributes of the drawing are used, no styles, and the words of a chart stand in its label.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jiangxin.planning.domain.queries.board import Line

Points = Sequence[tuple[date, Decimal]]
SMALL, LARGE = (132, 30), (660, 240)
#: Room around the lines: left, top, right, bottom.
EDGES = {SMALL: (3, 4, 6, 4), LARGE: (56, 16, 90, 28)}
GRID = 4
HALF = Decimal("0.5")


def plain(value: Decimal) -> str:
    """Return a number without idle zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True)
class Scale:
    """Where days and values lie in a drawing."""

    first: date
    last: date
    low: Decimal
    high: Decimal
    size: tuple[int, int]

    def x(self, day: date) -> float:
        """Return the place of a day from the left."""
        left, _top, right, _bottom = EDGES[self.size]
        span = max((self.last - self.first).days, 1)
        return round(left + (self.size[0] - left - right) * (day - self.first).days / span, 1)

    def y(self, value: Decimal) -> float:
        """Return the place of a value from the top."""
        _left, top, _right, bottom = EDGES[self.size]
        height = self.size[1] - top - bottom
        share = (self.high - value) / (self.high - self.low) if self.high > self.low else HALF
        return round(float(top + height * share), 1)

    def points(self, line: Points) -> str:
        """Return a line as the points of a polyline."""
        return " ".join(f"{self.x(on)},{self.y(value)}" for on, value in line)


def sparkline(line: Line) -> SafeString:
    """Return the values of a target and its path on one small drawing; nothing where there are no values."""
    values = [(value.on, value.value) for value in line.series]
    if not values:
        return SafeString("")
    scale = _scale(values, line.road, SMALL)
    on, last = values[-1]
    return format_html(
        '<svg viewBox="0 0 {} {}" width="{}" height="{}" role="img" aria-label="{}">{}{}'
        '<circle cx="{}" cy="{}" r="2.5" fill="currentColor"/></svg>',
        *SMALL,
        *SMALL,
        told(line),
        _path(scale, line.road),
        _line(scale, values),
        scale.x(on),
        scale.y(last),
    )


def chart(line: Line) -> SafeString:
    """Return the same large, with scales and the figures at the ends of the lines."""
    values = [(value.on, value.value) for value in line.series]
    if not values and not line.road:
        return SafeString("")
    scale = _rounded(_scale(values, line.road, LARGE))
    width, height = LARGE
    left, _top, right, bottom = EDGES[LARGE]
    step = _step(scale)
    steps = [scale.low + step * n for n in range(int((scale.high - scale.low) / step) + 1)]
    grid = format_html_join(
        "",
        '<line x1="{}" x2="{}" y1="{}" y2="{}" stroke="currentColor" stroke-opacity=".12"/>'
        '<text x="{}" y="{}" text-anchor="end" font-size="11" fill="currentColor" fill-opacity=".75">{}</text>',
        ((left, width - right, scale.y(at), scale.y(at), left - 6, scale.y(at) + 4, plain(at)) for at in steps),
    )
    years = format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="middle" font-size="11" fill="currentColor" fill-opacity=".75">{}</text>',
        ((scale.x(day), height - bottom + 16, day.isoformat()[:7]) for day in _marked(scale)),
    )
    dots = format_html_join(
        "",
        '<circle cx="{}" cy="{}" r="3" fill="currentColor"><title>{}: {}</title></circle>',
        ((scale.x(on), scale.y(value), on.isoformat(), plain(value)) for on, value in values),
    )
    ends = [(_("path"), line.road[-1], ".75")] if line.road else []
    ends += [(line.origin, values[-1], "1")] if values else []
    labels = format_html_join(
        "",
        '<text x="{}" y="{}" font-size="12" fill="currentColor" fill-opacity="{}">{} {}</text>',
        (
            (scale.x(on) + 8, scale.y(value) + (4 if alone else place), opacity, word, plain(value))
            for (word, (on, value), opacity), place, alone in zip(ends, (-2, 12), (len(ends) == 1,) * 2, strict=False)
        ),
    )
    return format_html(
        '<svg viewBox="0 0 {} {}" width="100%" role="img" aria-label="{}">{}{}{}{}{}{}</svg>',
        width,
        height,
        told(line),
        grid,
        years,
        _path(scale, line.road),
        _line(scale, values),
        dots,
        labels,
    )


def told(line: Line) -> str:
    """Return a chart in words."""
    parts = []
    if line.series:
        first, last = line.series[0], line.series[-1]
        if first is not last:
            parts.append(_("from %(value)s on %(day)s") % {"value": plain(first.value), "day": first.on})
        parts.append(_("%(value)s on %(day)s") % {"value": plain(last.value), "day": last.on})
    if line.road:
        on, value = line.road[-1]
        parts.append(_("path to %(value)s on %(day)s") % {"value": plain(value), "day": on})
    return ", ".join(parts)


def _scale(values: Points, path: Points, size: tuple[int, int]) -> Scale:
    days = [on for on, _value in (*values, *path)]
    amounts = [value for _on, value in (*values, *path)]
    return Scale(min(days), max(days), min(amounts), max(amounts), size)


def _step(scale: Scale) -> Decimal:
    """Return the distance of grid lines: 1, 2 or 5 of some power of ten, so that about four of them are drawn."""
    rough = (scale.high - scale.low) / GRID or Decimal(1)
    power = Decimal(10) ** rough.adjusted()
    return next(power * part for part in (1, 2, 5, 10) if power * part >= rough)


def _rounded(scale: Scale) -> Scale:
    """Return the scale from a grid line to another."""
    step = _step(scale)
    low = (scale.low / step).to_integral_value(ROUND_FLOOR) * step
    high = (scale.high / step).to_integral_value(ROUND_CEILING) * step
    return replace(scale, low=low, high=max(high, low + step))


def _marked(scale: Scale) -> list[date]:
    """Return the ends of the years within the scale, and its first day."""
    ends = [date(year, 12, 31) for year in range(scale.first.year, scale.last.year + 1)]
    return [day for day in ends if scale.first <= day <= scale.last] or [scale.first, scale.last]


def _path(scale: Scale, path: Points) -> SafeString:
    if not path:
        return SafeString("")
    return format_html(
        '<polyline points="{}" fill="none" stroke="currentColor" stroke-opacity=".55" stroke-dasharray="4 3"/>',
        scale.points(path),
    )


def _line(scale: Scale, values: Points) -> SafeString:
    return format_html(
        '<polyline points="{}" fill="none" stroke="currentColor" stroke-width="1.75"/>', scale.points(values)
    )
