"""The Gantt chart as rows of a table, each with a drawing whose months are equally wide.

Places are per cents of a row, so that nothing is distorted however wide the column is; shapes and lines are drawn
once on the page and used in every row.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Model
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiangxin.planning.domain.queries.calendar import DEADLINE, Entry
from jiangxin.planning.domain.queries.gantt import Band, Row
from jiangxin.planning.domain.queries.tree import Item, Unit
from jiangxin.planning.enums import Colour, SubtaskKind
from jiangxin.planning.interfaces.tree import counted, escape, pattern
from jiangxin.planning.models import Subtask, Task

MONTHS = 12
#: Up to so many months each has a head, beyond them each year.
HEADS = 18
COLUMNS = 5
#: Shapes around the place of their day, in a row of twenty points: what is to be met, and what was done.
SHAPES = (
    '<path id="g-milestone" d="M-6 10 0 4 6 10 0 16z" fill="currentColor"/>'
    '<path id="g-open" d="M-5 10 0 5 5 10 0 15z" fill="none" stroke="currentColor" stroke-width="2"/>'
    '<path id="g-deadline" d="M0 3V18M0 3H-9L-6 6.5-9 10H0" fill="currentColor" stroke="currentColor"/>'
    '<path id="g-done" d="M-4 10l3 3 5-6" fill="none" stroke="currentColor" stroke-width="2"/>'
)


@dataclass(frozen=True)
class Period:
    """Whole months from the first day of one to the last day of another."""

    first: date
    last: date

    @property
    def months(self) -> int:
        """How many there are."""
        return (self.last.year - self.first.year) * MONTHS + self.last.month - self.first.month + 1

    def place(self, day: date, *, end: bool = False) -> float:
        """Return where a day begins, or ends, in per cent; days outside lie on the edge."""
        within = min(max(day, self.first), self.last)
        months = (within.year - self.first.year) * MONTHS + within.month - self.first.month
        days = within.day if end or day > self.last else within.day - 1
        share = days / monthrange(within.year, within.month)[1]
        return round(100 * (months + share) / self.months, 2)

    @property
    def heads(self) -> list[tuple[str, bool]]:
        """The words over the months, or over the years where there are many; whether a year begins there."""
        if self.months > HEADS:
            return [(str(year), True) for year in range(self.first.year, self.last.year + 1)]
        days = [_shifted(self.first, n) for n in range(self.months)]
        first = f"{self.first:%Y}" if self.months >= MONTHS else f"{self.first:%Y-%m}"
        return [(first if day == self.first else f"{day.month}", day.month == 1) for day in days]

    def lines(self, today: date) -> SafeString:
        """Return what stands behind every row: where months and years begin, and today."""
        parts = []
        for n in range(1, self.months):
            day = _shifted(self.first, n)
            begins = day.month == 1
            if begins or self.months <= HEADS or day.month % 3 == 1:
                parts.append(_line(self.place(day), ".4" if begins else ".12"))
        if self.first <= today <= self.last:
            parts.append(f'<g class="jx-today">{_line(self.place(today), "1")}</g>')
        lines = "".join(parts)
        return _safe(
            [f'<svg width="0" height="0" aria-hidden="true"><defs>{SHAPES}<g id="g-lines">{lines}</g></defs></svg>']
        )


def _line(place: float, opacity: str) -> str:
    return f'<line x1="{place}%" x2="{place}%" y2="100%" stroke="currentColor" stroke-opacity="{opacity}"/>'


def _shifted(month: date, by: int) -> date:
    """Return the first day of the month so many months later."""
    number = month.year * MONTHS + month.month - 1 + by
    return date(number // MONTHS, number % MONTHS + 1, 1)


def shifted(period: Period, by: int) -> date:
    """Return the first day of the period of the same length before (-1) or after (1)."""
    return _shifted(period.first, by * period.months)


def period_of(months: int, month: date) -> Period:
    """Return the period of so many months within the year in which a month lies."""
    first = date(month.year, (month.month - 1) // months * months + 1, 1)
    return Period(first, _shifted(first, months) - timedelta(1))


class GanttRows:
    """Draws bands, tasks and entries of one page."""

    def __init__(self, period: Period, steps_address: str = "", open_address: str = "?open={}") -> None:
        self.period, self.steps_address, self.open_address = period, steps_address, open_address

    def page(self, bands: Iterable[Band], opened: set[int] | None) -> SafeString:
        """Return everything; `opened` are the numbers of the tasks whose entries are there too, None for all."""
        parts: list[str] = []
        for band in bands:
            parts.append(self.band(band))
            for row in band.rows:
                is_open = opened is None or row.item.number in opened
                parts.append(self.task(row, is_open=is_open))
                parts += map(self.entry, row.entries if is_open else ())
        return _safe(parts)

    def entries(self, found: Iterable[Entry]) -> SafeString:
        """Return the rows of entries alone."""
        return _safe(map(self.entry, found))

    def band(self, band: Band) -> str:
        """Return the head of a group."""
        sums = band.group.sums
        tasks = ngettext("%(n)d task", "%(n)d tasks", sums.tasks) % {"n": sums.tasks}
        return (
            f'<tr class="jx-group" data-level="{band.group.level}"><td colspan="{COLUMNS}"><strong>'
            f'{escape(band.group.title)}</strong> <span class="jx-sums">{escape(tasks)} {counted(sums.colours)}</span>'
            "</td></tr>"
        )

    def task(self, row: Row, *, is_open: bool) -> str:
        """Return the row of a task: a thin bar over all that it is split into, with milestones and deadline."""
        item = row.item
        return (
            f'<tr data-d="0"><td class="main">{self._toggle(row, is_open=is_open)}<a class="opener" '
            f'href="{self.urls[Task].format(item.uuid)}">{item.number}. {escape(item.content)}</a></td>'
            f"<td>{self._unit(item.lead)}</td><td>{self.colours[item.colour]}</td>"
            f'<td class="nowrap" data-label="{self.due}">{item.due_on.isoformat() if item.due_on else ""}</td>'
            f'<td class="jx-bar not-phone">{self.drawn(self._summary(row), self._told(item, row.entries))}</td></tr>'
        )

    def entry(self, entry: Entry) -> str:
        """Return the row of a sub-task, a milestone or a deadline."""
        url = self.urls[Task if entry.kind == DEADLINE else Subtask].format(entry.uuid)
        title = self.deadline if entry.kind == DEADLINE else escape(entry.title)
        tag = f'<span class="tag">{self.milestone}</span> ' if entry.kind == SubtaskKind.MILESTONE else ""
        return (
            f'<tr data-d="1"><td class="main">{tag}<a class="opener" href="{url}">{title}</a></td>'
            f'<td>{escape(entry.unit)}</td><td><span class="light light-{entry.light.colour}">'
            f'{escape(entry.light.words)}</span></td><td class="nowrap" data-label="{self.due}">'
            f'{entry.on.isoformat()}</td><td class="jx-bar not-phone">{self.drawn(self.shape(entry), told(entry))}</td>'
            "</tr>"
        )

    # ── Drawings ──

    @staticmethod
    def drawn(shapes: str, words: str) -> str:
        """Return one row's drawing."""
        return f'<svg role="img"><title>{escape(words)}</title><use href="#g-lines"/>{shapes}</svg>'

    def shape(self, entry: Entry, title: str = "") -> str:
        """Return a bar from the beginning to the due date, or a mark; what was done has a tick on its day."""
        due = self.period.place(entry.on, end=True)
        if entry.kind == SubtaskKind.MILESTONE:
            name = "milestone" if entry.done_on or entry.light.says == "overdue" else "open"
            shape = f'<use href="#g-{name}" x="{due}%"/>'
        elif entry.kind == DEADLINE:
            shape = f'<use href="#g-deadline" x="{due}%"/>'
        else:
            begin = self.period.place(entry.starts_on or entry.on)
            full = "1" if entry.done_on or entry.light.says == "overdue" else ".45"
            width = round(max(due - begin, 0.5), 2)
            shape = f'<rect x="{begin}%" y="5" width="{width}%" height="10" rx="1" fill-opacity="{full}"/>'
        if entry.done_on and self.period.first <= entry.done_on <= self.period.last:
            if entry.done_on > entry.on:  # late: the tick stands behind its date
                shape += f'<line x1="{due}%" x2="{self.period.place(entry.done_on)}%" y1="10" y2="10"/>'
            shape += f'<g class="jx-tick"><use href="#g-done" x="{self.period.place(entry.done_on)}%"/></g>'
        return f'<g class="jx-{entry.light.colour}" fill="currentColor">{shape}{title}</g>'

    def _summary(self, row: Row) -> str:
        steps = [entry for entry in row.entries if entry.kind != DEADLINE]
        parts = []
        if steps:
            begin = self.period.place(min(entry.starts_on or entry.on for entry in steps))
            width = round(max(self.period.place(max(entry.on for entry in steps), end=True) - begin, 0.5), 2)
            parts.append(
                f'<rect class="jx-grey" x="{begin}%" y="8.5" width="{width}%" height="3" fill="currentColor"/>'
            )
        marks = [entry for entry in row.entries if entry.kind != SubtaskKind.SUBTASK]
        titles = [f"<title>{escape(f'{entry.title}: {told(entry)}')}</title>" for entry in marks]
        return "".join([*parts, *map(self.shape, marks, titles)])

    @staticmethod
    def _told(item: Item, entries: Sequence[Entry]) -> str:
        """Return a task in words: how many parts there are, and how many of them are done or overdue."""
        words = {
            "n": len(entries),
            "done": sum(entry.done_on is not None for entry in entries),
            "late": sum(entry.light.says == "overdue" for entry in entries),
        }
        said = ngettext(
            "%(n)d entry, %(done)d done, %(late)d overdue",
            "%(n)d entries, %(done)d done, %(late)d overdue",
            len(entries),
        )
        return f"{item.number}: {said % words}"

    # ── Cells ──

    def _toggle(self, row: Row, *, is_open: bool) -> str:
        label = ngettext("%(n)d entry", "%(n)d entries", len(row.entries)) % {"n": len(row.entries)}
        rows = reverse("planning:gantt-steps", kwargs={"uuid": row.item.uuid}) + self.steps_address
        href = self.open_address.format(row.item.number)
        return (
            f'<a class="jx-toggle" role="button" href="{escape(href)}" data-rows="{escape(rows)}" '
            f'aria-expanded="{"true" if is_open else "false"}" aria-label="{escape(label)}">{len(row.entries)}</a>'
        )

    def _unit(self, unit: Unit | None) -> str:
        if unit is None:
            return f'<span class="soft">{self.nobody}</span>'
        return f'<span title="{escape(unit.name)}">{escape(unit.short)}</span>'

    # ── Worked out once ──

    @cached_property
    def urls(self) -> dict[type[Model], str]:
        """Addresses of tasks and sub-tasks, with {} for the identifier."""
        return {model: pattern(model) for model in (Task, Subtask)}

    @cached_property
    def colours(self) -> dict[str, str]:
        """The lights of tasks in words."""
        return {colour: f'<span class="light light-{colour}">{escape(colour.label)}</span>' for colour in Colour}

    @cached_property
    def due(self) -> str:
        """The head of dates."""
        return escape(_("due"))

    @cached_property
    def milestone(self) -> str:
        """The tag of milestones."""
        return escape(_("milestone"))

    @cached_property
    def deadline(self) -> str:
        """The name of the entry of a deadline."""
        return escape(_("Deadline of the task"))

    @cached_property
    def nobody(self) -> str:
        """What is said of tasks without a lead unit."""
        return escape(_("no lead unit yet"))


def told(entry: Entry) -> str:
    """Return an entry in words: from when to when, and how it stands."""
    begins = f"{entry.starts_on.isoformat()} – " if entry.starts_on else ""
    return f"{begins}{entry.on.isoformat()}, {entry.light.words}"


def _safe(parts: Iterable[str]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped where it is made
