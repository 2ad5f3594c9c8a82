"""Reads what is known of tasks from the records, in a number of queries that does not grow with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.utils import timezone

from jiangxin.kernel import clock
from jiangxin.kernel.bulk import AnyOf
from jiangxin.planning.domain.lights.judging import CONDITIONS
from jiangxin.planning.domain.lights.known import (
    Acknowledgement,
    Completion,
    Due,
    Facts,
    HandIn,
    Milestone,
    Obligation,
    Override,
    Rule,
    Span,
    YearPlan,
)
from jiangxin.planning.enums import GONE, AcknowledgementState, ExtensionState, Part, ReportState, TaskState
from jiangxin.planning.models import Completion as CompletionRow
from jiangxin.planning.models import (
    Extension,
    LightOverride,
    LightRule,
    Report,
    Responsibility,
    Subtask,
    Suspension,
    Task,
    WorkPlan,
)

#: Last days of the quarters.
QUARTER_ENDS = ((3, 31), (6, 30), (9, 30), (12, 31))


def load_rules() -> list[Rule]:
    """Return the rules for lights of tasks, whenever they hold."""
    rows = LightRule.objects.filter(condition__in=CONDITIONS)
    return [Rule(row.condition, row.threshold, row.colour, row.valid_from, row.valid_to) for row in rows]


def load(task_ids: Sequence[int]) -> dict[int, Facts]:
    """Return what is known of tasks (nine queries)."""
    tasks = list(Task.objects.filter(AnyOf("pk", task_ids)).defer("content", "conclusion", "search"))
    moved = _extensions(task_ids)
    leads = Responsibility.objects.filter(AnyOf("task", task_ids), part=Part.LEAD)
    asked = _by_task(leads.defer("objection", "answer"))
    reports = _by_task(
        Report.objects.filter(AnyOf("task", task_ids))
        .select_related("cycle")
        .defer("progress", "problems", "next_steps", "answer", "milestones")
        .order_by("task_id", "cycle_id", "round")
    )
    subtasks = _by_task(Subtask.objects.filter(AnyOf("task", task_ids)).order_by("task_id", "pk"))
    done = _completions(task_ids)
    rests = _by_task(Suspension.objects.filter(AnyOf("task", task_ids)).defer("grounds"))
    plans = _by_task(WorkPlan.objects.filter(AnyOf("task", task_ids), approved_on__isnull=False))
    overrides = _by_task(LightOverride.objects.filter(AnyOf("task", task_ids)).defer("grounds"))
    return {
        task.pk: Facts(
            issued_on=task.issued_on,
            acknowledgements=tuple(_acknowledgement(row, task) for row in asked[task.pk]),
            deadline=_dues(task.due_on, date.min, moved[task.pk, None, None]),
            suspensions=tuple(_span(row) for row in rests[task.pk]),
            closed_on=task.closed_on if task.state == TaskState.CLOSED else None,
            terminated_on=task.closed_on if task.state in GONE else None,
            obligations=tuple(_obligations(reports[task.pk], moved)),
            milestones=tuple(_milestone(row, done[row.pk], moved) for row in subtasks[task.pk]),
            plans=tuple(_plan(row) for row in plans[task.pk]),
            overrides=tuple(Override(row.colour, _span(row)) for row in overrides[task.pk]),
        )
        for task in tasks
    }


def _by_task(rows: Iterable[Any]) -> Mapping[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.task_id].append(row)
    return found


def _span(row: Any) -> Span:
    return Span(row.valid_from, row.valid_to)


# ── Dates that were moved ───────────────────────────────────────────────────────────────────────

#: Granted extensions by task, cycle and sub-task, in the order in which they were decided.
Moved = Mapping[tuple[int, int | None, int | None], list[Extension]]


def _extensions(task_ids: Sequence[int]) -> Moved:
    found: dict[tuple[int, int | None, int | None], list[Extension]] = defaultdict(list)
    granted = Extension.objects.filter(AnyOf("task", task_ids), state=ExtensionState.GRANTED)
    for row in granted.defer("grounds", "answer").order_by("decided_on", "pk"):
        found[row.task_id, row.cycle_id, row.subtask_id].append(row)
    return found


def _dues(present: date | None, since: date, extensions: Sequence[Extension]) -> tuple[Due, ...]:
    """Return the due dates that counted one after the other; without extensions the present one did all the time."""
    if present is None:
        return ()
    first = extensions[0].from_on if extensions else present
    return (Due(first, since), *(Due(row.until, max(row.decided_on or since, since)) for row in extensions))


# ── Rows as facts ───────────────────────────────────────────────────────────────────────────────


def _acknowledgement(row: Responsibility, task: Task) -> Acknowledgement:
    """Return what a lead was asked; while the office has its objection before it, nothing is due."""
    taken_on = row.acknowledged_on
    if row.state == AcknowledgementState.ACKNOWLEDGED and taken_on is None:
        taken_on = row.valid_from  # it inherited the task from a unit that had acknowledged it
    return Acknowledgement(
        ref=f"responsibility:{row.pk}",
        asked_on=max(row.valid_from, task.issued_on or row.valid_from),
        due_on=None if row.state == AcknowledgementState.OBJECTED else row.due_on,
        acknowledged_on=taken_on,
        ended_on=row.valid_to,
    )


def _obligations(reports: Iterable[Report], moved: Moved) -> Iterator[Obligation]:
    for cycle, group in groupby(reports, key=attrgetter("cycle")):
        rounds = list(group)
        opens = min(cycle.opened_on or cycle.opens_on, *(row.handed_in_on or date.max for row in rounds))
        yield Obligation(
            ref=f"cycle:{cycle.pk}",
            kind=cycle.kind,
            starts_on=cycle.starts_on,
            ends_on=cycle.ends_on,
            opens_on=opens,
            due=_dues(rounds[0].due_on, opens, moved[rounds[0].task_id, cycle.pk, None]),
            hand_ins=tuple(_hand_in(row) for row in rounds if row.handed_in_on is not None),
        )


def _hand_in(row: Any) -> HandIn:
    returned = row.state == ReportState.RETURNED
    return HandIn(
        round=row.round,
        handed_in_on=row.handed_in_on,
        percent=row.percent,
        returned_on=row.decided_on if returned else None,
        return_kind=row.return_kind if returned else "",
    )


def _completions(task_ids: Sequence[int]) -> Mapping[int, list[Completion]]:
    found: dict[int, list[Completion]] = defaultdict(list)
    for row in CompletionRow.objects.filter(AnyOf("subtask__task", task_ids)):
        found[row.subtask_id].append(Completion(row.done_on, row.noted_on, row.undone_on))
    return found


def _milestone(row: Subtask, completions: Sequence[Completion], moved: Moved) -> Milestone:
    return Milestone(
        ref=f"subtask:{row.pk}",
        due=_dues(row.due_on, _since(row), moved[row.task_id, None, row.pk]),
        completions=tuple(completions),
        dropped_on=row.dropped_on,
    )


def _since(row: Subtask) -> date:
    """Return the day a row was entered; a demonstration is entered after its own days, so its rows were ever there."""
    day = timezone.localdate(row.created_at)
    return day if day <= clock.today() else date.min


def _plan(row: Any) -> YearPlan:
    ends = (date(row.year, month, day) for month, day in QUARTER_ENDS)
    nodes = tuple((end, value) for end, value in zip(ends, row.percents, strict=True) if value is not None)
    return YearPlan(row.year, row.revision, row.approved_on, nodes, row.concluded_on)
