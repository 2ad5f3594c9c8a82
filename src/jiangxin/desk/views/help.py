"""Help inside the product: a page for each record type, and the user guides."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from jiangxin.desk.domain.queries import help as pages
from jiangxin.desk.interfaces.columns import field_cell
from jiangxin.desk.links import url_for
from jiangxin.desk.views.base import RecordView
from jiangxin.kernel import access
from jiangxin.kernel.records import all_records


class IndexView(View):
    """The guides, and the lists the reader may open."""

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show the index."""
        actor = request.actor
        records = [record for record in all_records() if access.may(record, actor, "view")]
        context = {
            "title": _("Help"),
            "guides": pages.guides(),
            "records": sorted(records, key=lambda record: record.title_plural()),
        }
        return render(request, "desk/help.html", context)


class PageView(View):
    """One user guide."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the guide."""
        page = pages.find(kwargs["area"], kwargs["page"])
        if page is None or page.area != "user":
            raise Http404
        context = {"title": page.title, "page": page, "crumbs": [(_("Help"), reverse("desk:help"))]}
        return render(request, "desk/help_page.html", context)


class PictureView(View):
    """A picture of the user guides."""

    def get(self, request: HttpRequest, **kwargs: Any) -> FileResponse:
        """Send the picture."""
        path = pages.picture(kwargs["name"])
        if path is None:
            raise Http404
        response = FileResponse(path.open("rb"), content_type="image/png")
        response["Cache-Control"] = "private, max-age=86400"
        return response


class RecordHelpView(RecordView):
    """What a list is for, what its fields mean, and its steps."""

    template = "desk/help_record.html"

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show the help of a record type: the written page and what the declaration says."""
        fields = []  # of a record that nobody edits: those its page shows
        for section in self.record.form_sections or self.record.detail_sections:
            rows = []
            for name in section.fields:
                field = self.record.model._meta.get_field(name)
                text = getattr(field, "help_text", "")
                rows.append({"label": field_cell(self.record, name).heading, "help": text})
            fields.append({"title": section.title, "rows": rows})
        steps = [
            (step, [field_cell(self.record, name).heading for name in step.fields])
            for step in (self.record.workflow.transitions if self.record.workflow else ())
        ]
        return self.page(
            title=_("Help: %(list)s") % {"list": self.record.title_plural()},
            crumbs=[(_("Help"), reverse("desk:help"))],
            page=pages.find("records", self.record.key()),
            sections=fields,
            steps=steps,
            states=dict(self.record.model._meta.get_field(self.record.workflow.column).flatchoices)
            if self.record.workflow
            else {},
            list_url=url_for(self.record, "list"),
        )
