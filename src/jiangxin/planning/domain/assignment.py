"""Who leads, supports and oversees: suggested from the document, confirmed by a person, acknowledged by the units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jiangxin.kernel import access, activity, clock, records, write
from jiangxin.kernel.actors import Actor
from jiangxin.people.models import Organisation, Post, SetMembership
from jiangxin.planning.domain import reporting, splitting
from jiangxin.planning.domain.lights.standing import refresh
from jiangxin.planning.enums import ENDED, AcknowledgementState, Part, ReportState, SubtaskState, TaskState, UnitRole
from jiangxin.planning.models import Report, ReportingPolicy, Responsibility, Subtask, Target, Task, TaskUnit
from jiangxin.workflow.domain import assignees
from jiangxin.workflow.domain.calendar import add_working_days, working_days
from jiangxin.workflow.domain.items import Work, close_items, open_items
from jiangxin.workflow.enums import Kind

#: What units need to be able to do with a task that is given to them.
TAKES_ON = "planning.responsibility.acknowledge"
#: Work of the office about an objection, told apart from the unit's own work on the row.
OBJECTION = "objection"


@dataclass(frozen=True)
class Parts:
    """Who is to have which part in a task, or the lead of a target."""

    lead: Organisation
    supports: Sequence[Organisation] = ()
    oversight: Sequence[Post] = ()
    #: the post of the lead unit that does the work, where the office knows it
    lead_post: Post | None = None


@dataclass
class Proposal:
    """What the document suggests for a task: the first unit as lead, the others as supports."""

    lead: Organisation | None = None
    supports: list[Organisation] = field(default_factory=list)
    #: the document itself says who leads; otherwise the first listed is a guess
    printed: bool = False


def proposals(tasks: Iterable[Task]) -> dict[int, Proposal]:
    """Return what the printed units of tasks suggest, named sets spelt out as of today (three queries)."""
    tasks = list(tasks)
    members: dict[int, list[Organisation]] = {}
    rows = SetMembership.objects.on(clock.today()).select_related("organisation").order_by("organisation__sort_key")
    for row in rows:
        members.setdefault(row.organisation_set_id, []).append(row.organisation)
    found = {task.pk: Proposal() for task in tasks}
    printed = TaskUnit.objects.filter(task__in=found).select_related("organisation")
    for unit in printed.order_by("task", "order"):
        proposal = found[unit.task_id]
        alone = unit.organisation
        meant = [alone] if alone else members.get(unit.organisation_set_id or 0, [])
        if alone and unit.role == UnitRole.LEAD and not proposal.printed:
            if proposal.lead:
                proposal.supports.insert(0, proposal.lead)
            proposal.lead, proposal.printed = alone, True
            meant = []
        elif alone and proposal.lead is None and unit.role != UnitRole.SUPPORT:
            proposal.lead, meant = alone, []
        proposal.supports += [row for row in meant if row not in proposal.supports and row != proposal.lead]
    for proposal in found.values():
        proposal.supports = [row for row in proposal.supports if row != proposal.lead]
    return found


def assign(subject: Task | Target, parts: Parts, *, actor: Actor, reason: str = "") -> None:
    """Give a task or target its units as of today; parts that go on stay, others end or begin.

    Raises NotAllowed, NotLawful (the task has ended), ValidationError.
    """
    assign_many({subject: parts}, actor=actor, reason=reason)


def assign_many(wanted: Mapping[Any, Parts], *, actor: Actor, reason: str = "") -> None:
    """Give many tasks or targets (of one kind) their units, in a number of statements that does not grow."""
    if not wanted:
        return
    subjects = list(wanted)
    model: Any = type(subjects[0])
    record = records.of_model(model)
    access.require(record, actor, record.permissions["assign"], subjects)
    name = model._meta.model_name
    with write.writing(actor, reason):
        day = clock.today()
        locked = {row.pk: row for row in model.objects.select_for_update().filter(pk__in=[s.pk for s in subjects])}
        _require_alive(locked.values())
        current = Responsibility.objects.filter(valid_to=None, **{f"{name}__in": list(locked)})
        present: dict[int, dict[tuple[str, int, int | None], Responsibility]] = {pk: {} for pk in locked}
        for row in current:
            present[getattr(row, f"{name}_id")][_key(row)] = row
        begun, ended = [], []
        for subject, parts in wanted.items():
            have = present[subject.pk]
            want = _wanted(parts)
            ended += [row for key, row in have.items() if key not in want]
            begun += [
                _begin(locked[subject.pk], name, part, organisation, post, day)
                for (part, _org, _post), (organisation, post) in want.items()
                if (part, _org, _post) not in have
            ]
        end_parts(ended, day, actor, reason)
        if begun:
            for row in begun:
                row.clean()
            write.save_many(
                records.of_model(Responsibility), create=begun, actor=actor, reason=reason, via="page", by_system=True
            )
        if model is Task:
            _follow_lead(locked, wanted, actor, reason)
        _ask([row for row in begun if _is_asked(row)], actor)
        details = {"assigned": len(wanted), "begun": len(begun), "ended": len(ended)}
        activity.record(actor, activity.Entry("assign", record.key(), reason=reason, details=details))
        if model is Task:
            refresh(list(locked))


def end_parts(rows: Sequence[Responsibility], day: date, actor: Actor, reason: str) -> None:
    """End parts on a day; those that began on it never were. Their open work is dropped."""
    record = records.of_model(Responsibility)
    close_items(actor, record, [row.pk for row in rows], done=False, reason=reason)
    never = [row.pk for row in rows if row.valid_from >= day]
    if never:
        Responsibility.objects.filter(pk__in=never).delete()
    write.stamp([row for row in rows if row.valid_from < day], valid_to=day)


def _require_alive(rows: Iterable[Any]) -> None:
    for row in rows:
        if isinstance(row, Task) and row.state in ENDED:
            raise ValidationError(_("“%(task)s” has ended: nobody can be assigned to it.") % {"task": row})


def _wanted(parts: Parts) -> dict[tuple[str, int, int | None], tuple[Organisation, Post | None]]:
    """Return the wanted parts by key; an organisation has one part besides oversight."""
    want: dict[tuple[str, int, int | None], tuple[Organisation, Post | None]] = {}
    want[Part.LEAD, parts.lead.pk, None] = (parts.lead, parts.lead_post)
    for organisation in parts.supports:
        if organisation.pk != parts.lead.pk:
            want[Part.SUPPORT, organisation.pk, None] = (organisation, None)
    for post in parts.oversight:
        want[Part.OVERSIGHT, post.organisation_id, post.pk] = (post.organisation, post)
    return want


def _key(row: Responsibility) -> tuple[str, int, int | None]:
    """Return what makes a part the same part: leaders in charge are told apart by their post, units are not."""
    return (row.part, row.organisation_id, row.post_id if row.part == Part.OVERSIGHT else None)


def _begin(
    subject: Any, name: str, part: str, organisation: Organisation, post: Post | None, day: date
) -> Responsibility:
    state = AcknowledgementState.ACKNOWLEDGED if part == Part.OVERSIGHT else AcknowledgementState.PENDING
    row = Responsibility(part=part, organisation=organisation, post=post, valid_from=day, state=state)
    setattr(row, name, subject)
    return row


def _is_asked(row: Responsibility) -> bool:
    """Whether the unit is asked to acknowledge: of a target at once, of a task once it is issued."""
    if row.part == Part.OVERSIGHT:
        return False
    return row.task is None or row.task.state != TaskState.UNASSIGNED


def _ask(rows: Sequence[Responsibility], actor: Actor) -> None:
    """Ask units to acknowledge by the date that the rules of reporting give."""
    if not rows:
        return
    due = add_working_days(clock.today(), ReportingPolicy.in_force().acknowledge_days)
    write.stamp(rows, due_on=due)
    to = assignees.of_units({row.organisation_id for row in rows}, TAKES_ON)
    work = [Work(row.pk, to[row.organisation_id], due) for row in rows if row.organisation_id in to]
    open_items(Kind.NEW, records.of_model(Responsibility), work, actor=actor)


def _follow_lead(locked: Mapping[int, Task], wanted: Mapping[Task, Parts], actor: Actor, reason: str) -> None:
    """Keep the lead of today on each task, and hand reports not yet handed in to the new lead, emptied."""
    by_lead: dict[tuple[int | None, int], list[Task]] = {}
    for subject, parts in wanted.items():
        task = locked[subject.pk]
        if task.lead_id != parts.lead.pk:
            by_lead.setdefault((task.lead_id, parts.lead.pk), []).append(task)
    for (before, lead), tasks in by_lead.items():
        write.stamp(tasks, lead_id=lead)
        hand_over(tasks, before, lead, actor, reason)
    for subject in wanted:
        subject.lead_id = locked[subject.pk].lead_id


def hand_over(tasks: Sequence[Task], before: int | None, lead: int, actor: Actor, reason: str) -> None:
    """Give a new lead what the old one had still to do: open sub-tasks, and drafts of reports.

    Drafts pass on without what the old lead wrote, which is nobody else's to read; those of work plans end.
    """
    splitting.drop_drafts(tasks, actor, reason)
    drafts = Report.objects.filter(task__in=tasks, state=ReportState.DRAFT).exclude(organisation=lead)
    reporting.hand_over(list(drafts), lead, actor, reason)
    if before is not None:
        left = Subtask.objects.filter(task__in=tasks, state=SubtaskState.OPEN, organisation=before)
        splitting.hand_over(list(left), lead, actor, reason)


# ── Guards and effects of the life cycles ───────────────────────────────────────────────────────


def has_lead(task: Task, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse to issue a task without a lead unit."""
    return None if task.lead_id else _("The task has no lead unit yet.")


