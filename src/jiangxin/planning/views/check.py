"""The ingestion desk: the text with everything found in it, and the decisions about it."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiangxin.desk.interfaces.widgets import as_number
from jiangxin.kernel import access, records, write
from jiangxin.kernel.errors import JiangxinError
from jiangxin.planning.domain import findings as domain
from jiangxin.planning.domain.queries import coverage
from jiangxin.planning.domain.queries import desk as queries
from jiangxin.planning.domain.queries.markup import paper
from jiangxin.planning.domain.queries.prefill import prefill
from jiangxin.planning.enums import FindingKind, FindingState
from jiangxin.planning.interfaces.forms import data_of, form_of
from jiangxin.planning.interfaces.paper import drawn
from jiangxin.planning.models import Finding, Plan

#: What a person may mark in the text.
MARKABLE = (FindingKind.TASK, FindingKind.TARGET, FindingKind.PARAMETER, FindingKind.HEADING)


def plan_to_check(request: HttpRequest, uuid: Any) -> Plan:
    """Return the plan if the actor may check it now, else raise Http404."""
    record = records.of_model(Plan)
    rows = access.rows(record, request.actor, "check")
    return get_object_or_404(rows.select_related("organisation"), uuid=uuid)


def desk(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Show the desk. `?at=` selects a finding, `?kind=` a queue."""
    record = records.of_model(Plan)
    visible: Plan = get_object_or_404(access.rows(record, request.actor), uuid=uuid)
    if not access.may(record, request.actor, "check", visible):
        return redirect("planning:plan", uuid=uuid)
    plan = plan_to_check(request, uuid)
    found = queries.findings_of(plan)
    kind = request.GET.get("kind", "")
    at = request.GET.get("at", "")
    selected = next((f for f in found if str(f.uuid) == at), None) or queries.next_open(found, kind=kind)
    context = {
        "plan": plan,
        "record": record,
        "paper": drawn(paper(plan, queries.marks(found))),
        "headings": [f for f in found if f.kind == FindingKind.HEADING and f.state != FindingState.REJECTED],
        "uncarried": coverage.uncarried_targets(found),
        "unnamed": coverage.unnamed_units(plan, found),
        "wide": True,
        "rejected": [f for f in found if f.state == FindingState.REJECTED],
        **_progress(request, plan, found, kind),
        **_panel(plan, selected),
    }
    return render(request, "planning/check.html", context)


def finding(request: HttpRequest, uuid: Any, finding: Any) -> HttpResponse:
    """Show a finding in the panel, or take a decision about it and show the next one."""
    plan = plan_to_check(request, uuid)
    row: Finding = get_object_or_404(plan.findings, uuid=finding)
    if request.method != "POST":
        return render(request, "planning/_panel.html", _panel(plan, row))
    decision = request.POST.get("decision", "")
    form = form_of(row.kind, row.data, request.POST)
    try:
        row = _decide(request, row, decision, form)
    except ValidationError as error:
        _to_form(form, error)
        return render(request, "planning/_panel.html", {**_panel(plan, row), "form": form}, status=422)
    except JiangxinError as error:
        context = {**_panel(plan, row), "form": form, "refusal": str(error)}
        return render(request, "planning/_panel.html", context, status=422)
    return _answer(request, plan, row, stay=decision == "reopen")


