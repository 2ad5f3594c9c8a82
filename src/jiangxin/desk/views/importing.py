"""Imports: drop a file → preview → confirm → progress → result, with undo while it is possible."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.views import View

from jiangxin.desk.interfaces.paging import Page
from jiangxin.desk.links import url_for
from jiangxin.desk.views.base import RecordView
from jiangxin.exchange.domain import annotated, committing, staging, templates, undoing
from jiangxin.exchange.domain.queries import jobs
from jiangxin.exchange.enums import Format, ImportState, Outcome
from jiangxin.exchange.models import ImportJob
from jiangxin.kernel.errors import JiangxinError
from jiangxin.kernel.records import get

PAGE = 50
NEWEST = 20
#: Outcomes in the order in which a person should look at them.
LOOK_AT = (Outcome.WRONG, Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED)


class ImportView(RecordView):
    """Base of the import pages of a record type."""

    verb = "import"

    def permitted(self) -> bool:
        """Only record types that declare an import have these pages."""
        return self.record.imports is not None and super().permitted()

    def job(self) -> ImportJob:
        """Return the actor's own job of the address; 404 otherwise."""
        found = jobs.imports(self.actor, self.record).filter(uuid=self.kwargs["uuid"]).first()
        if found is None:
            raise Http404
        return found

    def address(self, job: ImportJob) -> str:
        """Return the address of the page of a job."""
        return url_for(self.record, "import-job", uuid=job.uuid)


class UploadView(ImportView):
    """Where a file is dropped, with the template and the earlier imports."""

    template = "desk/import.html"

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show the page."""
        return self.show()

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Stage the file and show what is in it."""
        file = request.FILES.get("file")
        if file is None:
            return self.show(message=_("Choose a file first."), status=422)
        try:
            job = staging.stage(self.record, file.read(), file.name or "", actor=self.actor)
        except JiangxinError as error:
            return self.show(message=str(error), status=422)
        return redirect(self.address(job))

    def show(self, *, message: str = "", status: int = 200) -> HttpResponse:
        """Draw the page."""
        return self.page(
            status=status,
            title=_("Import: %(list)s") % {"list": self.record.title_plural()},
            message=message,
            earlier=[{"job": job, "url": self.address(job)} for job in jobs.imports(self.actor, self.record)[:NEWEST]],
            formats=[
                (value, label, url_for(self.record, "import-template", format=value)) for value, label in Format.choices
            ],
            max_rows=self.record.imports.max_rows,
        )


class TemplateView(ImportView):
    """The empty template."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Send the template in the language of the reader."""
        wanted = kwargs["format"]
        if wanted not in Format.values:
            raise Http404
        content = templates.make_template(self.record, actor=self.actor, format=wanted)
        return _file(f"{self.record.title_plural()}.{wanted}", content)


class JobView(ImportView):
    """One import in whatever state: being read, to be confirmed, being saved, done, failed."""

    template = "desk/import_job.html"

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show the page."""
        return self.show()

    def show(self, *, message: str = "", status: int = 200) -> HttpResponse:
        """Draw the page."""
        job = self.job()
        asked = self.request.GET.get("outcome") or next((o.value for o in LOOK_AT if job.counts.get(o.value)), "")
        outcome = asked if asked in Outcome.values else ""
        count = job.counts.get(outcome, 0)
        page = Page(self.request.GET.get("page"), count, PAGE, most=count)
        rows = page.of(jobs.rows(job, actor=self.actor, outcome=outcome)) if outcome else []
        return self.page(
            status=status,
            title=job.file_name,
            crumbs=[*self.crumbs(), (_("Import"), url_for(self.record, "import"))],
            job=job,
            message=message,
            busy=job.state in {ImportState.RECEIVED, ImportState.RUNNING},
            staged=job.state == ImportState.STAGED,
            done=job.state == ImportState.DONE,
            failed=job.state == ImportState.FAILED,
            confirmable=job.state == ImportState.STAGED and not job.counts.get("wrong") and _work(job) > 0,
            work=_work(job),
            undo_refusal=undoing.refusal(job, actor=self.actor) if job.state == ImportState.DONE else "",
            tallies=[
                {"value": o.value, "label": o.label, "count": job.counts.get(o.value, 0), "active": o.value == outcome}
                for o in LOOK_AT
            ],
            outcome=outcome,
            rows=[_shown(job, row) for row in rows],
            page=page,
            reason=self.request.POST.get("reason", ""),
        )


class AnnotatedView(ImportView):
    """The sender's own file with the wrong cells marked."""

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Send the file."""
        job = self.job()
        try:
            name, content = annotated.annotated(job, actor=self.actor)
        except JiangxinError as error:
            messages.warning(request, str(error))
            return redirect(self.address(job))
        return _file(name, content)


class JobStepView(JobView):
    """Confirming, giving up or undoing an import."""

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Lead to the page of the job: a step is taken by its button."""
        return redirect(self.address(self.job()))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Take the step and show the job."""
        job = self.job()
        reason = request.POST.get("reason", "")
        try:
            match kwargs["name"]:
                case "commit":
                    job = committing.commit(job, actor=self.actor, reason=reason)
                    if job.state == ImportState.DONE:
                        messages.success(request, _("Everything is saved."))
                case "discard":
                    committing.discard(job, actor=self.actor)
                    messages.info(request, _("The import is discarded; nothing was saved."))
                    return redirect(url_for(self.record, "import"))
                case "undo":
                    undoing.undo(job, actor=self.actor, reason=reason)
                    messages.success(request, _("The import is undone."))
                case _:
                    raise Http404
        except JiangxinError as error:
            return self.show(message=str(error), status=422)
        return redirect(self.address(job))


class ImportsView(View):
    """The reader's own imports into all lists, newest first."""

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show the imports."""
        found = jobs.imports(request.actor)[:PAGE]
        rows = [
            {
                "job": job,
                "list": get(job.record).title_plural(),
                "url": url_for(get(job.record), "import-job", uuid=job.uuid),
            }
            for job in found
        ]
        return render(request, "desk/imports.html", {"title": _("My imports"), "jobs": rows})


def _work(job: ImportJob) -> int:
    return int(job.counts.get("new", 0)) + int(job.counts.get("changed", 0))


def _shown(job: ImportJob, row: Any) -> dict[str, Any]:
    """Return a staged row with one cell for each column of the file, and what concerns the whole row."""
    wrong: dict[str, list[str]] = {}
    for error in row.errors:
        wrong.setdefault(error["column"], []).append(error["message"])
    cells = []
    for column in job.columns:
        name = column["name"]
        old, new = row.changes.get(name, (None, None))
        cells.append(
            {"label": column["label"], "value": row.values.get(name, ""), "old": old, "new": new,
             "changed": name in row.changes, "errors": wrong.pop(name, [])}
        )  # fmt: skip
    return {"row_no": row.row_no, "cells": cells, "errors": [text for texts in wrong.values() for text in texts]}


def _file(name: str, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type=Format(name.rpartition(".")[2]).media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=get_valid_filename(name))
    return response
