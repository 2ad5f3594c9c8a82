"""The ledger of tasks: read, printed, taken away as a workbook or a document."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jiangxin.desk.interfaces.filters import chips
from jiangxin.kernel import access, activity, clock, records
from jiangxin.planning.domain.queries.ledger import HEADS, ledger
from jiangxin.planning.interfaces import ledger as files
from jiangxin.planning.interfaces.tree import pattern
from jiangxin.planning.models import Task
from jiangxin.planning.views.plans import chosen_plan
from jiangxin.planning.views.tree import Selection

FORMATS = {"xlsx": (files.workbook, files.XLSX), "docx": (files.document, files.DOCX)}


def page(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Show the ledger of the tasks that the address asks for, or with `format` hand it out as a file."""
    plan, _plans = chosen_plan(request, uuid, Task)
    if plan is None:
        raise Http404
    if "format" in request.GET:
        return _file(request, plan, request.GET["format"])
    chosen = Selection(request, plan)
    day = clock.today()
    before, after = pattern(Task).split("{}")
    context = {
        "before": before,
        "after": after,
        "title": _("Ledger of tasks"),
        "plan": plan,
        "ledger": ledger(chosen.rows, plan, request.actor, day, grouping=chosen.grouping),
        "heads": HEADS,
        "day": day,
        "chips": chips(chosen.choices, request.GET),
        "search": request.GET.get("q", ""),
        "back": f"{reverse('planning:tree', kwargs={'uuid': plan.uuid})}?{chosen.narrowing}",
        "files": [(name, chosen.address(format=name)) for name in FORMATS]
        if access.may(records.of_model(Task), request.actor, "export")
        else [],
        "paper": "jx-landscape",
        "wide": True,
    }
    return render(request, "planning/ledger.html", context)


def _file(request: HttpRequest, plan: Any, wanted: str) -> HttpResponse:
    """Return the ledger as a file, with what the actor may export only; the log notes it."""
    record = records.of_model(Task)
    if wanted not in FORMATS:
        raise Http404
    if not access.may(record, request.actor, "export"):
        raise PermissionDenied
    chosen = Selection(request, plan, verb="export")
    day = clock.today()
    found = ledger(chosen.rows, plan, request.actor, day, grouping=chosen.grouping, verb="export")
    make, kind = FORMATS[wanted]
    title = _("Ledger of tasks: %(plan)s") % {"plan": plan.title}
    content = make(found, title, _("As of %(day)s") % {"day": day})
    with transaction.atomic():
        details = {"rows": found.count, "format": wanted}
        activity.record(request.actor, activity.Entry("export", record.key(), details=details))
    name = quote(f"{_('Ledger of tasks')}-{day}.{wanted}")
    return HttpResponse(content, kind, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"})
