"""The progress of the plan for everybody: what was released, without signing in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jiangxin.planning.domain.queries.told import told


@login_not_required
@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """Show what was released about a plan for a cycle, the newest unless the address says another."""
    found = told(request.GET.get("plan", ""), request.GET.get("cycle", ""))
    context = {"title": _("Progress of the plan"), "told": found, "narrow": True}
    return render(request, "planning/public.html", context)
