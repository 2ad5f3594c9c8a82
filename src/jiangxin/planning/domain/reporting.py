"""Reporting: cycles, drafts filled in beforehand, handing in."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Max, Q
from django.utils.translation import gettext as _

from jiangxin.evidence.domain import attachments
from jiangxin.kernel import clock, records, write
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.bulk import AnyOf
from jiangxin.planning.domain import values
from jiangxin.planning.domain.lights.standing import refresh
from jiangxin.planning.enums import (
    HANDED_IN,
    Colour,
    CycleKind,
    ExtensionState,
    Part,
    ReportState,
    SubtaskState,
    TaskState,
    WorkPlanState,
)
from jiangxin.planning.models import (
    Cycle,
    Extension,
    Report,
    ReportingPolicy,
    Responsibility,
    Subtask,
    TargetValue,
    Task,
    WorkPlan,
)
from jiangxin.workflow.domain import assignees
from jiangxin.workflow.domain.items import Assignee, Work, close_items, open_items
from jiangxin.workflow.enums import ItemState, Kind
from jiangxin.workflow.models import WorkItem

WRITES = "planning.report.write"
REVIEWS = "planning.report.review"
MONTHS = {CycleKind.QUARTERLY: 3, CycleKind.MONTHLY: 1}
YEAR = 12
#: What a unit writes, and what a new draft takes over from its last report.
CONTENT = ("status", "percent", "progress", "problems", "next_steps")
#: Lights for which monthly checks are made, by the choice of the rules of reporting.
CHECKED = {"": (), "red": (Colour.RED,), "yellow": (Colour.RED, Colour.YELLOW)}


def save_cycle(instance: Cycle, changes: Mapping[str, Any], *, actor: Actor, reason: str) -> Cycle:  # noqa: ARG001 - the shape of savers
    """Save a cycle; the due dates of reports not yet handed in follow, unless more time was granted."""
    write.assign(instance, changes)
    instance.full_clean()
    instance.save()
    unsigned = [ReportState.DRAFT, ReportState.SIGNING]
    waiting = Report.objects.filter(cycle=instance, state__in=unsigned, superseded=False)
    extended = Extension.objects.filter(cycle=instance, state=ExtensionState.GRANTED).values("task")
    _move([row for row in waiting.exclude(task__in=extended) if row.due_on != instance.due_on], instance.due_on, actor)
    return instance


def _move(reports: Sequence[Report], due: date, actor: Actor) -> None:
    """Give drafts another due date, in the queue of the unit too."""
    write.stamp(reports, due_on=due)
    _queue(reports, actor)
    refresh(sorted({row.task_id for row in reports}))


def make_cycles(day: date, *, actor: Actor) -> list[Cycle]:
    """Make the cycles of the periods that hold the day and follow it, by the rules in force; return the new ones."""
    policy = ReportingPolicy.in_force()
    kinds = [CycleKind.QUARTERLY, *([CycleKind.MONTHLY] if policy.monthly_for else [])]
    periods = [(kind, *period) for kind in kinds for period in _periods(day, MONTHS[kind])]
    known = set(Cycle.objects.values_list("kind", "starts_on"))
    new = [_cycle(kind, first, last, policy) for kind, first, last in periods if (kind, first) not in known]
    if new:
        reason = _("Made by the rules of reporting")
        write.save_many(records.of_model(Cycle), create=new, actor=actor, reason=reason, via="task", by_system=True)
    return new


def _periods(day: date, months: int) -> list[tuple[date, date]]:
    """Return first and last day of the period that holds the day, and of the next."""
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    last = _end_of(first, months)
    following = last + timedelta(1)
    return [(first, last), (following, _end_of(following, months))]


def _end_of(first: date, months: int) -> date:
    month = first.month + months - 1
    return date(first.year, month, monthrange(first.year, month)[1])


def _cycle(kind: str, first: date, last: date, policy: ReportingPolicy) -> Cycle:
    if kind == CycleKind.QUARTERLY:
        opens = last - timedelta(policy.quarterly_opens_before)
        due = last + timedelta(policy.quarterly_due_after)
        locks = due + timedelta(policy.quarterly_locks_after)
    else:
        opens, due = last, last + timedelta(policy.monthly_due_after)
        locks = due + timedelta(policy.monthly_locks_after)
    return Cycle(kind=kind, starts_on=first, ends_on=last, opens_on=opens, due_on=due, locks_on=locks)


def open_cycles(day: date, *, actor: Actor) -> list[Report]:
    """Open the cycles whose day has come: a draft for each task that is to report, filled in beforehand.

    Returns the new drafts. The number of statements does not grow with the tasks.
    """
    made: list[Report] = []
    with write.writing(actor, _("The reporting cycle opens"), via="task"):
        waiting = Cycle.objects.select_for_update().filter(opened_on=None, opens_on__lte=day, locks_on__gte=day)
        for cycle in waiting.order_by("starts_on", "kind"):
            made += _open(cycle, day, actor)
    return made


def _open(cycle: Cycle, day: date, actor: Actor) -> list[Report]:
    policy = ReportingPolicy.in_force()
    tasks = Task.objects.filter(state__in=[TaskState.RUNNING, TaskState.CLOSING], lead__isnull=False)
    if cycle.kind == CycleKind.MONTHLY:
        tasks = tasks.filter(standing__light__in=CHECKED[policy.monthly_for])
    known = Report.objects.filter(cycle=cycle).values("task")
    wanted = list(tasks.exclude(pk__in=known).order_by("pk"))
    last = last_reports([task.pk for task in wanted])
    new = [
        Report(task=task, cycle=cycle, organisation_id=task.lead_id, due_on=cycle.due_on, **_taken_over(last, task.pk))
        for task in wanted
    ]
    write.stamp([cycle], opened_on=day)
    if new:
        record = records.of_model(Report)
        reason = write.reason_in_force()
        write.save_many(record, create=new, actor=actor, reason=reason, via="task", by_system=True)
        _queue(new, actor)
    if cycle.kind == CycleKind.QUARTERLY:
        values.open_for(cycle, new, actor)
    refresh([row.task_id for row in new])
    return new


def locked(day: date) -> Q:
    """Return the filter for reports and values that cannot be handed in on a day: locked, and no time granted."""
    return Q(cycle__locks_on__lt=day, due_on__lt=day)


def lock_cycles(day: date, *, actor: Actor) -> int:
    """Take drafts whose cycle is locked out of the queues: they are missed, unless more time is granted.

    Returns how many pieces of work were dropped.
    """
    missed = Report.objects.filter(locked(day), state=ReportState.DRAFT)
    lost = TargetValue.objects.filter(locked(day), state=ReportState.DRAFT)
    reason = _("The reporting cycle is locked")
    return sum(
        close_items(actor, records.of_model(rows.model), rows.values_list("pk", flat=True), done=False, reason=reason)
        for rows in (missed, lost)
    )


def last_reports(tasks: Sequence[int]) -> dict[int, Report]:
    """Return the last report handed in on each task (one query)."""
    rows = Report.objects.filter(task__in=tasks, state__in=HANDED_IN)
    newest = rows.order_by("task_id", "-cycle__ends_on", "-round").distinct("task_id")
    return {row.task_id: row for row in newest}


def _taken_over(last: Mapping[int, Report], task: int) -> dict[str, Any]:
    return {name: getattr(last[task], name) for name in CONTENT} if task in last else {}


def _queue(reports: Sequence[Report], actor: Actor) -> None:
    """Put drafts into the queue of the post that the unit named for the task, else of whoever reports there."""
    leads = Responsibility.objects.filter(task__in=[row.task_id for row in reports], part=Part.LEAD, valid_to=None)
    posts = {(row.task_id, row.organisation_id): row.post_id for row in leads}
    units = assignees.of_units({row.organisation_id for row in reports}, WRITES)
    work = []
    for row in reports:
        post = posts.get((row.task_id, row.organisation_id))
        to = Assignee(post_id=post) if post else units.get(row.organisation_id)
        if to is not None:
            work.append(Work(row.pk, to, row.due_on))
    open_items(Kind.DUE, records.of_model(Report), work, actor=actor)


def hand_over(drafts: Sequence[Report], lead: int, actor: Actor, reason: str) -> None:
    """Replace drafts by empty ones of a new lead: what the old lead wrote and filed is nobody else's to read."""
    if not drafts:
        return
    record = records.of_model(Report)
    ids = [row.pk for row in drafts]
    close_items(actor, record, ids, done=False, reason=reason)
    attachments.drop_all(record, ids)
    wanted = values.drop(drafts)
    Report.objects.filter(pk__in=ids).delete()
    new = [
        Report(task_id=row.task_id, cycle_id=row.cycle_id, round=row.round, due_on=row.due_on, organisation_id=lead)
        for row in drafts
    ]
    write.save_many(record, create=new, actor=actor, reason=reason, via="page", by_system=True)
    values.draft_for(wanted, dict(zip(ids, new, strict=True)), actor, reason)
    _queue(new, actor)


