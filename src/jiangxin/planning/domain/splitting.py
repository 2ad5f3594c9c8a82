"""Sub-tasks, milestones and work plans of lead units."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection
from django.utils.translation import gettext as _

from jiangxin.evidence.domain import attachments
from jiangxin.kernel import access, clock, records, write
from jiangxin.kernel.actors import Actor
from jiangxin.planning.domain.lights.standing import refresh
from jiangxin.planning.enums import Part, SubtaskState, TaskState, WorkPlanState
from jiangxin.planning.models import Completion, ReportingPolicy, Responsibility, Subtask, Task, WorkPlan
from jiangxin.workflow.domain import assignees
from jiangxin.workflow.domain.items import Assignee, Work, close_items, open_items
from jiangxin.workflow.enums import Kind

#: Once a work plan is approved these move by a request for more time only.
FIXED = ("due_on",)
DOES = "planning.subtask.progress"


def save_subtask(instance: Subtask, changes: Mapping[str, Any], *, actor: Actor, reason: str) -> Subtask:  # noqa: ARG001 - the shape of savers
    """Save a sub-task: by a unit of its task, in a tree without circles, its date fixed once plans are approved."""
    before = {name: getattr(instance, name) for name in FIXED} if instance.pk else {}
    write.assign(instance, changes)
    instance.full_clean()
    moved = [name for name in before if getattr(instance, name) != before[name]]
    if moved and _is_fixed([instance]):
        raise ValidationError({name: _("The work plan is approved: ask for more time to move this.") for name in moved})
    _require_parts([instance])
    instance.save()
    _require_tree([instance])
    _give(([instance]), actor)
    refresh([instance.task_id])
    return instance


def after_import(created: Sequence[Subtask], updated: Sequence[Subtask], *, actor: Actor, reason: str) -> None:  # noqa: ARG001 - the shape of after_many
    """Hold imported rows to the rules of single ones, set-based."""
    rows = [*created, *updated]
    _require_parts(rows)
    _require_tree(rows)
    _give(rows, actor)
    refresh(sorted({row.task_id for row in rows}))


def _require_parts(rows: Sequence[Subtask]) -> None:
    """Refuse units that have no part in the task, except for what is done (one query)."""
    parts = Responsibility.objects.filter(task__in={row.task_id for row in rows}, valid_to=None)
    known = set(parts.exclude(part=Part.OVERSIGHT).values_list("task_id", "organisation_id"))
    for row in rows:
        if row.state == SubtaskState.OPEN and (row.task_id, row.organisation_id) not in known:
            raise ValidationError(
                {"organisation": _("%(unit)s has no part in this task.") % {"unit": row.organisation}}
            )


def _require_tree(rows: Sequence[Subtask]) -> None:
    """Refuse circles: every row hangs on one that hangs on nothing (one query)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE t(id) AS (SELECT id FROM planning_subtask WHERE parent_id IS NULL AND task_id = ANY(%s)"
            " UNION ALL SELECT s.id FROM planning_subtask s JOIN t ON s.parent_id = t.id)"
            " SELECT number FROM planning_subtask WHERE task_id = ANY(%s) AND id NOT IN (SELECT id FROM t) LIMIT 1",
            [sorted({row.task_id for row in rows})] * 2,
        )
        loop = cursor.fetchone()
    if loop:
        raise ValidationError({"parent": _("%(number)s would stand below itself.") % {"number": loop[0]}})


def _is_fixed(rows: Sequence[Subtask]) -> bool:
    tasks = {row.task_id for row in rows}
    return WorkPlan.objects.filter(task__in=tasks, state=WorkPlanState.APPROVED, year=clock.today().year).exists()


def _give(rows: Sequence[Subtask], actor: Actor) -> None:
    """Put open sub-tasks that are due soon into the queue of the unit or post that does them; take others out."""
    record = records.of_model(Subtask)
    near = clock.today() + timedelta(ReportingPolicy.in_force().subtask_notice)
    alive = [row for row in rows if row.state == SubtaskState.OPEN and row.due_on <= near]
    close_items(actor, record, [row.pk for row in rows if row.state != SubtaskState.OPEN or row.due_on > near])
    units = assignees.of_units({row.organisation_id for row in alive if row.post_id is None}, DOES)
    to = {
        row.pk: Assignee(post_id=row.post_id) if row.post_id else units[row.organisation_id]
        for row in alive
        if row.post_id or row.organisation_id in units
    }
    work = [Work(row.pk, to[row.pk], row.due_on) for row in alive if row.pk in to]
    open_items(Kind.DUE, record, work, actor=actor)


