"""The page of a document with its pages as on paper, its files, and drafting from a template."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from jiangxin.desk.links import url_for
from jiangxin.desk.views.details import DetailView
from jiangxin.engines.typeset.document import Document as Content
from jiangxin.engines.typeset.document import from_dict
from jiangxin.engines.typeset.fonts import FontsMissing
from jiangxin.engines.typeset.plain import UnknownName
from jiangxin.engines.typeset.seal import bundle as make_bundle
from jiangxin.evidence.domain.files import open_file
from jiangxin.evidence.views import serve
from jiangxin.kernel import access, records
from jiangxin.kernel.errors import TOLD, NotLawful, sentences
from jiangxin.reporting.domain import composing, sources
from jiangxin.reporting.interfaces import preview
from jiangxin.reporting.interfaces.forms import DraftForm, choices
from jiangxin.reporting.models import Document, Template

FILES = {"pdf": "pdf", "docx": "docx", "sealed": "sealed_pdf"}
LABELS = {"pdf": "PDF", "docx": "DOCX", "sealed": gettext_lazy("Sealed copy")}


class DocumentView(DetailView):
    """A document as it will look, what keeps it from going on, and its course."""

    template = "reporting/document.html"

    def page(self, template: str = "", *, status: int = 200, **context: Any) -> HttpResponse:
        """Draw the page with the pages of the document."""
        document: Document = context["instance"]
        number, refusal = 0, ""
        try:
            number = len(preview.pages(content_of(document), tuple(composing.names_in(document.title))))
        except (UnknownName, NotLawful, FontsMissing) as error:
            refusal = str(error)
        extra = {
            "pages": range(1, number + 1),
            "refusal": refusal,
            "problems": composing.problems(document) if document.content is None else [],
            "files": [(name, LABELS[name]) for name, field in FILES.items() if getattr(document, f"{field}_id")],
            "values": document.facts.get("values", {}) if self.can("change", document) else {},
            "inserts": list(document.facts.get("inserts", {})) if self.can("change", document) else [],
        }
        return super().page(template, status=status, **context, **extra)


def content_of(document: Document) -> Content:
    """Return what the document says: what was frozen, else what it says now."""
    return from_dict(document.content) if document.content else composing.assemble(document)


@require_safe
def picture(request: HttpRequest, uuid: Any, page: int) -> HttpResponse:
    """Send a page of a document as PNG."""
    document = _readable(request, uuid)
    try:
        pages = preview.pages(content_of(document), tuple(composing.names_in(document.title)))
    except (UnknownName, NotLawful, FontsMissing) as error:
        raise Http404(str(error)) from error
    if not 1 <= page <= len(pages):
        raise Http404
    response = HttpResponse(pages[page - 1], content_type="image/png")
    response["Cache-Control"] = "private, max-age=300"
    return response


@require_safe
def file(request: HttpRequest, uuid: Any, name: str) -> HttpResponseBase:
    """Send a file of a frozen document: the PDF, the DOCX, the sealed copy."""
    document = _readable(request, uuid)
    stored = getattr(document, FILES.get(name, ""), None)
    if stored is None:
        raise Http404
    ending = "docx" if name == "docx" else "pdf"
    return serve(request, stored, f"{document.number_text} {document}.{ending}")


@require_safe
def bundle(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Send content and files with their fingerprints, for whoever wants to verify them."""
    rows = access.rows(records.of_model(Document), request.actor, "bundle")
    document = get_object_or_404(rows.select_related("pdf", "docx", "sealed_pdf"), uuid=uuid)
    held = {"document.pdf": document.pdf, "document.docx": document.docx, "sealed.pdf": document.sealed_pdf}
    files = {name: open_file(stored) for name, stored in held.items() if stored}
    about = {
        "number": document.number_text,
        "title": str(document),
        "issued_on": document.issued_on.isoformat() if document.issued_on else "",
    }
    response = HttpResponse(make_bundle(document.content, files, about), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{document.sha256[:12]}.zip"'
    return response


def choose(request: HttpRequest) -> HttpResponse:
    """Show the templates in force; from a chosen one, with its facts, begin a document."""
    record = records.of_model(Document)
    if not access.may(record, request.actor, "draft"):
        raise PermissionDenied
    offered = choices(request.actor)
    wanted = request.POST.get("template") or request.GET.get("template", "")
    template = next((one for one in offered if str(one.uuid) == wanted), None)
    form = DraftForm(template, request.actor, request.POST or None) if template else None
    if template and form and form.is_valid():
        given = form.cleaned_data
        try:
            made = composing.draft(
                template,
                given.get("subject"),
                organisation=given["organisation"],
                actor=request.actor,
                reason=_("Drafted from a template"),
            )
        except TOLD as error:
            form.add_error(None, sentences(error))
        else:
            messages.success(request, _("The draft is made. Read it, edit it, and submit it."))
            return redirect(url_for(record, "detail", made))
    context = {
        "title": _("Draft a document"),
        "crumbs": [(record.title_plural(), url_for(record, "list"))],
        "templates": offered,
        "template": template,
        "form": form,
    }
    return render(request, "reporting/choose.html", context, status=422 if form and form.errors else 200)


@require_safe
def template_preview(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Show a template with its variables by name, and what each of them stands for."""
    record = records.of_model(Template)
    template = get_object_or_404(access.rows(record, request.actor), uuid=uuid)
    values, inserts = sources.names_of(template.source)
    context = {
        "title": template,
        "crumbs": [(record.title_plural(), url_for(record, "list")), (template, url_for(record, "detail", template))],
        "template": template,
        "values": values,
        "inserts": inserts,
        "problems": composing.template_problems(template),
    }
    return render(request, "reporting/template.html", context)


def _readable(request: HttpRequest, uuid: Any) -> Document:
    rows = access.rows(records.of_model(Document), request.actor)
    document: Document = get_object_or_404(rows.select_related("organisation", "template"), uuid=uuid)
    return document
