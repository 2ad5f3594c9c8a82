"""Editing with the pages beside the text: what is typed is set while it is typed, and saved when it is saved."""

from __future__ import annotations

import base64
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST, require_safe

from jiangxin.desk.links import url_for
from jiangxin.desk.views.forms import EditView
from jiangxin.engines.typeset.fonts import FontsMissing
from jiangxin.engines.typeset.plain import UnknownName
from jiangxin.kernel import access, records
from jiangxin.kernel.errors import NotLawful
from jiangxin.reporting.domain import composing, sources
from jiangxin.reporting.enums import Layout
from jiangxin.reporting.interfaces import preview
from jiangxin.reporting.interfaces.forms import own_office
from jiangxin.reporting.models import Document, Template

#: Pages that are shown while one types; the page of the document has all of them.
SHOWN = 6
_OF_TEMPLATE = ("mark", "title", "recipients", "body", "annexes", "copies")
_OF_DOCUMENT = (*_OF_TEMPLATE, "signatory", "remark", "urgency")


class DocumentEdit(EditView):
    """The form of a document with its pages beside it."""

    template = "reporting/edit.html"
    preview = "reporting:preview"

    def page(self, template: str = "", *, status: int = 200, **context: Any) -> HttpResponse:
        """Draw the form with what may be inserted."""
        extra = {"preview": self.preview, "names": self.names(), "wide": True}
        return super().page(template, status=status, **context, **extra)

    def names(self) -> list[tuple[str, Any]]:
        """Return what buttons insert, each with what it stands for."""
        known = sources.names_of(self.instance.source)[1]
        return [(f"[[{name}]]", known.get(name, "")) for name in self.instance.facts.get("inserts", {})]


class TemplateEdit(DocumentEdit):
    """The form of a template with pages made of it beside it."""

    preview = "reporting:template-set"

    def names(self) -> list[tuple[str, Any]]:
        """Return the variables and inserts of the source."""
        values, inserts = sources.names_of(self.instance.source)
        return [(f"{{{{{name}}}}}", text) for name, text in values.items()] + [
            (f"[[{name}]]", text) for name, text in inserts.items()
        ]


@require_POST
def document_preview(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Set what stands in the form of a document, and say what is to be put right."""
    rows = access.rows(records.of_model(Document), request.actor, "change")
    document: Document = get_object_or_404(rows.select_related("organisation"), uuid=uuid)
    _type(document, request.POST, _OF_DOCUMENT)
    document.dated = _day(request.POST.get("dated", ""))
    return render(request, "reporting/set.html", _set(document, composing.places(document)))


@require_POST
def template_set(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Set what stands in the form of a template, with facts of the newest row that it could be about."""
    rows = access.rows(records.of_model(Template), request.actor, "change")
    template: Template = get_object_or_404(rows, uuid=uuid)
    _type(template, request.POST, _OF_TEMPLATE)
    return render(request, "reporting/set.html", _example(request, template))


@require_safe
def template_preview(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Show a template as pages with facts, and what each of its variables stands for."""
    record = records.of_model(Template)
    template = get_object_or_404(access.rows(record, request.actor), uuid=uuid)
    values, inserts = sources.names_of(template.source)
    context = {
        "title": template,
        "crumbs": [(record.title_plural(), url_for(record, "list")), (template, url_for(record, "detail", template))],
        "template": template,
        "values": values,
        "inserts": inserts,
        "set": _example(request, template),
    }
    return render(request, "reporting/template.html", context)


def _example(request: HttpRequest, template: Template) -> dict[str, Any]:
    problems = composing.template_places(template)
    office = own_office(request.actor)
    if problems or office is None:
        return {"problems": problems}
    return _set(composing.example(template, office, request.actor), [])


def _set(document: Document, problems: list[composing.Problem]) -> dict[str, Any]:
    """Return the pages as pictures; where they cannot be set, why."""
    context: dict[str, Any] = {"problems": problems}
    try:
        pages = preview.pages(composing.assemble(document), tuple(composing.names_in(document.title)))
    except (UnknownName, NotLawful, FontsMissing) as error:
        context["refusal"] = "" if problems else str(error)
    else:
        context |= {"pages": [base64.b64encode(page).decode() for page in pages[:SHOWN]], "total": len(pages)}
        context["rest"] = max(len(pages) - SHOWN, 0)
    return context


def _type(row: Document | Template, given: Any, names: tuple[str, ...]) -> None:
    """Give the row what was typed, without saving it."""
    for name in names:
        if name in given:
            setattr(row, name, given[name].replace("\r\n", "\n"))
    if given.get("layout") in Layout.values:
        row.layout = given["layout"]
    row.sealed = "sealed" in given


def _day(text: str) -> Any:
    try:
        return parse_date(text)
    except ValueError:
        return None
