"""Exports: choosing the format, the download centre, fetching a file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from jiangxin.desk.interfaces.exports import select
from jiangxin.desk.interfaces.paging import EXACT_TO, counted
from jiangxin.desk.links import url_for
from jiangxin.desk.views.base import RecordView
from jiangxin.exchange.domain import exporting
from jiangxin.exchange.domain.queries import jobs
from jiangxin.exchange.enums import ExportState, Format
from jiangxin.kernel.errors import JiangxinError
from jiangxin.kernel.records import get

#: Parts of a list's address that narrow nothing.
NO_FILTERS = ("page", "view", "sort", "columns", "tab")
NEWEST = 50


class ExportView(RecordView):
    """Says what goes into the file and asks for its format."""

    template = "desk/export.html"
    verb = "export"

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show the choice."""
        params = self.params(request.GET.urlencode())
        count = counted(select(self.record, self.actor, params).rows)
        return self.page(
            title=_("Export: %(list)s") % {"list": self.record.title_plural()},
            params=params,
            count=count,
            exact_to=EXACT_TO,
            formats=Format.choices,
            back=f"{url_for(self.record, 'list')}?{request.GET.urlencode()}",
        )

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Start the export; a small one is ready at once."""
        wanted = request.POST.get("format", "")
        job = exporting.start_export(
            self.record,
            actor=self.actor,
            format=wanted if wanted in Format.values else Format.XLSX.value,
            params=self.params(request.POST.get("params", "")),
        )
        if job.state == ExportState.DONE:
            messages.success(request, _("The file is ready."))
        elif job.state == ExportState.FAILED:
            messages.error(request, job.message)
        else:
            messages.info(request, _("The file is being written. This page shows when it is ready."))
        return redirect("desk:downloads")

    def params(self, query: str) -> str:
        """Return the parts of a list's address that narrow it."""
        params = QueryDict(query, mutable=True)
        for name in NO_FILTERS:
            params.pop(name, None)
        return params.urlencode()


class DownloadsView(View):
    """The download centre: the reader's own exports, newest first."""

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show the exports."""
        found = list(jobs.exports(request.actor)[:NEWEST])
        context = {
            "title": _("Download centre"),
            "lead": _("Files that you had made. They are kept for some days."),
            "jobs": [
                {"job": job, "list": get(job.record).title_plural(), "ready": job.state == ExportState.DONE}
                for job in found
            ],
            "waiting": any(job.state in {ExportState.CREATED, ExportState.RUNNING} for job in found),
        }
        return render(request, "desk/downloads.html", context)


class DownloadView(View):
    """One finished export."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse | FileResponse:
        """Send the file to its owner."""
        job = jobs.exports(request.actor).filter(uuid=kwargs["uuid"]).first()
        if job is None:
            raise Http404
        try:
            name, path = exporting.open_export(job, actor=request.actor)
        except JiangxinError as error:
            messages.warning(request, str(error))
            return redirect("desk:downloads")
        return FileResponse(path.open("rb"), as_attachment=True, filename=name)
