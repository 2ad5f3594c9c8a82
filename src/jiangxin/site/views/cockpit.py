"""The cockpit: the whole plan on one dark screen that fills itself anew."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from jiangxin.desk import settings
from jiangxin.kernel import clock
from jiangxin.planning.domain.queries.plans import plans_of
from jiangxin.site.domain.queries.cockpit import may_look, picture
from jiangxin.site.interfaces.cockpit import columns

#: The setting that says after how many seconds the picture is fetched again, and what is the least.
SECONDS, LEAST = "cockpit.seconds", 10


def cockpit(request: HttpRequest) -> HttpResponse:
    """Show the plan in force; asked by the page itself, return the instruments alone."""
    actor = request.actor
    if not may_look(actor):
        raise PermissionDenied
    plan = next(iter(plans_of(actor)), None)
    found = picture(plan, actor, clock.today()) if plan else None
    context = {
        "title": _("Cockpit"),
        "plan": plan,
        "found": found,
        "columns": columns(found) if found else [],
        "drawn_at": timezone.localtime(),
    }
    if request.headers.get("HX-Request"):
        return render(request, "site/cockpit/instruments.html", context)
    context |= {"seconds": max(settings.get(SECONDS), LEAST), "dress": "jx-cockpit"}
    return render(request, "site/cockpit.html", context)
