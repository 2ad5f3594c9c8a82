"""The reporting sheet: everything a unit reports in a cycle on one page, saved while it is typed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from jiangxin.desk.interfaces.cells import plain
from jiangxin.desk.interfaces.widgets import as_number, as_uuids
from jiangxin.kernel import access, clock, records, write
from jiangxin.kernel.errors import TOLD, Conflict, sentences
from jiangxin.people.models import Organisation
from jiangxin.planning.domain import contributing, reporting
from jiangxin.planning.domain.queries import sheet as queries
from jiangxin.planning.enums import ReportState
from jiangxin.planning.interfaces.sheet import Card
from jiangxin.planning.models import Contribution, Report
from jiangxin.workflow.domain import approvals
from jiangxin.workflow.models import Approval

#: Asked for by the script of the page, which is answered in its own way.
BY_SCRIPT = "X-Sheet"


def sheet(request: HttpRequest) -> HttpResponse:
    """Show the reports of the actor's units in a cycle."""
    record, actor = records.of_model(Report), request.actor
    if not access.allows(actor, access.can("planning.report.write") | access.can("planning.report.sign")):
        raise PermissionDenied
    cycles = queries.cycles(actor)
    wanted = request.GET.get("cycle", "")
    cycle = next((row for row in cycles if str(row.uuid) == wanted), cycles[0] if cycles else None)
    found = queries.lines(actor, cycle) if cycle else []
    cards = [Card(line) for line in found]
    context = {
        "record": record,
        "cycles": cycles,
        "cycle": cycle,
        "cards": cards,
        "asked": queries.asked_of(actor, cycle) if cycle else [],
        "states": [(label, count) for state, label in ReportState.choices
                   if (count := queries.by_state(found).get(state))],
        "to_submit": sum(card.line.may_write for card in cards),
        "to_sign": sum(card.line.may_sign for card in cards),
        "days_left": (cycle.due_on - clock.today()).days if cycle else None,
    }  # fmt: skip
    return render(request, "planning/sheet.html", context)


def address(cycle: Any, report: Any = "") -> str:
    """Return the address of the sheet of a cycle, at a report."""
    query = QueryDict(mutable=True)
    query["cycle"] = str(cycle)
    return f"{reverse('planning:sheet')}?{query.urlencode()}" + (f"#{report}" if report else "")


def _line(request: HttpRequest, uuid: Any) -> queries.Line:
    """Return the line of a report that the actor may write; 404 for any other."""
    rows = access.rows(records.of_model(Report), request.actor, "change")
    return queries.written(get_object_or_404(rows.select_related("task", "cycle", "organisation"), uuid=uuid))