def call(day: date, *, actor: Actor) -> int:
    """Put the sub-tasks into the queues that come near their due date on a day; return how many."""
    near = day + timedelta(ReportingPolicy.in_force().subtask_notice)
    alive = (TaskState.RUNNING, TaskState.CLOSING)
    rows = list(Subtask.objects.filter(state=SubtaskState.OPEN, due_on__lte=near, task__state__in=alive).order_by("pk"))
    _give(rows, actor)
    return len(rows)


def drop_drafts(tasks: Sequence[Task], actor: Actor, reason: str) -> None:
    """End the drafts of work plans of tasks, with their files: what a former lead wrote is nobody else's to read."""
    record = records.of_model(WorkPlan)
    ids = list(WorkPlan.objects.filter(task__in=tasks, state=WorkPlanState.DRAFT).values_list("pk", flat=True))
    if ids:
        close_items(actor, record, ids, done=False, reason=reason)
        attachments.drop_all(record, ids)
        WorkPlan.objects.filter(pk__in=ids).delete()


def hand_over(rows: Sequence[Subtask], lead: int, actor: Actor, reason: str) -> None:
    """Give open sub-tasks to a new lead; the post of the old one does not pass on."""
    close_items(actor, records.of_model(Subtask), [row.pk for row in rows], done=False, reason=reason)
    write.stamp(rows, organisation_id=lead, post_id=None)
    _give(rows, actor)


# ── A task that carries on another ──────────────────────────────────────────────────────────────

#: What a sub-task keeps, and what a work plan keeps, in the task that carries its own one on.
KEPT = ("number", "kind", "title", "weight", "starts_on", "due_on", "percent", "remark", "state", "done_on")
PLANNED = (
    "year", "goal", "measures", "revision", "state", "approved_on",
    *(f"q{quarter}_{what}" for quarter in range(1, 5) for what in ("expected", "percent")),
)  # fmt: skip


def pass_on(heirs: Mapping[int, Task], actor: Actor, reason: str) -> None:
    """Give the sub-tasks of tasks to those that carry them on (by old key), done ones as done.

    Where they were, open ones end as dropped and done ones stay. What was dropped, and what hangs on
    it, does not pass. What is open and whose unit has no part any more falls to the lead.
    """
    record = records.of_model(Subtask)
    rows = list(Subtask.objects.filter(task__in=heirs).exclude(state=SubtaskState.DROPPED).order_by("pk"))
    parts = Responsibility.objects.filter(task__in=list(heirs.values()), valid_to=None).exclude(part=Part.OVERSIGHT)
    able = set(parts.values_list("task_id", "organisation_id"))
    made: dict[int, Subtask] = {}
    while level := [r for r in rows if r.pk not in made and (r.parent_id is None or r.parent_id in made)]:
        new = [_continued(row, heirs[row.task_id], made, able) for row in level]
        write.save_many(record, create=new, actor=actor, reason=reason, via="page", by_system=True)
        made |= {row.pk: copy for row, copy in zip(level, new, strict=True)}
    attachments.copy_many(record, {before: after.pk for before, after in made.items()})
    Completion.objects.bulk_create(
        Completion(subtask=made[row.subtask_id], done_on=row.done_on, noted_on=row.noted_on)
        for row in Completion.objects.filter(subtask__in=made, undone_on=None).order_by("pk")
    )
    left = [row for row in rows if row.state == SubtaskState.OPEN]
    close_items(actor, record, [row.pk for row in left], done=False, reason=reason)
    if left:
        write.apply_many(record, left, "carry_over", actor=actor, reason=reason, by_system=True)


