"""What the shell around every page shows, worked out only when a page draws it."""

from __future__ import annotations

from typing import Any

from django.conf import settings as django_settings
from django.http import HttpRequest
from django.utils.functional import cached_property

from jiangxin.desk import navigation, settings
from jiangxin.desk.domain.queries.notices import unread_count
from jiangxin.desk.links import optional
from jiangxin.kernel.actors import ANONYMOUS, Actor
from jiangxin.people.domain.queries.roles import roles_of
from jiangxin.people.middleware import ACTING_AS

#: Cookies that remember how somebody wants to see pages; none holds more than a word.
TYPE_COOKIE = "jiangxin_type"
NAVIGATION_COOKIE = "jiangxin_nav"
DENSITY_COOKIE = "jiangxin_density"


class Shell:
    """The parts of the frame. Attributes are what `desk/base.html` reads."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @property
    def actor(self) -> Actor:
        """Who looks."""
        return getattr(self._request, "actor", ANONYMOUS)

    @property
    def large_type(self) -> bool:
        """Whether the reader chose large type."""
        return self._request.COOKIES.get(TYPE_COOKIE) == "large"

    @property
    def navigation_closed(self) -> bool:
        """Whether the reader folded the navigation away."""
        return self._request.COOKIES.get(NAVIGATION_COOKIE) == "closed"

    @property
    def is_demonstration(self) -> bool:
        """Whether the installation holds invented data."""
        return bool(django_settings.JIANGXIN_DEMO)

    @property
    def stands_still(self) -> Any:
        """The day on which the demonstration stands still, None where today is today."""
        return django_settings.JIANGXIN_TODAY

    @cached_property
    def region(self) -> str:
        """The name of the region in force today."""
        return str(settings.get("region.name"))

    @property
    def account(self) -> Any:
        """The signed-in account, None where nobody is."""
        user = getattr(self._request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @cached_property
    def account_name(self) -> str:
        """The name shown in the account menu."""
        return str(self.account.get_full_name()) if self.account else ""

    @cached_property
    def roles(self) -> list[Any]:
        """The roles that the person holds, each with its organisation."""
        return list(roles_of(self.account.person_id)) if self.account else []

    @property
    def assignments(self) -> list[Any]:
        """The roles between which the person may switch; empty where there is only one."""
        single = max(len(self.actor.role_codes), len(self.actor.organisation_ids)) <= 1
        if single and self.acting_as is None:  # without asking the database
            return []
        return self.roles if len(self.roles) > 1 else []

    @property
    def acting_as(self) -> int | None:
        """The assignment under which the person acts, None for all together."""
        return self._request.session.get(ACTING_AS)

    @cached_property
    def navigation(self) -> list[dict[str, Any]]:
        """The entries of the left navigation."""
        return navigation.build(self.actor, self._request.path) if self.account else []

    @cached_property
    def account_links(self) -> list[dict[str, str]]:
        """The pages in the account menu."""
        return navigation.account_links(self.actor)

    @cached_property
    def unread(self) -> int:
        """How many notices wait."""
        return unread_count(self.account.pk, self.actor.role_codes) if self.account else 0

    @cached_property
    def search_url(self) -> str:
        """Where the search goes, "" where there is none."""
        return optional("site:search") if self.account else ""

    @cached_property
    def public_url(self) -> str:
        """The page that everybody may read, "" where there is none."""
        return optional("planning:public")

    @property
    def query(self) -> str:
        """What was searched, on the page of the search."""
        return self._request.GET.get("q", "") if self._request.path == self.search_url else ""


def shell(request: HttpRequest) -> dict[str, Any]:
    """Add `shell` to the context of every template (a context processor)."""
    return {"shell": Shell(request)}
