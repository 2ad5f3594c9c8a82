"""What persons get in their digests, and how: chosen by themselves, else given by the rules of their roles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from jiangxin.desk import digests
from jiangxin.desk.enums import Rhythm
from jiangxin.desk.models import Correspondence, DigestRule, Subscription
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.errors import NotAllowed, NotLawful
from jiangxin.people.domain.queries.roles import assignments_on
from jiangxin.people.models import Person

SALT = "jiangxin.desk.unsubscribe"
#: Of several rules the most frequent holds.
OFTEN = {Rhythm.OFF: 0, Rhythm.WEEKLY: 1, Rhythm.DAILY: 2}


def rhythms_of(persons: Iterable[int], day: date) -> dict[int, dict[str, Rhythm]]:
    """Return for each person how often he gets which topic (three queries)."""
    wanted = list(persons)
    rules: dict[int, list[tuple[str, Rhythm]]] = defaultdict(list)
    for role, topic, rhythm in (
        DigestRule.objects.on(day).order_by("valid_from").values_list("role_id", "topic", "rhythm")
    ):
        rules[role].append((topic, Rhythm(rhythm)))
    found: dict[int, dict[str, Rhythm]] = {person: {} for person in wanted}
    for person, role in assignments_on(day).filter(person__in=wanted).values_list("person_id", "role_id"):
        for topic, rhythm in rules[role]:
            kept = found[person].get(topic, Rhythm.OFF)
            found[person][topic] = max(kept, rhythm, key=OFTEN.__getitem__)
    for person, topic, chosen in Subscription.objects.filter(person__in=wanted).values_list(
        "person_id", "topic", "rhythm"
    ):
        found[person][topic] = Rhythm(chosen)
    return found


def correspondence_of(person_id: int) -> Correspondence:
    """Return how a person gets letters; unsaved where he never chose."""
    return Correspondence.objects.filter(pk=person_id).first() or Correspondence(person_id=person_id)


@transaction.atomic
def subscribe(chosen: Mapping[str, str], *, by_email: bool, language: str, actor: Actor) -> None:
    """Keep what the actor chose for himself. Raises NotAllowed, NotLawful."""
    if actor.person_id is None:
        raise NotAllowed(_("You are not allowed to do this."))
    known = {topic.key for topic in digests.topics() if topic.visible(actor)}
    if not set(chosen) <= known or not set(chosen.values()) <= set(Rhythm.values):
        raise NotLawful(_("There is no such topic, or it is not open to you. Look at the page again."))
    if language and language not in dict(settings.LANGUAGES):
        raise NotLawful(_("Choose one of the languages."))
    for topic, rhythm in chosen.items():
        Subscription.objects.update_or_create(person_id=actor.person_id, topic=topic, defaults={"rhythm": rhythm})
    Correspondence.objects.update_or_create(
        person_id=actor.person_id, defaults={"by_email": by_email, "language": language}
    )


def try_again(*, actor: Actor) -> None:
    """Forget that a mail server refused the actor's address: the next digest goes there again."""
    Correspondence.objects.filter(person=actor.person_id).update(refused_address="", refusal="", refused_at=None)


def token_of(person: Person) -> str:
    """Return the signed word by which a person's letters are stopped without signing in."""
    return signing.dumps(str(person.uuid), salt=SALT)


def person_behind(token: str) -> Person | None:
    """Return the person whose letters a token stops, None for a forged one."""
    try:
        return Person.objects.filter(uuid=signing.loads(token, salt=SALT)).first()
    except signing.BadSignature:
        return None


def stop_letters(person: Person) -> None:
    """Send a person no more digests by mail; they stay on screen."""
    Correspondence.objects.update_or_create(person=person, defaults={"by_email": False})
