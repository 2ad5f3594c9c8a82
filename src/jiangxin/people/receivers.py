"""Sign-ins, sign-outs and changes of the second factor become activity."""

from __future__ import annotations

from typing import Any

from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver

from jiangxin.kernel import activity, actors, write
from jiangxin.people.domain import accounts


@receiver(user_logged_in)
def on_sign_in(user: Any, **_: Any) -> None:
    """Forget failures and log the sign-in."""
    accounts.clear_failures(user.username)
    _log("sign-in", user)


@receiver(user_logged_out)
def on_sign_out(user: Any, **_: Any) -> None:
    """Log the sign-out."""
    if user is not None:
        _log("sign-out", user)


@receiver(authenticator_added)
def on_second_factor(user: Any, authenticator: Any, **_: Any) -> None:
    """Log that an account got a second factor."""
    _log("second-factor", user, kind=authenticator.type)


@receiver(authenticator_removed)
def on_second_factor_removed(user: Any, authenticator: Any, **_: Any) -> None:
    """Log that an account lost a second factor."""
    _log("second-factor-removed", user, kind=authenticator.type)


def _log(verb: str, user: Any, **details: str) -> None:
    actor = actors.of_account(user)
    with write.writing(actor):
        activity.record(actor, activity.Entry(verb, "people.accounts", user.pk, details=details))
