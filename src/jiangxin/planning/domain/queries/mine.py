"""What the workbench says about the running plan: lights of one's own tasks, and what units have to do shortly."""

from __future__ import annotations

from collections import defaultdict
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
    """Return the lights of the tasks one leads, supports, is in charge of, and for offices of all (five queries)."""
    record = records.of_model(Task)
    if not access.may(record, actor, "view"):
        return []
    plan = next(iter(plans_of(actor)), None)
    if plan is None:
        return []
    rows = access.rows(record, actor).filter(plan=plan)
    wanted: list[Mine | None] = [Mine.LEAD, Mine.SUPPORT, Mine.OVERSIGHT]
    if actor.reach(LOOKS_AFTER_ALL).everything:
        wanted.append(None)
    found = []
    for how in wanted:
        chosen = rows.filter(pk__in=mine(actor, how, day)) if how else rows
        counted = chosen.order_by().values("standing__light").annotate(n=Count("pk"))
        colours = {colour or Colour.GREY: n for colour, n in counted.values_list("standing__light", "n")}
        found.append(Tally(plan, how, colours))
    return [tally for tally in found if tally.total]


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
