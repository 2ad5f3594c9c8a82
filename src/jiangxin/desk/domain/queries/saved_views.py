"""Which saved views somebody may open."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from jiangxin.desk.models import SavedView
from jiangxin.kernel.actors import Actor


def views_for(actor: Actor, record: str) -> QuerySet[SavedView]:
    """Return the actor's own views of a list and those shared with everybody or with their roles."""
    through = SavedView.roles.through._default_manager.filter(savedview=OuterRef("pk"))
    shared = Q(is_shared=True) & (~Exists(through) | Exists(through.filter(role__code__in=actor.role_codes)))
    return SavedView.objects.filter(Q(account=actor.account_id) | shared, record=record).order_by("name", "pk")
