"""Beginning a document: from a template, or about a row of any record type that a source knows."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from jiangxin.desk.links import url_for
from jiangxin.kernel import access, clock, records
from jiangxin.kernel.errors import TOLD, sentences
from jiangxin.people.models import Organisation
from jiangxin.reporting.domain import composing, sources
from jiangxin.reporting.interfaces.forms import AboutForm, DraftForm, choices
from jiangxin.reporting.models import Document, Template


def choose(request: HttpRequest) -> HttpResponse:
    """Show the templates in force; from a chosen one, with its facts, begin a document."""
    record = _drafted(request)
    offered = choices(request.actor)
    wanted = request.POST.get("template") or request.GET.get("template", "")
    template = next((one for one in offered if str(one.uuid) == wanted), None)
    form = DraftForm(template, request.actor, request.POST or None) if template else None
    if template and form and form.is_valid():
        given = form.cleaned_data
        done = _draft(request, form, template, given.get("subject"), given["organisation"])
        if done is not None:
            return done
    context = {
        "title": _("Draft a document"),
        "crumbs": [(record.title_plural(), url_for(record, "list"))],
        "templates": offered,
        "template": template,
        "form": form,
    }
    return render(request, "reporting/choose.html", context, status=422 if form and form.errors else 200)


def about(request: HttpRequest, room: str, slug: str, uuid: Any) -> HttpResponse:
    """Offer the templates for documents about a row, and draft from the chosen one."""
    _drafted(request)
    known = sources.about(f"{room}.{slug}")
    if not known:
        raise Http404
    record = records.get(f"{room}.{slug}")
    row = get_object_or_404(access.with_related(access.rows(record, request.actor), record.related), uuid=uuid)
    able = {source.key for source in known if composing.subjects(source, request.actor).filter(pk=row.pk).exists()}
    if not able:
        raise Http404
    templates = [one for one in composing.templates_about(record.key(), clock.today()) if one.source in able]
    form = AboutForm(templates, request.actor, request.POST or None) if templates else None
    if form and form.is_valid():
        done = _draft(request, form, form.cleaned_data["template"], row, form.cleaned_data["organisation"])
        if done is not None:
            return done
    back = url_for(record, "detail", row)
    context = {
        "title": _("Draft a document"),
        "crumbs": [(record.title_plural(), url_for(record, "list")), (row, back)],
        "subject": row,
        "form": form,
        "back": back,
    }
    return render(request, "reporting/draft.html", context, status=422 if form and form.errors else 200)


def _drafted(request: HttpRequest) -> type[records.RecordType]:
    record = records.of_model(Document)
    if not access.may(record, request.actor, "draft"):
        raise PermissionDenied
    return record


def _draft(
    request: HttpRequest, form: Any, template: Template, subject: Any, organisation: Organisation
) -> HttpResponse | None:
    """Begin the document and go to it, or tell the form why it cannot be."""
    try:
        made = composing.draft(
            template, subject, organisation=organisation, actor=request.actor, reason=_("Drafted from a template")
        )
    except TOLD as error:
        form.add_error(None, sentences(error))
        return None
    messages.success(request, _("The draft is made. Read it, edit it, and submit it."))
    return redirect(url_for(records.of_model(Document), "edit", made))
