"""The board of targets, and the page of one of them: figure, last value, what was due, light, values over time."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jiangxin.desk.interfaces.filters import Choice, RecordFilterSet, chips, filterset_for
from jiangxin.desk.interfaces.widgets import as_uuids
from jiangxin.kernel import access, clock, records
from jiangxin.people.domain.queries.actors import subtree_ids
from jiangxin.people.models import Organisation
from jiangxin.planning.domain.queries import board as queries
from jiangxin.planning.domain.queries.board import Line
from jiangxin.planning.enums import Colour
from jiangxin.planning.interfaces.charts import chart, sparkline
from jiangxin.planning.interfaces.tree import counted
from jiangxin.planning.models import Plan, Target, TargetValue, Task
from jiangxin.planning.views.plans import chosen_plan

FIELDS = ("kind", "clause", "uncarried", "deadline_on")


def board(request: HttpRequest, uuid: Any = None) -> HttpResponse:
    """Show the targets of a plan, without `uuid` those of the plan in force."""
    plan, plans = chosen_plan(request, uuid, Target)
    if plan is None:
        return render(request, "planning/board.html", {"plan": None, "title": _("Target board")})
    filters = _filters(request, plan)
    rows: QuerySet[Target] = filters.qs if filters.is_valid() else filters.queryset.none()
    every = lines = queries.board(rows, request.actor, clock.today())
    unit = _unit(request)
    if unit is not None:
        below = subtree_ids([unit.pk])[unit.pk]
        lines = [line for line in lines if line.lead and line.lead.pk in below]
    colours = queries.counted(lines)
    colour = request.GET.get("light", "")
    if colour in Colour.values:
        lines = [line for line in lines if line.colour == colour]
    context = {
        "title": _("Target board"),
        "plan": plan,
        "plans": plans,
        "untold": untold(request),
        "record": records.of_model(Target),
        "lines": [(line, sparkline(line)) for line in lines],
        "lights": counted(colours, {value: _address(request, light=value) for value in Colour.values}),
        "filters": filters,
        "filter_fields": [filters.form[name] for name in FIELDS],
        "colours": [(colour.value, label) for colour, label in queries.LABELS.items()],
        "units": _units(request, every, unit),
        "chips": chips([*_own_choices(request, unit), *filters.chosen()], request.GET),
        "search": request.GET.get("q", ""),
        "paper": "jx-landscape",
        "wide": True,
    }
    return render(request, "planning/board.html", context)


def target(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Show one target: its values over time with the path, and the tasks that carry it."""
    record = records.of_model(Target)
    if not access.may(record, request.actor, "view"):
        raise PermissionDenied
    rows = access.rows(record, request.actor).filter(uuid=uuid)
    found = queries.board(
        rows.select_related("plan").defer("plan__text", "plan__layout", "plan__meta"), request.actor, clock.today()
    )
    if not found:
        raise Http404(_("There is no such record, or you may not see it."))
    [line] = found
    tasks = access.rows(records.of_model(Task), request.actor).filter(targets=line.target)
    context = {
        "title": line.target.subject,
        "target": line.target,
        "plan": line.target.plan,
        "line": line,
        "untold": untold(request),
        "chart": chart(line),
        "table": _table(line),
        "tasks": tasks.select_related("lead", "standing").order_by("number"),
    }
    return render(request, "planning/target.html", context)


def untold(request: HttpRequest) -> bool:
    """Whether values are nobody's to tell this reader, so that grey says nothing about them."""
    return not access.may(records.of_model(TargetValue), request.actor, "view")


def _filters(request: HttpRequest, plan: Plan) -> RecordFilterSet:
    record = records.of_model(Target)
    rows = access.rows(record, request.actor).filter(plan=plan)
    return filterset_for(record)(request.GET, queryset=rows, actor=request.actor)


def _unit(request: HttpRequest) -> Organisation | None:
    """Return the organisation whose targets, and those of units below it, are asked for."""
    asked = as_uuids([request.GET.get("lead", "")])
    return access.visible(Organisation, request.actor).filter(uuid__in=asked).first()


def _units(request: HttpRequest, lines: list[Line], chosen: Organisation | None) -> list[tuple[str, str]]:
    """Return the units that lead targets, and the one that is chosen, as a form offers them."""
    rows = access.visible(Organisation, request.actor).filter(pk__in={line.lead.pk for line in lines if line.lead})
    found = list(rows.order_by("sort_key"))
    if chosen is not None and chosen not in found:
        found.insert(0, chosen)
    return [(str(row.uuid), str(row)) for row in found]


def _own_choices(request: HttpRequest, unit: Organisation | None) -> list[Choice]:
    found = []
    if request.GET.get("light") in Colour.values:
        found.append(Choice(("light",), _("Light"), str(queries.LABELS[Colour(request.GET["light"])])))
    if unit is not None:
        found.append(Choice(("lead",), _("Lead unit"), str(unit)))
    return found


def _address(request: HttpRequest, **changes: str) -> str:
    params = request.GET.copy()
    for name, value in changes.items():
        params[name] = value
    return f"?{params.urlencode()}"


def _table(line: Line) -> list[dict[str, Any]]:
    """Return the values with what was due on their days, the newest first."""
    figure = queries.figure_of(line.target)
    return [{"value": value, "due": queries.lights.due(figure, line.path, value.on)} for value in reversed(line.series)]
