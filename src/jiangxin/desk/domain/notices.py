"""Marking notices as read, and sending one from code."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext

from jiangxin.desk.domain.queries.notices import shown_to
from jiangxin.desk.models import Notice, NoticeRead
from jiangxin.kernel import clock, records, write
from jiangxin.kernel.actors import Actor, process
from jiangxin.people.models import Account
from jiangxin.workflow.domain.notices import Notice as Message

#: Lengths of the two titles.
TITLE, TITLE_EN = 120, 200


def mark_read(notice_ids: Iterable[int], *, actor: Actor) -> None:
    """Note that the actor's account has read these notices; those not shown to it are left out."""
    if actor.account_id is None:
        return
    shown = shown_to(actor.account_id, actor.role_codes).filter(pk__in=list(notice_ids))
    reads = [NoticeRead(notice=notice, account_id=actor.account_id) for notice in shown]
    NoticeRead.objects.bulk_create(reads, ignore_conflicts=True)


def tell(message: Message) -> None:
    """Show what the workflow tells some persons as a notice to their accounts, in both languages."""
    accounts = list(Account.objects.filter(person_id__in=message.person_ids, is_active=True))
    if not accounts:
        return
    english, about_en = _words(message, "en")
    chinese, about = _words(message, "zh-hans")
    with write.writing(process("workflow"), via="task"):
        notice = Notice.objects.create(
            title=chinese[:TITLE], title_en=english[:TITLE_EN], body=about, body_en=about_en, shown_from=clock.now()
        )
        notice.accounts.set(accounts)


def _words(message: Message, language: str) -> tuple[str, str]:
    """Return the sentence in that language, and below it what it is about."""
    with translation.override(language):
        sentence = gettext(message.message) % message.params
        if not message.record:
            return sentence, sentence
        record = records.get(message.record)
        row = record.model._default_manager.filter(pk=message.object_id).first()
        return sentence, f"{capfirst(record.title())} · {row or message.object_id}"
