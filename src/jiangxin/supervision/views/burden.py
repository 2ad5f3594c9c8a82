"""How much is asked of each unit, beside the limits; a unit sees its own, those who may export take it away."""

from __future__ import annotations

from urllib.parse import quote

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jiangxin.kernel import access, activity, clock, records
from jiangxin.supervision.domain.queries.burden import of_units, totals
from jiangxin.supervision.interfaces.burden import XLSX, workbook
from jiangxin.supervision.models import Notice, SupervisionPolicy


def burden(request: HttpRequest) -> HttpResponse:
    """Show the burden of units, or with `format=xlsx` hand it out; the log notes that."""
    record = records.of_model(Notice)
    if not access.may(record, request.actor, "view"):
        raise PermissionDenied
    day, may_export = clock.today(), access.may(record, request.actor, "export")
    if request.GET.get("format") == "xlsx":
        if not may_export:
            raise PermissionDenied
        return _file(request)
    rows = of_units(request.actor, day)
    context = {
        "title": _("Burden on units"),
        "rows": rows,
        "totals": totals(rows),
        "policy": SupervisionPolicy.in_force(),
        "day": day,
        "may_export": may_export,
        "wide": True,
    }
    return render(request, "supervision/burden.html", context)


def _file(request: HttpRequest) -> HttpResponse:
    day = clock.today()
    rows = of_units(request.actor, day, "export")
    content = workbook(rows, _("Burden on units as of %(day)s") % {"day": day})
    with transaction.atomic():
        details = {"rows": len(rows), "format": "xlsx"}
        activity.record(request.actor, activity.Entry("export", records.of_model(Notice).key(), details=details))
    name = quote(f"{_('Burden on units')}-{day}.xlsx")
    return HttpResponse(content, XLSX, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"})
