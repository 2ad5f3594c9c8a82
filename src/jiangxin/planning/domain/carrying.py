"""A plan replaces another: its tasks carry on those of the old one, which end, with all that is still to be done.

What was stays where it was: parts, lights, reports and completions of the old task tell its past, whoever asks later.
Therefore nothing that a light of the past follows from moves. It is copied, and ends at the old task on the day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from jiangxin.kernel import access, clock, records, write
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.errors import NotLawful
from jiangxin.planning.domain import assignment, contributing, reporting, splitting, values
from jiangxin.planning.domain.lights.standing import deferred, refresh
from jiangxin.planning.enums import (
    ENDED,
    AcknowledgementState,
    ExtensionState,
    Part,
    PlanState,
    ReportState,
    TaskState,
    WorkPlanState,
)
from jiangxin.planning.models import (
    Extension,
    LightOverride,
    Responsibility,
    Suspension,
    Target,
    TargetStep,
    TargetValue,
    Task,
    WorkPlan,
)
from jiangxin.workflow.domain import assignees
from jiangxin.workflow.domain.items import Work, close_items, open_items
from jiangxin.workflow.enums import Kind

#: How a task goes on, by the state in which the old one ended; one never issued stays to be assigned.
STEPS = {
    TaskState.ISSUED: "continue_issued",
    TaskState.RUNNING: "continue",
    TaskState.SUSPENDED: "continue_resting",
}
#: Columns of a task that it takes over from the one it carries on.
TAKEN = ("lead_id", "weight", "disclosure", "acknowledged_on")
#: Columns taken over where the new document prints the same deadlines.
DATED = ("kind", "due_on")
#: What makes the figure of a target the same, so that its path still leads there.
FIGURE = ("comparator", "strict", "value", "low", "high", "unit", "deadline_on")


def carry_over(pairs: Iterable[tuple[Task, Task]], *, actor: Actor, reason: str = "") -> int:
    """Let new tasks carry on old ones, given as (old, new), all or nothing; return how many began to.

    Pairs that are carried over already are left alone. Raises NotAllowed, NotLawful (what stands
    in the way, and of which task).
    """
    pairs = list(pairs)
    record = records.of_model(Task)
    access.require(record, actor, record.permissions["assign"], [task for pair in pairs for task in pair])
    with write.writing(actor, reason):
        heirs = _locked(pairs)
        if not heirs:
            return 0
        with deferred():
            _continue(heirs, actor, reason)
        refresh([pk for before, after in heirs for pk in (before.pk, after.pk)])
    return len(heirs)


def _locked(pairs: Sequence[tuple[Task, Task]]) -> list[tuple[Task, Task]]:
    """Return the pairs that are not carried over yet, locked. Raises NotLawful."""
    ids = {task.pk for pair in pairs for task in pair}
    rows = {row.pk: row for row in Task.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")}
    given = {(before.pk, after.pk) for before, after in pairs}
    found = [(rows[before], rows[after]) for before, after in sorted(given) if rows[after].continues_id != before]
    _require_once(found)
    stopped = obstacles([before for before, _after in found])
    in_force = Task.objects.filter(pk__in=[after.pk for _before, after in found], plan__state=PlanState.ADOPTED)
    replaced = dict(in_force.values_list("pk", "plan__supersedes"))
    for before, after in found:
        refusals = [*stopped.get(before.pk, []), *refusals_of(after)]
        if replaced.get(after.pk) != before.plan_id:
            refusals = [_("The plan of this task does not replace that of the other one.")]
        if refusals:
            raise NotLawful(_("%(task)s: %(why)s") % {"task": before, "why": " ".join(refusals)})
    return found


def _require_once(pairs: Sequence[tuple[Task, Task]]) -> None:
    for side in zip(*pairs, strict=True):
        twice = next((task for task in side if side.count(task) > 1), None)
        if twice is not None:
            raise NotLawful(_("%(task)s is chosen twice: one task carries on one other.") % {"task": twice})


def obstacles(tasks: Sequence[Task]) -> dict[int, list[str]]:
    """Return what stands in the way of carrying tasks over, for those of which there is anything (three queries)."""
    found: dict[int, list[str]] = defaultdict(list)
    for task in tasks:
        if task.state in ENDED:
            found[task.pk].append(_("It has ended."))
        elif task.state == TaskState.CLOSING:
            found[task.pk].append(_("Its conclusion is requested: decide that first."))
    waiting: tuple[tuple[Any, str], ...] = (
        (
            Responsibility.objects.filter(valid_to=None, state=AcknowledgementState.OBJECTED),
            _("A unit objected to it: answer that first."),
        ),
        (
            Extension.objects.filter(state=ExtensionState.IN_APPROVAL),
            _("More time is asked for: decide that first."),
        ),
        (
            WorkPlan.objects.filter(state=WorkPlanState.IN_APPROVAL),
            _("A work plan waits for approval: decide that first."),
        ),
    )
    for rows, sentence in waiting:
        for pk in rows.filter(task__in=tasks).order_by("task").values_list("task_id", flat=True).distinct():
            found[pk].append(sentence)
    return dict(found)


def refusals_of(task: Task) -> list[str]:
    """Return why a task cannot carry on another, if it cannot."""
    if task.continues_id is not None:
        return [_("Task %(number)s carries on another task already.") % {"number": task.number}]
    if task.state != TaskState.UNASSIGNED:
        return [_("Task %(number)s was issued anew already: take that back first.") % {"number": task.number}]
    return []


def _continue(pairs: Sequence[tuple[Task, Task]], actor: Actor, reason: str) -> None:
    heirs = {before.pk: after for before, after in pairs}
    _take_over(pairs, actor, reason)
    _pass_parts(pairs, actor, reason)
    _take_steps(pairs, actor, reason)
    splitting.pass_on(heirs, actor, reason)
    splitting.pass_on_plans(heirs, actor, reason)
    passed = reporting.pass_on(heirs, actor, reason)
    values.pass_on(passed, actor, reason)
    contributing.pass_on(passed)
    _pass_dated(pairs, actor, reason)


def _take_over(pairs: Sequence[tuple[Task, Task]], actor: Actor, reason: str) -> None:
    """Note which task goes on, and what of it holds as before."""
    for before, after in pairs:
        after.continues = before
        same = before.deadlines == after.deadlines
        for name in (*TAKEN, *(DATED if same else ())):
            setattr(after, name, getattr(before, name))
    columns = {name.removesuffix("_id") for name in (*TAKEN, *DATED)}
    rows = [after for _before, after in pairs]
    record = records.of_model(Task)
    write.save_many(record, update=rows, fields={"continues", *columns}, actor=actor, reason=reason, via="page")


def _pass_parts(pairs: Sequence[tuple[Task, Task]], actor: Actor, reason: str) -> None:
    """Give the new tasks the units of the old ones, whose parts end. What was acknowledged stays so."""
    day = clock.today()
    heirs = {before.pk: after for before, after in pairs}
    present = Responsibility.objects.filter(valid_to=None)
    confirmed = present.filter(task__in=list(heirs.values()))
    assignment.end_parts(list(confirmed), day, actor, reason)
    rows = list(present.filter(task__in=heirs).order_by("pk"))
    new = [_inherited(row, day, task=heirs[row.task_id or 0]) for row in rows]
    assignment.end_parts(rows, day, actor, reason)
    _create_parts(new, actor, reason)
    waiting = [
        (row, after)
        for row, after in zip(rows, new, strict=True)
        if row.state == AcknowledgementState.PENDING and row.due_on and row.part != Part.OVERSIGHT
    ]
    _ask_again([after for _row, after in waiting], actor)


def _inherited(row: Responsibility, day: Any, **subject: Any) -> Responsibility:
    return Responsibility(
        **subject,
        part=row.part,
        organisation_id=row.organisation_id,
        post_id=row.post_id,
        state=row.state,
        due_on=row.due_on,
        acknowledged_on=row.acknowledged_on,
        valid_from=day,
    )


def _create_parts(rows: Sequence[Responsibility], actor: Actor, reason: str) -> None:
    if rows:
        record = records.of_model(Responsibility)
        write.save_many(record, create=rows, actor=actor, reason=reason, via="page", by_system=True)


def _ask_again(rows: Sequence[Responsibility], actor: Actor) -> None:
    """Put what is to be acknowledged into the queues again, by the day that was given."""
    to = assignees.of_units({row.organisation_id for row in rows}, assignment.TAKES_ON)
    work = [Work(row.pk, to[row.organisation_id], row.due_on) for row in rows if row.organisation_id in to]
    open_items(Kind.NEW, records.of_model(Responsibility), work, actor=actor)


def _take_steps(pairs: Sequence[tuple[Task, Task]], actor: Actor, reason: str) -> None:
    """End the old tasks, and let each new one be in the state in which the old one was."""
    record = records.of_model(Task)
    going: dict[str, list[Task]] = defaultdict(list)
    for before, after in pairs:
        if before.state in STEPS:
            going[STEPS[TaskState(before.state)]].append(after)
    close_items(actor, record, [before.pk for before, _after in pairs], done=False, reason=reason)
    write.apply_many(record, [p[0] for p in pairs], "carry_over", actor=actor, reason=reason, by_system=True)
    for name, tasks in going.items():
        write.apply_many(record, tasks, name, actor=actor, reason=reason, by_system=True)


def _pass_dated(pairs: Sequence[tuple[Task, Task]], actor: Actor, reason: str) -> None:
    """Let rests, and lights set by hand, go on at the new tasks from today; at the old ones they end."""
    day = clock.today()
    heirs = {before.pk: after for before, after in pairs}
    for model, names in ((Suspension, ("grounds",)), (LightOverride, ("grounds", "colour", "valid_to"))):
        rows = [
            row
            for row in model._default_manager.filter(task__in=heirs).order_by("pk")
            if row.valid_to is None or row.valid_to > day
        ]
        new = [
            model(task=heirs[row.task_id], valid_from=max(day, row.valid_from), **{n: getattr(row, n) for n in names})
            for row in rows
        ]
        write.stamp([row for row in rows if row.valid_from < day], valid_to=day)
        if new:
            record = records.of_model(model)
            write.save_many(record, create=new, actor=actor, reason=reason, via="page", by_system=True)


# ── Targets that units lead by themselves ───────────────────────────────────────────────────────


def carry_targets(pairs: Iterable[tuple[Target, Target]], *, actor: Actor, reason: str = "") -> int:
    """Give new targets the leads of old ones, given as (old, new), with drafts of values; return how many.

    The path goes along where the figure is the same. New targets that have a lead already are left
    alone, and so are old ones without a lead of their own. Raises NotAllowed, NotLawful.
    """
    pairs = list(pairs)
    record = records.of_model(Target)
    access.require(record, actor, record.permissions["assign"], [target for pair in pairs for target in pair])
    with write.writing(actor, reason):
        ids = {target.pk for pair in pairs for target in pair}
        rows = Target.objects.select_for_update(of=("self",)).select_related("plan").filter(pk__in=ids).order_by("pk")
        locked = {row.pk: row for row in rows.defer("plan__text", "plan__layout", "plan__meta")}
        leads = Responsibility.objects.filter(target__in=ids, part=Part.LEAD, valid_to=None)
        led = {row.target_id or 0: row for row in leads}
        wanted = [
            (locked[before.pk], locked[after.pk]) for before, after in pairs if before.pk in led and after.pk not in led
        ]
        for before, after in wanted:
            if after.plan.supersedes_id != before.plan_id or after.plan.state != PlanState.ADOPTED:
                raise NotLawful(_("The plan of this target does not replace that of the other one."))
        if wanted:
            _pass_leads(wanted, led, actor, reason)
    return len(wanted)


def _pass_leads(
    pairs: Sequence[tuple[Target, Target]], led: Mapping[int, Responsibility], actor: Actor, reason: str
) -> None:
    day = clock.today()
    heirs = {before.pk: after for before, after in pairs}
    rows = [led[pk] for pk in heirs]
    if any(row.state == AcknowledgementState.OBJECTED for row in rows):
        raise NotLawful(_("A unit objected to leading the target: answer that first."))
    new = [_inherited(row, day, target=heirs[row.target_id or 0]) for row in rows]
    assignment.end_parts(rows, day, actor, reason)
    _create_parts(new, actor, reason)
    _ask_again([row for row in new if row.state == AcknowledgementState.PENDING], actor)
    same = {
        before.pk: after
        for before, after in pairs
        if all(getattr(before, name) == getattr(after, name) for name in FIGURE)
    }
    known = set(TargetStep.objects.filter(target__in=list(same.values())).values_list("target_id", flat=True))
    steps = [
        TargetStep(target=same[step.target_id], on=step.on, value=step.value)
        for step in TargetStep.objects.filter(target__in=same).order_by("pk")
        if same[step.target_id].pk not in known
    ]
    if steps:
        record = records.of_model(TargetStep)
        write.save_many(record, create=steps, actor=actor, reason=reason, via="page", by_system=True)
    drafts = TargetValue.objects.filter(target__in=heirs, state=ReportState.DRAFT, report=None)
    for draft in drafts:
        write.stamp([draft], target_id=heirs[draft.target_id].pk)
