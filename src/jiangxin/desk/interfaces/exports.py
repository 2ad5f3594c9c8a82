"""How the address of a list narrows an export of it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from jiangxin.desk.interfaces.filters import filterset_for
from jiangxin.kernel import access
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.records import RecordType


def select(record: type[RecordType], actor: Actor, params: str) -> QuerySet[Any]:
    """Return the rows that the list with this query string shows and that the actor may export."""
    rows = access.rows(record, actor, "export")
    filters = filterset_for(record)(QueryDict(params), queryset=rows, actor=actor)
    return filters.qs if filters.is_valid() else rows.none()
