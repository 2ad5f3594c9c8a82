"""Which notices somebody is shown."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from jiangxin.desk.models import Notice, NoticeRead


def shown_to(account_id: int, role_codes: Iterable[str]) -> QuerySet[Notice]:
    """Return the notices shown now to an account with these roles, newest first, with `is_read`."""
    through = Notice.roles.through._default_manager.filter(notice=OuterRef("pk"))
    accounts = Notice.accounts.through._default_manager.filter(notice=OuterRef("pk"))
    for_roles = through.filter(role__code__in=list(role_codes))
    for_account = accounts.filter(account=account_id)
    everybody = ~Exists(through) & ~Exists(accounts)
    return (
        _shown_now()
        .filter(everybody | Exists(for_roles) | Exists(for_account))
        .annotate(is_read=_read_by(account_id))
        .order_by("-shown_from", "-pk")
    )


def unread_count(account_id: int, role_codes: Iterable[str]) -> int:
    """Return how many shown notices the account has not read.

    Every page asks, and seldom is anything unread; hence the simple question before the exact one.
    """
    if not _shown_now().exclude(_read_by(account_id)).exists():
        return 0
    return shown_to(account_id, role_codes).filter(is_read=False).count()


def _shown_now() -> QuerySet[Notice]:
    now = timezone.now()
    return Notice.objects.filter(Q(shown_to__isnull=True) | Q(shown_to__gt=now), shown_from__lte=now)


def _read_by(account_id: int) -> Exists:
    return Exists(NoticeRead.objects.filter(notice=OuterRef("pk"), account=account_id))
