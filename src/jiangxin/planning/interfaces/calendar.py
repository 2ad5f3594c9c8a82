"""Entries of the calendar as markup: lists of a month, days of a grid, and bars over a year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from jiangxin.planning.domain.queries.calendar import CYCLE, DEADLINE, Entry
from jiangxin.planning.enums import SubtaskKind
from jiangxin.planning.interfaces.tree import escape, pattern
from jiangxin.planning.models import Cycle, Subtask, Task

#: The size of a bar's drawing: a unit for each day, and the height of a row.
DAYS, HEIGHT = 366, 16


class Drawn:
    """Draws entries; what they share is worked out once."""

    def __init__(self, first: date, last: date, day: date) -> None:
        self.first, self.last, self.day = first, last, day
        self.due = escape(_("due"))
        step = pattern(Subtask)
        self.urls = {CYCLE: pattern(Cycle), DEADLINE: pattern(Task)}
        self.urls |= dict.fromkeys(SubtaskKind.values, step)
        self.tags = {
            SubtaskKind.MILESTONE.value: _tag(_("milestone")),
            DEADLINE: _tag(_("deadline of the task")),
            CYCLE: _tag(_("reporting")),
        }

    def agenda(self, found: Iterable[Entry], most: int | None = None) -> SafeString:
        """Return entries as the items of a list, with their days."""
        return _safe(self._item(entry) for entry in _first(found, most))

    def cell(self, found: Sequence[Entry], most: int) -> SafeString:
        """Return the entries of one day as the items of a short list."""
        parts = [
            f'<li><a class="{self._shape(entry)} text-reset" href="{self._url(entry)}" '
            f'title="{escape(self._told(entry))}">&nbsp;{escape(entry.title)}</a></li>'
            for entry in _first(found, most)
        ]
        if len(found) > most:
            parts.append(f'<li class="soft">{escape(_("and %(n)s more") % {"n": len(found) - most})}</li>')
        return _safe(parts)

    def bars(self, found: Iterable[Entry]) -> SafeString:
        """Return entries as rows of a table, each with its bar from the beginning to the due date."""
        return _safe(self._row(entry) for entry in found)

    # ── One entry ──

    def _url(self, entry: Entry) -> str:
        return self.urls[entry.kind].format(entry.uuid)

    @staticmethod
    def _shape(entry: Entry) -> str:
        """Return what gives an entry the shape of its light; days of reporting have none."""
        return "" if entry.kind == CYCLE else f"light-{entry.light.colour}"

    def _told(self, entry: Entry) -> str:
        """Return an entry in one line."""
        about = _("Task %(n)s") % {"n": entry.task} if entry.task and entry.kind != DEADLINE else ""
        return " · ".join(part for part in (entry.title, about, entry.unit, entry.light.words) if part)

    def _item(self, entry: Entry) -> str:
        about = f"{_('Task %(n)s') % {'n': entry.task}} · " if entry.task and entry.kind != DEADLINE else ""
        tag = self.tags.get(entry.kind, "")
        words = f'<span class="light light-{entry.light.colour}">{escape(entry.light.words)}</span>'
        if entry.kind == CYCLE:
            words = ""
        return (
            f'<li><time datetime="{entry.on.isoformat()}">{entry.on:%m-%d}</time><span>'
            f'<a href="{self._url(entry)}">{escape(entry.title)}</a> {tag}<br>'
            f'<span class="soft">{escape(about)}{escape(entry.unit)}</span> {words}</span></li>'
        )

    def _row(self, entry: Entry) -> str:
        tag = self.tags.get(entry.kind, "")
        return (
            f'<tr><td class="numeric not-phone">{entry.task}</td>'
            f'<td class="main"><a class="opener" href="{self._url(entry)}">{escape(entry.title)}</a>'
            f" {tag}</td><td>{escape(entry.unit)}</td>"
            f'<td><span class="light light-{entry.light.colour}">{escape(entry.light.words)}</span></td>'
            f'<td class="only-phone" data-label="{self.due}">{entry.on.isoformat()}</td>'
            f'<td class="jx-bar not-phone">{self._bar(entry)}</td></tr>'
        )

    def _bar(self, entry: Entry) -> str:
        """Return the drawing of a bar: milestones are diamonds, what was done has a stroke on its day."""
        due = self._place(entry.on)
        shape = f'<path d="M{due - 4} 8l4-7 4 7-4 7z"/>'
        if entry.kind != SubtaskKind.MILESTONE:
            begin = self._place(entry.starts_on or entry.on)
            shape = f'<rect x="{begin}" y="4" width="{max(due - begin, 3)}" height="8" rx="1"/>'
        done = ""
        if entry.done_on is not None:
            done = f'<rect x="{self._place(entry.done_on) - 1}" width="2" height="16"/>'
        begins = f"{entry.starts_on.isoformat()} – " if entry.starts_on else ""
        told = f"{begins}{entry.on.isoformat()}: {entry.light.words}"
        return (
            f'<svg viewBox="0 0 {DAYS} {HEIGHT}" preserveAspectRatio="none" role="img" aria-label="{escape(told)}">'
            f'<use href="#months"/><g class="jx-{entry.light.colour}" fill="currentColor">{shape}{done}</g></svg>'
        )

    def _place(self, day: date) -> int:
        """Return where a day lies between the first and the last."""
        within = min(max(day, self.first), self.last)
        return (within - self.first).days

    def months(self) -> SafeString:
        """Return the lines that every bar has behind it: where months begin, and today."""
        begins = [date(self.first.year, month, 1) for month in range(2, 13)]
        lines = [
            f'<line x1="{self._place(day)}" x2="{self._place(day)}" y2="{HEIGHT}" stroke="currentColor" '
            'stroke-opacity=".12"/>'
            for day in begins
        ]
        if self.first <= self.day <= self.last:
            place = self._place(self.day)
            lines.append(f'<line x1="{place}" x2="{place}" y2="{HEIGHT}" stroke="currentColor" stroke-opacity=".6"/>')
        return _safe(
            ["<svg width='0' height='0' aria-hidden='true'><defs><g id='months'>", *lines, "</g></defs></svg>"]
        )


def _first(found: Iterable[Entry], most: int | None) -> list[Entry]:
    return list(found)[:most]


def _tag(word: str) -> str:
    return f'<span class="tag">{escape(word)}</span>'


def _safe(parts: Iterable[str]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped where it is made
