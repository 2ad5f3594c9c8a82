"""Addresses of the pages of a record type, the generic ones and those that replace them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import Model
from django.urls import NoReverseMatch, reverse

from jiangxin.kernel.records import RecordType

#: Pages that are about one row.
OF_ROW = frozenset({"detail", "edit", "history", "move", "delete", "draft", "attach", "detach", "follow"})


def url_for(
    record: type[RecordType],
    page: str,
    instance: Model | None = None,
    *,
    query: dict[str, Any] | None = None,
    **kwargs: Any,
) -> str:
    """Return the address of a page: list, add, import, export, bulk, or with a row detail, edit and so on.

    A page that the declaration replaces is asked for with `uuid` only, or without arguments; of one
    step it replaces `move.<step>`.
    Extra keyword arguments belong to the address (`name` of a step), `query` stands behind it.
    """
    room, slug = record.key().split(".", 1)
    if page == "move" and f"move.{kwargs['name']}" in record.pages:
        page = f"move.{kwargs.pop('name')}"
    if page in record.pages:
        own = {"uuid": instance.uuid} if instance is not None else {}
        address = reverse(record.pages[page], kwargs={**own, **kwargs})
    else:
        parts = {"room": room, "slug": slug, **kwargs}
        if page in OF_ROW and instance is not None:
            parts["uuid"] = instance.uuid
        address = reverse(f"desk:{page}", kwargs=parts)
    return f"{address}?{urlencode(query, doseq=True)}" if query else address


def optional(name: str, **kwargs: Any) -> str:
    """Return the address of that url name, or "" where no room has it."""
    try:
        return reverse(name, kwargs=kwargs or None)
    except NoReverseMatch:
        return ""