def pass_on(heirs: Mapping[int, Task], actor: Actor, reason: str) -> dict[int, Report]:
    """Let drafts go on as drafts of the tasks that carry on theirs (by old key), with texts and files.

    The old drafts stay, replaced: that a report was owed, and from when on it was late, belongs to the
    past of the old task. What cannot be handed in any more does not pass. Returns the new drafts by the
    keys of the old ones.
    """
    day = clock.today()
    record = records.of_model(Report)
    rows = Report.objects.filter(task__in=heirs, state=ReportState.DRAFT, superseded=False)
    drafts = list(rows.exclude(locked(day)).order_by("pk"))
    if not drafts:
        return {}
    # who was given days to complete what came back keeps them
    waiting = WorkItem.objects.filter(AnyOf("object_id", [row.pk for row in drafts]), record=record.key())
    items = waiting.filter(state=ItemState.OPEN).values_list("object_id", "due_on")
    given = {pk: due for pk, due in items if due is not None}
    new = [
        Report(
            task=heirs[row.task_id],
            cycle_id=row.cycle_id,
            organisation_id=row.organisation_id,
            due_on=max(row.due_on, given.get(row.pk, row.due_on)),
            **{name: getattr(row, name) for name in CONTENT},
        )
        for row in drafts
    ]
    write.save_many(record, create=new, actor=actor, reason=reason, via="page", by_system=True)
    close_items(actor, record, [row.pk for row in drafts], done=False, reason=reason)
    write.stamp(drafts, superseded=True)
    _queue(new, actor)
    passed = {row.pk: copy for row, copy in zip(drafts, new, strict=True)}
    attachments.copy_many(record, {before: after.pk for before, after in passed.items()})
    return passed


