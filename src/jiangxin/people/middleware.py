"""Who acts in a request, whose files are taken, and what an account must do before it may go on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.defaults import bad_request, permission_denied

from jiangxin.kernel import actors
from jiangxin.kernel.errors import JiangxinError, NotAllowed
from jiangxin.people.domain.queries.actors import actor_of
from jiangxin.people.models import SecurityPolicy

#: Session key of the assignment that the person chose to act under ("" or absent: all together).
ACTING_AS = "acting_as"
#: Session key of the last request, in seconds since the epoch.
SEEN = "seen"
#: Seconds between two notes of it, so that not every request writes the session.
SEEN_EVERY = 30
#: Namespaced or plain names of pages that stay open while a duty of the account is due.
EXEMPT = {
    "account_logout",
    "account_change_password",
    "account_reauthenticate",  # setting up a second factor asks for the password once more
    "set_language",
    "static",
    "desk:type-size",
}


class ActorMiddleware:
    """Sets `request.actor`, worked out when first asked for, and keeps what that actor sees out of caches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the actor to the request."""
        request.actor = SimpleLazyObject(lambda: _actor(request))
        response = self.get_response(request)
        # computers in offices are shared: "back" after signing out must not show the page again
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class NoStrangers(FileUploadHandler):
    """Refuses the files of whoever is not signed in before they fill the disk.

    The protection against forged requests reads the whole body before any view asks for a sign-in.
    """

    request: HttpRequest

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Let no file begin without a sign-in. Raises RequestDataTooBig, which is answered with 400."""
        super().new_file(*args, **kwargs)
        user = getattr(self.request, "user", None)
        if user is None or not user.is_authenticated:
            message = "files are taken from accounts only"
            raise RequestDataTooBig(message)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand everything on to the next handler."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler."""


class RefusalMiddleware:
    """Answers what the write path refuses with a page that says so, wherever a view did not."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request through."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn a refusal into 403; any other refusal of the write path, and values that cannot be stored, into 400."""
        if isinstance(exception, NotAllowed):
            return permission_denied(request, exception)
        if isinstance(exception, (JiangxinError, DataError)):
            return bad_request(request, exception)
        return None


class AccountDutyMiddleware:
    """Ends idle sessions, and sends accounts to the password change or second factor they owe."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request through, or send it to the duty."""
        if request.user.is_authenticated and not self._exempt(request):
            policy = SecurityPolicy.in_force()
            now = int(timezone.now().timestamp())
            seen = request.session.get(SEEN, now)
            if now - seen > policy.session_minutes * 60:
                logout(request)
                messages.info(request, _("You were signed out because nothing happened for a while."))
                return redirect(settings.LOGIN_URL)
            if now - seen > SEEN_EVERY or SEEN not in request.session:  # not a write for every request
                request.session[SEEN] = now
            duty = self._duty(request, policy)
            if duty:
                return redirect(duty)
        return self.get_response(request)

    def _exempt(self, request: HttpRequest) -> bool:
        try:
            match = resolve(request.path_info)
        except Resolver404:
            return False
        return match.view_name in EXEMPT or match.view_name.startswith("mfa_")

    def _duty(self, request: HttpRequest, policy: SecurityPolicy) -> str:
        account = request.user
        aged = policy.max_age_days and account.password_changed_at < timezone.now() - timedelta(
            days=policy.max_age_days
        )
        if account.must_change_password or aged:
            messages.warning(request, _("Choose a new password before you go on."))
            return "account_change_password"
        if _owes_second_factor(request, policy):
            messages.warning(request, _("Set up a second factor before you go on."))
            return "mfa_activate_totp"
        return ""


def _owes_second_factor(request: HttpRequest, policy: SecurityPolicy) -> bool:
    from allauth.mfa.utils import is_mfa_enabled  # noqa: PLC0415 - needs the application registry

    from jiangxin.people.domain.queries.roles import administers  # noqa: PLC0415 - same

    required = policy.mfa_for_all or (policy.mfa_for_administrators and administers(request.user.person_id))
    return bool(required) and not is_mfa_enabled(request.user)


def _actor(request: HttpRequest) -> actors.Actor:
    chosen = request.session.get(ACTING_AS) if hasattr(request, "session") else None
    return actor_of(request.user, assignment=chosen)
