"""Who is signed in: the account of a session, with its person."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from jiangxin.people.models import Account


class AccountBackend(AuthenticationBackend):
    """Backend of django-allauth that reads the person with the account, since every page names the person."""

    def get_user(self, user_id: Any) -> Account | None:
        """Return the account if it may be used, None otherwise (one query)."""
        account = Account.objects.select_related("person").filter(pk=user_id).first()
        return account if account is not None and self.user_can_authenticate(account) else None
