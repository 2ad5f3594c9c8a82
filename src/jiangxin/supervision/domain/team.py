"""Who belongs to the team of a round."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from jiangxin.kernel import clock, write
from jiangxin.kernel.actors import Actor
from jiangxin.people.models import PostHolding
from jiangxin.supervision.models import Round, TeamMember, TeamNote


def persons_of(row: Round) -> set[int]:
    """Return everybody who was in the team at some time of the round, also through a post (two queries)."""
    members = TeamMember.objects.filter(round=row).values_list("person_id", "post_id")
    persons = {person for person, _post in members if person is not None}
    posts = {post for _person, post in members if post is not None}
    last = max(row.ends_on, row.concluded_on or clock.today())
    held = PostHolding.objects.filter(post__in=posts, valid_from__lte=last)
    held = held.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=_first(row)))
    return persons | set(held.values_list("person_id", flat=True))


def _first(row: Round) -> date:
    return min(row.starts_on, row.started_on or row.starts_on)


def save_note(instance: TeamNote, changes: Mapping[str, Any], *, actor: Actor, reason: str) -> TeamNote:  # noqa: ARG001 - the shape of savers
    """Save a note with its day and author. Raises ValidationError."""
    write.assign(instance, changes)
    if instance.pk is None:
        instance.noted_on, instance.noted_by_id = clock.today(), actor.person_id
    if instance.task is not None and instance.task.plan_id != instance.round.plan_id:
        raise ValidationError({"task": _("The task belongs to another plan.")})
    instance.full_clean()
    instance.save()
    return instance
