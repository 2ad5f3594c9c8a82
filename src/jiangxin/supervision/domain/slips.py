"""Slips: drafted by hand or by the ladder, issued by a person, received and answered by the unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jiangxin.kernel import clock, records, write
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.errors import NotLawful
from jiangxin.planning.enums import ENDED
from jiangxin.planning.models import Responsibility
from jiangxin.supervision.domain import jurisdictions, units
from jiangxin.supervision.enums import TOLD, UNSETTLED, SlipState, Treatment
from jiangxin.supervision.models import Slip, SlipKind, SlipPolicy
from jiangxin.supervision.rules import Issue, Kind, Obstacle, due_steps, obstacle
from jiangxin.workflow.domain import assignees
from jiangxin.workflow.domain.items import Work, close_items, open_items
from jiangxin.workflow.enums import Kind as ItemKind

ANSWERS = "supervision.slip.answer"
ISSUES = "supervision.slip.issue"
#: Slips that were issued, also those that were withdrawn later.
WENT_OUT = (SlipState.ISSUED, SlipState.RECEIVED, SlipState.ANSWERED, SlipState.WITHDRAWN)


def save_slip(instance: Slip, changes: Mapping[str, Any], *, actor: Actor, reason: str) -> Slip:  # noqa: ARG001 - the shape of savers
    """Save a draft; the unit is the lead of the task or that of the finding unless named. Raises ValidationError."""
    write.assign(instance, changes)
    if (instance.task_id is None) == (instance.finding_id is None):
        raise ValidationError(_("It is about one task or one finding."))
    if instance.organisation_id is None:
        owner = instance.finding.organisation if instance.finding is not None else instance.task and instance.task.lead
        if owner is None:
            raise ValidationError({"task": _("The task has no lead unit yet.")})
        instance.organisation = owner
    _require_concerned(instance)
    jurisdictions.require_supervised(instance.organisation, clock.today())
    instance.full_clean()
    instance.save()
    return instance


def _require_concerned(slip: Slip) -> None:
    """Refuse slips to others than the unit of the finding or a unit with a part in the task."""
    if slip.finding is not None:
        if slip.finding.state not in TOLD:
            raise ValidationError({"finding": _("This finding has not been put to the unit.")})
        concerned = slip.finding.organisation_id == slip.organisation_id
    else:
        parts = Responsibility.objects.on(clock.today()).filter(task=slip.task_id, organisation=slip.organisation_id)
        concerned = parts.exists() or (slip.task is not None and slip.task.lead_id == slip.organisation_id)
    if not concerned:
        raise ValidationError({"organisation": _("The unit has no part in this.")})


# ── The ladder ──────────────────────────────────────────────────────────────────────────────────


def kinds(day: date | None = None) -> list[Kind]:
    """Return kinds of slips over the days on which they and their set are in force (with a day, those of it)."""
    policies = list(SlipPolicy.objects.order_by("valid_from") if day is None else SlipPolicy.objects.on(day))
    rows = list(SlipKind.objects.filter(slip_set__in={policy.slip_set_id for policy in policies}))
    found = []
    for policy in policies:
        for row in rows:
            if row.slip_set_id == policy.slip_set_id:
                start = max(policy.valid_from, row.valid_from)
                ends = [end for end in (policy.valid_to, row.valid_to) if end is not None]
                end = min(ends, default=None)
                if end is None or start < end:
                    found.append(Kind(row.colour, row.order, row.days, row.next_colour, start, end, row.may_begin))
    return found


def history(rows: Iterable[Slip]) -> list[Issue]:
    """Return slips that were issued as the ladder looks at them (give them with their kinds)."""
    return [
        Issue(
            _subject(row), row.kind.colour, row.issued_on, row.due_on, row.answered_on, row.withdrawn_on, number=row.pk
        )
        for row in rows
        if row.state in WENT_OUT and row.issued_on is not None and row.due_on is not None
    ]


def _subject(slip: Slip) -> tuple[int, ...]:
    return (slip.organisation_id, slip.task_id or 0, slip.finding_id or 0)


def propose(day: date, *, actor: Actor) -> list[Slip]:
    """Draft the steps of the ladder that are due on a day, each once, and put them before those who issue slips."""
    with write.writing(actor, via="task"):
        issued = list(Slip.objects.filter(state__in=WENT_OUT).select_related("kind", "task", "finding").order_by("pk"))
        by_number = {row.pk: row for row in issued}
        drafted = set(Slip.objects.filter(after__isnull=False).values_list("after_id", flat=True))
        steps = [step for step in due_steps(history(issued), kinds(day), day) if step.after.number not in drafted]
        rows = {row.colour: row for row in _kinds_on(day)}
        supervised = jurisdictions.treatments((step.subject[0] for step in steps), day)
        new = [
            Slip(
                kind=rows[step.colour],
                organisation_id=before.organisation_id,
                task_id=before.task_id,
                finding_id=before.finding_id,
                text=before.text,
                after=before,
                by_ladder=True,
            )
            for step in steps
            for before in (by_number[step.after.number],)
            if supervised.get(step.subject[0]) == Treatment.SUPERVISED and _is_open(before)
        ]
        if new:
            record = records.of_model(Slip)
            write.save_many(record, create=new, actor=actor, reason="", via="task", by_system=True)
            office = assignees.of_office(ISSUES)
            if office is not None:
                open_items(ItemKind.APPROVE, record, [Work(row.pk, office) for row in new], actor=actor)
    return new


def _is_open(slip: Slip) -> bool:
    """Whether what a slip is about is still to be done."""
    if slip.finding is not None:
        return slip.finding.state in UNSETTLED
    return slip.task is not None and slip.task.state not in ENDED


def _kinds_on(day: date) -> list[SlipKind]:
    """Return the rows of the kinds in force on a day."""
    return list(SlipKind.objects.on(day).filter(slip_set__in=SlipPolicy.objects.on(day).values("slip_set")))


# ── Guards and effects of the life cycle ────────────────────────────────────────────────────────


def is_by_a_person(slip: Slip, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse processes: the machine drafts slips, a person issues them."""
    return None if actor.person_id is not None else _("A person issues a slip.")


