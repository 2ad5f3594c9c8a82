"""What the public is told of the progress of a plan: released statements about what is open, and nothing else.

Nobody signs in to read it, so nothing here asks who reads: every query begins with `_told`. What is counted is counted
among the statements themselves, so that neither a draft nor how many there are can be guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from jiangxin.planning.enums import Disclosure, PlanState, ReleaseState
from jiangxin.planning.models import Cycle, Plan, Release, Target, Task


@dataclass(frozen=True)
class Told:
    """The statements about a plan for a cycle, and the plans and cycles about which there are any."""

    plan: Plan | None
    plans: Sequence[Plan]
    cycle: Cycle | None
    cycles: Sequence[Cycle]
    tasks: Sequence[Release]
    targets: Sequence[Release]


def _told() -> QuerySet[Release]:
    """Return the statements that were released and not withdrawn, on plans in force, about what is open still.

    A task is open while it and what carries it on is; a target that tasks carry while one of them is.
    """
    tasks = Task.objects.filter(disclosure=Disclosure.OPEN)
    closed = Task.objects.exclude(disclosure=Disclosure.OPEN).filter(continues__isnull=False).values("continues")
    targets = Target.objects.filter(Q(tasks=None) | Q(tasks__disclosure=Disclosure.OPEN))
    return Release.objects.filter(
        Q(task__in=tasks.exclude(pk__in=closed)) | Q(target__in=targets.values("pk")),
        state=ReleaseState.RELEASED,
        plan__state__in=(PlanState.ADOPTED, PlanState.SUPERSEDED),
    )


def told(plan: str = "", cycle: str = "") -> Told:
    """Return the statements about a plan for a cycle, by their public identifiers; else the newest (five queries)."""
    plans = list(
        Plan.objects.filter(pk__in=_told().values("plan")).only("uuid", "title", "document_number").order_by("-pk")
    )
    chosen = next((row for row in plans if str(row.uuid) == plan), plans[0] if plans else None)
    if chosen is None:
        return Told(None, (), None, (), (), ())
    about = _told().filter(plan=chosen)
    cycles = list(Cycle.objects.filter(pk__in=about.values("cycle")).order_by("-ends_on", "kind"))
    period = next((row for row in cycles if str(row.uuid) == cycle), cycles[0])
    rows = about.filter(cycle=period).select_related("task", "target")
    rows = rows.defer("task__conclusion").order_by("task__number", "target__number")
    found = list(rows)
    tasks = [row for row in found if row.task_id]
    return Told(chosen, plans, period, cycles, tasks, [row for row in found if row.target_id])
