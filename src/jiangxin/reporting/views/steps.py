"""Steps of a document that ask for more than a reason: number, seal, receipt."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from jiangxin.desk.links import url_for
from jiangxin.kernel import access, clock, records
from jiangxin.kernel.errors import TOLD, sentences
from jiangxin.reporting.domain import issuing, numbering
from jiangxin.reporting.interfaces.forms import NumberForm, SealForm
from jiangxin.reporting.models import Delivery, Document, NumberSeries


def number(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Give the next number of a series, or enter the one given elsewhere; the document is frozen with it."""
    document = _document(request, uuid, "number")
    form = NumberForm(document, request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            if given["series"]:
                done = numbering.give(document, given["series"], actor=request.actor)
            else:
                done = numbering.enter_outside(document, given["number"], actor=request.actor)
        except TOLD as error:
            form.add_error(None, sentences(error))
        else:
            messages.success(request, _("Numbered %(number)s and frozen.") % {"number": done.number_text})
            return redirect(url_for(records.of_model(Document), "detail", done))
    year = (document.dated or clock.today()).year
    series = NumberSeries.objects.filter(organisation=document.organisation)
    context = _page(document, _("Number and freeze"), form)
    context["upcoming"] = [numbering.upcoming(one, year) for one in series]
    return render(request, "reporting/number.html", context, status=422 if form.errors else 200)


def seal(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Note that the document was sealed, with the sealed copy."""
    document = _document(request, uuid, "seal")
    form = SealForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid():
        copy = form.cleaned_data["copy"]
        try:
            issuing.seal(document, copy.read() if copy else None, copy.name if copy else "", actor=request.actor)
        except TOLD as error:
            form.add_error(None, sentences(error))
        else:
            messages.success(request, _("The seal is entered."))
            return redirect(url_for(records.of_model(Document), "detail", document))
    return render(
        request,
        "reporting/step.html",
        _page(document, _("Enter the seal"), form),
        status=422 if form.errors else 200,
    )


def receive(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Note that the unit received a document."""
    record = records.of_model(Delivery)
    rows = access.rows(record, request.actor, "receive").select_related("document")
    delivery = get_object_or_404(rows, uuid=uuid)
    refusal = ""
    if request.method == "POST":
        try:
            issuing.receive(delivery, actor=request.actor)
        except TOLD as error:
            refusal = " ".join(sentences(error))
        else:
            messages.success(request, _("Received."))
            return redirect(url_for(records.of_model(Document), "detail", delivery.document))
    context = {**_page(delivery.document, _("Receive"), None), "delivery": delivery, "refusal": refusal}
    return render(request, "reporting/receive.html", context, status=422 if refusal else 200)


def _document(request: HttpRequest, uuid: Any, verb: str) -> Document:
    rows = access.rows(records.of_model(Document), request.actor, verb)
    document: Document = get_object_or_404(rows.select_related("organisation", "template"), uuid=uuid)
    return document


def _page(document: Document, title: str, form: Any) -> dict[str, Any]:
    record = records.of_model(Document)
    here = url_for(record, "detail", document)
    crumbs = [(record.title_plural(), url_for(record, "list")), (document, here)]
    return {"title": title, "crumbs": crumbs, "document": document, "form": form, "back": here}
