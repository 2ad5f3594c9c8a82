"""Who holds posts and roles on a day, and who stands in for whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from jiangxin.kernel.bulk import AnyOf
from jiangxin.kernel.clock import today
from jiangxin.people.domain.queries.roles import assignments_on
from jiangxin.people.enums import Duty
from jiangxin.people.models import Post, PostHolding
from jiangxin.workflow.enums import Who
from jiangxin.workflow.models import ApprovalStage, ApprovalStep, Delegation, WorkItem


def holdings_on(day: date) -> QuerySet[PostHolding]:
    """Return the holdings of posts in force on a day."""
    return PostHolding.objects.on(day).filter(post__in=Post.objects.on(day))


def heads_of(organisation_id: int | None, day: date) -> list[int]:
    """Return the posts that head an organisation on a day."""
    posts = Post.objects.on(day).filter(organisation_id=organisation_id, is_head=True)
    return list(posts.order_by("order", "pk").values_list("pk", flat=True))


def persons_of_step(step: ApprovalStep | ApprovalStage, organisation_id: int | None, day: date) -> set[int]:
    """Return the persons who may decide at a step about a row of that organisation (one query)."""
    rows: QuerySet[Any]
    match step.who:
        case Who.ROLE_OWNER:
            rows = assignments_on(day).filter(role_id=step.role_id, organisation_id=organisation_id)
        case Who.ROLE_ANY:
            rows = assignments_on(day).filter(role_id=step.role_id)
        case Who.POST:
            rows = holdings_on(day).filter(post_id=step.post_id)
        case _:
            rows = holdings_on(day).filter(post__organisation_id=organisation_id, post__is_head=True)
    return set(rows.values_list("person_id", flat=True))


def heads_of_each(organisations: Iterable[int], day: date, *, but: int | None = None) -> dict[int, int]:
    """Return for each organisation the first of its heading posts that somebody but that person holds (one query)."""
    held = holdings_on(day).filter(AnyOf("post__organisation_id", organisations), post__is_head=True)
    found: dict[int, int] = {}
    for unit, post in (
        held.exclude(person=but).order_by("post__order", "post_id").values_list("post__organisation_id", "post_id")
    ):
        found.setdefault(unit, post)
    return found


def represented_by(person_id: int | None, day: date | None = None) -> list[Delegation]:
    """Return for whom, and for what, a person stands in on a day; nobody for administrators (one query)."""
    if person_id is None:
        return []
    day = day or today()
    administrations = assignments_on(day).exclude(role__duty=Duty.BUSINESS)
    found = Delegation.objects.on(day).filter(to_person_id=person_id)
    found = found.exclude(to_person__in=administrations.values("person"))
    return list(found.select_related("from_person").order_by("from_person_id", "record"))


def recipients(items: Iterable[WorkItem], day: date) -> dict[int, set[int]]:
    """Return, for each item, the persons who have it in their queue (three queries)."""
    items = list(items)
    by_post: dict[int, set[int]] = defaultdict(set)
    posts = {item.post_id for item in items if item.post_id}
    for post, person in holdings_on(day).filter(post_id__in=posts).values_list("post_id", "person_id"):
        by_post[post].add(person)
    by_role: dict[tuple[int, int | None], set[int]] = defaultdict(set)
    roles = {item.role_id for item in items if item.role_id}
    rows = assignments_on(day).filter(role_id__in=roles).values_list("role_id", "organisation_id", "person_id")
    for role, organisation, person in rows:
        by_role[role, organisation].add(person)
        by_role[role, None].add(person)
    stand_ins: dict[tuple[int, str], set[int]] = defaultdict(set)
    for giver, holder, record in Delegation.objects.on(day).values_list("from_person_id", "to_person_id", "record"):
        stand_ins[giver, record].add(holder)
    found = {}
    for item in items:
        if item.person_id:
            persons = {item.person_id}
        elif item.post_id:
            persons = set(by_post[item.post_id])
        else:
            persons = set(by_role[item.role_id or 0, item.organisation_id])
        given = ((person, kind) for person in persons for kind in ("", item.record))
        found[item.pk] = persons.union(*(stand_ins[key] for key in given if key in stand_ins))
    return found
