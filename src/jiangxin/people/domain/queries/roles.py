"""Reads about roles and their assignments."""

from __future__ import annotations

from datetime import date

from django.db.models import F, QuerySet

from jiangxin.kernel.access import today
from jiangxin.people.enums import Duty
from jiangxin.people.models import Role, RoleAssignment


def assignments_on(person_id: int, day: date | None = None) -> QuerySet[RoleAssignment]:
    """Return a person's assignments to roles that hold on a day."""
    day = day or today()
    rows: QuerySet[RoleAssignment] = RoleAssignment.objects.on(day).filter(
        person_id=person_id, role__in=Role.objects.on(day)
    )
    return rows.select_related("role", "organisation").order_by("role__order", "pk")


def administers(person_id: int, day: date | None = None) -> bool:
    """Whether a person holds an administrative role on a day."""
    return assignments_on(person_id, day).exclude(role__duty=Duty.BUSINESS).exists()


def demonstration_roles() -> list[tuple[str, str]]:
    """Return the usernames of the demonstration with the role each stands for, in order of roles."""
    rows = RoleAssignment.objects.filter(person__accounts__is_demonstration=True).select_related("role")
    found = rows.order_by("role__order").annotate(username=F("person__accounts__username"))
    return [(row.username, str(row.role)) for row in found]
