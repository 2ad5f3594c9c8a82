"""To whom work of a unit, or of an office, is given: by what people may do, not by the names of roles."""

from __future__ import annotations

from collections.abc import Iterable

from jiangxin.kernel import clock
from jiangxin.kernel.bulk import AnyOf
from jiangxin.people.domain.queries.roles import assignments_on
from jiangxin.people.models import Post, RoleCapability
from jiangxin.workflow.domain.items import Assignee
from jiangxin.workflow.domain.queries.holders import recipients
from jiangxin.workflow.models import WorkItem


def of_units(organisations: Iterable[int], capability: str) -> dict[int, Assignee]:
    """Return for each organisation who gets its work: a role held there that has the capability, else its head.

    Organisations in which nobody could do it are left out. Two queries.
    """
    wanted = set(organisations)
    day = clock.today()
    able = RoleCapability.objects.on(day).filter(capability=capability)
    held = assignments_on(day).filter(AnyOf("organisation_id", wanted), role__in=able.values("role"))
    found: dict[int, Assignee] = {}
    for organisation, role in held.order_by("role__order", "pk").values_list("organisation_id", "role_id"):
        found.setdefault(organisation, Assignee(role_id=role, organisation_id=organisation))
    heads = Post.objects.on(day).filter(AnyOf("organisation_id", wanted - set(found)), is_head=True)
    for organisation, post in heads.order_by("order", "pk").values_list("organisation_id", "pk"):
        found.setdefault(organisation, Assignee(post_id=post))
    return found


def persons_of_units(organisations: Iterable[int], capability: str) -> dict[int, tuple[int, ...]]:
    """Return for each organisation the persons who get its work."""
    units = of_units(organisations, capability)
    reached = recipients([WorkItem(pk=unit, **vars(to)) for unit, to in units.items()], clock.today())
    return {unit: tuple(sorted(reached[unit])) for unit in units}


def of_office(capability: str) -> Assignee | None:
    """Return the first role that has the capability and is held by somebody, wherever; None where nobody could."""
    day = clock.today()
    able = RoleCapability.objects.on(day).filter(capability=capability)
    role = assignments_on(day).filter(role__in=able.values("role")).order_by("role__order").values_list("role_id")
    first = role.first()
    return Assignee(role_id=first[0]) if first else None
