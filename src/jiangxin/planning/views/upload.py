"""Uploading the document of a plan."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jiangxin.kernel import access, records
from jiangxin.kernel.errors import REFUSALS, sentences
from jiangxin.planning.domain import intake
from jiangxin.planning.interfaces.forms import UploadForm
from jiangxin.planning.models import Plan


def upload(request: HttpRequest) -> HttpResponse:
    """Offer the form; keep and read the document; go on to the desk."""
    actor = request.actor
    access.require(records.of_model(Plan), actor, records.of_model(Plan).permissions["add"])
    form = UploadForm(request.POST or None, request.FILES or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            plan = intake.upload(
                file.read(),
                file.name,
                organisation=form.cleaned_data["organisation"],
                supersedes=form.cleaned_data["supersedes"],
                actor=actor,
            )
        except REFUSALS as error:
            form.add_error("file", sentences(error))
        else:
            return redirect("planning:check", uuid=plan.uuid)
    return render(request, "planning/upload.html", {"form": form})
