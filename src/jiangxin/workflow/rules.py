"""Which rows take a route: simple lookups kept as data."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import FieldError, ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from jiangxin.kernel.paths import field_at

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
        if last not in LOOKUPS and field_at(model, path) is None:
            return _("The comparison {name} cannot be used here.").format(name=last)
    return ""
