"""The first page: what I have to do."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jiangxin.desk.links import optional, url_for
from jiangxin.kernel import access, clock, records
from jiangxin.kernel.actors import Actor
from jiangxin.people.models import RoleAssignment
from jiangxin.planning.domain.queries import desk
from jiangxin.planning.domain.queries.mine import Tally, due_between, tallies
from jiangxin.planning.enums import Colour, PlanState
from jiangxin.planning.interfaces.tree import MINE, counted
from jiangxin.planning.models import Plan
from jiangxin.site.domain.queries.glances import glances
from jiangxin.workflow.domain.queries.items import work_of
from jiangxin.workflow.enums import Kind

WEEK = 7
#: Days left from which a due date is marked.
SOON = 3
#: The one action offered on the page: the first that the actor may do, as capability, label, address, icon.
ACTIONS: tuple[tuple[str, Any, str, str], ...] = (
    ("planning.plan.manage", _("Upload a plan"), "planning:upload", "upload"),
    ("people.account.manage", _("New account"), "people:account-add", "user-plus"),
    ("people.assignment.manage", _("Give a role"), "", "user-check"),
    ("audit.activity.view", _("Verify the log"), "audit:verify", "fingerprint"),
)
#: Sub-tasks of one day that are named; of more the number is said.
DUE_A_DAY = 3
#: What is reviewed together on a page of its own.
REPORTS = "planning.reports"
#: Plans being checked that are shown.
SHOWN = 3


def workbench(request: HttpRequest) -> HttpResponse:
    """Show the four queues in order of urgency, the week, figures, and plans being checked."""
    actor = request.actor
    work = work_of(actor)
    today = clock.today()
    days = [today + timedelta(days=n) for n in range(WEEK)]
    context = {
        "queues": [(kind.value, kind.label, [w for w in work if w.item.kind == kind]) for kind in Kind],
        "waiting": len(work),
        "reports": sum(w.item.record == REPORTS and w.item.step == "review" for w in work),
        "review": optional("planning:review"),
        "week": [(day, [w for w in work if w.item.due_on == day]) for day in days],
        "milestones": due_between(actor, days[0], days[-1]),
        "most": DUE_A_DAY,
        "calendar": optional("planning:calendar-now"),
        "lights": [_lights(tally) for tally in tallies(actor, today)],
        "today": today,
        "soon": SOON,
        "checking": _checking(actor),
        "glances": glances(actor, today),
        "action": _action(actor),
    }
    return render(request, "site/workbench.html", context)


def _lights(tally: Tally) -> dict[str, Any]:
    """Return tasks by their lights; each number opens the tree with just these."""
    address = f"{reverse('planning:tree', kwargs={'uuid': tally.plan.uuid})}?"
    if tally.mine:
        address += f"mine={tally.mine}&"
    return {
        "label": MINE[tally.mine] if tally.mine else _("all tasks"),
        "url": address[:-1],
        "total": tally.total,
        "shown": counted(tally.colours, {colour: f"{address}light={colour}" for colour in Colour.values}),
    }


def _checking(actor: Actor) -> list[tuple[Plan, int, int]]:
    """Return the plans at the desk with how many findings are decided, of how many."""
    plans = access.rows(records.of_model(Plan), actor, "check").filter(state=PlanState.CHECKING)[:SHOWN]
    return desk.progress(list(plans))


def _action(actor: Actor) -> dict[str, Any] | None:
    for capability, label, url, icon in ACTIONS:
        if actor.can(capability):
            address = optional(url) if url else url_for(records.of_model(RoleAssignment), "add")
            return {"label": label, "url": address, "icon": icon}
    return None
