"""Keeping what somebody typed and has not saved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from jiangxin.desk.models import Draft

#: Drafts that nobody came back to are forgotten.
KEPT = timedelta(days=30)
#: Parts of a form that are no content of it.
NEVER_KEPT = frozenset({"csrfmiddlewaretoken", "password", "password1", "password2", "merge"})


def keep_draft(account_id: int, record: str, row: UUID | None, data: Mapping[str, list[str]]) -> None:
    """Keep the values of a form, and forget the drafts that are too old."""
    kept = {name: list(values) for name, values in data.items() if name not in NEVER_KEPT}
    Draft.objects.filter(updated_at__lt=timezone.now() - KEPT).delete()
    Draft.objects.update_or_create(account_id=account_id, record=record, row=row, defaults={"data": kept})


def find_draft(account_id: int | None, record: str, row: UUID | None) -> Draft | None:
    """Return the draft of a form, if there is one."""
    return Draft.objects.filter(account_id=account_id, record=record, row=row).first()


def drop_draft(account_id: int | None, record: str, row: UUID | None) -> None:
    """Forget the draft of a form."""
    Draft.objects.filter(account_id=account_id, record=record, row=row).delete()