@require_POST
def save(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Save one report of the sheet: by the script while it is typed, or by its button."""
    line = _line(request, uuid)
    scripted = BY_SCRIPT in request.headers
    card = Card(line, request.POST)
    why = reporting.not_replaced(line.report, request.actor)
    if why or not card.is_valid():
        return _refused(request, line, {"": why} if why else card.errors, scripted=scripted)
    try:
        # what is no version is that of nobody, so that nothing is overwritten
        seen = as_number(request.POST.get("version", "")) or 0
        saved = card.save(actor=request.actor, version=seen, reason=_("Reporting"))
    except Conflict as error:
        return _merge(request, line, str(error), scripted=scripted)
    except ValidationError as error:
        return _refused(request, line, card.placed(error), scripted=scripted)
    except TOLD as error:
        return _refused(request, line, {"": " ".join(sentences(error))}, scripted=scripted)
    if scripted:
        return JsonResponse({"version": saved.version, "blocked": _blocked(saved, request)})
    messages.success(request, _("“%(name)s” is saved.") % {"name": saved})
    return redirect(address(saved.cycle.uuid, saved.uuid))


def _blocked(report: Report, request: HttpRequest) -> str:
    """Return what the report still lacks before it can be submitted."""
    record = records.of_model(Report)
    return record.workflow.get("submit").refusal(report, request.actor) if record.workflow else ""


def _refused(request: HttpRequest, line: queries.Line, errors: dict[str, str], *, scripted: bool) -> HttpResponse:
    if scripted:
        return JsonResponse({"errors": errors}, status=422)
    for text in errors.values():
        messages.error(request, text)
    return redirect(address(line.report.cycle.uuid, line.report.uuid))


def _merge(request: HttpRequest, line: queries.Line, why: str, *, scripted: bool) -> HttpResponse:
    """Put both versions of what differs before whoever came second; nothing of either is lost."""
    fresh = _line(request, line.report.uuid)
    present, differing = fresh.report, []
    for form, bound, label in Card(fresh, request.POST).differing:
        theirs = form.get_initial_for_field(bound.field, bound.name)
        shown = dict(getattr(bound.field, "choices", ())).get(theirs, plain(theirs))
        differing.append({"field": bound.html_name, "label": label, "mine": bound.data or "", "theirs": shown,
                          "value": "" if theirs is None else theirs})  # fmt: skip
    if not scripted:
        messages.error(request, why)
        return redirect("desk:edit", room="planning", slug="reports", uuid=present.uuid)
    html = render_to_string("planning/_sheet_merge.html", {"differing": differing, "why": why}, request)
    return JsonResponse({"version": present.version, "html": html}, status=409)


@require_POST
def ask(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Ask the chosen supporting units to contribute to a report."""
    report = _line(request, uuid).report
    units = Organisation.objects.filter(uuid__in=as_uuids(request.POST.getlist("unit")))
    back = redirect(address(report.cycle.uuid, report.uuid))
    if why := reporting.not_replaced(report, request.actor):
        messages.error(request, why)
        return back
    if not units:
        messages.warning(request, _("Choose the units first."))
        return back
    try:
        made = contributing.ask(report, units, actor=request.actor, reason=_("Contribution to a report"))
    except TOLD as error:
        messages.error(request, " ".join(sentences(error)))
        return back
    if not made:
        messages.warning(request, _("These units are asked already."))
        return back
    done = ngettext("%(n)d unit is asked to contribute.", "%(n)d units are asked to contribute.", len(made))
    messages.success(request, done % {"n": len(made)})
    return back


@require_POST
def give(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Hand what one's unit contributes to the lead; what was typed stays on the device until it is given."""
    record = records.of_model(Contribution)
    rows = access.rows(record, request.actor).select_related("cycle", "task__lead")
    row = get_object_or_404(rows, uuid=uuid)
    typed = {name: request.POST.get(name, "").strip() for name in ("progress", "problems")}
    back = redirect(address(row.cycle.uuid, row.uuid))
    try:
        write.apply(record, row, "give", actor=request.actor, reason=_("Contribution to a report"), changes=typed)
    except TOLD as error:
        messages.error(request, " ".join(sentences(error)))
        return back
    messages.success(request, _("The contribution is handed to %(unit)s.") % {"unit": row.task.lead})
    return back


def _chosen(request: HttpRequest) -> list[Report]:
    rows = access.rows(records.of_model(Report), request.actor)
    return list(rows.filter(uuid__in=as_uuids(request.POST.getlist("report"))).order_by("task__number"))


@require_POST
def submit(request: HttpRequest) -> HttpResponse:
    """Submit the chosen reports for signature, all or none."""
    record, chosen = records.of_model(Report), _chosen(request)
    back = address(request.POST.get("cycle", ""))
    for row in chosen:
        refusal = _blocked(row, request)
        if refusal:
            messages.error(request, _("Task %(number)s: %(why)s") % {"number": row.task.number, "why": refusal})
            return redirect(address(request.POST.get("cycle", ""), row.uuid))
    try:
        count = write.apply_many(record, chosen, "submit", actor=request.actor, reason=_("Submitted for signature"))
    except TOLD as error:
        messages.error(request, " ".join(sentences(error)))
        return redirect(back)
    text = ngettext("%(n)d report waits for the signature.", "%(n)d reports wait for the signature.", count)
    messages.success(request, text % {"n": count})
    return redirect(back)


@require_POST
def sign(request: HttpRequest) -> HttpResponse:
    """Sign the chosen reports, or return them to their author, all or none."""
    chosen, comment = _chosen(request), request.POST.get("comment", "")
    decision = "return" if request.POST.get("decision") == "return" else "approve"
    back = address(request.POST.get("cycle", ""))
    key = records.of_model(Report).key()
    waiting = Approval.objects.filter(record=key, object_id__in=[row.pk for row in chosen], state="open")
    try:
        count = approvals.decide_many([(row, None) for row in waiting], decision, actor=request.actor, comment=comment)
    except TOLD as error:
        messages.error(request, " ".join(sentences(error)))
        return redirect(back)
    done = ngettext("%(n)d report is signed and handed in.", "%(n)d reports are signed and handed in.", count)
    sent = ngettext("%(n)d report went back to its author.", "%(n)d reports went back to their author.", count)
    messages.success(request, (done if decision == "approve" else sent) % {"n": count})
    return redirect(back)
