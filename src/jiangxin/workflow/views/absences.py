"""The page of one's own absences."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jiangxin.kernel import access, records
from jiangxin.kernel.clock import today
from jiangxin.kernel.errors import REFUSALS, sentences
from jiangxin.people.models import Person
from jiangxin.workflow.domain.absences import come_back, leave
from jiangxin.workflow.domain.queries.absences import absences_of
from jiangxin.workflow.interfaces import AbsenceForm
from jiangxin.workflow.models import Delegation


@require_http_methods(["GET", "HEAD", "POST"])
def absence(request: HttpRequest) -> HttpResponse:
    """Show one's absences and enter another."""
    actor = request.actor
    if actor.person_id is None or not actor.can("workflow.delegation.manage"):
        raise PermissionDenied
    person = Person.objects.get(pk=actor.person_id)
    form = AbsenceForm(request.POST or None, person=person, initial={"first": today()})
    if request.method == "POST" and form.is_valid() and _entered(form, person, actor):
        messages.success(request, _("Your absence is entered. Your stand-in was told."))
        return redirect("workflow:absence")
    context = {
        "title": _("My absence"),
        "lead": _("While you are away, somebody else decides in your place, under his own name."),
        "form": form,
        "record": records.of_model(Delegation),
        "absences": absences_of(actor, today()),
        "today": today(),
    }
    return render(request, "workflow/absence.html", context, status=422 if form.errors else 200)


@require_POST
def end_absence(request: HttpRequest, uuid: Any) -> HttpResponse:
    """End an absence of one's own today."""
    rows = access.rows(records.of_model(Delegation), request.actor, "change").select_related("from_person")
    row = get_object_or_404(rows, uuid=uuid, from_person=request.actor.person_id)
    try:
        come_back(row, actor=request.actor, reason=_("Back earlier than planned"))
    except REFUSALS as error:
        messages.error(request, " ".join(sentences(error)))
    else:
        messages.success(request, _("Your absence is ended. What waits for you is yours alone again."))
    return redirect("workflow:absence")


def _entered(form: AbsenceForm, person: Person, actor: Any) -> bool:
    data = form.cleaned_data
    days = {"first": data["first"], "last": data["last"], "kinds": data["kinds"]}
    try:
        leave(person, data["stand_in"], **days, actor=actor, reason=data["reason"])
    except REFUSALS as error:
        form.add_error(None, sentences(error))
        return False
    return True
