"""The notices shown to the reader; opening the page marks them as read."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import View

from jiangxin.desk.domain.notices import mark_read
from jiangxin.desk.domain.queries.notices import shown_to

NEWEST = 50


class NoticesView(View):
    """The newest notices, unread ones marked as such for the last time."""

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show the notices."""
        actor = request.actor
        notices = list(shown_to(actor.account_id or 0, actor.role_codes)[:NEWEST])
        mark_read([notice.pk for notice in notices if not notice.is_read], actor=actor)
        return render(request, "desk/notices.html", {"title": _("Notices"), "notices": notices, "narrow": True})
