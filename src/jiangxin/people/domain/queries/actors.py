"""From an account to what it may do today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from jiangxin.kernel.actors import ANONYMOUS, Actor, Reach
from jiangxin.kernel.clock import today
from jiangxin.people.enums import ReachChoice
from jiangxin.people.models import Account

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
#: The capabilities of a person's roles; a role without any stands once. Every request asks.
HELD = """
SELECT a.id, a.organisation_id, r.code, c.capability, c.reach
FROM people_roleassignment a
JOIN people_role r ON r.id = a.role_id AND r.valid_from <= %(day)s AND (r.valid_to IS NULL OR r.valid_to > %(day)s)
LEFT JOIN people_rolecapability c
    ON c.role_id = r.id AND c.valid_from <= %(day)s AND (c.valid_to IS NULL OR c.valid_to > %(day)s)
WHERE a.person_id = %(person)s AND a.valid_from <= %(day)s AND (a.valid_to IS NULL OR a.valid_to > %(day)s)
ORDER BY r."order", r.code, a.id
"""


class Held(NamedTuple):
    """One capability through one assignment; None for both where the role has none."""

    assignment: int
    organisation: int
    role: str
    capability: str | None
    reach: str | None


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
    """Return the actor behind an account, with the grants in force on a day (two queries at most).

    `assignment` narrows it to one of the person's roles, where several are held; one that is not
    the person's own, or has ended, is ignored.
    """
    if not isinstance(account, Account) or not account.is_active:
        return ANONYMOUS
    day = day or today()
    held = _held_by(account.person_id, day)
    held = [row for row in held if row.assignment == assignment] or held
    below = subtree_ids({row.organisation for row in held if row.reach == ReachChoice.SUBTREE}, day)
    grants: dict[str, Reach] = {}
    for row in held:
        if row.capability is not None:
            reach = _reach(row.reach, row.organisation, below)
            grants[row.capability] = grants.get(row.capability, Reach()) | reach
    return Actor(
        name=account.username,
        account_id=account.pk,
        person_id=account.person_id,
        organisation_ids=tuple(sorted({row.organisation for row in held})),
        role_codes=tuple(dict.fromkeys(row.role for row in held)),
        grants=grants,
    )


def _held_by(person: int, day: date) -> list[Held]:
    with connection.cursor() as cursor:
        cursor.execute(HELD, {"person": person, "day": day})
        return [Held(*row) for row in cursor.fetchall()]


def _reach(reach: str | None, organisation: int, below: dict[int, frozenset[int]]) -> Reach:
    match reach:
        case ReachChoice.EVERYTHING:
            return Reach(everything=True)
        case ReachChoice.SUBTREE:
            return Reach(organisations=below[organisation])
        case ReachChoice.SELF:
            return Reach(own_person=True)
        case _:
            return Reach(organisations=frozenset({organisation}))
