"""Findings: recorded by the team, put to the unit, rectified by it, verified by somebody else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from jiangxin.kernel import clock, records, write
from jiangxin.kernel.actors import Actor
from jiangxin.planning.models import Responsibility
from jiangxin.supervision.domain import jurisdictions
from jiangxin.supervision.enums import FindingKind
from jiangxin.supervision.models import Finding, Round, RoundTask, SupervisionPolicy
from jiangxin.workflow.domain import assignees
from jiangxin.workflow.domain.calendar import add_working_days
from jiangxin.workflow.domain.items import Assignee, Work, close_items, open_items
from jiangxin.workflow.domain.queries.holders import recipients
from jiangxin.workflow.enums import Kind
from jiangxin.workflow.models import WorkItem

#: What units need to be able to do with a finding that is put to them.
ANSWERS = "supervision.finding.answer"
RECORDS = "supervision.finding.manage"
VERIFIES = "supervision.finding.verify"
#: Work on a finding, told apart by what is to be done.
MEASURES, RECTIFICATION, VERIFICATION = "measures", "rectification", "verification"


def save_finding(instance: Finding, changes: Mapping[str, Any], *, actor: Actor, reason: str) -> Finding:  # noqa: ARG001 - the shape of savers
    """Save a draft; a new one gets the next number of its round and its author.

    Raises ValidationError (a task outside the round, a unit without a part in it or asked by letter only).
    """
    write.assign(instance, changes)
    if instance.pk is None:
        # whoever records at the same moment waits here
        write.locked(records.of_model(Round), instance.round_id)
        last = Finding.objects.filter(round=instance.round_id).aggregate(last=Max("number"))["last"]
        instance.number, instance.found_by_id = (last or 0) + 1, actor.person_id
    _require_part(instance)
    jurisdictions.require_supervised(instance.organisation, clock.today())
    instance.full_clean()
    instance.save()
    return instance


def _require_part(finding: Finding) -> None:
    chosen = RoundTask.objects.filter(round=finding.round_id, task=finding.task_id)
    if not chosen.exists():
        raise ValidationError({"task": _("The round does not look at this task.")})
    parts = Responsibility.objects.on(finding.found_on).filter(task=finding.task_id)
    unit = finding.organisation_id
    if not chosen.filter(organisation=unit).exists() and not parts.filter(organisation=unit).exists():
        raise ValidationError({"organisation": _("The unit has no part in this task.")})


# ── Guards ──────────────────────────────────────────────────────────────────────────────────────


def is_problem(finding: Finding, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse to ask for the rectification of what is good, and a problem without a date that lies ahead."""
    if finding.kind != FindingKind.PROBLEM:
        return _("Good practice is put on record; there is nothing to rectify.")
    if finding.rectify_by is None or finding.rectify_by <= clock.today():
        return _("Say by when it is to be rectified: a day after today.")
    return None


def is_good_practice(finding: Finding, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse to leave a problem at being on record."""
    return None if finding.kind == FindingKind.GOOD_PRACTICE else _("A problem is put to the unit.")


def may_be_told(finding: Finding, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse findings about a unit that may by now be asked by letter only."""
    if jurisdictions.may_be_supervised(finding.organisation_id, clock.today()):
        return None
    return jurisdictions.by_letter_only([finding.organisation.name])


def is_verified_by_another(finding: Finding, actor: Actor) -> str | None:
    """Refuse that who recorded a finding also decides whether it is rectified."""
    if finding.found_by_id is not None and finding.found_by_id == actor.person_id:
        return _("You recorded this finding; somebody else verifies it.")
    return None


# ── Effects ─────────────────────────────────────────────────────────────────────────────────────


def put(findings: Sequence[Finding], actor: Actor, reason: str) -> None:  # noqa: ARG001 - the shape of effects
    """Ask the units for their measures."""
    due = add_working_days(clock.today(), SupervisionPolicy.in_force().measures_days)
    _ask_units(findings, Kind.NEW, MEASURES, actor, due=due)


def measures_planned(findings: Sequence[Finding], actor: Actor, reason: str) -> None:
    """Await the rectification."""
    _close(findings, actor, reason, step=MEASURES)
    _ask_units(findings, Kind.DUE, RECTIFICATION, actor)


def result_reported(findings: Sequence[Finding], actor: Actor, reason: str) -> None:
    """Put it before those who verify."""
    _close(findings, actor, reason, step=RECTIFICATION)
    to = [(row, _verifiers(row)) for row in findings]
    work = [Work(row.pk, office, step=VERIFICATION) for row, office in to if office is not None]
    open_items(Kind.APPROVE, records.of_model(Finding), work, actor=actor)


def _verifiers(finding: Finding) -> Assignee | None:
    """Return the role that records findings, where somebody else than the author holds it, else one that verifies."""
    office = assignees.of_office(RECORDS)
    if office is not None:
        holders = recipients([WorkItem(pk=0, **vars(office))], clock.today())[0]
        if holders - {finding.found_by_id}:
            return office
    return assignees.of_office(VERIFIES)


def closed(findings: Sequence[Finding], actor: Actor, reason: str) -> None:
    """Note who verified it."""
    write.stamp(findings, verified_by_id=actor.person_id)
    _close(findings, actor, reason)


def returned(findings: Sequence[Finding], actor: Actor, reason: str) -> None:
    """Note the words, count them, and ask the unit again."""
    _close(findings, actor, reason, step=VERIFICATION)
    for row in findings:
        write.stamp([row], answer=reason, returned=row.returned + 1)
    _ask_units(findings, Kind.RETURNED, RECTIFICATION, actor)


def withdrawn(findings: Sequence[Finding], actor: Actor, reason: str) -> None:
    """Note the words, and drop what is to be done."""
    write.stamp(findings, answer=reason)
    close_items(actor, records.of_model(Finding), [row.pk for row in findings], done=False, reason=reason)


def _ask_units(findings: Sequence[Finding], kind: str, step: str, actor: Actor, *, due: Any = None) -> None:
    to = assignees.of_units({row.organisation_id for row in findings}, ANSWERS)
    work = [
        Work(row.pk, to[row.organisation_id], due or row.rectify_by, step)
        for row in findings
        if row.organisation_id in to
    ]
    open_items(kind, records.of_model(Finding), work, actor=actor)


def _close(findings: Sequence[Finding], actor: Actor, reason: str, step: str | None = None) -> None:
    close_items(actor, records.of_model(Finding), [row.pk for row in findings], step=step, reason=reason)
