"""Entering on a unit's behalf what it handed in on paper (代录)."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_noop

from jiangxin.evidence.domain import attachments
from jiangxin.kernel import access, records, write
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.errors import NotLawful
from jiangxin.planning.domain import reporting
from jiangxin.planning.enums import ReportState
from jiangxin.planning.models import Report, TargetValue
from jiangxin.workflow.domain import assignees
from jiangxin.workflow.domain.notices import Notice, notify

#: What the unit is told.
ENTERED = gettext_noop("The report on task %(number)s was entered on your unit's behalf: %(why)s")


def enter(
    report: Report,
    content: Mapping[str, Any],
    figures: Mapping[int, tuple[Decimal | None, str]],
    why: str,
    *,
    actor: Actor,
) -> Report:
    """Hand in for its unit a report that came on paper, signed there, and return it.

    `figures` are values and what they rest on, by the keys of the drafts in the report. Nothing that
    the unit drafted is handed in: what the paper does not say stays empty, files of the draft are taken off.
    Raises NotAllowed, NotLawful (something is missing, or the cycle is locked), ReasonMissing, ValidationError.
    """
    record = records.of_model(Report)
    access.require(record, actor, record.permissions["enter"], [report])
    given = {name: content.get(name) if name == "percent" else content.get(name) or "" for name in reporting.CONTENT}
    asked = copy(report)
    for name, value in given.items():
        setattr(asked, name, value)
    missing = reporting.complete(asked, actor)
    if missing:
        raise NotLawful(missing)
    with write.writing(actor, why):
        attachments.drop_all(record, [report.pk])
        for row in TargetValue.objects.filter(report=report, state=ReportState.DRAFT):
            row.value, row.basis = figures.get(row.pk, (None, ""))
            row.full_clean(validate_unique=False, validate_constraints=False)
            write.stamp([row], value=row.value, basis=row.basis)
        given["entered_by_id"] = actor.person_id
        entered: Report = write.apply(record, report, "enter", actor=actor, reason=why, changes=given, by_system=True)
        _tell(entered, why)
    return entered


def _tell(report: Report, why: str) -> None:
    """Tell those who report for the unit."""
    persons = assignees.persons_of_units([report.organisation_id], reporting.WRITES).get(report.organisation_id, ())
    params = {"number": str(report.task.number), "why": why.strip()}
    notify(Notice(persons, ENTERED, params, records.of_model(Report).key(), report.pk))
