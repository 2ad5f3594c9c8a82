"""How the address of a list narrows an export of it."""

from __future__ import annotations

from django.http import QueryDict

from jiangxin.desk.interfaces.columns import cells, default_names, point_out_rows
from jiangxin.desk.interfaces.filters import filterset_for
from jiangxin.exchange.domain.exporting import Selection
from jiangxin.kernel import access
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.records import RecordType


def select(record: type[RecordType], actor: Actor, params: str) -> Selection:
    """Return the rows that the list with this query string shows and that the actor may export."""
    rows = access.rows(record, actor, "export")
    filters = filterset_for(record)(QueryDict(params), queryset=rows, actor=actor)
    if not filters.is_valid():
        return Selection(rows.none())
    names = default_names(record)
    if any(cells(record)[name].kind == "about" for name in names):
        return Selection(filters.qs, lambda shown: point_out_rows(record, names, shown, actor))
    return Selection(filters.qs, filters.as_it_was if filters.day else None)
