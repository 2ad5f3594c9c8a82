"""Accounts of the demonstration. Their password is public, so they work in demonstration mode only."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from jiangxin.demo.domain.tables import table
from jiangxin.people.models import Account, Role


@dataclass(frozen=True)
class DemoAccount:
    """A sign-in of the demonstration."""

    username: str
    password: str
    role: str


def password() -> str:
    """Return the password of all demonstration accounts."""
    return str(settings.JIANGXIN_DEMO_PASSWORD)


def demo_accounts() -> list[DemoAccount]:
    """Return the accounts that exist, in order of their roles."""
    names = {role.code: str(role) for role in Role.objects.all()}
    known = set(Account.objects.filter(is_demonstration=True).values_list("username", flat=True))
    return [
        DemoAccount(row["username"], password(), names.get(row["role"], row["role"]))
        for row in table("accounts.csv")
        if row["username"] in known
    ]
