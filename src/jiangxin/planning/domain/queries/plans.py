"""The plans whose tasks run."""

from __future__ import annotations

from jiangxin.kernel import access, records
from jiangxin.kernel.actors import Actor
from jiangxin.planning.enums import PlanState
from jiangxin.planning.models import Plan

#: States in which a plan has tasks.
ADOPTED = (PlanState.ADOPTED, PlanState.SUPERSEDED)


def plans_of(actor: Actor) -> list[Plan]:
    """Return the plans with tasks that the actor may see, without their texts; those in force come first."""
    record = records.of_model(Plan)
    rows = access.with_related(access.rows(record, actor), ("organisation",)).filter(state__in=ADOPTED)
    return sorted(rows.order_by("-adopted_on", "-pk"), key=lambda plan: plan.state != PlanState.ADOPTED)
