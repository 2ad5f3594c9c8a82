"""Everything that a unit reports in a cycle, on one sheet, in a number of queries that does not grow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet

from jiangxin.evidence.models import Attachment
from jiangxin.kernel import access, records
from jiangxin.kernel.actors import Actor
from jiangxin.people.models import Organisation
from jiangxin.planning.enums import ContributionState, Part, ReportState, SubtaskState
from jiangxin.planning.models import (
    Contribution,
    Cycle,
    Extension,
    Report,
    Responsibility,
    Subtask,
    TargetValue,
)
from jiangxin.workflow.domain.queries.items import items_for

RECORD = "planning.reports"


@dataclass
class Line:
    """A report with what belongs to it."""

    report: Report
    values: list[TargetValue] = field(default_factory=list)
    milestones: list[Subtask] = field(default_factory=list)
    #: what supporting units were asked for, and which were not
    contributions: list[Contribution] = field(default_factory=list)
    unasked: list[Organisation] = field(default_factory=list)
    files: int = 0
    #: what the reviewer said when the round before was returned
    answer: str = ""
    #: the last request for more time
    more_time: Extension | None = None
    may_write: bool = False
    may_sign: bool = False


def cycles(actor: Actor) -> list[Cycle]:
    """Return the opened cycles in which the actor's units report or contribute, newest first."""
    reports, contributions = (_own(actor, model).order_by().values("cycle") for model in (Report, Contribution))
    return list(Cycle.objects.filter(pk__in=reports.union(contributions)).order_by("-due_on", "kind"))


def lines(actor: Actor, cycle: Cycle) -> list[Line]:
    """Return the reports of the actor's units in a cycle, the last round of each, in order of the tasks."""
    rows = _own(actor, Report).filter(cycle=cycle, superseded=False).exclude(state=ReportState.RETURNED)
    rows = rows.select_related("task__standing", "cycle", "organisation")
    found = {row.pk: Line(row) for row in rows.order_by("task__plan", "task__number")}
    by_task = {line.report.task_id: line for line in found.values()}
    for value in TargetValue.objects.filter(report__in=found).select_related("target").order_by("target__number"):
        found[value.report_id or 0].values.append(value)
    for step in _steps(by_task):
        by_task[step.task_id].milestones.append(step)
    _supports(by_task, cycle, actor)
    files = Attachment.objects.filter(record=RECORD, object_id__in=found).values_list("object_id")
    for pk, number in files.annotate(number=Count("pk")):
        found[pk].files = number
    returned = Report.objects.filter(cycle=cycle, task__in=by_task, state=ReportState.RETURNED)
    for task, answer in returned.order_by("round").values_list("task_id", "answer"):
        by_task[task].answer = answer
    for asked in Extension.objects.filter(cycle=cycle, task__in=by_task).order_by("pk"):
        by_task[asked.task_id].more_time = asked
    _rights(found, actor)
    return list(found.values())


def written(report: Report) -> Line:
    """Return a report that the actor may write with what is written beside it on the sheet (two queries)."""
    values = TargetValue.objects.filter(report=report).select_related("target").order_by("target__number")
    return Line(report, list(values), list(_steps([report.task_id])), may_write=True)


def _steps(tasks: Iterable[int]) -> QuerySet[Subtask]:
    steps = Subtask.objects.filter(task__in=tasks).exclude(state=SubtaskState.DROPPED)
    return steps.order_by("task_id", "number")


@dataclass(frozen=True)
class Asked:
    """What one of the actor's units is asked to contribute to the report of another."""

    contribution: Contribution
    may_give: bool


def asked_of(actor: Actor, cycle: Cycle) -> list[Asked]:
    """Return what the actor's units are asked to contribute in a cycle, in order of the tasks (two queries)."""
    record = records.of_model(Contribution)
    rows = _own(actor, Contribution).filter(cycle=cycle).select_related("task__lead", "cycle")
    found = list(rows.order_by("task__plan", "task__number"))
    give = record.workflow.get("give").permission if record.workflow else None
    mine = access.permitted(record, actor, give).filter(cycle=cycle, state=ContributionState.ASKED)
    givable = set(mine.values_list("pk", flat=True))
    return [Asked(row, row.pk in givable) for row in found]


def _own(actor: Actor, model: type[Report | Contribution]) -> Any:
    """Return the reports or contributions whose drafts the actor sees: those of the own units."""
    own = access.can("planning.report.write") | access.can("planning.report.sign")
    return access.permitted(records.of_model(model), actor, own.through("organisation"))


def _supports(by_task: dict[int, Line], cycle: Cycle, actor: Actor) -> None:
    """Note with the reports of leads what supporting units contribute, and which are not asked yet (two queries)."""
    given = access.rows(records.of_model(Contribution), actor).order_by().values("pk")
    # whom it asked the lead knows; what was given it reads as far as it may
    known = Contribution.objects.filter(Q(state=ContributionState.ASKED) | Q(pk__in=given))
    for row in (
        known.filter(cycle=cycle, task__in=by_task).select_related("organisation").order_by("task_id", "-state", "pk")
    ):
        by_task[row.task_id].contributions.append(row)
    parts = Responsibility.objects.filter(task__in=by_task, part=Part.SUPPORT, valid_to=None)
    for part in parts.select_related("organisation").order_by("pk"):
        line = by_task[part.task_id or 0]
        if part.organisation_id not in {row.organisation_id for row in line.contributions}:
            line.unasked.append(part.organisation)


def _rights(found: dict[int, Line], actor: Actor) -> None:
    record = records.of_model(Report)
    writable = set(access.rows(record, actor, "change").filter(pk__in=found).values_list("pk", flat=True))
    mine = items_for(actor).filter(record=RECORD, kind="approve", object_id__in=found, stage__isnull=False)
    signable = set(mine.values_list("object_id", flat=True))
    for pk, line in found.items():
        line.may_write, line.may_sign = pk in writable, pk in signable


def by_state(found: list[Line]) -> dict[str, int]:
    """Return how many reports are in each state."""
    counts: dict[str, int] = defaultdict(int)
    for line in found:
        counts[line.report.state] += 1
    return dict(counts)
