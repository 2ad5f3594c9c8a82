"""Saving, sharing and deleting views of a list."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from jiangxin.desk.models import SavedView
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.errors import NotAllowed

#: Who may share a view with others.
SHARE = "desk.view.share"


@transaction.atomic
def save_view(
    record: str,
    name: str,
    query: str,
    *,
    actor: Actor,
    is_default: bool = False,
    is_shared: bool = False,
    roles: Iterable[int] = (),
) -> SavedView:
    """Keep a view under a name; an own view of that name is replaced. Raises NotAllowed, ValidationError."""
    if actor.account_id is None:
        raise NotAllowed(_("You are not allowed to do this."))
    if is_shared and not actor.can(SHARE):
        raise NotAllowed(_("You may not share views with others."))
    if not name.strip():
        raise ValidationError({"name": _("Give the view a name.")})
    if is_default:
        SavedView.objects.filter(account=actor.account_id, record=record).update(is_default=False)
    view, _created = SavedView.objects.update_or_create(
        account_id=actor.account_id,
        record=record,
        name=name.strip()[:60],
        defaults={"query": query, "is_default": is_default, "is_shared": is_shared},
    )
    view.roles.set(roles if is_shared else [])
    return view


def delete_view(view: SavedView, *, actor: Actor) -> None:
    """Delete an own view. Raises NotAllowed."""
    if view.account_id != actor.account_id:
        raise NotAllowed(_("Only its owner may delete a view."))
    view.delete()
