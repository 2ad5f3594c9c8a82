"""The fields along an ORM path such as `units__organisation__name`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model


def fields_along(model: type[Model], path: str) -> Iterator[Any]:
    """Yield the field of each step of a path. Raises FieldDoesNotExist where a step is none."""
    current: Any = model
    for step in path.split("__"):
        if current is None:
            raise FieldDoesNotExist(f"{path!r} leads on from a column")
        field = current._meta.pk if step == "pk" else current._meta.get_field(step)
        yield field
        current = field.related_model


def field_at(model: type[Model], path: str) -> Any:
    """Return the field at the end of a path, None where the path leads to none."""
    try:
        return list(fields_along(model, path))[-1]
    except FieldDoesNotExist:
        return None
