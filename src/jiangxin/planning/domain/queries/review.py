"""Reports that wait for a review, each with the one accepted before it, in a number of queries that does not grow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q

from jiangxin.evidence.models import Attachment
from jiangxin.kernel import access, clock, records
from jiangxin.kernel.actors import Actor
from jiangxin.planning.domain.reporting import CONTENT, locked
from jiangxin.planning.enums import HANDED_IN, ReportState
from jiangxin.planning.models import Cycle, Report, Target, TargetValue
from jiangxin.planning.workflow.reports import REVIEW

RECORD = "planning.reports"


@dataclass
class Content:
    """A report with the values and files in it."""

    report: Report
    values: dict[Target, TargetValue] = field(default_factory=dict)
    files: list[Attachment] = field(default_factory=list)


@dataclass
class Pair:
    """A report to be reviewed, what was accepted on the task before, and why earlier rounds went back."""

    now: Content
    before: Content | None = None
    returned: list[Report] = field(default_factory=list)


def reviewable(actor: Actor) -> Any:
    """Return the reports that the actor may accept or return, as far as they are to be seen at all."""
    record = records.of_model(Report)
    return access.rows(record, actor).filter(pk__in=access.permitted(record, actor, REVIEW).values("pk"))


def cycles(actor: Actor) -> list[Cycle]:
    """Return the cycles with reports to review (their number as `waiting`) or to enter for units, newest first."""
    waiting = dict(_waiting(actor).order_by().values_list("cycle").annotate(n=Count("pk")))
    wanted = Q(pk__in=waiting) | Q(pk__in=missing(actor).values("cycle"))
    found = list(Cycle.objects.filter(wanted).order_by("-due_on", "kind"))
    for cycle in found:
        cycle.waiting = waiting.get(cycle.pk, 0)  # type: ignore[attr-defined]  # carried to the page
    return found


def missing(actor: Actor) -> Any:
    """Return what is not handed in and may be entered on the unit's behalf, without a word of the unit's drafts."""
    today = clock.today()
    rows = access.rows(records.of_model(Report), actor, "enter").defer(*CONTENT)
    rows = rows.exclude(locked(today)).select_related("task", "organisation")
    return rows.order_by("due_on", "task__plan", "task__number")


def states(actor: Actor, cycle: Cycle) -> dict[str, int]:
    """Return how many reports of a cycle are in each state that others than the unit may know of."""
    rows = access.rows(records.of_model(Report), actor).filter(cycle=cycle, state__in=HANDED_IN, superseded=False)
    return dict(rows.order_by().values_list("state").annotate(n=Count("pk")))


def pairs(actor: Actor, cycle: Cycle) -> list[Pair]:
    """Return what waits in a cycle in order of the tasks (five queries)."""
    rows = _waiting(actor).filter(cycle=cycle).select_related("task__standing", "organisation", "cycle")
    found = [Pair(Content(row)) for row in rows.order_by("task__plan", "task__number")]
    by_task = {pair.now.report.task_id: pair for pair in found}
    earlier = access.rows(records.of_model(Report), actor).filter(task__in=by_task)
    accepted = earlier.filter(state=ReportState.ACCEPTED, cycle__ends_on__lte=cycle.ends_on).exclude(cycle=cycle)
    newest = accepted.order_by("task_id", "-cycle__ends_on", "-pk").distinct("task_id")
    for row in newest.select_related("cycle", "organisation"):
        by_task[row.task_id].before = Content(row)
    for row in earlier.filter(cycle=cycle, state=ReportState.RETURNED).order_by("round"):
        by_task[row.task_id].returned.append(row)
    _fill(content for pair in found for content in (pair.now, pair.before) if content)
    return found


def _waiting(actor: Actor) -> Any:
    return reviewable(actor).filter(state=ReportState.REPORTED)


def _fill(contents: Iterable[Content]) -> None:
    """Add values and files (two queries)."""
    by_pk: dict[int, Content] = {content.report.pk: content for content in contents}
    values = TargetValue.objects.filter(report__in=by_pk, value__isnull=False, state__in=HANDED_IN)
    for value in values.select_related("target").order_by("target__number"):
        by_pk[value.report_id or 0].values[value.target] = value
    files = defaultdict(list)
    for row in Attachment.objects.filter(record=RECORD, object_id__in=by_pk).select_related("file").order_by("pk"):
        files[row.object_id].append(row)
    for pk, content in by_pk.items():
        content.files = files[pk]
