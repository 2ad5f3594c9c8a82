"""Which notices somebody is shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from jiangxin.desk.models import Notice, NoticeRead

#: Parameters: the time twice, the account, the codes of its roles. Every page asks, hence nothing is built at run time.
SHOWN = """
SELECT n.id FROM desk_notice n
WHERE n.shown_from <= %s AND (n.shown_to IS NULL OR n.shown_to > %s)
AND (
    EXISTS (SELECT FROM desk_notice_accounts a WHERE a.notice_id = n.id AND a.account_id = %s)
    OR EXISTS (
        SELECT FROM desk_notice_roles f JOIN people_role r ON r.id = f.role_id
        WHERE f.notice_id = n.id AND r.code = ANY(%s::text[])
    )
    OR NOT EXISTS (SELECT FROM desk_notice_accounts a WHERE a.notice_id = n.id)
    AND NOT EXISTS (SELECT FROM desk_notice_roles f WHERE f.notice_id = n.id)
)
"""
#: Parameters: as above, and the account once more.
UNREAD = f"""
SELECT count(*) FROM ({SHOWN}) shown
WHERE NOT EXISTS (SELECT FROM desk_noticeread d WHERE d.notice_id = shown.id AND d.account_id = %s)
"""  # noqa: S608 - constants only


def shown_to(account_id: int, role_codes: Iterable[str]) -> QuerySet[Notice]:
    """Return the notices shown now to an account with these roles, newest first, with `is_read`."""
    shown = Notice.objects.filter(pk__in=RawSQL(SHOWN, _parameters(account_id, role_codes)))  # noqa: S611 - a constant
    read = Exists(NoticeRead.objects.filter(notice=OuterRef("pk"), account=account_id))
    return shown.annotate(is_read=read).order_by("-shown_from", "-pk")


def unread_count(account_id: int, role_codes: Iterable[str]) -> int:
    """Return how many shown notices the account has not read (one query)."""
    with connection.cursor() as cursor:
        cursor.execute(UNREAD, [*_parameters(account_id, role_codes), account_id])
        return int(cursor.fetchone()[0])


def _parameters(account_id: int, role_codes: Iterable[str]) -> list[Any]:
    now = timezone.now()
    return [now, now, account_id, list(role_codes)]
