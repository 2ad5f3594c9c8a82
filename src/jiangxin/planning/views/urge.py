"""Urging the lead units of several tasks: first who would be urged and who not, then doing it."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from jiangxin.desk.views.bulk import chosen_rows
from jiangxin.desk.views.shell import safe_next
from jiangxin.kernel import access, records
from jiangxin.kernel.errors import REFUSALS, sentences
from jiangxin.planning.domain import urging
from jiangxin.planning.enums import ENDED, Way
from jiangxin.planning.models import Task, Urging

#: So many tasks at once: more than a plan has, for the tree shows all of them on one page.
MOST_TASKS = 900


@dataclass(frozen=True)
class Outcome:
    """What would happen to one task; `refusal` says why its lead unit would not be urged."""

    task: Task
    refusal: str


@require_POST
def urge(request: HttpRequest) -> HttpResponse:
    """Preview whom an urging would reach, or with `confirm` send it."""
    if not access.may(records.of_model(Urging), request.actor, "add"):
        raise PermissionDenied
    back = safe_next(request, reverse("planning:overview"))
    chosen = chosen_rows(request, MOST_TASKS)
    rows = access.rows(records.of_model(Task), request.actor).filter(uuid__in=chosen)
    tasks = list(rows.select_related("lead").order_by("plan", "number"))
    if not tasks:
        messages.warning(request, _("Select rows first."))
        return redirect(back)
    outcomes = _outcomes(tasks)
    text, way, wrong = request.POST.get("text", "").strip(), request.POST.get("way", ""), ""
    if "confirm" in request.POST:
        open_to_it = [outcome.task for outcome in outcomes if not outcome.refusal]
        try:
            return _sent(request, open_to_it, text, way, back)
        except REFUSALS as error:
            wrong = " ".join(sentences(error))
    lawful = sum(not outcome.refusal for outcome in outcomes)
    context = {
        "title": _("Urge"),
        "outcomes": sorted(outcomes, key=lambda outcome: bool(outcome.refusal)),
        "lawful": lawful,
        "total": len(outcomes),
        "ways": Way.choices,
        "way": way,
        "text": text,
        "wrong": wrong,
        "back": back,
    }
    return render(request, "planning/urge.html", context, status=422 if wrong else 200)


def _sent(request: HttpRequest, tasks: list[Task], text: str, way: str, back: str) -> HttpResponse:
    way = way if way in Way.values else Way.PLATFORM
    done = len(urging.urge_many(tasks, text, actor=request.actor, way=way))
    message = ngettext("%(n)d task was urged.", "%(n)d tasks were urged.", done) % {"n": done}
    left = len(tasks) - done  # somebody else was quicker
    if left:
        message += " " + ngettext("%(n)d was urged meanwhile.", "%(n)d were urged meanwhile.", left) % {"n": left}
    messages.success(request, message)
    return redirect(back)


def _outcomes(tasks: list[Task]) -> list[Outcome]:
    """Say for each task whether its lead unit can be urged (one query)."""
    too_soon = urging.soon([task.pk for task in tasks])
    found = []
    for task in tasks:
        refusal = ""
        if task.lead is None:
            refusal = _("It has no lead unit.")
        elif task.state in ENDED:
            refusal = _("It has ended.")
        elif task.pk in too_soon:
            day, until = too_soon[task.pk]
            refusal = _("Urged on %(day)s, again from %(until)s.") % {"day": day, "until": until}
        found.append(Outcome(task, refusal))
    return found
