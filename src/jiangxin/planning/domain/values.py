"""Values of targets as units report them: with a report on a task, or by themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from jiangxin.evidence.domain import attachments
from jiangxin.kernel import records, write
from jiangxin.kernel.actors import Actor
from jiangxin.planning.enums import HANDED_IN, CycleKind, Part, PlanState, ReportState
from jiangxin.planning.models import Cycle, Report, Responsibility, Target, TargetValue, TaskTarget
from jiangxin.workflow.domain import assignees
from jiangxin.workflow.domain.items import Work, close_items, open_items
from jiangxin.workflow.enums import Kind

WRITES = "planning.report.write"
REVIEWS = "planning.report.review"


def open_for(cycle: Cycle, reports: Sequence[Report], actor: Actor) -> list[TargetValue]:
    """Make a draft for every target that is to have a value in a cycle, taking over the last one.

    A target that somebody leads by itself is reported by its lead; any other by the lead of the
    first task that carries it and reports in the cycle.
    """
    by_task = {row.task_id: row for row in reports}
    known = set(TargetValue.objects.filter(cycle=cycle).values_list("target_id", flat=True))
    led = Responsibility.objects.filter(target__isnull=False, part=Part.LEAD, valid_to=None)
    led = led.filter(target__plan__state=PlanState.ADOPTED)
    wanted: dict[int, dict[str, Any]] = {}
    for row in led:
        wanted[row.target_id or 0] = {"organisation_id": row.organisation_id}
    links = TaskTarget.objects.filter(task__in=by_task).order_by("task__number")
    for target, task in links.values_list("target_id", "task_id"):
        report = by_task[task]
        wanted.setdefault(target, {"organisation_id": report.organisation_id, "report": report})
    last = last_values(list(wanted))
    new = []
    for target, owner in wanted.items():
        if target not in known:
            before = last.get(target)
            taken = {"value": before.value, "basis": before.basis} if before else {}
            new.append(TargetValue(target_id=target, cycle=cycle, due_on=cycle.due_on, **owner, **taken))
    if new:
        reason = write.reason_in_force()
        record = records.of_model(TargetValue)
        write.save_many(record, create=new, actor=actor, reason=reason, via="task", by_system=True)
        _queue([row for row in new if row.report_id is None], actor)
    return new


def last_values(targets: Sequence[int]) -> dict[int, TargetValue]:
    """Return the last value handed in for each target (one query)."""
    rows = TargetValue.objects.filter(target__in=targets, state__in=HANDED_IN)
    return {row.target_id: row for row in rows.order_by("target_id", "-cycle__ends_on", "-round").distinct("target_id")}


def _queue(rows: Sequence[TargetValue], actor: Actor, kind: str = Kind.DUE) -> None:
    units = assignees.of_units({row.organisation_id for row in rows}, WRITES)
    work = [Work(row.pk, units[row.organisation_id], row.due_on) for row in rows if row.organisation_id in units]
    open_items(kind, records.of_model(TargetValue), work, actor=actor)


def drop(drafts: Sequence[Report]) -> list[TargetValue]:
    """Delete the drafts of values in reports that pass to another unit, and return what they were about."""
    rows = list(TargetValue.objects.filter(report__in=drafts, state=ReportState.DRAFT))
    record = records.of_model(TargetValue)
    attachments.drop_all(record, [row.pk for row in rows])
    TargetValue.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return rows


def draft_for(dropped: Sequence[TargetValue], reports: Mapping[int, Report], actor: Actor, reason: str) -> None:
    """Make empty drafts in the reports that stand for the old ones (by their keys)."""
    new = [
        TargetValue(
            target_id=row.target_id,
            cycle_id=row.cycle_id,
            round=row.round,
            report=reports[row.report_id or 0],
            organisation_id=reports[row.report_id or 0].organisation_id,
            due_on=row.due_on,
        )
        for row in dropped
    ]
    if new:
        record = records.of_model(TargetValue)
        write.save_many(record, create=new, actor=actor, reason=reason, via="page", by_system=True)


def pass_on(passed: Mapping[int, Report], actor: Actor, reason: str) -> None:
    """Give drafts that go on in other tasks the values these are to have; equal targets keep what was written.

    `passed` holds the new drafts by the keys of the old ones.
    """
    carried: dict[int, list[Target]] = {}
    for link in TaskTarget.objects.filter(task__in=[row.task_id for row in passed.values()]).select_related("target"):
        carried.setdefault(link.task_id, []).append(link.target)
    every = {target.pk for targets in carried.values() for target in targets}
    cycles = {row.cycle_id for row in passed.values()}
    taken = set(TargetValue.objects.filter(target__in=every, cycle__in=cycles).values_list("target_id", "cycle_id"))
    led = Responsibility.objects.filter(target__in=every, part=Part.LEAD, valid_to=None)
    apart = set(led.values_list("target_id", flat=True))
    written: dict[tuple[int, str, str], TargetValue] = {}
    drafts = TargetValue.objects.filter(report__in=list(passed), state=ReportState.DRAFT).select_related("target")
    for row in drafts:
        written[row.report_id or 0, row.target.subject, row.target.unit] = row
    new = []
    for before, report in passed.items():
        for target in carried.get(report.task_id, []):
            if target.pk in apart or (target.pk, report.cycle_id) in taken:
                continue
            taken.add((target.pk, report.cycle_id))
            own = written.get((before, target.subject, target.unit))
            if own is not None:
                write.stamp([own], target_id=target.pk, report_id=report.pk, due_on=report.due_on, round=1)
            elif report.cycle.kind == CycleKind.QUARTERLY:
                new.append(
                    TargetValue(
                        target=target,
                        cycle_id=report.cycle_id,
                        report=report,
                        organisation_id=report.organisation_id,
                        due_on=report.due_on,
                    )
                )
    if new:
        record = records.of_model(TargetValue)
        write.save_many(record, create=new, actor=actor, reason=reason, via="page", by_system=True)


# ── Values that stand in a report go its way ────────────────────────────────────────────────────


def hand_in_with(reports: Sequence[Report], actor: Actor, reason: str) -> None:
    """Hand in the values of reports; those left empty stay drafts."""
    rows = TargetValue.objects.filter(report__in=reports, state=ReportState.DRAFT, value__isnull=False)
    _move(list(rows), "hand_in", actor, reason)


def take_with(reports: Sequence[Report], actor: Actor, reason: str) -> None:
    """Accept the values of reports."""
    rows = TargetValue.objects.filter(report__in=reports, state=ReportState.REPORTED)
    _move(list(rows), "take", actor, reason)


def send_back_with(reports: Sequence[Report], actor: Actor, reason: str) -> None:
    """Return the values of reports."""
    rows = TargetValue.objects.filter(report__in=reports, state=ReportState.REPORTED)
    _move(list(rows), "send_back", actor, reason, answer=reason)


def begin_round(before: Report, after: Report, actor: Actor, reason: str) -> None:
    """Give the new round of a report drafts of its values; values never handed in move over."""
    unsent = TargetValue.objects.filter(report=before, state=ReportState.DRAFT)
    write.stamp(list(unsent), report_id=after.pk)
    sent = TargetValue.objects.filter(report=before, state=ReportState.RETURNED)
    _again(list(sent), after, actor, reason)


def _again(rows: Sequence[TargetValue], report: Report | None, actor: Actor, reason: str) -> list[TargetValue]:
    new = [
        TargetValue(
            target_id=row.target_id,
            cycle_id=row.cycle_id,
            round=row.round + 1,
            report=report,
            organisation_id=row.organisation_id,
            due_on=row.due_on,
            value=row.value,
            basis=row.basis,
        )
        for row in rows
    ]
    if new:
        record = records.of_model(TargetValue)
        write.save_many(record, create=new, actor=actor, reason=reason, via="page", by_system=True)
    return new


def _move(rows: Sequence[TargetValue], step: str, actor: Actor, reason: str, **noted: Any) -> None:
    record = records.of_model(TargetValue)
    for row in rows:
        write.apply(record, row, step, actor=actor, reason=reason, changes=noted, by_system=True)


# ── Guards and effects of values that stand by themselves ───────────────────────────────────────


def by_itself(row: TargetValue, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse steps on a value that goes the way of a report."""
    return _("This value is handed in with the report on its task.") if row.report_id else None


def complete(row: TargetValue, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse a value that says nothing, or not what it rests on."""
    if row.value is None or not row.basis.strip():
        return _("Give the value and what it rests on.")
    return None


def handed_in(rows: Sequence[TargetValue], actor: Actor, reason: str) -> None:
    """Ask for a review."""
    record = records.of_model(TargetValue)
    write.stamp(rows)
    close_items(actor, record, [row.pk for row in rows], reason=reason)
    office = assignees.of_office(REVIEWS)
    if office is not None:
        open_items(Kind.APPROVE, record, [Work(row.pk, office, step="review") for row in rows], actor=actor)


def accepted(rows: Sequence[TargetValue], actor: Actor, reason: str) -> None:
    """Note the words."""
    _decide(rows, actor, reason)


def returned(rows: Sequence[TargetValue], actor: Actor, reason: str) -> None:
    """Note the words, and begin a new round."""
    _decide(rows, actor, reason)
    _queue(_again(rows, None, actor, reason), actor, Kind.RETURNED)


def _decide(rows: Sequence[TargetValue], actor: Actor, reason: str) -> None:
    write.stamp(rows, answer=reason)
    close_items(actor, records.of_model(TargetValue), [row.pk for row in rows], step="review", reason=reason)
