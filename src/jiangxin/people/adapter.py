"""How sign-in behaves: lock-out by policy, no sign-up, passwords through the write path."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.base.forms import AuthenticateForm
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from jiangxin.kernel import activity, actors, write
from jiangxin.people.domain import accounts
from jiangxin.people.models import Account, SecurityPolicy

#: Who writes the log of sign-ins that failed.
DOOR = actors.process("sign-in")


def refuse_locked(username: str) -> None:
    """Raise ValidationError while a username is locked."""
    if accounts.is_locked(username):
        minutes = SecurityPolicy.in_force().lockout_minutes
        raise forms.ValidationError(
            _("Too many failed attempts. Try again in %(minutes)d minutes, or ask an administrator.")
            % {"minutes": minutes}
        )


def note_failure(username: str) -> None:
    """Count a failure towards the lock, and log it."""
    accounts.note_failure(username)
    with write.writing(DOOR, via="page"):
        locked = accounts.is_locked(username)
        activity.record(DOOR, activity.Entry("lock" if locked else "sign-in-failed", "people.accounts"))


class SecondFactorForm(AuthenticateForm):
    """The code of a second factor. Wrong ones count towards the lock as wrong passwords do."""

    def clean_code(self) -> str:
        """Check the code. Raises ValidationError."""
        refuse_locked(self.user.username)
        try:
            return super().clean_code()
        except forms.ValidationError:
            note_failure(self.user.username)
            raise


class AccountBackend(AuthenticationBackend):
    """Backend of django-allauth that reads the person with the account, since every page names the person."""

    def get_user(self, user_id: Any) -> Account | None:
        """Return the account if it may be used, None otherwise (one query)."""
        account = Account.objects.select_related("person").filter(pk=user_id).first()
        return account if account is not None and self.user_can_authenticate(account) else None


class AccountAdapter(DefaultAccountAdapter):
    """Adapter of django-allauth."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are created by administrators only."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Lead back to work, which a password that was due kept waiting."""
        return settings.LOGIN_REDIRECT_URL

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse locked usernames, known or not, before the password is looked at."""
        username = str(credentials.get("username", ""))
        refuse_locked(username)
        if (
            not settings.JIANGXIN_DEMO
            and Account.objects.filter(username__iexact=username, is_demonstration=True).exists()
        ):
            # their password is public
            raise forms.ValidationError(_("This account works in demonstration mode only."))
        super().pre_authenticate(request, **credentials)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the failure and log it, without the username that was tried."""
        super().authentication_failed(request, **credentials)
        note_failure(str(credentials.get("username", "")))

    def set_password(self, user: Any, password: str) -> None:
        """Store a password the person chose."""
        accounts.set_password(
            user, password, actor=actors.of_account(user), reason=_("Changed by the account's holder")
        )
