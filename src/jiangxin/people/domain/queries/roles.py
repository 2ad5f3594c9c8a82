"""Reads about roles and their assignments."""

from __future__ import annotations

from datetime import date

from django.db.models import F, QuerySet

from jiangxin.kernel.clock import today
from jiangxin.people.enums import Duty
from jiangxin.people.models import Role, RoleAssignment


def assignments_on(day: date) -> QuerySet[RoleAssignment]:
    """Return the assignments that hold on a day, to roles that hold on it."""
    return RoleAssignment.objects.on(day).filter(role__in=Role.objects.on(day))


def roles_of(person_id: int) -> QuerySet[RoleAssignment]:
    """Return what a person is assigned to today, each with role and organisation, in order of the roles."""
    held = assignments_on(today()).filter(person_id=person_id)
    return held.select_related("role", "organisation").order_by("role__order", "pk")


def administers(person_id: int) -> bool:
    """Whether a person holds an administrative role today."""
    return roles_of(person_id).exclude(role__duty=Duty.BUSINESS).exists()


def demonstration_roles() -> list[tuple[str, str]]:
    """Return the usernames of the demonstration with the role each stands for, in order of roles."""
    rows = RoleAssignment.objects.filter(person__accounts__is_demonstration=True).select_related("role")
    found = rows.order_by("role__order").annotate(username=F("person__accounts__username"))
    return [(row.username, str(row.role)) for row in found]
