"""The plan as on paper, with its outline and everything adopted from it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from jiangxin.evidence.views import serve
from jiangxin.kernel import access, records, write
from jiangxin.planning.domain.queries import desk as queries
from jiangxin.planning.domain.queries.markup import Mark, paper
from jiangxin.planning.enums import PlanState
from jiangxin.planning.models import Parameter, Plan, Target, Task


def plan(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Show a plan: while it is checked those who check go to the desk, everybody else reads."""
    record = records.of_model(Plan)
    actor = request.actor  # type: ignore[attr-defined]
    row: Plan = get_object_or_404(access.rows(record, actor).select_related("organisation", "supersedes"), uuid=uuid)
    adopted = row.state in (PlanState.ADOPTED, PlanState.SUPERSEDED)
    tasks = (
        access.rows(records.of_model(Task), actor)
        .filter(plan=row)
        .prefetch_related("units", "targets")
        .order_by("number")
    )
    targets = access.rows(records.of_model(Target), actor).filter(plan=row).prefetch_related("tasks").order_by("number")
    parameters = access.rows(records.of_model(Parameter), actor).filter(plan=row).order_by("number")
    marks = (
        [
            Mark(r.start, r.end, f"{kind}-{r.number}", kind)
            for kind, rows in (("task", tasks), ("target", targets), ("parameter", parameters))
            for r in rows
        ]
        if adopted
        else queries.marks(queries.findings_of(row))
    )
    context = {
        "plan": row,
        "record": record,
        "adopted": adopted,
        "clauses": row.clauses.all(),
        "paper": paper(row, marks),
        "tasks": tasks,
        "targets": targets,
        "parameters": parameters,
        "steps": write.lawful(record, row, actor),
        "may_check": access.may(record, actor, "check", row),
    }
    return render(request, "planning/plan.html", context)


def original(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Hand out the uploaded document to those who may see the plan."""
    record = records.of_model(Plan)
    row: Plan = get_object_or_404(access.rows(record, request.actor), uuid=uuid)  # type: ignore[attr-defined]
    if row.file_id is None:
        return redirect("planning:plan", uuid=uuid)
    return serve(request, row.file, row.file_name)
