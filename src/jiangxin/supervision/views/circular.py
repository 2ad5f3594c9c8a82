"""The circular on a round (督查通报), drafted in one action from what was found."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from jiangxin.desk.links import url_for
from jiangxin.kernel import access, clock, records
from jiangxin.kernel.errors import TOLD, sentences
from jiangxin.reporting.domain import composing
from jiangxin.reporting.models import Document
from jiangxin.supervision.models import Round
from jiangxin.supervision.reports import KEY


def circular(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Offer the documents that can be drafted about a round, and draft the chosen one."""
    record = records.of_model(Round)
    row: Round = get_object_or_404(
        access.rows(record, request.actor, "circular").select_related("organiser"), uuid=uuid
    )
    back, refusal = url_for(record, "detail", row), ""
    templates = [template for template in composing.templates_on(clock.today()) if template.source == KEY]
    if request.method == "POST":
        template = next((one for one in templates if str(one.uuid) == request.POST.get("template")), None)
        try:
            if template is not None:
                made = composing.draft(
                    template, row, organisation=row.organiser, actor=request.actor, reason=_("Drafted from the round")
                )
                messages.success(request, _("The draft is made. Read it, edit it, and submit it."))
                return redirect(url_for(records.of_model(Document), "detail", made))
            refusal = _("Choose one of the templates.")
        except TOLD as error:
            refusal = " ".join(sentences(error))
    context = {
        "title": _("Draft a document about the round"),
        "crumbs": [(record.title_plural(), url_for(record, "list")), (row, back)],
        "templates": templates,
        "back": back,
        "refusal": refusal,
    }
    return render(request, "supervision/circular.html", context, status=422 if refusal else 200)
