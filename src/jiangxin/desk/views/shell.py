"""Small pages of the shell: type size, options of searchable controls."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiangxin.desk.context import TYPE_COOKIE
from jiangxin.desk.interfaces.filters import filterset_for
from jiangxin.desk.views.base import RecordView
from jiangxin.kernel import access

MOST_OPTIONS = 30


@login_not_required
@require_POST
def type_size(request: HttpRequest) -> HttpResponse:
    """Switch between normal and large type and remember it for a year."""
    response = redirect(safe_next(request))
    large = request.COOKIES.get(TYPE_COOKIE) == "large"
    response.set_cookie(
        TYPE_COOKIE,
        "normal" if large else "large",
        max_age=31_536_000,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def safe_next(request: HttpRequest, default: str = "/") -> str:
    """Return the address to go back to, if it is one of ours."""
    target = request.POST.get("next") or request.POST.get("back") or ""
    allowed = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if allowed and target.startswith("/") else default


class OptionsView(RecordView):
    """Rows the actor may choose in a searchable control, as `{"options": [{"value", "label"}], "note"}`."""

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Return the first rows that contain the words."""
        query = {"q": request.GET.get("q", "")} if self.record.search else {}
        filters = filterset_for(self.record)(query, queryset=self.rows(), actor=self.actor)
        rows = access.with_related(filters.qs, self.record.related).order_by(*self.record.ordering, "pk")
        found = list(rows[: MOST_OPTIONS + 1])
        options = [{"value": str(row.uuid), "label": str(row)} for row in found[:MOST_OPTIONS]]
        note = ""
        if not found:
            note = _("Nothing found.")
        elif len(found) > MOST_OPTIONS:
            note = _("There are more: type to narrow them down.")
        return JsonResponse({"options": options, "note": note})
