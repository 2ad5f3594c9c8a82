"""Matching the document's unit names to organisations and named sets."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from jiangxin.kernel import access, records
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.errors import REFUSALS, sentences
from jiangxin.people.models import Organisation, OrganisationSet
from jiangxin.planning.domain import names
from jiangxin.planning.domain.queries import coverage
from jiangxin.planning.domain.queries import desk as queries
from jiangxin.planning.enums import FindingKind, FindingState, NameState
from jiangxin.planning.models import UnitName
from jiangxin.planning.views.check import plan_to_check


def units(request: HttpRequest, uuid: Any) -> HttpResponse:
    """List the names with suggestions; what equals a name or alias was matched at reading."""
    plan = plan_to_check(request, uuid)
    rows = list(plan.unit_names.select_related("organisation", "organisation_set").order_by("pk"))
    found = queries.findings_of(plan)
    used = Counter(
        unit["name"]
        for f in found
        if f.kind == FindingKind.TASK and f.state != FindingState.REJECTED
        for unit in f.data["units"]
    )
    suggestions = names.suggestions([row.name for row in rows if row.state == NameState.OPEN], actor=request.actor)
    context = {
        "plan": plan,
        "rows": [(row, used[row.name], suggestions.get(row.name, [])) for row in rows],
        "organisations": access.visible(Organisation, request.actor)
        .filter(valid_to=None)
        .order_by("sort_key")
        .values_list("pk", "name"),
        "sets": access.visible(OrganisationSet, request.actor).order_by("sort_key").values_list("pk", "name"),
        "waiting": sum(row.state == NameState.OPEN for row in rows),
        "unnamed": coverage.unnamed_units(plan, found),
        "may_add": _may_add(request),
    }
    return render(request, "planning/units.html", context)


@require_POST
def match_equal(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Match once more what equals a name or alias, after organisations or sets were added."""
    plan = plan_to_check(request, uuid)
    count = names.match_certain(plan, actor=request.actor)
    text = ngettext("%(n)d name was matched.", "%(n)d names were matched.", count) % {"n": count}
    messages.success(request, text)
    return redirect("planning:units", uuid=uuid)


def _may_add(request: HttpRequest) -> dict[str, bool]:
    actor = request.actor
    return {
        "organisation": access.may(records.of_model(Organisation), actor, "add"),
        "set": access.may(records.of_model(OrganisationSet), actor, "add"),
    }


@require_POST
def decide(request: HttpRequest, uuid: Any, name: Any) -> HttpResponse:
    """Match a name (`meaning` is `organisation:ID` or `set:ID`), say it is no unit, or take it back."""
    plan = plan_to_check(request, uuid)
    row: UnitName = get_object_or_404(plan.unit_names, uuid=name)
    actor = request.actor
    refusal = ""
    try:
        match request.POST.get("decision"):
            case "match":
                names.match(row, actor=actor, **_meaning(request.POST.get("meaning", ""), actor))
            case "ignore":
                names.ignore(row, actor=actor)
            case "reopen":
                names.reopen(row, actor=actor)
            case _:
                raise Http404
    except REFUSALS as error:
        refusal = " ".join(sentences(error))
    if not request.headers.get("HX-Request"):
        return redirect("planning:units", uuid=uuid)
    row = plan.unit_names.select_related("organisation", "organisation_set").get(pk=row.pk)
    found = names.suggestions([row.name], actor=actor)[row.name] if row.state == NameState.OPEN else []
    context = {"plan": plan, "row": row, "suggestions": found, "refusal": refusal, "used": None}
    context["may_add"] = _may_add(request)
    context["waiting"] = plan.unit_names.filter(state=NameState.OPEN).count()
    return render(request, "planning/_unit.html", context, status=422 if refusal else 200)


def _meaning(text: str, actor: Actor) -> dict[str, Any]:
    kind, _colon, key = text.partition(":")
    if kind == "organisation" and key.isdecimal():
        return {"organisation": get_object_or_404(access.visible(Organisation, actor), pk=key)}
    if kind == "set" and key.isdecimal():
        return {"organisation_set": get_object_or_404(access.visible(OrganisationSet, actor), pk=key)}
    raise ValidationError(_("Choose an organisation or a named set."))
