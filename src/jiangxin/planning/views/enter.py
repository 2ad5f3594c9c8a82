"""Entering on a unit's behalf a report that came on paper."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jiangxin.desk.links import url_for
from jiangxin.kernel import records
from jiangxin.kernel.errors import TOLD, sentences
from jiangxin.planning.domain import entering
from jiangxin.planning.domain.queries import review as queries
from jiangxin.planning.interfaces.enter import Entry
from jiangxin.planning.models import Report


def enter(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Ask what the paper says and why it is entered here, and hand it in for the unit."""
    report = get_object_or_404(queries.missing(request.actor).select_related("cycle"), uuid=uuid)
    entry = Entry(report, request.POST if request.method == "POST" else None)
    refusal = ""
    if request.method == "POST" and entry.is_valid():
        try:
            why = entry.why.cleaned_data["why"]
            entered = entering.enter(report, entry.content(), entry.figures(), why, actor=request.actor)
        except ValidationError as error:
            entry.tell(error)
        except TOLD as error:
            refusal = " ".join(sentences(error))
        else:
            text = _("The report is handed in on behalf of %(unit)s. File the paper with it below.")
            messages.success(request, text % {"unit": report.organisation})
            return redirect(url_for(records.of_model(Report), "detail", entered))
    review = f"{reverse('planning:review')}?cycle={report.cycle.uuid}"
    context = {
        "title": _("Enter on the unit's behalf"),
        "crumbs": [(_("Review reports"), review)],
        "report": report,
        "entry": entry,
        "refusal": refusal,
        "back": review,
    }
    wrong = refusal or any(form.errors for form in entry.forms)
    return render(request, "planning/enter.html", context, status=422 if wrong else 200)
