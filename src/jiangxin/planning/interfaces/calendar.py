"""Entries of the calendar as markup: lists of a month and days of a grid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from jiangxin.planning.domain.queries.calendar import CYCLE, DEADLINE, Entry
from jiangxin.planning.enums import SubtaskKind
from jiangxin.planning.interfaces.tree import escape, pattern
from jiangxin.planning.models import Cycle, Subtask, Task


class Drawn:
    """Draws entries; what they share is worked out once."""

    def __init__(self) -> None:
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


def _first(found: Iterable[Entry], most: int | None) -> list[Entry]:
    return list(found)[:most]


def _tag(word: str) -> str:
    return f'<span class="tag">{escape(word)}</span>'


def _safe(parts: Iterable[str]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped where it is made
