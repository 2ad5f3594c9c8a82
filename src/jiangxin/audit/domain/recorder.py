"""Keeps activity in the transaction of what it tells about."""

from __future__ import annotations

from collections.abc import Iterable

from jiangxin.audit.models import Activity
from jiangxin.kernel import write
from jiangxin.kernel.activity import Entry
from jiangxin.kernel.actors import Actor


def keep(actor: Actor, entries: Iterable[Entry]) -> None:
    """Write the entries in one statement. Outside a write (a sign-in, say) they carry no context."""
    context = write.current()
    via = context.via if context else ("task" if actor.system else "page")
    Activity.objects.bulk_create(
        Activity(
            actor_id=actor.account_id,
            actor_name=actor.name[:80],
            via=via,
            verb=entry.verb,
            record=entry.record,
            object_id=entry.object_id,
            organisation_id=entry.organisation_id,
            reason=entry.reason,
            details=entry.details,
            context=context.id if context else None,
        )
        for entry in entries
    )
