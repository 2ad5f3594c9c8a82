"""From an account to what it may do today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import connection

from jiangxin.kernel.actors import ANONYMOUS, Actor, Reach
from jiangxin.kernel.clock import today
from jiangxin.people.domain.queries.roles import assignments_on
from jiangxin.people.enums import ReachChoice
from jiangxin.people.models import Account, RoleCapability

SUBTREE = """
WITH RECURSIVE below(root, id) AS (
    SELECT o.id, o.id FROM people_organisation o WHERE o.id = ANY(%s)
    UNION
    SELECT b.root, p.organisation_id FROM below b
    JOIN people_organisationperiod p ON p.parent_id = b.id
    WHERE p.valid_from <= %s AND (p.valid_to IS NULL OR p.valid_to > %s)
)
SELECT root, id FROM below
"""


def subtree_ids(roots: Iterable[int], day: date | None = None) -> dict[int, frozenset[int]]:
    """Return, for each root, the ids of itself and all organisations below it on a day (one query)."""
    wanted = sorted(set(roots))
    found: dict[int, set[int]] = defaultdict(set)
    if wanted:
        day = day or today()
        with connection.cursor() as cursor:
            cursor.execute(SUBTREE, [wanted, day, day])
            for root, identifier in cursor.fetchall():
                found[root].add(identifier)
    return {root: frozenset(found[root]) for root in wanted}


def actor_of(account: Any, day: date | None = None, *, assignment: int | None = None) -> Actor:
    """Return the actor behind an account, with the grants in force on a day (three queries).

    `assignment` narrows it to one of the person's roles, where several are held; one that is not
    the person's own, or has ended, is ignored.
    """
    if not isinstance(account, Account) or not account.is_active:
        return ANONYMOUS
    day = day or today()
    assignments = list(assignments_on(day).filter(person_id=account.person_id).select_related("role"))
    assignments = [a for a in assignments if a.pk == assignment] or assignments
    capabilities: dict[int, list[RoleCapability]] = defaultdict(list)
    for row in RoleCapability.objects.on(day).filter(role_id__in={a.role_id for a in assignments}):
        capabilities[row.role_id].append(row)
    wide = {
        a.organisation_id for a in assignments if any(c.reach == ReachChoice.SUBTREE for c in capabilities[a.role_id])
    }
    below = subtree_ids(wide, day)
    grants: dict[str, Reach] = {}
    for held in assignments:
        for row in capabilities[held.role_id]:
            reach = _reach(row.reach, held.organisation_id, below)
            grants[row.capability] = grants.get(row.capability, Reach()) | reach
    return Actor(
        name=account.username,
        account_id=account.pk,
        person_id=account.person_id,
        organisation_ids=tuple(sorted({a.organisation_id for a in assignments})),
        role_codes=tuple(dict.fromkeys(a.role.code for a in assignments)),
        grants=grants,
    )


def _reach(reach: str, organisation: int, below: dict[int, frozenset[int]]) -> Reach:
    match reach:
        case ReachChoice.EVERYTHING:
            return Reach(everything=True)
        case ReachChoice.SUBTREE:
            return Reach(organisations=below[organisation])
        case ReachChoice.SELF:
            return Reach(own_person=True)
        case _:
            return Reach(organisations=frozenset({organisation}))
