"""Digests by mail: who gets one today, each once, however often this runs and whatever dies under it."""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.conf import settings as django_settings
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_noop, override

from jiangxin.desk import digests
from jiangxin.desk.digests import Part, Span, Topic
from jiangxin.desk.domain.subscriptions import rhythms_of
from jiangxin.desk.enums import DigestState, Rhythm
from jiangxin.desk.models import Correspondence, Digest
from jiangxin.kernel import clock
from jiangxin.people.domain.queries.actors import actor_of
from jiangxin.people.domain.queries.roles import assignments_on
from jiangxin.people.enums import Duty
from jiangxin.people.models import Account, Person
from jiangxin.workflow.domain.calendar import working_days
from jiangxin.workflow.domain.notices import Notice, notify

logger = logging.getLogger(__name__)

#: Sends a letter with these sections to a person and his address, in the language that is set.
Deliver = Callable[[Person, date, list[Part]], None]
#: Who got no letter, and why.
Failure = tuple[Person, str]

WEEK = timedelta(days=7)
#: Waits between attempts grow from this one; after so many it is given up and an administrator told.
FIRST_WAIT, ATTEMPTS = timedelta(minutes=10), 6
#: Whether a letter left a worker that died over it nobody knows; it is never sent twice.
LOST_AFTER = timedelta(minutes=15)
#: Answers of mail servers from here on are for good.
FOR_GOOD = 500
#: What could not be sent for so long is overtaken by later digests.
STALE_AFTER = timedelta(days=3)
#: Persons that the notice to administrators names.
NAMED = 3
FAILED = gettext_noop("Digests could not be sent to %(persons)s: %(failure)s")
LOST = "the process ended while it was sending"
STALE = "overtaken by a later digest"


def make_ready(now: datetime, *, hour: int, weekday: int) -> int:
    """Note for everybody whose digest is due today that it is to be sent; return for how many.

    Days of rest are left out, and before the hour nothing is due; weekly topics come on the weekday (1 is Monday).
    """
    day = clock.today()
    if timezone.localtime(now).hour < hour or not working_days(day, day):
        return 0
    rhythms = [Rhythm.DAILY, *([Rhythm.WEEKLY] if is_weekly(day, weekday) else [])]
    persons = Person.objects.exclude(email="").filter(accounts__is_active=True)
    persons = persons.exclude(correspondence__by_email=False).exclude(correspondence__refused_address=F("email"))
    ids = set(persons.values_list("pk", flat=True)) - set(
        Digest.objects.filter(day=day).values_list("person_id", flat=True)
    )
    due = {
        person: {topic: rhythm for topic, rhythm in chosen.items() if rhythm in rhythms}
        for person, chosen in rhythms_of(ids, day).items()
    }
    rows = [Digest(person_id=person, day=day, topics=topics, due_at=now) for person, topics in due.items() if topics]
    return len(Digest.objects.bulk_create(rows, ignore_conflicts=True))


def is_weekly(day: date, weekday: int) -> bool:
    """Whether weekly digests come on this day: the first working day from the chosen day of the week on."""
    monday = day - timedelta(days=day.weekday())
    wanted = monday + timedelta(days=min(max(weekday, 1), 7) - 1)
    sunday = monday + timedelta(days=6)
    following = working_days(wanted, sunday) or working_days(monday, wanted)[-1:]
    return bool(following) and following[0] == day


def contents_of(person: Person, day: date, topics: dict[str, str]) -> list[Part]:
    """Return what a person's digest of that day tells, as far as he may see it now; nothing without an account."""
    account = Account.objects.filter(person=person, is_active=True).order_by("pk").first()
    if account is None:
        return []
    chosen = [topic for topic in digests.topics() if topic.key in topics]
    before = working_days(day - 2 * WEEK, day - timedelta(days=1))

    def span(topic: Topic) -> Span:
        daily = topics[topic.key] == Rhythm.DAILY
        since = before[-1] if daily and before else day - WEEK
        return Span(since, day, every_day=daily)

    return digests.contents(chosen, actor_of(account), span)


