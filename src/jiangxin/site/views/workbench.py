"""The first page: what I have to do."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jiangxin.kernel import access, records
from jiangxin.planning.domain.queries import desk
from jiangxin.planning.enums import PlanState
from jiangxin.planning.models import Plan
from jiangxin.workflow.domain.queries.items import work_of
from jiangxin.workflow.enums import Kind

WEEK = 7


def workbench(request: HttpRequest) -> HttpResponse:
    """Show the four queues in order of urgency, the week, and plans being checked."""
    actor = request.actor  # type: ignore[attr-defined]
    work = work_of(actor)
    queues = [
        ("due", _("Due"), [w for w in work if w.item.kind == Kind.DUE]),
        ("returned", _("Returned"), [w for w in work if w.item.kind == Kind.RETURNED]),
        ("approve", _("To approve"), [w for w in work if w.item.kind == Kind.APPROVE]),
        ("new", _("New"), [w for w in work if w.item.kind == Kind.NEW]),
    ]
    today = access.today()
    days = [today + timedelta(days=n) for n in range(WEEK)]
    week = [(day, [w for w in work if w.item.due_on == day]) for day in days]
    plans = access.rows(records.of_model(Plan), actor, "check")
    checking = [
        (plan, desk.queues(plan, desk.findings_of(plan))) for plan in plans.filter(state=PlanState.CHECKING)[:3]
    ]
    context = {
        "queues": queues,
        "waiting": len(work),
        "week": week,
        "today": today,
        "checking": [(plan, sum(q.decided for q in made), sum(q.total for q in made)) for plan, made in checking],
    }
    return render(request, "site/workbench.html", context)
