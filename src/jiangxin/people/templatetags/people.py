"""Tags of the account pages: `{% load people %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings

from jiangxin.people.domain.queries.roles import demonstration_roles

register = template.Library()


@register.filter
def as_attrs(form: Any) -> dict[str, Any]:
    """Return what an element template of allauth expects around a form."""
    return {"form": form}


@register.simple_tag
def demonstration_accounts() -> dict[str, Any]:
    """Return the accounts of the demonstration and their public password; nothing outside that mode."""
    if not settings.JIANGXIN_DEMO:
        return {}
    accounts = demonstration_roles()
    return {"accounts": accounts, "password": settings.JIANGXIN_DEMO_PASSWORD} if accounts else {}
