"""Filters, search and order of a list: those of the page."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request

from jiangxin.desk.interfaces.columns import cells
from jiangxin.desk.interfaces.filters import RecordFilterSet, filterset_for
from jiangxin.kernel.records import RecordType

ORDERING = "ordering"
OWN = frozenset({ORDERING, "page", "page_size", "format"})


class ByDeclaration(BaseFilterBackend):
    """The filters of the page. A parameter that no filter knows is refused, since it would be ignored silently."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        """Return the rows that fit. Raises ValidationError for unknown parameters and wrong values."""
        filters = filterset_for(view.record)(request.query_params, queryset=queryset, actor=view.actor)
        known = parameters(filters)
        unknown = sorted(set(request.query_params) - known - OWN)
        if unknown:
            names = ", ".join(sorted(known))
            text = _("There is no such parameter. There are: %(names)s.") % {"names": names}
            raise ValidationError({name: [text] for name in unknown})
        if not filters.is_valid():
            raise ValidationError(filters.errors)
        view.filters = filters
        return filters.qs

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """Describe the parameters."""
        filters = filterset_for(view.record)
        found = []
        for base, item in filters.base_filters.items():
            kind = filters.declared_kinds[base].kind if base in filters.declared_kinds else "text"
            common = {"in": "query", "required": False, "description": str(capfirst(str(item.label)))}
            found += [{"name": name, **common, "schema": schema} for name, schema in _described(base, kind, item)]
        return found


#: Kinds of filters whose parameters all look the same.
SCHEMAS: dict[str, dict[str, Any]] = {
    "relation": {"type": "array", "items": {"type": "string", "format": "uuid"}},
    "subtree": {"type": "array", "items": {"type": "string", "format": "uuid"}},
    "bool": {"type": "string", "enum": ["0", "1"]},
    "range": {"type": "number"},
    "period": {"type": "string", "format": "date"},
    "asof": {"type": "string", "format": "date"},
    "text": {"type": "string"},
}
ENDS = {"range": ("_min", "_max"), "period": ("_from", "_to")}


def _described(name: str, kind: str, item: Any) -> list[tuple[str, dict[str, Any]]]:
    """Return the names of a filter's parameters with their schemas."""
    if kind == "choice":
        values = [value for value, _label in item.choices]
        return [(name, {"type": "array", "items": {"type": "string", "enum": values}})]
    return [(f"{name}{end}", SCHEMAS[kind]) for end in ENDS.get(kind, ("",))]


def parameters(filters: RecordFilterSet) -> set[str]:
    """Return the names of the parameters that the filters read."""
    names: set[str] = set()
    for name, field in filters.form.fields.items():
        suffixes = getattr(field.widget, "suffixes", None)
        names.update({f"{name}_{suffix}" for suffix in suffixes} if suffixes else {name})
    return names


class ByColumn(BaseFilterBackend):
    """Order by columns of the list: `ordering=name,-due`; always decided by the key at last."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        """Return the rows in the order asked for, else in the declared one."""
        paths: list[str] = []
        for name in filter(None, request.query_params.get(ORDERING, "").split(",")):
            paths += _paths(view.record, name.strip())
        return queryset.order_by(*(paths or view.record.ordering), "pk")

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """Describe the parameter."""
        names = ", ".join(sortable(view.record))
        text = f"Columns to sort by, separated by commas, a minus for the reverse. One of: {names}."
        return [{"name": ORDERING, "required": False, "in": "query", "description": text, "schema": {"type": "string"}}]


def sortable(record: type[RecordType]) -> list[str]:
    """Return the columns that a list can be sorted by."""
    return [name for name, cell in cells(record).items() if cell.order_by]


def _paths(record: type[RecordType], name: str) -> list[str]:
    cell = cells(record).get(name.removeprefix("-"))
    if cell is None or not cell.order_by:
        names = ", ".join(sortable(record))
        raise ValidationError({ORDERING: [_("Sort by one of: %(names)s.") % {"names": names}]})
    return cell.ordered(descending=name.startswith("-"))
