"""Asking for more time: for a report, for a sub-task or milestone, or for a task."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from jiangxin.desk.links import url_for
from jiangxin.kernel import access, records
from jiangxin.kernel.errors import TOLD, sentences
from jiangxin.planning.domain import extending
from jiangxin.planning.interfaces.extend import ExtendForm
from jiangxin.planning.models import Extension, Report, Subtask, Task
from jiangxin.planning.views.sheet import address


def extend(request: HttpRequest, uuid: Any, model: type[Report | Subtask | Task]) -> HttpResponse:
    """Show the date with what was asked about it so far, and ask for a later one."""
    record = records.of_model(model)
    rows = access.rows(record, request.actor, "extend")
    about = get_object_or_404(rows if model is Task else rows.select_related("task"), uuid=uuid)
    moved = extending.date_of(about)
    form = ExtendForm(request.POST if request.method == "POST" else None)
    back = address(about.cycle.uuid, uuid) if isinstance(about, Report) else url_for(record, "detail", about)
    if form.is_valid() and _asked(request, about, form):
        messages.success(request, _("More time is asked for; it is decided in the approval that is opened."))
        return redirect(back)
    here = _("Reporting") if isinstance(about, Report) else about
    asked = [row.pk for row in moved.asked]
    seen = access.rows(records.of_model(Extension), request.actor).filter(pk__in=asked)
    context = {
        "title": _("Ask for more time"),
        "crumbs": [(records.of_model(Task).title_plural(), url_for(records.of_model(Task), "list")), (here, back)],
        "about": about,
        "moved": moved,
        # what an earlier lead of the task wrote is counted, but its own
        "requests": list(seen.order_by("-pk")),
        "form": form,
        "back": back,
    }
    return render(request, "planning/extend.html", context, status=422 if form.errors else 200)


def _asked(request: HttpRequest, about: Report | Subtask | Task, form: ExtendForm) -> bool:
    """Hand the request in; what is refused is told by the form."""
    given = form.cleaned_data
    try:
        extending.request(about, given["until"], given["grounds"], actor=request.actor)
    except ValidationError as error:
        places = error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}
        for name, texts in places.items():
            form.add_error(name if name in form.fields else None, texts)
    except TOLD as error:
        form.add_error(None, sentences(error))
    return not form.errors
