"""A finding with what belongs to it: statements of the unit, more time, slips, its course, as the reader may see it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jiangxin.kernel import access, records
from jiangxin.kernel.actors import Actor
from jiangxin.planning.domain.queries.unit import lights_on
from jiangxin.planning.enums import Colour, ExtensionState
from jiangxin.supervision.domain.queries.ladder import Rung, rungs
from jiangxin.supervision.enums import TOLD, UNSETTLED, FindingKind, FindingState
from jiangxin.supervision.models import Finding, RectificationExtension, Slip, Statement, SupervisionPolicy
from jiangxin.supervision.workflow.findings import UNIT


class Event(NamedTuple):
    """Something that happened on a day, with what was said."""

    day: date
    text: str
    note: str = ""


@dataclass(frozen=True)
class FindingPage:
    """What the page of a finding shows besides its own facts."""

    light: Colour
    statements: Sequence[Statement]
    extensions: Sequence[RectificationExtension]
    slips: Sequence[Rung]
    course: Sequence[Event]
    left: int | None
    granted: int
    most: int
    of_unit: bool
    may_state: bool
    may_ask: bool


def page(finding: Finding, actor: Actor, day: date) -> FindingPage:
    """Return what belongs to a finding; the number of queries does not depend on how much that is."""
    statements = list(
        _rows(Statement, finding, actor).select_related("made_by", "answered_by").order_by("made_on", "pk")
    )
    extensions = list(_rows(RectificationExtension, finding, actor).order_by("pk"))
    slips = list(_rows(Slip, finding, actor).select_related("kind", "organisation").order_by("pk"))
    lights = lights_on([finding.task_id], actor, [day]).get(finding.task_id, [""])
    granted = sum(row.state == ExtensionState.GRANTED for row in extensions)
    asked = any(row.state in {ExtensionState.DRAFT, ExtensionState.IN_APPROVAL} for row in extensions)
    of_unit = access.permitted(records.of_model(Finding), actor, UNIT).filter(pk=finding.pk).exists()
    most = SupervisionPolicy.in_force().extensions
    waits = finding.kind == FindingKind.PROBLEM and finding.state in UNSETTLED and finding.rectify_by is not None
    events = [*_of_itself(finding), *_of_statements(statements), *_of_extensions(extensions), *_of_slips(slips)]
    return FindingPage(
        light=Colour(lights[0] or Colour.GREY),
        statements=statements,
        extensions=extensions,
        slips=rungs(slips, day),
        course=sorted(events, key=lambda event: event.day)[::-1],
        left=(finding.rectify_by - day).days if waits and finding.rectify_by else None,
        granted=granted,
        most=most,
        of_unit=of_unit,
        may_state=of_unit and finding.state in TOLD,
        may_ask=of_unit and finding.state == FindingState.RECTIFYING and granted < most and not asked,
    )


def _rows(model: Any, finding: Finding, actor: Actor) -> QuerySet[Any]:
    return access.rows(records.of_model(model), actor).filter(finding=finding)


def _of_itself(row: Finding) -> Iterator[Event]:
    yield Event(row.found_on, _("Found"))
    if row.put_on:
        told = _("Put to the unit") if row.kind == FindingKind.PROBLEM else _("Put on record")
        yield Event(row.put_on, told)
    if row.rectified_on:
        yield Event(row.rectified_on, _("Reported as rectified"), row.result)
    if row.closed_on:
        yield Event(row.closed_on, _("Verified and closed"), row.verification)


def _of_statements(rows: Sequence[Statement]) -> Iterator[Event]:
    for row in rows:
        yield Event(row.made_on, str(row.get_kind_display()), row.text)
        if row.answered_on:
            yield Event(row.answered_on, _("Answer to the unit"), row.answer)


def _of_extensions(rows: Sequence[RectificationExtension]) -> Iterator[Event]:
    texts = {
        ExtensionState.GRANTED: _("More time granted until %(until)s"),
        ExtensionState.REFUSED: _("More time until %(until)s refused"),
    }
    for row in rows:
        if row.decided_on and row.state in texts:
            yield Event(
                row.decided_on, texts[ExtensionState(row.state)] % {"until": f"{row.until:%Y-%m-%d}"}, row.grounds
            )


def _of_slips(rows: Sequence[Slip]) -> Iterator[Event]:
    for row in rows:
        if row.issued_on:
            yield Event(row.issued_on, _("%(slip)s issued") % {"slip": row.kind}, row.text)
        if row.answered_on:
            yield Event(row.answered_on, _("%(slip)s answered") % {"slip": row.kind}, row.answer)
