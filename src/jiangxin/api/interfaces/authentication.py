"""Sign-in of the API: the session of the pages, with protection against forged requests."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import authentication


class SessionAuthentication(authentication.SessionAuthentication):
    """The session of the pages. Whoever is not signed in gets 401 instead of 403."""

    def authenticate_header(self, request: Any) -> str:
        """Return what the header WWW-Authenticate says."""
        return "Session"


class SessionScheme(OpenApiAuthenticationExtension):
    """How the schema describes it."""

    target_class = SessionAuthentication
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Describe the cookie."""
        from django.conf import settings  # noqa: PLC0415 - read when the schema is made

        return {
            "type": "apiKey",
            "in": "cookie",
            "name": settings.SESSION_COOKIE_NAME,
            "description": "The session of the pages. Writing needs the header X-CSRFToken as well, with the value"
            f" of the cookie {settings.CSRF_COOKIE_NAME}.",
        }