# ── Guards and effects of the life cycle ────────────────────────────────────────────────────────


def complete(report: Report, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse a report that says nothing, or no progress where progress is planned."""
    if not report.status or not report.progress.strip():
        return _("Say how the task stands, and what was done.")
    planned = WorkPlan.objects.filter(task=report.task_id, year=report.cycle.ends_on.year)
    if report.percent is None and planned.filter(state=WorkPlanState.APPROVED).exists():
        return _("Say how much of the year's goal is reached: the work plan of the year is approved.")
    return None


def not_replaced(report: Report, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse a draft that goes on as the draft of another task."""
    if report.superseded:
        return _("The task was carried over: report on the task of the new plan.")
    return None


def not_locked(row: Any, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse what comes after the lock of its cycle, unless more time was granted."""
    day = clock.today()
    if row.cycle.locks_on < day and row.due_on < day:
        return _("The cycle is locked since %(day)s. Ask for more time.") % {"day": row.cycle.locks_on}
    return None


def submitted(reports: Sequence[Report], actor: Actor, reason: str) -> None:
    """Take the reports out of the unit's queue: they wait for the signature, which the approval asks for."""
    close_items(actor, records.of_model(Report), [row.pk for row in reports], reason=reason)


def handed_in(reports: Sequence[Report], actor: Actor, reason: str) -> None:
    """Keep the state of the milestones, replace earlier rounds, hand in the values, ask for a review."""
    record = records.of_model(Report)
    _freeze_milestones(reports)
    for row in reports:
        earlier = Report.objects.filter(task=row.task_id, cycle=row.cycle_id, round__lt=row.round, superseded=False)
        write.stamp(list(earlier), superseded=True)
    values.hand_in_with(reports, actor, reason)
    close_items(actor, record, [row.pk for row in reports], reason=reason)
    office = assignees.of_office(REVIEWS)
    if office is not None:
        open_items(Kind.APPROVE, record, [Work(row.pk, office, step="review") for row in reports], actor=actor)
    refresh([row.task_id for row in reports])


def _freeze_milestones(reports: Sequence[Report]) -> None:
    """Keep with each report how sub-tasks and milestones stood when it was handed in."""
    found: dict[int, list[dict[str, Any]]] = {}
    rows = Subtask.objects.filter(task__in=[row.task_id for row in reports]).exclude(state=SubtaskState.DROPPED)
    for row in rows.order_by("task", "number"):
        found.setdefault(row.task_id, []).append(
            {
                "number": row.number,
                "title": row.title,
                "due_on": row.due_on.isoformat(),
                "percent": None if row.percent is None else str(row.percent),
                "done_on": row.done_on and row.done_on.isoformat(),
            }
        )
    for report in reports:
        if report.task_id in found:
            write.stamp([report], milestones=found[report.task_id])


def next_round(report: Report) -> int:
    """Return the number of the round that follows all rounds of a report."""
    last = Report.objects.filter(task=report.task_id, cycle=report.cycle_id).aggregate(last=Max("round"))["last"]
    return int(last or 0) + 1
