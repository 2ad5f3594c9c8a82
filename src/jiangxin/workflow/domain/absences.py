"""Entering and ending the absences of persons, and telling those whom they concern."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiangxin.kernel import records, write
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.clock import today
from jiangxin.kernel.errors import NotLawful
from jiangxin.people.models import Person
from jiangxin.workflow.domain.notices import Notice, notify
from jiangxin.workflow.models import Delegation

ASKED = gettext_noop("You stand in for %(person)s from %(begin)s to %(end)s.")
ENDED = gettext_noop("You no longer stand in for %(person)s.")


def leave(
    person: Person,
    stand_in: Person,
    first: date,
    last: date,
    *,
    kinds: Iterable[str] = (),
    actor: Actor,
    reason: str,
) -> list[Delegation]:
    """Enter an absence from its first to its last day and return its rows: one for all work, or one for each kind.

    Raises NotAllowed, NotLawful, ReasonMissing, ValidationError.
    """
    write.require_reason(reason)
    if last < today():
        raise NotLawful(_("These days are over: a stand-in cannot decide in the past."))
    record = records.of_model(Delegation)
    values = {"from_person": person, "to_person": stand_in, "reason": reason.strip()}
    dates = {"valid_from": first, "valid_to": last + timedelta(days=1)}
    with write.writing(actor, reason):
        # whoever enters another absence of this person at the same time waits here
        Person.objects.select_for_update().get(pk=person.pk)
        rows = [
            write.save(record, None, {**values, **dates, "record": kind}, actor=actor, reason=reason)
            for kind in dict.fromkeys(kinds) or [""]
        ]
        params = {"person": str(person), "begin": f"{first}", "end": f"{last}"}
        notify(Notice((stand_in.pk,), ASKED, params, by_email=True))
    return rows


def come_back(row: Delegation, *, actor: Actor, reason: str) -> None:
    """End an absence today; one that has not begun is taken back. Raises NotAllowed, NotLawful, ReasonMissing."""
    write.require_reason(reason)
    record, day = records.of_model(Delegation), today()
    if row.valid_to is not None and row.valid_to <= day:
        raise NotLawful(_("This absence is over already."))
    with write.writing(actor, reason):
        if row.valid_from >= day:
            write.delete(record, row, actor=actor, reason=reason)
        else:
            write.save(record, row, {"valid_to": day}, actor=actor, reason=reason)
        notify(Notice((row.to_person_id,), ENDED, {"person": str(row.from_person)}))
