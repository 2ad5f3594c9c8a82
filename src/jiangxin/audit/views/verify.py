"""Verifying the log on screen, and handing out what an outsider needs to do the same."""

from __future__ import annotations

import io
import tempfile
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jiangxin.audit.domain.keys import PUBLIC, keys_folder, signing_key
from jiangxin.audit.domain.queries.proof import standing, verify_database, write_bundle
from jiangxin.audit.domain.sealing import as_file, export_head, file_name, head_of
from jiangxin.audit.models import SignedHead
from jiangxin.audit.records import ActivityRecord, SignedHeadRecord
from jiangxin.kernel import access, activity

#: Heads shown on the page; the list of heads has the rest.
SHOWN = 10


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Show where the seal stands; a POST checks the whole log now and says what it found."""
    actor = request.actor
    access.require(ActivityRecord, actor, ActivityRecord.permissions["view"])
    report = None
    if request.method == "POST":
        if request.POST.get("what") == "head":
            export_head()
        report = verify_database()
        details = {"holds": report.holds, "rows": report.rows, "problems": len(report.problems)}
        activity.record(actor, activity.Entry("verify", ActivityRecord.key(), details=details))
    context = {
        "report": report,
        "standing": standing(),
        "heads": access.rows(SignedHeadRecord, actor)[:SHOWN],
        "may_export": access.may(ActivityRecord, actor, "export"),
    }
    return render(request, "audit/verify.html", context)


@require_POST
def bundle(request: HttpRequest) -> HttpResponseBase:
    """Hand out the whole log as a bundle; recorded like every export."""
    actor = request.actor
    access.require(ActivityRecord, actor, ActivityRecord.permissions["export"])
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    text = io.TextIOWrapper(file, encoding="utf-8", newline="\n")
    rows = write_bundle(text)
    text.flush()
    text.detach()
    file.seek(0)
    activity.record(actor, activity.Entry("export", ActivityRecord.key(), details={"rows": rows, "format": "bundle"}))
    return FileResponse(file, as_attachment=True, filename="audit-log.jsonl", content_type="application/jsonl")


@require_safe
def head(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Hand out one signed head as a file."""
    actor = request.actor
    row: SignedHead = get_object_or_404(access.rows(SignedHeadRecord, actor), uuid=uuid)
    return _file(as_file(head_of(row)), file_name(row), "application/json")


@require_safe
def key(request: HttpRequest) -> HttpResponse:
    """Hand out the public key that heads are signed with."""
    actor = request.actor
    access.require(ActivityRecord, actor, ActivityRecord.permissions["view"])
    signing_key()
    return _file((keys_folder() / PUBLIC).read_bytes(), PUBLIC, "application/x-pem-file")


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
