"""Sub-tasks and milestones as readers see them: in their tree, each with a light of its own by the rules of the day."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiangxin.kernel import access, records
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.bulk import AnyOf
from jiangxin.kernel.languages import localised
from jiangxin.planning.domain.lights.judging import COLOURS
from jiangxin.planning.enums import Colour, Condition, SubtaskKind, SubtaskState
from jiangxin.planning.models import LightRule, Subtask, Suspension

CONDITIONS = (Condition.MILESTONE_NEAR, Condition.MILESTONE_OVERDUE, Condition.LATE_DONE)
DIGITS = re.compile(r"(\d+)")


class StepLight(NamedTuple):
    """The light of a sub-task: its colour, what it says of it, and by how many days."""

    colour: str
    says: str
    days: int = 0

    @property
    def words(self) -> str:  # noqa: PLR0911 - one sentence for each thing that is said
        """What it says in words."""
        match self.says:
            case "dropped":
                return _("dropped")
            case "rests":
                return _("rests")
            case "done":
                return _("done")
            case "late":
                return ngettext("done %(n)s day late", "done %(n)s days late", self.days) % {"n": self.days}
            case "overdue":
                return ngettext("%(n)s day overdue", "%(n)s days overdue", self.days) % {"n": self.days}
            case _ if self.days == 0:
                return _("due today")
            case _:
                return ngettext("%(n)s day left", "%(n)s days left", self.days) % {"n": self.days}


class StepRules:
    """The rules of a day for what leads split their tasks into (one query)."""

    def __init__(self, day: date) -> None:
        self.day = day
        self.known: dict[tuple[str, date, date | None, bool], StepLight] = {}
        self.rules: dict[str, list[tuple[int, str]]] = defaultdict(list)
        rows = LightRule.objects.on(day).filter(condition__in=CONDITIONS)
        for condition, threshold, colour in rows.values_list("condition", "threshold", "colour"):
            self.rules[condition].append((threshold, colour))

    def light(self, state: str, due_on: date, done_on: date | None, *, rests: bool = False) -> StepLight:
        """Return the light: that of the worst rule that applies; grey is what is still to come."""
        key = (state, due_on, done_on, rests)
        if key not in self.known:
            self.known[key] = self._judged(*key)
        return self.known[key]

    def _judged(self, state: str, due_on: date, done_on: date | None, rests: bool) -> StepLight:  # noqa: FBT001 - the parts of a key
        if state == SubtaskState.DROPPED:
            return StepLight(Colour.GREY, "dropped")
        if state == SubtaskState.DONE:
            late = ((done_on or due_on) - due_on).days
            if late <= 0:
                return StepLight(Colour.GREEN, "done")
            return StepLight(self._fired(Condition.LATE_DONE, late) or Colour.GREEN, "late", late)
        if rests:
            return StepLight(Colour.GREY, "rests")
        left = (due_on - self.day).days
        if left > 0:
            return StepLight(self._near(left) or Colour.GREY, "left", left)
        colour = _worst([self._fired(Condition.MILESTONE_OVERDUE, -left), self._near(left) if left == 0 else ""])
        return StepLight(colour or Colour.GREY, "overdue" if left else "left", -left)

    def _near(self, left: int) -> str:
        return _worst(colour for threshold, colour in self.rules[Condition.MILESTONE_NEAR] if left <= threshold)

    def _fired(self, condition: str, days: int) -> str:
        return _worst(colour for threshold, colour in self.rules[condition] if days >= threshold)


def _worst(colours: Iterable[str]) -> str:
    return max((colour for colour in colours if colour), key=COLOURS.index, default="")


@dataclass(slots=True)
class Step:
    """A sub-task or milestone in the tree of its task."""

    uuid: str
    task: int
    number: str
    kind: str
    title: str
    unit: str
    due_on: date
    percent: Decimal | None
    state: str
    light: StepLight
    depth: int = 0
    has_children: bool = False

    @property
    def is_milestone(self) -> bool:
        """Whether it is a date to be met rather than work."""
        return self.kind == SubtaskKind.MILESTONE


COLUMNS = (
    "pk", "parent_id", "task_id", "uuid", "number", "kind", "title", "organisation__name", "organisation__name_en",
    "organisation__short_name", "due_on", "percent", "state", "done_on",
)  # fmt: skip


def steps_of(tasks: Collection[int], actor: Actor, day: date, *, verb: str = "view") -> dict[int, list[Step]]:
    """Return the sub-tasks of tasks that the actor may see, those below another right behind it (three queries).

    What stands below a row that the actor may not see stands below the task itself.
    """
    rules, rests = StepRules(day), resting(tasks, day)
    rows = access.rows(records.of_model(Subtask), actor, verb).filter(AnyOf("task_id", tasks))
    steps: dict[int, Step] = {}
    parents: dict[int, int | None] = {}
    for row in rows.order_by().values_list(*COLUMNS):
        pk, parent, task, uuid, number, kind, title, unit, unit_en, short, due, percent, state, done = row
        light = rules.light(state, due, done, rests=task in rests)
        name = localised(short or unit, unit_en)
        steps[pk] = Step(str(uuid), task, number, kind, title, name, due, percent, state, light)
        parents[pk] = parent
    keys = {number: natural(number) for number in {step.number for step in steps.values()}}
    tops: dict[int, list[int]] = defaultdict(list)
    below: dict[int, list[int]] = defaultdict(list)
    for pk in sorted(steps, key=lambda pk: keys[steps[pk].number]):
        parent = parents[pk]
        if parent in steps:
            below[parent].append(pk)
        else:
            tops[steps[pk].task].append(pk)
    return {task: list(_in_order(roots, below, steps)) for task, roots in tops.items()}


def _in_order(roots: list[int], below: Mapping[int, list[int]], steps: Mapping[int, Step]) -> Iterator[Step]:
    """Yield steps as they stand below each other."""
    waiting = [(pk, 0) for pk in reversed(roots)]
    while waiting:
        pk, depth = waiting.pop()
        step, children = steps[pk], below.get(pk, ())
        step.depth, step.has_children = depth, bool(children)
        yield step
        waiting += [(child, depth + 1) for child in reversed(children)]


def resting(tasks: Collection[int], day: date) -> set[int]:
    """Return which of the tasks rest on a day (one query)."""
    return set(Suspension.objects.on(day).filter(AnyOf("task_id", tasks)).values_list("task_id", flat=True))


def natural(number: str) -> list[str]:
    """Return a key by which 2 comes before 10, and 1.2 before 1.10."""
    return [part.zfill(6) if part.isdigit() else part for part in DIGITS.split(number)]
