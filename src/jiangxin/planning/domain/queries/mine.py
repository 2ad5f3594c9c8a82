"""What the workbench says about the running plan: lights of one's own tasks, and what units have to do shortly."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from jiangxin.kernel import access, records
from jiangxin.kernel.actors import Actor
from jiangxin.planning.domain.queries.plans import plans_of
from jiangxin.planning.domain.queries.tree import Mine, mine
from jiangxin.planning.enums import Colour, SubtaskKind, SubtaskState
from jiangxin.planning.models import Plan, Subtask, Task

#: Who reads the reports of everybody looks after all tasks.
LOOKS_AFTER_ALL = "planning.report.view"


@dataclass(frozen=True, slots=True)
class Tally:
    """Tasks of the plan in force by their lights; without `mine` they are all tasks."""

    plan: Plan
    mine: Mine | None
    colours: Mapping[str, int]

    @property
    def total(self) -> int:
        """How many tasks there are."""
        return sum(self.colours.values())


def tallies(actor: Actor, day: date) -> list[Tally]:
    """Return the lights of the tasks one leads, supports, is in charge of, and for offices of all (two queries)."""
    record = records.of_model(Task)
    if not access.may(record, actor, "view"):
        return []
    plan = next(iter(plans_of(actor)), None)
    if plan is None:
        return []
    wanted: list[Mine | None] = [Mine.LEAD, Mine.SUPPORT, Mine.OVERSIGHT]
    if actor.reach(LOOKS_AFTER_ALL).everything:
        wanted.append(None)
    sums = [Count("pk", filter=Q(pk__in=mine(actor, how, day)) if how else None) for how in wanted]
    rows = access.rows(record, actor).filter(plan=plan).order_by().values_list("standing__light")
    found: list[Counter[str]] = [Counter() for _how in wanted]
    for light, *counts in rows.annotate(**{f"n{place}": total for place, total in enumerate(sums)}):
        for colours, n in zip(found, counts, strict=True):
            colours[light or Colour.GREY] += n  # without a standing it is grey too
    tallied = [Tally(plan, how, colours) for how, colours in zip(wanted, found, strict=True)]
    return [tally for tally in tallied if tally.total]


def due_between(actor: Actor, first: date, last: date) -> dict[date, list[Subtask]]:
    """Return what is open and due from a day to another: all of one's units, of others milestones (one query)."""
    record = records.of_model(Subtask)
    if not access.may(record, actor, "view"):
        return {}
    own = Q(organisation__in=actor.organisation_ids) | Q(task__lead__in=actor.organisation_ids)
    rows = access.rows(record, actor).filter(state=SubtaskState.OPEN, due_on__gte=first, due_on__lte=last)
    rows = rows.filter(own | Q(kind=SubtaskKind.MILESTONE)).select_related("task").defer("task__content")
    found: dict[date, list[Subtask]] = defaultdict(list)
    for row in rows.order_by("due_on", "task__number", "number"):
        found[row.due_on].append(row)
    return dict(found)