def is_to_whom_it_may(slip: Slip, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse slips to a unit that may by now be asked by letter only."""
    if jurisdictions.may_be_supervised(slip.organisation_id, clock.today()):
        return None
    return jurisdictions.by_letter_only([slip.organisation.name])


def is_next(slip: Slip, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse steps to which the ladder does not lead: it climbs only when the step below went unanswered."""
    day, subject = clock.today(), _subject(slip)
    if slip.kind not in _kinds_on(day):
        return _("This kind of slip is not in force.")
    same = Slip.objects.filter(organisation=slip.organisation_id, task=slip.task_id, finding=slip.finding_id)
    before = history(same.filter(state__in=WENT_OUT).select_related("kind"))
    match obstacle(slip.kind.colour, subject, before, kinds(day), day):
        case Obstacle.NOT_IN_FORCE:
            return _("This kind of slip is not in force.")
        case Obstacle.WAITING:
            due = max(row.due_on for row in before if row.counts(day))
            return _("The unit may answer the slip before this one until %(day)s.") % {"day": due}
        case Obstacle.NOT_NEXT:
            return _("Another kind of slip follows the one that went unanswered.")
        case Obstacle.NOT_FIRST:
            return _("A matter does not begin with this kind of slip.")
    return None


def issued(slips: Sequence[Slip], actor: Actor, reason: str) -> None:
    """Note who issued it and by when it is to be answered, and ask the units.

    Raises NotLawful where somebody else issued a slip about the same matter at the same moment.
    """
    record = records.of_model(Slip)
    # whoever issues a slip to the same unit waits here, and is counted
    units.lock(row.organisation_id for row in slips)
    for row in slips:
        refusal = is_next(row, actor)
        if refusal:
            raise NotLawful(refusal)
    close_items(actor, record, [row.pk for row in slips], reason=reason)
    # whoever answers the slip that climbed has answered the one below
    close_items(actor, record, [row.after_id for row in slips if row.after_id], done=False, reason=reason)
    to = assignees.of_units({row.organisation_id for row in slips}, ANSWERS)
    work = []
    for row in slips:
        due = clock.today() + timedelta(row.kind.days)
        write.stamp([row], issued_by_id=actor.person_id, due_on=due)
        if row.organisation_id in to:
            work.append(Work(row.pk, to[row.organisation_id], due))
    open_items(ItemKind.DUE, record, work, actor=actor)


def dropped(slips: Sequence[Slip], actor: Actor, reason: str) -> None:
    """Drop what is to be decided about the draft."""
    _close(slips, actor, reason, done=False)


def received(slips: Sequence[Slip], actor: Actor, reason: str) -> None:  # noqa: ARG001 - the shape of effects
    """Note who received it."""
    write.stamp(slips, received_by_id=actor.person_id)


def answered(slips: Sequence[Slip], actor: Actor, reason: str) -> None:
    """End what is to be done, and withdraw no draft: whoever issues slips sees that the step below was answered."""
    _close(slips, actor, reason, done=True)


def withdrawn(slips: Sequence[Slip], actor: Actor, reason: str) -> None:
    """Drop what is to be done."""
    _close(slips, actor, reason, done=False)


def _close(slips: Sequence[Slip], actor: Actor, reason: str, *, done: bool) -> None:
    close_items(actor, records.of_model(Slip), [row.pk for row in slips], done=done, reason=reason)
