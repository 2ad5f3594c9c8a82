"""Which rows take a route: simple lookups kept as data."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import FieldError, ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

#: The comparisons that officials may use.
LOOKUPS = frozenset({"exact", "in", "gt", "gte", "lt", "lte", "isnull"})


def condition_fault(model: type[Model], condition: Any) -> str:
    """Return what is wrong with a condition, or "". It is a mapping of `path[__lookup]` to a value."""
    if not isinstance(condition, dict):
        return _("Write the condition as names with values, e.g. {example}.").format(example='{"kind": "major"}')
    if not condition:
        return ""
    try:
        str(model._default_manager.filter(**condition).query)
    except (FieldError, ValidationError, ValueError, TypeError) as error:
        return _("The condition does not fit this record: {error}").format(error=" ".join(str(error).split())[:200])
    for path in condition:
        last = path.rpartition("__")[2] if "__" in path else "exact"
        if last not in LOOKUPS and not _is_field(model, path):
            return _("The comparison {name} cannot be used here.").format(name=last)
    return ""


def _is_field(model: type[Model], path: str) -> bool:
    current: Any = model
    for part in path.split("__"):
        names = {field.name: field for field in current._meta.get_fields()} if current else {}
        if part not in names:
            return False
        current = names[part].related_model
    return True
