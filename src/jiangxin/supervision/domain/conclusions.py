"""What a round concludes about a unit, and that it is told so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiangxin.kernel import clock, records, write
from jiangxin.kernel.actors import Actor
from jiangxin.supervision.models import Conclusion, SupervisionPolicy
from jiangxin.workflow.domain import assignees
from jiangxin.workflow.domain.notices import Notice, notify

ASKS = "supervision.review.ask"
FED_BACK = gettext_noop("The conclusion of the round “%(round)s” is there; a review may be asked for until %(until)s.")


def save_conclusion(instance: Conclusion, changes: Mapping[str, Any], *, actor: Actor, reason: str) -> Conclusion:  # noqa: ARG001 - the shape of savers
    """Save a draft about a unit of the round. Raises ValidationError."""
    write.assign(instance, changes)
    if instance.round_id and instance.organisation_id:
        refusal = is_of_round(instance, actor)
        if refusal:
            raise ValidationError({"organisation": refusal})
    instance.full_clean()
    instance.save()
    return instance


def is_of_round(row: Conclusion, actor: Actor) -> str | None:  # noqa: ARG001 - the shape of guards
    """Refuse conclusions about units at which the round did not look."""
    if row.round.tasks.filter(organisation=row.organisation_id).exists():
        return None
    if row.round.findings.filter(organisation=row.organisation_id).exists():
        return None
    return _("The round looks at no task of %(unit)s.") % {"unit": row.organisation}


def fed_back(rows: Sequence[Conclusion], actor: Actor, reason: str) -> None:  # noqa: ARG001 - the shape of effects
    """Note who did it and until when a review may be asked for, and tell the units."""
    until = clock.today() + timedelta(SupervisionPolicy.in_force().review_ask_days)
    write.stamp(rows, fed_back_by_id=actor.person_id, review_until=until)
    persons = assignees.persons_of_units({row.organisation_id for row in rows}, ASKS)
    record = records.of_model(Conclusion)
    for row in rows:
        params = {"round": str(row.round), "until": until.isoformat()}
        notify(Notice(persons.get(row.organisation_id, ()), FED_BACK, params, record.key(), row.pk))
