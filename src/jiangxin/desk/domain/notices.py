"""Marking notices as read, and sending one from code."""

from __future__ import annotations

from collections.abc import Iterable

from jiangxin.desk.domain.queries.notices import shown_to
from jiangxin.desk.models import NoticeRead
from jiangxin.kernel.actors import Actor


def mark_read(notice_ids: Iterable[int], *, actor: Actor) -> None:
    """Note that the actor's account has read these notices; those not shown to it are left out."""
    if actor.account_id is None:
        return
    shown = shown_to(actor.account_id, actor.role_codes).filter(pk__in=list(notice_ids))
    reads = [NoticeRead(notice=notice, account_id=actor.account_id) for notice in shown]
    NoticeRead.objects.bulk_create(reads, ignore_conflicts=True)
