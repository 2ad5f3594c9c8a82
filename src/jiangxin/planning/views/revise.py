"""Beginning a revision of an approved work plan."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from jiangxin.desk.links import url_for
from jiangxin.kernel import access, records
from jiangxin.kernel.errors import TOLD, sentences
from jiangxin.planning.domain import splitting
from jiangxin.planning.models import WorkPlan


def revise(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Ask why, and begin the revision, which is then written like any work plan."""
    record = records.of_model(WorkPlan)
    row = get_object_or_404(access.rows(record, request.actor, "revise").select_related("task"), uuid=uuid)
    refusal = ""
    if request.method == "POST":
        try:
            made = splitting.revise(row, actor=request.actor, reason=request.POST.get("reason", ""))
        except TOLD as error:
            refusal = " ".join(sentences(error))
        else:
            messages.success(request, _("The revision is begun: change it and submit it for approval."))
            return redirect(url_for(record, "edit", made))
    context = {"row": row, "refusal": refusal, "back": url_for(record, "detail", row)}
    return render(request, "planning/revise.html", context, status=422 if refusal else 200)
