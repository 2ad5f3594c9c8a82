"""Opening, deciding and ending approvals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiangxin.kernel import activity, events, records, write
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.clock import today
from jiangxin.kernel.errors import NotAllowed, NotLawful, ReasonMissing
from jiangxin.kernel.records import RecordType
from jiangxin.people.domain.queries.roles import administers
from jiangxin.people.models import Account, Organisation, Person
from jiangxin.workflow.domain.calendar import add_working_days
from jiangxin.workflow.domain.items import Assignee, close, close_items, open_item
from jiangxin.workflow.domain.notices import Notice, notify
from jiangxin.workflow.domain.queries.holders import heads_of, heads_of_each, persons_of_step
from jiangxin.workflow.domain.queries.items import behalf_of, items_for
from jiangxin.workflow.enums import ApprovalState, Decision, Kind, Quorum, Who
from jiangxin.workflow.models import Approval, ApprovalDecision, ApprovalRoute, ApprovalStage, WorkItem

KEY = "workflow.approvals"
#: Columns of a step that an approval copies when it is opened.
FROZEN = ("order", "name", "name_en", "who", "role_id", "post_id", "quorum", "may_return_to", "deadline_days")


def open_approval(record: type[RecordType], row: Any, actor: Actor, reason: str) -> Approval:
    """Start the approval of a row by the route that fits it, in the transaction of its submission.

    Raises NotLawful where no route fits, or a step has nobody who could decide.
    """
    route = route_for(record, row)
    if route is None:
        raise NotLawful(
            _("No approval route is set up for %(record)s. Ask an administrator to add one under settings.")
            % {"record": record.title()}
        )
    steps = list(route.steps.order_by("order"))
    organisation = _owner(record, row) or _home(actor)
    if not steps:
        raise NotLawful(_("The approval route %(route)s has no steps yet.") % {"route": route})
    named = _named(record, row)
    steps = [step for step in steps if step.who != Who.NAMED or named]
    if not steps:
        raise NotLawful(_("The row names no unit that could decide. Name one, or ask for another route."))
    for step in steps:
        if step.who == Who.NAMED:
            _heads_named(named, actor.person_id if route.four_eyes else None)
            continue
        persons = persons_of_step(step, organisation, today())
        if route.four_eyes:
            persons.discard(actor.person_id or 0)
        if not persons:
            raise NotLawful(
                _("Nobody could decide at the step %(step)s. Ask an administrator to fill the role or post.")
                % {"step": step}
            )
    approval = Approval.objects.create(
        record=record.key(),
        object_id=row.pk,
        organisation_id=organisation,
        route=route,
        four_eyes=route.four_eyes,
        submitter_id=actor.person_id,
        current=steps[0].order,
    )
    ApprovalStage.objects.bulk_create(
        ApprovalStage(approval=approval, **{name: getattr(step, name) for name in FROZEN}) for step in steps
    )
    close_items(actor, record, row.pk, kind=Kind.RETURNED, reason=reason)
    details = {"about": record.key(), "row": row.pk, "steps": len(steps)}
    activity.record(actor, activity.Entry("open", KEY, approval.pk, organisation, reason, details))
    _enter(approval, approval.stages.get(order=steps[0].order), actor)
    events.emit("approval.opened", record=record.key(), id=row.pk, approval=approval.pk)
    return approval


def route_for(record: type[RecordType], row: Any) -> ApprovalRoute | None:
    """Return the first route in force whose condition the row fulfils."""
    route: ApprovalRoute
    for route in ApprovalRoute.objects.on(today()).filter(record=record.key()).order_by("order", "pk"):
        if not route.condition or record.model._default_manager.filter(pk=row.pk, **route.condition).exists():
            return route
    return None


def decide(
    approval: Approval,
    decision: str,
    *,
    actor: Actor,
    comment: str = "",
    stage_id: int | None = None,
    to_person: Person | None = None,
    via: str = "page",
) -> Approval:
    """Approve, return or hand over at the present step, and return the approval.

    `stage_id` is the step the person saw: a decision on an older page is refused. The last approval
    takes the record's own step in the name of the actor, with the comment as its reason.
    Raises NotAllowed, NotLawful, ReasonMissing.
    """
    comment = comment.strip()
    with write.writing(actor, comment, via=via):
        approval = _lock(approval)
        stage = approval.stages.get(order=approval.current)
        if stage_id is not None and stage.pk != stage_id:
            raise NotLawful(_("The approval has moved on in the meantime. Look at it again."))
        mine = items_for(actor).filter(stage=stage, step__startswith=_prefix(approval, stage))
        reached = {item.pk: behalf_of(item) for item in mine}
        if not reached:
            raise NotAllowed(_("This step is not yours to decide."))
        own = WorkItem.objects.filter(pk__in=reached)
        # whoever may decide himself does not decide in the place of others
        behalf = None if None in reached.values() else min(filter(None, reached.values()))
        match decision:
            case Decision.APPROVE:
                _approve(approval, stage, own, actor, comment, behalf)
            case Decision.RETURN:
                _return(approval, stage, own, actor, comment, behalf)
            case Decision.DELEGATE:
                _hand_over(approval, stage, own, actor, comment, to_person, behalf)
            case _:
                raise NotLawful(_("There is no such decision."))
    return approval


def decide_many(
    chosen: Sequence[tuple[Approval, int | None]], decision: str, *, actor: Actor, comment: str = "", via: str = "page"
) -> int:
    """Decide approvals of any records, each at the step the person saw, all or none, and return how many.

    Raises NotAllowed, NotLawful, ReasonMissing, as `decide` does.
    """
    with write.writing(actor, comment, via=via):
        for approval, stage_id in chosen:
            decide(approval, decision, actor=actor, comment=comment, stage_id=stage_id, via=via)
    return len(chosen)


def withdraw(approval: Approval, *, actor: Actor, reason: str, via: str = "page") -> Approval:
    """Take a submission back, which only its submitter can. Raises NotAllowed, NotLawful, ReasonMissing."""
    write.require_reason(reason)
    with write.writing(actor, reason, via=via):
        approval = _lock(approval)
        if approval.submitter_id is None or approval.submitter_id != actor.person_id:
            raise NotAllowed(_("Only whoever submitted can withdraw."))
        stage = approval.stages.get(order=approval.current)
        _note(approval, stage, Decision.WITHDRAW, actor, reason)
        _end(approval, "withdraw", actor, reason)
    return approval


def subject(approval: Approval) -> tuple[type[RecordType], Any]:
    """Return the record type and the row that an approval is about. Raises NotLawful when it is gone."""
    record = records.get(approval.record)
    row = record.model._default_manager.filter(pk=approval.object_id).first()
    if row is None:
        raise NotLawful(_("This record does not exist any more."))
    return record, row


def _lock(approval: Approval) -> Approval:
    locked = Approval.objects.select_for_update(of=("self",)).get(pk=approval.pk)
    if locked.state != ApprovalState.OPEN:
        raise NotLawful(_("This approval has ended already."))
    return locked


def _approve(
    approval: Approval, stage: ApprovalStage, own: Any, actor: Actor, comment: str, behalf: int | None
) -> None:
    _note(approval, stage, Decision.APPROVE, actor, comment, behalf=behalf)
    close(actor, own, done=True, reason=comment)
    rest = _open_items(approval, stage)
    if stage.quorum == Quorum.ALL and rest.exists():
        return
    close(actor, rest, done=False, reason=comment)
    following = approval.stages.filter(order__gt=stage.order).order_by("order").first()
    if following is None:
        _end(approval, "approve", actor, comment)
    else:
        _go_to(approval, following, actor)


def _return(approval: Approval, stage: ApprovalStage, own: Any, actor: Actor, comment: str, behalf: int | None) -> None:
    if not comment:
        raise ReasonMissing(_("Say why it is returned: whoever gets it back has to know."))
    _note(approval, stage, Decision.RETURN, actor, comment, behalf=behalf)
    close(actor, own, done=True, reason=comment)
    close(actor, _open_items(approval, stage), done=False, reason=comment)
    earlier = approval.stages.filter(order=stage.may_return_to).first() if stage.may_return_to is not None else None
    if earlier is None:
        _end(approval, "reject", actor, comment)
    else:
        approval.round += 1
        _go_to(approval, earlier, actor)


def _hand_over(
    approval: Approval,
    stage: ApprovalStage,
    own: Any,
    actor: Actor,
    comment: str,
    to_person: Person | None,
    behalf: int | None,
) -> None:
    if to_person is None or to_person.pk == actor.person_id:
        raise NotLawful(_("Choose somebody else to hand this over to."))
    if approval.four_eyes and to_person.pk == approval.submitter_id:
        raise NotLawful(_("Whoever submitted may not decide."))
    if not Account.objects.filter(person=to_person, is_active=True).exists():
        raise NotLawful(_("%(person)s has no active account.") % {"person": to_person})
    if administers(to_person.pk):
        raise NotLawful(_("Administrators cannot do the work of others."))
    note = _note(approval, stage, Decision.DELEGATE, actor, comment, to_person, behalf)
    due = own.order_by("pk").values_list("due_on", flat=True).first()
    close(actor, own, done=True, reason=comment)
    open_item(
        Kind.APPROVE,
        records.get(approval.record),
        approval.object_id,
        actor=actor,
        stage=stage,
        due_on=due,
        step=f"{_prefix(approval, stage)}handed-{note.pk}",
        assignee=Assignee(person_id=to_person.pk),
    )


def _go_to(approval: Approval, stage: ApprovalStage, actor: Actor) -> None:
    approval.current = stage.order
    approval.version += 1
    approval.save(update_fields=["current", "round", "version", "updated_at"])
    _enter(approval, stage, actor)


def _enter(approval: Approval, stage: ApprovalStage, actor: Actor) -> None:
    """Give the step to those who decide there. With "all of them" each gets an item of his own."""
    day = today()
    due = add_working_days(day, stage.deadline_days) if stage.deadline_days else None
    record = records.get(approval.record)
    for number, target in enumerate(_targets(approval, stage), start=1):
        open_item(
            Kind.APPROVE,
            record,
            approval.object_id,
            actor=actor,
            stage=stage,
            due_on=due,
            step=f"{_prefix(approval, stage)}{number}",
            assignee=target,
        )


def _named(record: type[RecordType], row: Any) -> list[int]:
    """Return the units that the row names to decide on it."""
    path = record.approval.named if record.approval else ""
    if not path:
        return []
    found = record.model._default_manager.filter(pk=row.pk, **{f"{path}__isnull": False}).order_by(path)
    return list(found.values_list(path, flat=True))


def _heads_named(units: list[int], but: int | None) -> list[int]:
    """Return the posts that decide for the units, one each. Raises NotLawful where a unit has nobody."""
    posts = heads_of_each(units, today(), but=but)
    missing = Organisation.objects.filter(pk__in=set(units) - set(posts))
    if missing:
        names = "、".join(str(unit) for unit in missing)
        raise NotLawful(
            _("Nobody could decide for %(units)s. Ask an administrator to fill the post.") % {"units": names}
        )
    return [posts[unit] for unit in units]


def _targets(approval: Approval, stage: ApprovalStage) -> list[Assignee]:
    if stage.who == Who.NAMED:
        but = approval.submitter_id if approval.four_eyes else None
        return [Assignee(post_id=post) for post in _heads_named(_named(*subject(approval)), but)]
    if stage.quorum == Quorum.ALL:
        persons = persons_of_step(stage, approval.organisation_id, today())
        if approval.four_eyes:
            persons.discard(approval.submitter_id or 0)
        if not persons:
            raise NotLawful(
                _("Nobody could decide at the step %(step)s. Ask an administrator to fill the role or post.")
                % {"step": stage}
            )
        return [Assignee(person_id=person) for person in sorted(persons)]
    match stage.who:
        case Who.ROLE_OWNER:
            return [Assignee(role_id=stage.role_id, organisation_id=approval.organisation_id)]
        case Who.ROLE_ANY:
            return [Assignee(role_id=stage.role_id)]
        case Who.POST:
            return [Assignee(post_id=stage.post_id)]
        case _:
            return [Assignee(post_id=post) for post in heads_of(approval.organisation_id, today())]


def _prefix(approval: Approval, stage: ApprovalStage) -> str:
    return f"{stage.pk}.{approval.round}."


def _open_items(approval: Approval, stage: ApprovalStage) -> Any:
    return WorkItem.objects.filter(stage=stage, step__startswith=_prefix(approval, stage), state="open")


def _note(
    approval: Approval,
    stage: ApprovalStage,
    decision: str,
    actor: Actor,
    comment: str,
    to_person: Person | None = None,
    behalf: int | None = None,
) -> ApprovalDecision:
    note = ApprovalDecision.objects.create(
        approval=approval,
        stage=stage,
        round=approval.round,
        person_id=actor.person_id,
        actor_name=actor.name,
        decision=decision,
        comment=comment,
        to_person=to_person,
        on_behalf_of_id=behalf,
    )
    details = {"about": approval.record, "row": approval.object_id, "step": stage.order, "round": approval.round}
    entry = activity.Entry(str(decision), KEY, approval.pk, approval.organisation_id, comment, details)
    activity.record(actor, entry)
    return note


def _end(approval: Approval, outcome: str, actor: Actor, reason: str) -> None:
    """End the approval and take the record's own step, in the name of whoever decided."""
    record, row = subject(approval)
    if record.approval is None:
        raise NotLawful(_("This record is not approved any more."))
    close(actor, WorkItem.objects.filter(stage__approval=approval), done=False, reason=reason)
    ended = write.apply(
        records.of_model(Approval),
        approval,
        outcome,
        actor=actor,
        reason=reason,
        by_system=True,
        changes={"ended_at": timezone.now()},
    )
    approval.state, approval.ended_at = ended.state, ended.ended_at
    step = record.approval.approve if outcome == "approve" else record.approval.reject
    write.apply(record, row, step, actor=actor, reason=reason, by_system=True)
    if approval.submitter_id:
        if outcome == "reject":
            open_item(
                Kind.RETURNED,
                record,
                row.pk,
                actor=actor,
                assignee=Assignee(person_id=approval.submitter_id),
                step=f"approval-{approval.pk}",
            )
        if outcome != "withdraw":
            notify(_outcome(approval, outcome))
    events.emit("approval.decided", record=record.key(), id=row.pk, approval=approval.pk, outcome=outcome)


def _outcome(approval: Approval, outcome: str) -> Notice:
    approved = gettext_noop("What you submitted was approved.")
    returned = gettext_noop("What you submitted was returned.")
    return Notice(
        (approval.submitter_id or 0,),
        approved if outcome == "approve" else returned,
        record=approval.record,
        object_id=approval.object_id,
    )


def _owner(record: type[RecordType], row: Any) -> int | None:
    for path in record.scope.organisation:
        lookup = "pk" if path == "pk" else path
        found = record.model._default_manager.filter(pk=row.pk).values_list(lookup, flat=True).first()
        if found:
            return int(found)
    return None


def _home(actor: Actor) -> int | None:
    """Return the organisation of the submitter, which owns rows that belong to nobody in particular."""
    if actor.person_id is None:
        return None
    found = Organisation.objects.filter(persons=actor.person_id).values_list("pk", flat=True).first()
    return int(found) if found else None
