"""The plan as on paper, with its outline and everything adopted from it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import Model, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jiangxin.desk.interfaces.widgets import as_number
from jiangxin.evidence.views import serve
from jiangxin.kernel import access, clock, records, write
from jiangxin.kernel.actors import Actor
from jiangxin.planning.domain.queries import desk as queries
from jiangxin.planning.domain.queries.board import Line, board
from jiangxin.planning.domain.queries.board import counted as of_colours
from jiangxin.planning.domain.queries.markup import Mark, paper
from jiangxin.planning.domain.queries.panel import panel
from jiangxin.planning.domain.queries.plans import ADOPTED
from jiangxin.planning.enums import KEPT, Colour, FindingKind, PlanState
from jiangxin.planning.interfaces.charts import plain, sparkline
from jiangxin.planning.interfaces.paper import drawn
from jiangxin.planning.interfaces.tree import counted
from jiangxin.planning.models import Parameter, Plan, Target, Task

#: What a reader may select in the text of a plan in force.
SELECTABLE: dict[str, type[Model]] = {"task": Task, "target": Target, "parameter": Parameter}


def plan(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Show a plan as on paper; `?at=target-5` selects what stands in its text.

    A request by htmx is answered with the panel of what is selected only.
    """
    record = records.of_model(Plan)
    actor = request.actor
    row: Plan = get_object_or_404(access.rows(record, actor).select_related("organisation", "supersedes"), uuid=uuid)
    kind, item = _selected(row, request.GET.get("at", ""), actor)
    context: dict[str, Any] = {"plan": row, "record": record, "kind": kind, "item": item}
    context |= _standing(kind, item, actor)
    whole = not request.headers.get("HX-Request")
    if item is None or whole:
        context |= _adopted(row, actor)
        context |= {
            "steps": write.lawful(record, row, actor),
            "may_check": access.may(record, actor, "check", row),
            "may_assign": row.state == PlanState.ADOPTED and access.may(records.of_model(Task), actor, "assign"),
            "compared": _compared(row, actor),
            "wide": True,
        }
    return render(request, "planning/plan.html" if whole else "planning/_selected.html", context)


def _compared(plan: Plan, actor: Actor) -> Any:
    """Return under which plan this one is compared with the version before it, or else with the one after it."""
    if plan.state not in ADOPTED or not access.may(records.of_model(Task), actor, "view"):
        return None
    if plan.supersedes_id:
        return plan.uuid
    later = access.rows(records.of_model(Plan), actor).filter(supersedes=plan, state__in=ADOPTED)
    return later.values_list("uuid", flat=True).first()


def _selected(plan: Plan, at: str, actor: Actor) -> tuple[str, Any]:
    """Return kind and row of what `at` names, ("", None) where it names nothing the actor may see."""
    kind, _dash, number = at.partition("-")
    if kind not in SELECTABLE or as_number(number) is None:
        return "", None
    rows = access.rows(records.of_model(SELECTABLE[kind]), actor).filter(plan=plan, number=number)
    beside = ("clause", "standing") if kind == "task" else ("clause",)
    item = rows.select_related(*beside).prefetch_related(*_beside(kind, actor)).first()
    return (kind, item) if item else ("", None)


def _standing(kind: str, item: Any, actor: Actor) -> dict[str, Any]:
    """Return how what is selected stands today."""
    if kind == "task":
        return {"panel": panel(item, actor, clock.today())}
    if kind == "target":
        [line] = board(Target.objects.filter(pk=item.pk), actor, clock.today())
        return {"line": line, "chart": sparkline(line)}
    return {}


def _beside(kind: str, actor: Actor) -> list[Any]:
    """Return what the panel shows beside a selected row, as far as the actor may see it."""
    if kind == "task":
        targets = Prefetch("targets", access.rows(records.of_model(Target), actor))
        return ["units__organisation", "units__organisation_set", targets]
    if kind == "target":
        return [Prefetch("tasks", access.rows(records.of_model(Task), actor).prefetch_related("units"))]
    return []


def _adopted(plan: Plan, actor: Actor) -> dict[str, Any]:
    """Return the paper with its marks, the outline and the counts of what was adopted."""
    adopted = plan.state in (PlanState.ADOPTED, PlanState.SUPERSEDED)
    if not adopted:
        found = queries.findings_of(plan)
        headings = [{**f.data, "start": f.start} for f in found if f.kind == FindingKind.HEADING and f.state in KEPT]
        return {"adopted": False, "paper": drawn(paper(plan, queries.marks(found))), "clauses": headings}
    clauses = list(plan.clauses.all())
    marks = [Mark(c.start, c.start + len(f"{c.number}{c.title}"), "", "heading", level=c.level) for c in clauses]
    rows = {kind: access.rows(records.of_model(model), actor).filter(plan=plan) for kind, model in SELECTABLE.items()}
    parameters = list(rows["parameter"].order_by("number"))
    tasks = list(rows["task"].select_related("standing").defer("content", "conclusion").order_by("number"))
    lines = board(rows["target"], actor, clock.today())
    marks += [Mark(item.start, item.end, f"parameter-{item.number}", "parameter") for item in parameters]
    marks += [Mark(task.start, task.end, f"task-{task.number}", "task", _light(task)) for task in tasks]
    marks += [_of_target(line) for line in lines]
    counts = {"task": len(tasks), "target": len(lines), "parameter": len(parameters)}
    counts["uncarried"] = rows["target"].filter(tasks=None).count()
    return {
        "adopted": True,
        "paper": drawn(paper(plan, marks)),
        "clauses": clauses,
        "counts": counts,
        "legend": Colour.choices,
        "lights": [
            (_("Tasks"), counted(Counter(map(_light, tasks)), _places("tree", plan))),
            (_("Targets"), counted(of_colours(lines), _places("board", plan))),
        ],
    }


def _light(task: Task) -> str:
    standing = getattr(task, "standing", None)
    return standing.light if standing else Colour.GREY.value


def _of_target(line: Line) -> Mark:
    """Return the mark of a target with its figure and its last value."""
    target = line.target
    value = plain(line.last.value) if line.last else ""
    return Mark(
        target.start, target.end, f"target-{target.number}", "target", line.colour, note=target.figure, value=value
    )


def _places(page: str, plan: Plan) -> dict[str, str]:
    """Return for each light where the rows that have it are listed."""
    address = reverse(f"planning:{page}", kwargs={"uuid": plan.uuid})
    return {colour: f"{address}?light={colour}" for colour in Colour.values}


def original(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Hand out the uploaded document to those who may see the plan."""
    record = records.of_model(Plan)
    row: Plan = get_object_or_404(access.rows(record, request.actor), uuid=uuid)
    if row.file_id is None:
        return redirect("planning:plan", uuid=uuid)
    return serve(request, row.file, row.file_name)
