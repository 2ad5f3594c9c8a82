"""The format check: what somebody uploads is measured against the standard and forgotten."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from jiangxin.desk.links import url_for
from jiangxin.engines.policytext.formats.errors import UnreadableError
from jiangxin.engines.policytext.formats.limits import MAX_FILE_BYTES, MIB
from jiangxin.engines.typeset.check_isolated import check_isolated
from jiangxin.engines.typeset.check_rules import CLAUSES, STANDARD
from jiangxin.engines.typeset.check_words import Language
from jiangxin.evidence.domain.files import clean_name
from jiangxin.kernel import access, records
from jiangxin.kernel.languages import english
from jiangxin.reporting.domain.numbering import DOCX
from jiangxin.reporting.models import Document


class CheckForm(forms.Form):
    """The file to be checked."""

    file = forms.FileField(
        label=gettext_lazy("Document"),
        help_text=gettext_lazy("docx. It is checked and forgotten: nothing of it is kept here."),
        widget=forms.FileInput({"accept": ".docx", "class": "form-control"}),
    )

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MAX_FILE_BYTES:
            raise forms.ValidationError(
                _("The file has %(size)s MB; at most %(most)s MB are checked. Check it without its pictures.")
                % {"size": file.size // MIB, "most": MAX_FILE_BYTES // MIB}
            )
        return file


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Show the form; tell where a document deviates, or send it back with comments at these places."""
    if not access.may(records.of_model(Document), request.actor, "check"):
        raise PermissionDenied
    form = CheckForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "title": _("Format check"), "standard": STANDARD}
    context["crumbs"] = [(records.of_model(Document).title_plural(), _list(request))]
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        language: Language = "en" if english() else "zh"
        try:
            done = check_isolated(file.read(), language, notes="noted" in request.POST)
        except UnreadableError as error:
            form.add_error("file", _(error.message) % error.params)
        else:
            if done.noted:
                return _sent(done.noted, file.name)
            context |= {"name": file.name, "groups": grouped(done.deviations, language), **_sums(done.deviations)}
    # htmx shows nothing of what is answered as an error
    refused = bool(form.errors) and not request.headers.get("HX-Request")
    return render(request, "reporting/check.html", context, status=422 if refused else 200)


def grouped(deviations: list[dict[str, Any]], language: Language) -> list[dict[str, Any]]:
    """Return the deviations by clause, those beyond doubt first, then those that are likely."""
    found: dict[tuple[bool, tuple[int, ...]], dict[str, Any]] = {}
    for one in deviations:
        likely, number = one["certainty"] == "likely", one["clause"].removeprefix(f"{STANDARD} ")
        key = (likely, tuple(int(part) for part in number.split(".")))
        about = CLAUSES[number].told(language)
        group = found.setdefault(key, {"likely": likely, "clause": one["clause"], "about": about, "rows": []})
        group["rows"].append(one)
    return [found[key] for key in sorted(found)]


def _sums(deviations: list[dict[str, Any]]) -> dict[str, int]:
    likely = sum(one["certainty"] == "likely" for one in deviations)
    return {"likely": likely, "certain": len(deviations) - likely}


def _sent(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=DOCX)
    shown = _("%(name)s with comments") % {"name": clean_name(name).removesuffix(".docx")}
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"{shown}.docx")
    return response


def _list(request: HttpRequest) -> str:
    record = records.of_model(Document)
    return url_for(record, "list") if access.may(record, request.actor, "view") else ""
