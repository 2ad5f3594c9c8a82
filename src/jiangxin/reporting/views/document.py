"""The page of a document with its pages as on paper, its files, and drafting from a template."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from jiangxin.desk.views.details import DetailView
from jiangxin.engines.typeset.document import Document as Content
from jiangxin.engines.typeset.document import from_dict
from jiangxin.engines.typeset.fonts import FontsMissing
from jiangxin.engines.typeset.plain import UnknownName
from jiangxin.evidence.domain.files import open_file
from jiangxin.evidence.views import serve
from jiangxin.kernel import access, records
from jiangxin.kernel.errors import NotLawful
from jiangxin.reporting.domain import archiving, composing
from jiangxin.reporting.interfaces import preview
from jiangxin.reporting.models import Document

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
    document = get_object_or_404(rows.select_related("pdf", "docx", "sealed_pdf", "bundle"), uuid=uuid)
    content = open_file(document.bundle) if document.bundle else archiving.packed(document)
    response = HttpResponse(content, content_type=archiving.ZIP)
    response["Content-Disposition"] = f'attachment; filename="{document.sha256[:12]}.zip"'
    return response


def _readable(request: HttpRequest, uuid: Any) -> Document:
    rows = access.rows(records.of_model(Document), request.actor)
    document: Document = get_object_or_404(rows.select_related("organisation", "template"), uuid=uuid)
    return document
