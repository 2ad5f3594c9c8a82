"""What the page of the review shows of a report: each thing it says, beside what was accepted last."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jiangxin.desk.interfaces.cells import plain
from jiangxin.planning.domain.queries.review import Content, Pair
from jiangxin.planning.domain.reporting import CONTENT
from jiangxin.planning.models import Report

#: What the unit words itself.
TEXTS = ("progress", "problems", "next_steps")


@dataclass(frozen=True)
class Row:
    """One thing that reports say, now and before; `text` marks what the unit words itself."""

    label: str
    now: str
    before: str
    text: bool = False

    @property
    def changed(self) -> bool:
        """Whether it says something else than before."""
        return self.now != self.before

    @property
    def copied(self) -> bool:
        """Whether the unit hands in the words of the last time."""
        return self.text and bool(self.now) and not self.changed


class Card:
    """A report to be reviewed as the page shows it."""

    def __init__(self, pair: Pair, *, chosen: bool = False) -> None:
        self.pair, self.chosen = pair, chosen
        self.report = pair.now.report
        self.before = pair.before.report if pair.before else None
        self.rows = list(_rows(pair))

    @property
    def changes(self) -> int:
        """How many things changed since the report accepted before."""
        return sum(row.changed for row in self.rows) if self.before else 0


def _rows(pair: Pair) -> Iterator[Row]:
    now, before = pair.now, pair.before
    reports = [content.report if content else None for content in (now, before)]

    for name in CONTENT:
        label = capfirst(str(Report._meta.get_field(name).verbose_name))
        shown = [_said(report, name) for report in reports]
        yield Row(label, shown[0], shown[1], text=name in TEXTS)
    for target in {**now.values, **(before.values if before else {})}:
        yield Row(str(target.subject), _figure(now, target), _figure(before, target))
    steps = [{step["number"]: step for step in report.milestones} if report else {} for report in reports]
    for number, step in {**steps[1], **steps[0]}.items():
        yield Row(f"{number} {step['title']}", _step(steps[0].get(number)), _step(steps[1].get(number)))


def _said(report: Report | None, name: str) -> str:
    if report is None:
        return ""
    return str(report.get_status_display()) if name == "status" else plain(getattr(report, name))


def _figure(content: Content | None, target: Any) -> str:
    value = content.values.get(target) if content else None
    if value is None:
        return ""
    figure = f"{plain(value.value)} {target.unit}".strip()
    return f"{figure} · {value.basis}" if value.basis else figure


def _step(step: dict[str, Any] | None) -> str:
    """Say how a sub-task or milestone stood when the report was handed in."""
    if step is None:
        return ""
    if step["done_on"]:
        return _("done on %(day)s") % {"day": step["done_on"]}
    share = "" if step["percent"] is None else f"{step['percent'].removesuffix('.00')}% · "
    return share + _("due %(day)s") % {"day": step["due_on"]}
