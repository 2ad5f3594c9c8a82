"""Confirming who leads, supports and oversees, for all tasks of a plan on one page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiangxin.kernel import access, records, write
from jiangxin.kernel.errors import TOLD, sentences
from jiangxin.planning.domain import assignment
from jiangxin.planning.enums import ENDED, Part, PlanState, TaskState
from jiangxin.planning.interfaces.assign import Known, PartsForm
from jiangxin.planning.models import Plan, Responsibility, Target, Task


class Line:
    """A task or target with its form, and what the document suggests for it."""

    def __init__(self, subject: Task | Target, form: PartsForm, *, guessed: bool) -> None:
        self.subject, self.form, self.guessed = subject, form, guessed
        self.key = form.prefix


def assign(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Show every task with its units or the suggestion for them, and confirm the chosen ones; `issue` issues them."""
    record, actor = records.of_model(Task), request.actor
    visible = access.rows(records.of_model(Plan), actor).filter(state=PlanState.ADOPTED)
    plan = get_object_or_404(visible, uuid=uuid)
    rows = access.rows(record, actor, "assign").filter(plan=plan).exclude(state__in=ENDED).order_by("number")
    tasks = list(rows.select_related("clause", "lead"))
    alone = access.rows(records.of_model(Target), actor, "assign").filter(plan=plan, tasks=None).order_by("number")
    access.require(record, actor, record.permissions["assign"])
    lines = _lines(request, tasks, list(alone))
    if request.method == "POST":
        chosen = [line for line in lines if line.key in request.POST.getlist("chosen")]
        if all(line.form.is_valid() for line in chosen) and _confirmed(request, chosen):
            return redirect("planning:assign", uuid=uuid)
    context = {
        "plan": plan,
        "tasks": [line for line in lines if isinstance(line.subject, Task)],
        "targets": [line for line in lines if isinstance(line.subject, Target)],
        "waiting": sum(task.state == TaskState.UNASSIGNED for task in tasks),
    }
    return render(request, "planning/assign.html", context, status=422 if request.method == "POST" else 200)


def _confirmed(request: HttpRequest, chosen: Sequence[Line]) -> bool:
    """Assign what was chosen, and issue it where that was asked for; all or nothing."""
    reason = request.POST.get("reason", "").strip() or _("Assignment confirmed")
    tasks = {line.subject: line.form.parts() for line in chosen if isinstance(line.subject, Task)}
    targets = {line.subject: line.form.parts() for line in chosen if isinstance(line.subject, Target)}
    issued = 0
    try:
        with transaction.atomic():
            assignment.assign_many(tasks, actor=request.actor, reason=reason)
            assignment.assign_many(targets, actor=request.actor, reason=reason)
            new = [task for task in tasks if task.state == TaskState.UNASSIGNED]
            if "issue" in request.POST and new:
                record = records.of_model(Task)
                issued = write.apply_many(record, new, "issue", actor=request.actor, reason=reason)
    except TOLD as error:
        messages.error(request, " ".join(sentences(error)))
        return False
    done = ngettext("%(n)d assignment is confirmed.", "%(n)d assignments are confirmed.", len(chosen))
    messages.success(request, done % {"n": len(chosen)})
    if issued:
        text = ngettext("%(n)d task is issued.", "%(n)d tasks are issued.", issued)
        messages.success(request, text % {"n": issued})
    return True


def _lines(request: HttpRequest, tasks: Sequence[Task], targets: Sequence[Target]) -> list[Line]:
    data = request.POST if request.method == "POST" else None
    chosen = set(request.POST.getlist("chosen"))
    suggested = assignment.proposals([task for task in tasks if task.lead_id is None])
    known = Known.to(request.actor)
    present: dict[tuple[str, int], list[Responsibility]] = {}
    rows = Responsibility.objects.filter(valid_to=None).select_related("organisation", "post")
    for row in rows.filter(task__in=tasks) | rows.filter(target__in=targets):
        key = ("task", row.task_id) if row.task_id else ("target", row.target_id or 0)
        present.setdefault(key, []).append(row)
    found = []
    for kind, subjects in (("task", tasks), ("target", targets)):
        for subject in subjects:
            prefix = f"{kind}-{subject.number}"
            parts = present.get((kind, subject.pk), [])
            proposal = suggested.get(subject.pk) if kind == "task" and not parts else None
            form = PartsForm(
                data if prefix in chosen else None,
                initial=_initial(parts, proposal),
                known=known,
                lead_only=kind == "target",
                prefix=prefix,
            )
            found.append(Line(subject, form, guessed=bool(proposal and proposal.lead and not proposal.printed)))
    return found


def _initial(parts: Sequence[Responsibility], proposal: assignment.Proposal | None) -> dict[str, Any]:
    """Return who has a part, else who is suggested."""
    if proposal is not None:
        return {"lead": proposal.lead and proposal.lead.uuid, "supports": [row.uuid for row in proposal.supports]}
    return {
        "lead": next((row.organisation.uuid for row in parts if row.part == Part.LEAD), None),
        "supports": [row.organisation.uuid for row in parts if row.part == Part.SUPPORT],
        "oversight": [row.post.uuid for row in parts if row.part == Part.OVERSIGHT and row.post],
    }
