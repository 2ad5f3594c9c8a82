"""Which rows take a route, simple lookups kept as data; and who may stand in for whom."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import FieldError, ValidationError
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from jiangxin.kernel.paths import field_at
from jiangxin.people.domain.queries.roles import assignments_on
from jiangxin.people.enums import Duty
from jiangxin.people.models import Person

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


def stand_ins_for(person: Person, day: date) -> QuerySet[Person]:
    """Return who could lawfully do a person's work: colleagues and holders of the same roles who can sign in.

    Administrators are none of them: they hold no rights over business data and get none through others.
    """
    held = assignments_on(day).filter(person=person)
    peers = assignments_on(day).filter(role__in=held.values("role"))
    there = assignments_on(day).filter(organisation__in=held.values("organisation"))
    administrators = assignments_on(day).exclude(role__duty=Duty.BUSINESS)
    found = Person.objects.filter(
        Q(organisation=person.organisation_id) | Q(pk__in=peers.values("person")) | Q(pk__in=there.values("person"))
    )
    found = found.filter(accounts__is_active=True).exclude(pk=person.pk).exclude(pk__in=administrators.values("person"))
    return found.order_by("sort_key").distinct()


def may_stand_in(person: Person, other_id: int, day: date) -> bool:
    """Whether somebody could lawfully do a person's work."""
    return stand_ins_for(person, day).filter(pk=other_id).exists()
