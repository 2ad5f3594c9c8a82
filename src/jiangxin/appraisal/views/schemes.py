"""Pages of a scheme: the rules as those appraised read them, the next edition, the form of a criterion."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from jiangxin.appraisal.domain import schemes
from jiangxin.appraisal.domain.queries.reading import reading
from jiangxin.appraisal.interfaces.criterion import CriterionForm, KindForm
from jiangxin.appraisal.models import Criterion, Scheme
from jiangxin.desk.links import url_for
from jiangxin.kernel import access, clock, records, write
from jiangxin.kernel.errors import TOLD, JiangxinError, sentences


def rules(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Show a scheme in words; those who draw it up see what is wrong with it."""
    record = records.of_model(Scheme)
    row: Scheme = get_object_or_404(access.rows(record, request.actor).select_related("organisation"), uuid=uuid)
    draws = access.may(record, request.actor, "change", row)
    context = {
        "title": row.title,
        "crumbs": [(record.title_plural(), url_for(record, "list")), (row, url_for(record, "detail", row))],
        "scheme": row,
        "reading": reading(row, clock.today()),
        "faults": schemes.faults(row) if draws else [],
        "draws": draws,
    }
    return render(request, "appraisal/rules.html", context)


def copy(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Ask from when on, and make the next edition."""
    record = records.of_model(Scheme)
    row: Scheme = get_object_or_404(access.rows(record, request.actor, "copy"), uuid=uuid)
    back, refusal = url_for(record, "detail", row), ""
    if request.method == "POST":
        try:
            begins = (
                records.of_model(Scheme).model._meta.get_field("valid_from").to_python(request.POST.get("valid_from"))
            )
            if begins is None or begins <= row.valid_from:
                raise ValidationError(_("A new edition begins after the one it is copied from."))
            made = schemes.copy(row, begins, actor=request.actor, reason=_("Next edition"))
            messages.success(request, _("The next edition is a draft. Change what is to change, and submit it."))
            return redirect(url_for(record, "detail", made))
        except TOLD as error:
            refusal = " ".join(sentences(error))
    context = {
        "title": _("Next edition"),
        "crumbs": [(record.title_plural(), url_for(record, "list")), (row, back)],
        "back": back,
        "refusal": refusal,
        "begins": request.POST.get("valid_from", ""),
    }
    return render(request, "appraisal/copy.html", context, status=422 if refusal else 200)


def criterion_of(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Lead from a scheme to the form of a new criterion."""
    scheme = get_object_or_404(access.rows(records.of_model(Scheme), request.actor, "criterion"), uuid=uuid)
    return redirect(url_for(records.of_model(Criterion), "add", query={"scheme": str(scheme.uuid)}))


def criterion_add(request: HttpRequest) -> HttpResponse:
    """Choose scheme, measure and kind of rule, then fill in what that kind needs."""
    record = records.of_model(Criterion)
    access.require(record, request.actor, record.permissions["add"])
    first = KindForm(request.GET or None, actor=request.actor)
    if not {"measure", "kind"} <= set(request.GET) or not first.is_valid():
        asked = (
            first
            if {"measure", "kind"} & set(request.GET)
            else KindForm(initial=request.GET.dict(), actor=request.actor)
        )
        context = {
            "title": _("New criterion"),
            "crumbs": [(record.title_plural(), url_for(record, "list"))],
            "form": asked,
            "back": url_for(record, "list"),
        }
        return render(request, "appraisal/criterion_kind.html", context)
    return _criterion(request, Criterion(scheme=first.cleaned_data["scheme"]), first.cleaned_data)


def criterion_edit(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Change a criterion of a draft."""
    record = records.of_model(Criterion)
    if not access.may(record, request.actor, "change"):
        raise PermissionDenied
    row = get_object_or_404(access.rows(record, request.actor, "change").select_related("scheme"), uuid=uuid)
    return _criterion(request, row, None)


def _criterion(request: HttpRequest, row: Criterion, chosen: dict[str, Any] | None) -> HttpResponse:
    record = records.of_model(Criterion)
    form = CriterionForm(request.POST if request.method == "POST" else None, row=row, chosen=chosen)
    back = url_for(records.of_model(Scheme), "detail", row.scheme)
    if form.is_valid():
        try:
            saved = write.save(
                record, row if row.pk else None, {"scheme": row.scheme, **form.changes()}, actor=request.actor,
                reason=form.cleaned_data.get("reason", ""), expected_version=form.cleaned_data.get("version"),
            )  # fmt: skip
            messages.success(request, _("“%(name)s” is saved.") % {"name": saved})
            return redirect(f"{back}?tab=appraisal.criteria.scheme#tabs")
        except ValidationError as error:
            form.tell(error)
        except JiangxinError as error:
            form.add_error(None, str(error))
    context = {
        "title": str(row) if row.pk else _("New criterion"),
        "crumbs": [
            (records.of_model(Scheme).title_plural(), url_for(records.of_model(Scheme), "list")),
            (row.scheme, back),
        ],
        "form": form,
        "back": back,
    }
    return render(request, "appraisal/criterion.html", context, status=422 if form.errors else 200)
