"""What stands beside a task that somebody selected: its light and why, its units, the last report, what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from jiangxin.kernel import access, records
from jiangxin.kernel.actors import Actor
from jiangxin.planning.domain.lights.words import Reason, explain, named
from jiangxin.planning.domain.queries.ledger import last_reports
from jiangxin.planning.domain.queries.tree import Leader, leaders_of
from jiangxin.planning.enums import Colour, Part
from jiangxin.planning.models import Light, Report, Responsibility, Standing, Task


@dataclass(frozen=True, slots=True)
class Panel:
    """A task as it stands, as far as the reader may see."""

    colour: Colour
    since: date | None
    reasons: list[Reason]
    standing: Standing | None
    parts: list[Responsibility] = field(default_factory=list)
    leaders: Sequence[Leader] = ()
    report: Report | None = None


def panel(task: Task, actor: Actor, day: date) -> Panel:
    """Return how a task stands. Why its light is what it is, is told to those who may see its lights over time."""
    standing: Standing | None = getattr(task, "standing", None)
    rows = Task.objects.filter(pk=task.pk)
    parts = Responsibility.objects.on(day).filter(task=task, part__in=(Part.LEAD, Part.SUPPORT))
    seen = access.rows(records.of_model(Responsibility), actor).filter(pk__in=parts.values("pk"))
    return Panel(
        colour=Colour(standing.light) if standing else Colour.GREY,
        since=standing.since if standing else None,
        reasons=reasons(task, standing, actor),
        standing=standing,
        parts=list(seen.select_related("organisation").order_by("part", "pk")),
        leaders=leaders_of(rows, actor, day).get(task.pk, ()),
        report=last_reports(rows.values("pk"), actor).first(),
    )


def reasons(task: Task, standing: Standing | None, actor: Actor) -> list[Reason]:
    """Return why the light of a task is what it is (three queries at most)."""
    if standing is None or not standing.causes:
        return []
    if not access.rows(records.of_model(Light), actor).filter(task=task).exists():
        return []
    return explain(standing.causes, named(standing.causes, actor))
