"""The rows of the task tree as markup: thousands on one page, so without a template for each."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from jiangxin.desk.links import url_for
from jiangxin.kernel import records
from jiangxin.planning.domain.lights.rollups import Row
from jiangxin.planning.domain.lights.words import SHORT
from jiangxin.planning.domain.queries.steps import Step, StepLight
from jiangxin.planning.domain.queries.tree import Group, Item, Mine, Unit
from jiangxin.planning.enums import Colour, SubtaskState, TaskKind, TaskState
from jiangxin.planning.models import Subtask, Task

#: Which of one's own tasks are meant.
MINE = {
    Mine.ANY: gettext_lazy("those I have a part in"),
    Mine.LEAD: gettext_lazy("led by my unit"),
    Mine.SUPPORT: gettext_lazy("supported by my unit"),
    Mine.OVERSIGHT: gettext_lazy("in my charge"),
}
COLUMNS = 10
BLANK = '<td class="blank"></td>'
NOBODY = UUID(int=0)


def escape(text: object) -> str:
    """Return a text for use in markup; Django's own function takes several times as long."""
    return html.escape(str(text))


def pattern(model: type[Model], page: str = "detail") -> str:
    """Return the address of a page of rows of a model, with {} for the identifier."""
    return url_for(records.of_model(model), page, model(uuid=NOBODY)).replace(str(NOBODY), "{}")


def percent(value: Decimal | None) -> str:
    """Return a percentage without idle zeros."""
    return "" if value is None else f"{value.normalize():f}"


def counted(colours: Mapping[str, int], addresses: Mapping[str, str] | None = None) -> SafeString:
    """Return how many tasks have which light, from red to grey; with addresses each opens those tasks."""
    parts = []
    for colour in Colour:
        if count := colours.get(colour, 0):
            label = escape(colour.label)
            if addresses is None:
                parts.append(f'<span class="light light-{colour}" title="{label}">{count}</span>')
            else:
                href = escape(addresses[colour])
                parts.append(f'<a class="light light-{colour}" href="{href}" title="{label}">{count}</a>')
    return mark_safe(" ".join(parts))  # noqa: S308 - every part is escaped above


def progress(sums: Row) -> str:
    """Return the progress of a group, and of how much of its weight it speaks."""
    if sums.percent is None:
        return str(_("no progress reported"))
    figure = _("progress %(percent)s %%") % {"percent": percent(sums.percent)}
    if sums.known is not None and sums.known < 1:
        figure += _(" (from reports on %(share)s %% of the weight)") % {"share": int(sums.known * 100)}
    return figure


