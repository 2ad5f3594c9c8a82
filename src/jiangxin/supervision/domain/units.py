"""Units of which something is counted or asked in turn."""

from __future__ import annotations

from collections.abc import Iterable

from jiangxin.people.models import Organisation


def lock(organisations: Iterable[int]) -> None:
    """Let whoever else asks something of these units wait until the write in progress ends."""
    rows = Organisation.objects.select_for_update().filter(pk__in=set(organisations))
    list(rows.order_by("pk").values_list("pk", flat=True))
