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
#: Characters of a row's name in a notice.
NAME = 90
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
    signal = _signals(record, [row], actor)[row.pk]
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


def tell_changes() -> int:
    """Tell followers what changed since they were last told and return how many notices that were.

    What is compared is what each of them would see now. Whoever may not see a row any more is told nothing and follows
    it no longer. The queries grow with the followers, not with what they follow.
    """
    kept: dict[tuple[int, str], list[Follow]] = defaultdict(list)
    for follow_ in Follow.objects.order_by("person", "pk"):
        kept[follow_.person_id, follow_.record].append(follow_)
    changed: dict[tuple[str, int], list[int]] = defaultdict(list)
    names: dict[tuple[str, int], str] = {}
    with transaction.atomic():  # a notice that was given, and that it was, are kept together
        for (person, key), follows_ in kept.items():
            record = records.find(key)
            if record is None:
                continue
            for row in _changed(record, person, follows_):
                changed[key, row.pk].append(person)
                names[key, row.pk] = str(row)[:NAME]
        for (key, pk), persons in changed.items():
            notify(Notice(tuple(persons), CHANGED, {"row": names[key, pk]}, key, pk))
    return sum(map(len, changed.values()))


def _changed(record: type[RecordType], person: int, kept: Sequence[Follow]) -> list[Any]:
    """Return the rows that changed for a person, and note that they did."""
    account = Account.objects.filter(person=person, is_active=True).order_by("pk").first()
    actor = actor_of(account) if account else None
    ids = [follow_.object_id for follow_ in kept]
    rows: Mapping[int, Any] = {}
    if actor is not None:
        rows = access.with_related(access.rows(record, actor), record.related).in_bulk(ids)
    now = _signals(record, list(rows.values()), actor) if actor else {}
    Follow.objects.filter(pk__in=[one.pk for one in kept if one.object_id not in rows]).delete()
    changed = [one for one in kept if one.object_id in rows and one.signal != now[one.object_id]]
    for one in changed:
        one.signal, one.changed_on = now[one.object_id], clock.today()
    Follow.objects.bulk_update(changed, ["signal", "changed_on"])
    return [rows[one.object_id] for one in changed]


def _signals(record: type[RecordType], rows: Sequence[Any], actor: Actor) -> dict[int, str]:
    """Return the states and lights of rows, as the actor sees them, as words that can be compared."""
    ask = digests.followable().get(record.key())
    lights: Mapping[int, digests.Light] = ask([row.pk for row in rows], actor) if ask and rows else {}
    state = record.workflow.column if record.workflow else ""
    return {
        row.pk: f"{getattr(row, state) if state else ''}|{lights[row.pk].colour if row.pk in lights else ''}"
        for row in rows
    }
