"""Following single matters, and telling those who do when the state or light of one changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from jiangxin.desk import digests
from jiangxin.desk.models import Follow
from jiangxin.kernel import access, clock, records
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.errors import NotAllowed, NotLawful
from jiangxin.kernel.records import RecordType
from jiangxin.people.domain.queries.actors import actor_of
from jiangxin.people.models import Account
from jiangxin.workflow.domain.notices import Notice, notify

CHANGED = gettext_noop("What you follow changed: %(row)s")
#: More would be a list, which has filters and saved views.
MOST = 200


def follow(record: type[RecordType], row: Model, *, actor: Actor) -> None:
    """Follow a row from now on. Raises NotAllowed, NotLawful."""
    if record.key() not in digests.followable():
        raise NotLawful(_("Records of this kind cannot be followed."))
    if actor.person_id is None or not access.may(record, actor, "view", row):
        raise NotAllowed(_("You are not allowed to do this."))
    if Follow.objects.filter(person=actor.person_id).count() >= MOST:
        raise NotLawful(_("You follow %(n)d matters already. Stop following some first.") % {"n": MOST})
    signal = signals(record, [row.pk]).get(row.pk, "")
    Follow.objects.get_or_create(
        person_id=actor.person_id, record=record.key(), object_id=row.pk, defaults={"signal": signal}
    )


def unfollow(record: type[RecordType], object_id: int, *, actor: Actor) -> None:
    """Stop following a row."""
    Follow.objects.filter(person=actor.person_id, record=record.key(), object_id=object_id).delete()


def follows(row: Model, actor: Actor) -> bool:
    """Whether the actor follows a row."""
    key = records.of_model(type(row)).key()
    return Follow.objects.filter(person=actor.person_id, record=key, object_id=row.pk).exists()


def signals(record: type[RecordType], ids: Sequence[int]) -> dict[int, str]:
    """Return the states and lights of rows as words that can be compared."""
    lights = digests.followable().get(record.key())
    shown: Mapping[int, digests.Light] = lights(ids) if lights else {}
    rows = record.model._default_manager.filter(pk__in=ids)
    state = record.workflow.column if record.workflow else None
    states = dict(rows.values_list("pk", state)) if state else dict.fromkeys(rows.values_list("pk", flat=True), "")
    return {pk: f"{states[pk]}|{shown[pk].colour if pk in shown else ''}" for pk in states}


def tell_changes() -> int:
    """Tell followers what changed since they were last told and return how many notices that were.

    Whoever may not see a row any more is told nothing and follows it no longer.
    """
    kept: dict[str, list[Follow]] = defaultdict(list)
    for row in Follow.objects.order_by("pk"):
        kept[row.record].append(row)
    actors: dict[int, Actor | None] = {}
    with transaction.atomic():  # a notice that was given, and that it was, are kept together
        return sum(_tell(key, rows, actors) for key, rows in kept.items() if records.find(key))


def _tell(key: str, rows: list[Follow], actors: dict[int, Actor | None]) -> int:
    record = records.get(key)
    now = signals(record, sorted({row.object_id for row in rows}))
    told = 0
    changed: dict[int, list[Follow]] = defaultdict(list)
    for row in rows:
        if row.object_id not in now:
            row.delete()
        elif now[row.object_id] != row.signal:
            changed[row.object_id].append(row)
    instances: Mapping[int, Any] = access.with_related(record.model._default_manager.all(), record.related).in_bulk(
        changed
    )
    for pk, followers in changed.items():
        seeing = [row for row in followers if _sees(row.person_id, record, instances[pk], actors)]
        for row in followers:
            if row not in seeing:
                row.delete()
                continue
            row.signal, row.changed_on = now[pk], clock.today()
        Follow.objects.bulk_update(seeing, ["signal", "changed_on"])
        params = {"row": str(instances[pk])[:90]}
        notify(Notice(tuple(row.person_id for row in seeing), CHANGED, params, key, pk))
        told += len(seeing)
    return told


def _sees(person: int, record: type[RecordType], row: Model, actors: dict[int, Actor | None]) -> bool:
    if person not in actors:
        account = Account.objects.filter(person=person, is_active=True).order_by("pk").first()
        actors[person] = actor_of(account) if account else None
    actor = actors[person]
    return actor is not None and access.may(record, actor, "view", row)