def send_waiting(deliver: Deliver, now: datetime) -> int:
    """Send what waits and is due; return how many letters left. Failures wait for their next attempt."""
    failures = _give_up(now)
    sent = 0
    waiting = Digest.objects.filter(state=DigestState.WAITING, due_at__lte=now).select_related("person__correspondence")
    for row in waiting.order_by("due_at", "pk"):
        try:
            sent += _send(row, deliver, now)
        except (smtplib.SMTPException, OSError) as error:
            failures += _failed(row, error, now)
            if not isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError):
                # the server cannot be reached: those behind would only wait for it too
                rest = Digest.objects.filter(state=DigestState.WAITING, due_at__lte=now)
                rest.update(due_at=now + FIRST_WAIT, failure=f"{error}"[:300])
                break
    _tell(failures)
    return sent


def _send(row: Digest, deliver: Deliver, now: datetime) -> bool:
    person = row.person
    kept = getattr(person, "correspondence", None)
    language = (kept.language if kept else "") or django_settings.LANGUAGE_CODE
    with override(language):
        wanted = kept is None or kept.by_email
        parts = contents_of(person, row.day, row.topics) if person.email and wanted else []
        if not _take(row, DigestState.SENDING if parts else DigestState.EMPTY, now) or not parts:
            return False
        deliver(person, row.day, parts)
    _move(row, DigestState.SENT, now)
    return True


def _take(row: Digest, state: str, now: datetime) -> bool:
    """Take a row in hand, unless another process did."""
    waiting = Digest.objects.filter(pk=row.pk, state=DigestState.WAITING)
    return bool(waiting.update(state=state, moved_at=now, attempts=F("attempts") + 1))


def _move(row: Digest, state: str, now: datetime, **values: object) -> None:
    Digest.objects.filter(pk=row.pk).update(state=state, moved_at=now, **{"failure": "", **values})


def _failed(row: Digest, error: Exception, now: datetime) -> list[Failure]:
    """Note why a letter did not leave, and return what administrators have to know: it is not tried again."""
    refusal = _refusal(error)
    if refusal:
        _move(row, DigestState.REFUSED, now, failure=refusal)
        values = {"refused_address": row.person.email, "refusal": refusal, "refused_at": now}
        Correspondence.objects.update_or_create(person=row.person, defaults=values)
        return [(row.person, refusal)]
    attempts = row.attempts + 1
    words = f"{error}"[:300] or type(error).__name__
    logger.warning("digest %s of %s not sent (attempt %s): %s", row.pk, row.day, attempts, words)
    if attempts >= ATTEMPTS:
        _move(row, DigestState.FAILED, now, failure=words)
        return [(row.person, words)]
    _move(row, DigestState.WAITING, now, failure=words, due_at=now + FIRST_WAIT * 2**row.attempts)
    return []


def _refusal(error: Exception) -> str:
    """Return why a server refuses the address for good, "" for what may pass."""
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return ""
    code, words = next(iter(error.recipients.values()))
    text = words.decode(errors="replace") if isinstance(words, bytes) else words
    return f"{code} {text}"[:300] if code >= FOR_GOOD else ""


def _give_up(now: datetime) -> list[Failure]:
    """Give up letters over which a process died, and those that a later digest has overtaken."""
    lost = Q(state=DigestState.SENDING, moved_at__lt=now - LOST_AFTER)
    stale = Q(state=DigestState.WAITING, day__lte=clock.today() - STALE_AFTER)
    rows = list(Digest.objects.filter(lost | stale).select_related("person"))
    failures = [(row.person, LOST if row.state == DigestState.SENDING else row.failure or STALE) for row in rows]
    for row, (_person, words) in zip(rows, failures, strict=True):
        _move(row, DigestState.FAILED, now, failure=words)
    return failures


def _tell(failures: list[Failure]) -> None:
    """Tell the system administrators once, who look after addresses and the mail server."""
    if not failures:
        return
    keepers = assignments_on(clock.today()).filter(role__duty=Duty.SYSTEM).values_list("person_id", flat=True)
    names = "、".join(str(person) for person, _words in failures[:NAMED])
    params = {"persons": names + ("…" if len(failures) > NAMED else ""), "failure": failures[0][1]}
    notify(Notice(tuple(sorted(set(keepers))), FAILED, params))