def correct(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Lead to the finding at the desk, where the form of its kind corrects it."""
    rows = access.rows(records.of_model(Finding), request.actor)
    row: Finding = get_object_or_404(rows.select_related("plan"), uuid=uuid)
    return redirect(f"{reverse('planning:check', kwargs={'uuid': row.plan.uuid})}?at={row.uuid}")


def mark(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Offer a form for a marked stretch of the text, and add it as a finding."""
    plan = plan_to_check(request, uuid)
    given = request.POST if request.method == "POST" else request.GET
    kind = given.get("kind", "")
    try:
        start, end = int(given.get("start", "")), int(given.get("end", ""))
    except ValueError:
        raise Http404 from None
    if kind not in MARKABLE or not 0 <= start < end <= len(plan.text):
        raise Http404
    context: dict[str, Any] = {
        "plan": plan,
        "kind": kind,
        "kind_label": FindingKind(kind).label,
        "start": start,
        "end": end,
        "quote": plan.text[start:end],
    }
    if request.method != "POST":
        context["form"] = form_of(kind, prefill(plan, kind, start, end))
        return render(request, "planning/_mark.html", context)
    form = form_of(kind, {}, request.POST)
    try:
        row = domain.add(plan, kind, start, end, _data(form, kind, {}), actor=request.actor)
    except ValidationError as error:
        _to_form(form, error)
        return render(request, "planning/_mark.html", {**context, "form": form}, status=422)
    except JiangxinError as error:
        return render(request, "planning/_mark.html", {**context, "form": form, "refusal": str(error)}, status=422)
    response = HttpResponse(status=204)
    response["HX-Redirect"] = f"{request.path.removesuffix('mark/')}?at={row.uuid}"
    return response


@require_POST
def accept_undoubted(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Accept all open findings of a kind that are not doubtful, after the person looked through them."""
    plan = plan_to_check(request, uuid)
    kind = request.POST.get("kind", "")
    if kind not in FindingKind.values:
        raise Http404
    reason = _("Accepted together after looking through the text")
    domain.accept_undoubted(plan, kind, actor=request.actor, reason=reason)
    return redirect(f"{request.path.removesuffix('accept/')}?kind={kind}")


def _decide(request: HttpRequest, row: Finding, decision: str, form: Any) -> Finding:
    data = None
    if decision in ("accept", "correct"):
        data = _data(form, row.kind, row.data)
    return domain.decide(
        row,
        decision,
        data,
        actor=request.actor,
        reason=request.POST.get("reason", ""),
        expected_version=as_number(request.POST.get("version", "")),
    )


def _data(form: Any, kind: str, known: dict[str, Any]) -> dict[str, Any]:
    """Return the data of a form. Raises ValidationError; the form then shows its own errors."""
    if not form.is_valid():
        raise ValidationError({})
    return data_of(kind, form, known)


def _answer(request: HttpRequest, plan: Plan, row: Finding, *, stay: bool) -> HttpResponse:
    found = queries.findings_of(plan)
    kind = request.POST.get("queue", "")
    following = row if stay else queries.next_open(found, row, kind)
    context = {**_progress(request, plan, found, kind), **_panel(plan, following), "plan": plan, "out_of_band": True}
    response = render(request, "planning/_panel.html", context)
    event = {
        "ref": str(row.uuid),
        "kind": row.kind,
        "state": row.state,
        "next": str(following.uuid) if following else "",
    }
    response["HX-Trigger"] = json.dumps({"finding-decided": event})
    return response


def _progress(request: HttpRequest, plan: Plan, found: list[Finding], kind: str) -> dict[str, Any]:
    made = queries.queues(plan, found)
    done, total = sum(q.decided for q in made), sum(q.total for q in made)
    record = records.of_model(Plan)
    steps = write.lawful(record, plan, request.actor)
    return {
        "queues": made,
        "queue": kind,
        "done": done,
        "total": total,
        "submit": next(((step, why) for step, why in steps if step.name == "submit"), None),
    }


def _panel(plan: Plan, row: Finding | None) -> dict[str, Any]:
    if row is None:
        return {"plan": plan, "finding": None}
    steps = {step.name for step in records.of_model(Finding).workflow.leaving(row.state)}
    return {
        "plan": plan,
        "finding": row,
        "form": form_of(row.kind, row.data),
        "steps": steps,
        "why": queries.explain(row.why),
    }


def _to_form(form: Any, error: ValidationError) -> None:
    """Show errors of the domain beside the fields of the form."""
    form.is_valid()
    for name, messages in getattr(
        error, "error_dict", {"": error.error_list if not hasattr(error, "error_dict") else []}
    ).items():
        for message in messages:
            form.add_error(name if name in form.fields else None, message)
