"""What may be told about a task, and beginning a statement for the public from an accepted report."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from jiangxin.desk.links import url_for
from jiangxin.kernel import access, records
from jiangxin.kernel.errors import TOLD, sentences
from jiangxin.planning.domain import releasing
from jiangxin.planning.enums import Disclosure
from jiangxin.planning.models import Release, Report, Task


def classify(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Say what may be told to the public about a task, and why."""
    record = records.of_model(Task)
    task = get_object_or_404(access.rows(record, request.actor, "assign"), uuid=uuid)
    refusal, chosen = "", request.POST.get("disclosure", task.disclosure)
    if request.method == "POST":
        try:
            releasing.classify([task], chosen, actor=request.actor, reason=request.POST.get("reason", ""))
        except TOLD as error:
            refusal = " ".join(sentences(error))
        else:
            messages.success(request, _("“%(name)s” is saved.") % {"name": task})
            return redirect(url_for(record, "detail", task))
    context = {"task": task, "choices": Disclosure.choices, "chosen": chosen, "refusal": refusal}
    return render(request, "planning/classify.html", context, status=422 if refusal else 200)


def draft(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Show what a statement would begin with, and begin it."""
    record = records.of_model(Report)
    rows = access.rows(record, request.actor, "tell").select_related("task", "cycle")
    report = get_object_or_404(rows, uuid=uuid)
    refusal = ""
    if request.method == "POST":
        try:
            made = releasing.draft_from(report, actor=request.actor, reason=_("Drafted from the report"))
        except TOLD as error:
            refusal = " ".join(sentences(error))
        else:
            messages.success(request, _("The statement is begun: edit it and submit it for the secrecy review."))
            return redirect(url_for(records.of_model(Release), "edit", made))
    context = {"report": report, "refusal": refusal, "is_open": report.task.disclosure == Disclosure.OPEN}
    return render(request, "planning/tell.html", context, status=422 if refusal else 200)
