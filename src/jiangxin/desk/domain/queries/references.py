"""What refers to a row and would stand in the way of, or go with, its deletion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models

from jiangxin.kernel import access
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.records import find_for

#: So many rows are named; the others are counted.
NAMED = 5


@dataclass(frozen=True)
class Reference:
    """Rows of one table that point to a row. `names` are those the reader may see, at most five."""

    label: str
    count: int
    names: list[str]
    protects: bool


def references_to(instance: models.Model, actor: Actor) -> list[Reference]:
    """Return who refers to the row, table by table; those that protect it first."""
    found = []
    for relation in instance._meta.related_objects:
        behaviour = getattr(relation, "on_delete", None)
        if relation.many_to_many or behaviour is models.DO_NOTHING or not relation.related_model._meta.managed:
            continue
        if hasattr(relation.related_model, "pgh_tracked_model"):  # history stays whatever happens
            continue
        found.extend(_reference(instance, relation, actor, behaviour))
    return sorted(found, key=lambda reference: not reference.protects)


def _reference(instance: models.Model, relation: Any, actor: Actor, behaviour: Any) -> list[Reference]:
    model = relation.related_model
    lookup = {relation.field.name: instance}
    count = model._default_manager.filter(**lookup).count()
    if not count:
        return []
    record = find_for(model)
    shown = access.with_related(access.visible(model, actor), record.related if record else ())
    names = [str(row) for row in shown.filter(**lookup)[:NAMED]]
    protects = behaviour in (models.PROTECT, models.RESTRICT)
    return [Reference(str(model._meta.verbose_name_plural), count, names, protects)]
