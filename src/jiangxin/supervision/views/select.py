"""Choosing the tasks of a round by the rules of today."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jiangxin.desk.links import url_for
from jiangxin.kernel import access, clock, records
from jiangxin.supervision.domain import selecting
from jiangxin.supervision.models import Round, SelectionRule


def select(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Show the rules in force, and let them choose."""
    record = records.of_model(Round)
    row = get_object_or_404(access.rows(record, request.actor, "select"), uuid=uuid)
    back = url_for(record, "detail", row)
    if request.method == "POST":
        run = selecting.select(row, actor=request.actor)
        count = run.tasks.count()
        text = ngettext("%(count)d task is chosen.", "%(count)d tasks are chosen.", count)
        messages.success(request, text % {"count": count})
        return redirect(back)
    context = {
        "title": _("Choose tasks by rule"),
        "crumbs": [(record.title_plural(), url_for(record, "list")), (row, back)],
        "rules": SelectionRule.objects.on(clock.today()).order_by("ground"),
        "back": back,
    }
    return render(request, "supervision/select.html", context)