def issued(tasks: Sequence[Task], actor: Actor, reason: str) -> None:  # noqa: ARG001 - the shape of effects
    """Ask the units to acknowledge."""
    parts = Responsibility.objects.filter(task__in=tasks, valid_to=None, state=AcknowledgementState.PENDING)
    _ask(list(parts.exclude(part=Part.OVERSIGHT)), actor)
    refresh([task.pk for task in tasks])


def taken_back(tasks: Sequence[Task], actor: Actor, reason: str) -> None:
    """Drop what the units were asked for."""
    parts = Responsibility.objects.filter(task__in=tasks, valid_to=None).values_list("pk", flat=True)
    close_items(actor, records.of_model(Responsibility), parts, done=False, reason=reason)
    refresh([task.pk for task in tasks])


def asked(row: Responsibility, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse to acknowledge what was not issued."""
    return None if _is_asked(row) else _("The task has not been issued yet.")


def in_time_to_object(row: Responsibility, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse objections after the days that the rules of reporting give."""
    since = max(day for day in (row.valid_from, row.task.issued_on if row.task else None) if day)
    allowed = ReportingPolicy.in_force().object_days
    if len(working_days(since, clock.today())) - 1 > allowed:
        return _("Objections are made within %(days)s working days of the assignment.") % {"days": allowed}
    return None


def acknowledged(rows: Sequence[Responsibility], actor: Actor, reason: str) -> None:
    """A task whose lead acknowledged is under way."""
    close_items(actor, records.of_model(Responsibility), [row.pk for row in rows], kind=Kind.NEW, reason=reason)
    led = [row.task_id for row in rows if row.part == Part.LEAD and row.task_id]
    record = records.of_model(Task)
    for task in Task.objects.filter(pk__in=led, state=TaskState.ISSUED):
        write.apply(record, task, "acknowledge", actor=actor, reason=reason, by_system=True)
    refresh([row.task_id for row in rows if row.task_id])


def objected(rows: Sequence[Responsibility], actor: Actor, reason: str) -> None:
    """Put the objection before the office."""
    record = records.of_model(Responsibility)
    close_items(actor, record, [row.pk for row in rows], kind=Kind.NEW, reason=reason)
    office = assignees.of_office("planning.task.assign")
    if office is not None:
        open_items(Kind.APPROVE, record, [Work(row.pk, office, step=OBJECTION) for row in rows], actor=actor)


def kept(rows: Sequence[Responsibility], actor: Actor, reason: str) -> None:
    """Ask the unit again, which finds the answer with the part."""
    close_items(actor, records.of_model(Responsibility), [row.pk for row in rows], step=OBJECTION, reason=reason)
    _ask(rows, actor)