def _continued(row: Subtask, task: Task, made: Mapping[int, Subtask], able: Container[tuple[int, int]]) -> Subtask:
    """Return a sub-task as it goes on in another task."""
    new = Subtask(task=task, **{name: getattr(row, name) for name in KEPT})
    new.parent = made[row.parent_id] if row.parent_id else None
    new.organisation_id, new.post_id = row.organisation_id, row.post_id
    if row.state == SubtaskState.OPEN and task.lead_id and (task.pk, row.organisation_id) not in able:
        new.organisation_id, new.post_id = task.lead_id, None
    return new


def pass_on_plans(heirs: Mapping[int, Task], actor: Actor, reason: str) -> None:
    """Let approved work plans of this year and later hold for the tasks that carry on; drafts move there."""
    year = clock.today().year
    rows = WorkPlan.objects.filter(task__in=heirs, year__gte=year)
    new = [
        WorkPlan(task=heirs[row.task_id], **{name: getattr(row, name) for name in PLANNED})
        for row in rows.filter(state=WorkPlanState.APPROVED).order_by("pk")
    ]
    if new:
        write.save_many(records.of_model(WorkPlan), create=new, actor=actor, reason=reason, via="page", by_system=True)
    for row in rows.filter(state=WorkPlanState.DRAFT):
        write.stamp([row], task_id=heirs[row.task_id].pk)


# ── Effects of the life cycles ──────────────────────────────────────────────────────────────────


def changed(rows: Sequence[Subtask], actor: Actor, reason: str) -> None:  # noqa: ARG001 - the shape of effects
    """Refuse days to come, keep what was known when, keep the queue, and work the lights out anew."""
    day = clock.today()
    known = {row.subtask_id: row for row in Completion.objects.filter(subtask__in=rows, undone_on=None)}
    for row in rows:
        if row.done_on is not None and row.done_on > day:
            raise ValidationError({"done_on": _("This day is still to come.")})
    new = [row for row in rows if row.state == SubtaskState.DONE and row.pk not in known]
    Completion.objects.bulk_create(Completion(subtask=row, done_on=row.done_on, noted_on=day) for row in new)
    write.stamp([known[row.pk] for row in rows if row.state == SubtaskState.OPEN and row.pk in known], undone_on=day)
    _give(rows, actor)
    refresh(sorted({row.task_id for row in rows}))


def dropped(rows: Sequence[Subtask], actor: Actor, reason: str) -> None:
    """Take it out of the queue."""
    changed(rows, actor, reason)


def revise(plan: WorkPlan, *, actor: Actor, reason: str) -> WorkPlan:
    """Begin a revision of an approved plan, which goes on until the revision is approved.

    Raises NotAllowed, ReasonMissing, ValidationError (a revision is under way already).
    """
    record = records.of_model(WorkPlan)
    access.require(record, actor, record.permissions["revise"], [plan])
    write.require_reason(reason)
    names = [*record.form_fields()]
    last = WorkPlan.objects.filter(task=plan.task, year=plan.year).order_by("-revision").first() or plan
    if last.state in (WorkPlanState.DRAFT, WorkPlanState.IN_APPROVAL):
        raise ValidationError(_("A revision is under way already."))
    values = {name: getattr(plan, name) for name in names}
    new = WorkPlan(revision=last.revision + 1)
    revision: WorkPlan = write.save(record, new, values, actor=actor, reason=reason)
    return revision


def plan_approved(rows: Sequence[WorkPlan], actor: Actor, reason: str) -> None:
    """From now on its planned progress counts, and that of an earlier revision no longer does."""
    record = records.of_model(WorkPlan)
    for row in rows:
        older = WorkPlan.objects.filter(task=row.task_id, year=row.year, state=WorkPlanState.APPROVED)
        for before in older.exclude(pk=row.pk):
            write.apply(record, before, "replace", actor=actor, reason=reason, by_system=True)
    plan_changed(rows, actor, reason)


def plan_changed(rows: Sequence[WorkPlan], actor: Actor, reason: str) -> None:  # noqa: ARG001 - the shape of effects
    """Work the lights out anew."""
    refresh(sorted({row.task_id for row in rows}))


def plan_concluded(rows: Sequence[WorkPlan], actor: Actor, reason: str) -> None:
    """Work the lights out anew."""
    plan_changed(rows, actor, reason)
