"""The page of a unit: its part in the running plan, today or as of a reporting period."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from jiangxin.desk.interfaces.widgets import as_uuids
from jiangxin.desk.links import optional
from jiangxin.kernel import access, clock, records
from jiangxin.people.models import Organisation
from jiangxin.planning.domain.lights.words import SHORT
from jiangxin.planning.domain.queries import unit as queries
from jiangxin.planning.domain.queries.plans import plans_of
from jiangxin.planning.enums import Colour, Part
from jiangxin.planning.interfaces.charts import sparkline
from jiangxin.planning.interfaces.tree import counted, progress
from jiangxin.planning.models import Cycle, Task


def unit(request: HttpRequest, uuid: Any = None) -> HttpResponse:
    """Show a unit; without `uuid` one's own."""
    if not access.may(records.of_model(Task), request.actor, "view"):
        raise PermissionDenied
    seen = access.visible(Organisation, request.actor).select_related("kind", "parent")
    if uuid is None:
        own = seen.filter(pk__in=request.actor.organisation_ids).first()
        if own is None:
            raise Http404(_("You act for no organisation."))
        return redirect("planning:unit", uuid=own.uuid)
    row = seen.filter(uuid=uuid).first()
    if row is None:
        raise Http404(_("There is no such record, or you may not see it."))
    today = clock.today()
    cycles = list(access.rows(records.of_model(Cycle), request.actor).filter(ends_on__lte=today).order_by("-ends_on"))
    cycle = _cycle(request, cycles)
    found = queries.page(row, request.actor, min(cycle.ends_on, today) if cycle else today, today)
    context = {
        "title": found.name,
        "unit": row,
        "page": found,
        "is_renamed": found.name != str(row),
        "is_past": found.day < today,
        "cycles": [known for known in cycles if known.kind == "quarterly"],
        "cycle": cycle,
        "lights": counted(found.colours),
        "progress": progress(found.sums) if found.sums else "",
        "led": [part for part in found.parts if part.part == Part.LEAD],
        "others": [part for part in found.parts if part.part != Part.LEAD],
        "labels": dict(Colour.choices),
        "short": SHORT,
        "totals": _totals(found.reports),
        "targets": [(line, sparkline(line)) for line in found.targets],
        "plan": next(iter(plans_of(request.actor)), None),
        "calendar": optional("planning:calendar-now"),
        "paper": "jx-landscape",
        "wide": True,
    }
    return render(request, "planning/unit.html", context)


def _cycle(request: HttpRequest, cycles: list[Cycle]) -> Cycle | None:
    """Return the cycle of the address; an unknown one is none."""
    asked = as_uuids([request.GET.get("cycle", "")])
    return next((cycle for cycle in cycles if str(cycle.uuid) in asked), None)


def _totals(rows: Any) -> dict[str, Any]:
    """Return the sums over cycles, and the share that came in time."""
    names = ("owed", "on_time", "late", "missing", "returned", "quality")
    found: dict[str, Any] = {name: sum(getattr(row, name) for row in rows) for name in names}
    return {**found, "share": queries.share(found["on_time"], found["owed"])}