class TreeRows:
    """Draws groups, tasks and sub-tasks of one page, with what they share worked out once."""

    def __init__(self, *, selectable: bool, open_address: str = "?open={}") -> None:
        self.selectable = selectable
        self.open_address = open_address
        self.task_url, self.step_url = pattern(Task), pattern(Subtask)
        self.unit_url = reverse("planning:unit", kwargs={"uuid": NOBODY}).replace(str(NOBODY), "{}")
        self.lights: dict[StepLight, str] = {}

    def page(self, groups: Sequence[Group]) -> SafeString:
        """Return everything."""
        parts: list[str] = []
        for group in groups:
            parts.append(self.group(group))
            for item in group.items:
                parts.append(self.task(item))
                parts += self.steps(item.steps)
        return mark_safe("".join(parts))  # noqa: S308 - every part is escaped where it is made

    def steps(self, steps: Sequence[Step]) -> Iterator[str]:
        """Yield the rows of the sub-tasks of one task."""
        return map(self.step, steps)

    def group(self, group: Group) -> str:
        """Return the head of a group with its sums."""
        tasks = ngettext("%(n)d task", "%(n)d tasks", group.sums.tasks) % {"n": group.sums.tasks}
        return (
            f'<tr class="jx-group" data-level="{group.level}"><td colspan="{COLUMNS}"><strong>{escape(group.title)}'
            f'</strong> <span class="jx-sums">{escape(tasks)} {counted(group.sums.colours)} '
            f'<span class="soft">{escape(progress(group.sums))}</span></span></td></tr>'
        )

    def task(self, item: Item) -> str:
        """Return the row of a task."""
        figures = (item.planned, item.reported, item.computed)
        due = item.due_on.isoformat() if item.due_on else ""
        if not due and item.kind == TaskKind.STANDING:
            due = f'<span class="soft">{self.words["standing"]}</span>'
        next_due = item.next_due_on.isoformat() if item.next_due_on else ""
        leaders = "、".join(leader.label for leader in item.leaders)
        leaders = f'<div class="soft">{escape(leaders)}</div>' if leaders else ""
        numbers = [self.number(value, name) for value, name in zip(figures, self.heads, strict=True)]
        return (
            f'<tr data-d="0">{self.box(item)}<td class="main">{self.toggle(item)}'
            f'<a class="opener" href="{self.task_url.format(item.uuid)}">{item.number}. {escape(item.content)}</a></td>'
            f"<td>{self.colour[item.colour]}</td><td>{self.unit(item.lead)}{leaders}</td>"
            f"{self.cell(due, self.words['due'])}{''.join(numbers)}<td>{self.task_states[item.state]}</td>"
            f"{self.cell(next_due, self.words['next'])}</tr>"
        )

    def step(self, step: Step) -> str:
        """Return the row of a sub-task or milestone."""
        toggle = self.words["fold"] if step.has_children else ""
        light = self.lights.get(step.light)
        if light is None:
            light = f'<span class="light light-{step.light.colour}">{escape(step.light.words)}</span>'
            self.lights[step.light] = light
        mark = self.words["milestone"] if step.is_milestone else ""
        return (
            f'<tr data-d="{step.depth + 1}"><td class="check"></td><td class="main">{toggle}{mark}'
            f'<a class="opener" href="{self.step_url.format(step.uuid)}">{escape(step.number)} {escape(step.title)}</a>'
            f"</td><td>{light}</td><td>{escape(step.unit)}</td>"
            f"{self.cell(step.due_on.isoformat(), self.words['due'])}{BLANK}{self.number(step.percent, self.heads[1])}"
            f"{BLANK}<td>{self.step_states[step.state]}</td>{BLANK}</tr>"
        )

    def box(self, item: Item) -> str:
        """Return the cell that selects a task."""
        if not self.selectable:
            return '<td class="check"></td>'
        label = escape(self.words["select"] % {"n": item.number})
        return (
            f'<td class="check"><input class="form-check-input" type="checkbox" name="row" value="{item.uuid}"'
            f' aria-label="{label}"></td>'
        )

    def toggle(self, item: Item) -> str:
        """Return what opens and closes the sub-tasks of a task."""
        if not item.splits:
            return ""
        label = ngettext("%(n)d sub-task", "%(n)d sub-tasks", item.splits) % {"n": item.splits}
        rows = reverse("planning:steps", kwargs={"uuid": item.uuid})
        expanded = "true" if item.is_open else "false"
        return (
            f'<a class="jx-toggle" role="button" href="{escape(self.open_address.format(item.number))}" '
            f'data-rows="{rows}" aria-expanded="{expanded}" aria-label="{escape(label)}">{item.splits}</a>'
        )

    def unit(self, unit: Unit | None) -> str:
        """Return a unit by its short name, with the whole name in a tooltip."""
        if unit is None:
            return f'<span class="soft">{self.words["no lead"]}</span>'
        address = self.unit_url.format(unit.uuid)
        return f'<a class="text-reset" href="{address}" title="{escape(unit.name)}">{escape(unit.short)}</a>'

    @staticmethod
    def cell(text: str, label: str) -> str:
        """Return a cell for a date; `label` names it on a phone."""
        return f'<td class="nowrap" data-label="{label}">{text}</td>' if text else BLANK

    @staticmethod
    def number(value: Decimal | None, label: str) -> str:
        """Return a cell for a percentage."""
        return f'<td class="numeric" data-label="{label}">{percent(value)}</td>' if value is not None else BLANK

    # ── Worked out once ──

    @cached_property
    def words(self) -> dict[str, str]:
        """Words that stand in many rows, escaped."""
        milestone, below = escape(_("milestone")), escape(_("what stands below it"))
        return {
            "standing": escape(TaskKind.STANDING.label),
            "no lead": escape(_("no lead unit yet")),
            "due": escape(_("deadline")),
            "next": escape(_("next due")),
            "select": _("Select task %(n)s"),
            "fold": f'<button type="button" class="jx-toggle" aria-expanded="true" aria-label="{below}"></button>',
            "milestone": f'<span class="tag">{milestone}</span>',
        }

    @cached_property
    def heads(self) -> tuple[str, str, str]:
        """The heads of the three percentages, escaped."""
        heads = (
            pgettext("progress", "planned %"),
            pgettext("progress", "reported %"),
            pgettext("progress", "computed %"),
        )
        return escape(heads[0]), escape(heads[1]), escape(heads[2])

    @cached_property
    def colour(self) -> dict[str, str]:
        """The light of a task in a narrow column."""
        return {
            colour: f'<span class="light light-{colour}" title="{escape(colour.label)}">{escape(SHORT[colour])}</span>'
            for colour in Colour
        }

    @cached_property
    def task_states(self) -> dict[str, str]:
        """The states of tasks as badges."""
        return self._badges(Task, TaskState)

    @cached_property
    def step_states(self) -> dict[str, str]:
        """The states of sub-tasks as badges."""
        return self._badges(Subtask, SubtaskState)

    @staticmethod
    def _badges(model: type[Model], choices: Any) -> dict[str, str]:
        table = records.of_model(model).workflow
        colours = table.colours if table else {}
        return {
            value: f'<span class="state state-{colours.get(value, "grey")}">{escape(label)}</span>'
            for value, label in choices.choices
        }
