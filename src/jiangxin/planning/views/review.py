"""Reviewing the reports of a cycle on one page, each beside the one accepted before, several at once."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiangxin.desk.interfaces.widgets import as_uuids
from jiangxin.kernel import access, clock
from jiangxin.kernel.errors import TOLD, sentences
from jiangxin.planning.domain import reviewing
from jiangxin.planning.domain.queries import review as queries
from jiangxin.planning.enums import ReportState, ReturnKind
from jiangxin.planning.interfaces.review import Card
from jiangxin.planning.workflow.reports import REVIEW


def review(request: HttpRequest) -> HttpResponse:
    """Show what waits for a review in a cycle, and accept or return the chosen ones, all or none."""
    actor = request.actor
    if not access.allows(actor, REVIEW):
        raise PermissionDenied
    wrong = ""
    if request.method == "POST":
        wrong = _decided(request)
        if not wrong:
            return redirect(f"{reverse('planning:review')}?cycle={request.POST.get('cycle', '')}")
    cycles = queries.cycles(actor)
    wanted = request.POST.get("cycle") or request.GET.get("cycle", "")
    first = next((row for row in cycles if row.waiting), cycles[0] if cycles else None)
    cycle = next((row for row in cycles if str(row.uuid) == wanted), first)
    states = queries.states(actor, cycle) if cycle else {}
    pairs, chosen = queries.pairs(actor, cycle) if cycle else [], request.POST.getlist("report")
    context = {
        "cycles": cycles,
        "cycle": cycle,
        "cards": [Card(pair, chosen=str(pair.now.report.uuid) in chosen) for pair in pairs],
        "states": [(label, states[state]) for state, label in ReportState.choices if state in states],
        "missing": [(row, (row.due_on - clock.today()).days) for row in queries.missing(actor).filter(cycle=cycle)],
        "kinds": ReturnKind.choices,
        "kind": request.POST.get("kind", ""),
        "comment": request.POST.get("comment", ""),
        "wrong": wrong,
    }
    return render(request, "planning/review.html", context, status=422 if wrong else 200)


def _decided(request: HttpRequest) -> str:
    """Accept or return the chosen reports; return why nothing was done, "" where it was."""
    wanted = set(as_uuids(request.POST.getlist("report")))
    chosen = list(queries.reviewable(request.actor).filter(uuid__in=wanted).order_by("task__number"))
    if len(chosen) != len(wanted):
        raise Http404
    if not chosen:
        return _("Choose reports first.")
    comment, kind = request.POST.get("comment", ""), request.POST.get("kind", "")
    accept = request.POST.get("decision") == "accept"
    if not accept and kind not in ReturnKind.values:
        return _("Say what kind of return it is.")
    try:
        if accept:
            count = reviewing.accept_all(chosen, actor=request.actor, comment=comment)
        else:
            count = reviewing.return_all(chosen, kind, comment, actor=request.actor)
    except TOLD as error:
        return " ".join(sentences(error))
    done = ngettext("%(n)d report is accepted.", "%(n)d reports are accepted.", count)
    sent = ngettext("%(n)d report is returned.", "%(n)d reports are returned.", count)
    messages.success(request, (done if accept else sent) % {"n": count})
    return ""
