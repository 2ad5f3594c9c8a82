"""Notices and letters to units: early enough, not too many, acknowledged by somebody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jiangxin.kernel import clock, records, write
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.errors import NotLawful
from jiangxin.supervision.domain import jurisdictions, units
from jiangxin.supervision.domain.queries.burden import burdens
from jiangxin.supervision.enums import NoticeForm, RoundState
from jiangxin.supervision.models import Notice, SupervisionPolicy
from jiangxin.workflow.domain import assignees
from jiangxin.workflow.domain.calendar import add_working_days
from jiangxin.workflow.domain.items import Work, close_items, open_items
from jiangxin.workflow.enums import Kind

ACKNOWLEDGES = "supervision.notice.acknowledge"
#: States of a round in which units may be asked.
ASKING = (RoundState.APPROVED, RoundState.UNDER_WAY)


def save_notice(instance: Notice, changes: Mapping[str, Any], *, actor: Actor, reason: str) -> Notice:  # noqa: ARG001 - the shape of savers
    """Save a draft in the form that suits the unit. Raises ValidationError."""
    write.assign(instance, changes)
    if instance.organisation_id is not None:
        instance.form = form_of(instance.organisation_id)
        if instance.form == NoticeForm.LETTER and instance.on_site:
            raise ValidationError({"on_site": _("A unit that is asked by letter is not visited.")})
    instance.full_clean()
    instance.save()
    return instance


def form_of(organisation: int) -> NoticeForm:
    """Return in which form a unit is asked today."""
    supervised = jurisdictions.may_be_supervised(organisation, clock.today())
    return NoticeForm.NOTICE if supervised else NoticeForm.LETTER


# ── Guards and effects of the life cycle ────────────────────────────────────────────────────────


def is_due_now(notice: Notice, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse to ask before the scheme is approved, after the round, and whom the round does not look at."""
    if notice.round.state not in ASKING:
        return _("Units are asked once the scheme is approved, and until the round is concluded.")
    if notice.form == NoticeForm.NOTICE and not notice.round.tasks.filter(organisation=notice.organisation_id).exists():
        return _("The round looks at no task of %(unit)s.") % {"unit": notice.organisation}
    return None


def has_lawful_form(notice: Notice, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse a form that does not suit the unit any more."""
    if notice.form == form_of(notice.organisation_id):
        return None
    return _("%(unit)s is asked in another form by now. Save the draft again.") % {"unit": notice.organisation}


def is_early_enough(notice: Notice, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse a visit before the least notice has passed."""
    if not notice.on_site or notice.visit_on is None:
        return None
    days = SupervisionPolicy.in_force().notice_days
    first = add_working_days(clock.today(), days)
    if notice.visit_on >= first:
        return None
    text = _("A visit is announced %(days)d working days before: not before %(first)s.")
    return text % {"days": days, "first": first}


def is_within_limits(notice: Notice, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse one visit or request more than the rules of supervision allow."""
    return _beyond(notice, 1)


def sent(notices: Sequence[Notice], actor: Actor, reason: str) -> None:  # noqa: ARG001 - the shape of effects
    """Ask the units to acknowledge. Raises NotLawful where somebody else asked the unit at the same moment."""
    asked = {row.organisation_id for row in notices}
    # whoever asks the same unit waits here, and is counted
    units.lock(asked)
    for row in notices:
        refusal = _beyond(row, 0)
        if refusal:
            raise NotLawful(refusal)
    due = add_working_days(clock.today(), SupervisionPolicy.in_force().acknowledge_days)
    write.stamp(notices, due_on=due)
    to = assignees.of_units(asked, ACKNOWLEDGES)
    work = [Work(row.pk, to[row.organisation_id], due) for row in notices if row.organisation_id in to]
    open_items(Kind.NEW, records.of_model(Notice), work, actor=actor)


def acknowledged(notices: Sequence[Notice], actor: Actor, reason: str) -> None:
    """Note who did it."""
    write.stamp(notices, acknowledged_by_id=actor.person_id)
    close_items(actor, records.of_model(Notice), [row.pk for row in notices], reason=reason)


def withdrawn(notices: Sequence[Notice], actor: Actor, reason: str) -> None:
    """Drop what is to be acknowledged."""
    close_items(actor, records.of_model(Notice), [row.pk for row in notices], done=False, reason=reason)


def _beyond(notice: Notice, more: int) -> str | None:
    """Return what refuses `more` notices besides those that count already."""
    policy = SupervisionPolicy.in_force()
    unit, day = notice.organisation_id, clock.today()
    year = notice.visit_on.year if notice.on_site and notice.visit_on else day.year
    asked = burdens([unit], day, year)[unit]
    words = {"unit": notice.organisation, "year": year}
    if notice.on_site and asked.visits + more > policy.visits_per_year:
        text = _("%(unit)s has been visited or announced a visit %(count)d times in %(year)s; the limit is %(limit)d.")
        return text % {**words, "count": asked.visits - 1 + more, "limit": policy.visits_per_year}
    if asked.requests + more > policy.requests_per_quarter:
        text = _("%(unit)s has been asked %(count)d times in this quarter; the limit is %(limit)d.")
        return text % {**words, "count": asked.requests - 1 + more, "limit": policy.requests_per_quarter}
    return None
