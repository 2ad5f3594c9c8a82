"""Downloads and previews. Nothing is served without asking the record that the file hangs on."""

from __future__ import annotations

from typing import Any, TypeVar
from urllib.parse import quote

from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jiangxin.evidence.domain import attachments, previews
from jiangxin.evidence.domain.errors import FileMissing
from jiangxin.evidence.domain.files import missing_message, path_of
from jiangxin.evidence.models import Attachment, StoredFile
from jiangxin.kernel import activity

R = TypeVar("R", bound=HttpResponseBase)
#: Types a browser shows without being able to run anything in them.
INLINE = previews.IMAGES | {"application/pdf", "text/plain", "text/csv", "text/markdown"}
SANDBOX = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox"


@require_safe
def download(request: HttpRequest, uuid: Any) -> HttpResponseBase:
    """Send the file of an attachment to whoever may see the record; logged."""
    attachment = _readable(request, uuid)
    actor = request.actor
    response = serve(request, attachment.file, attachment.name)
    if response.status_code == 200:  # noqa: PLR2004 - a missing file is not a download
        details = {"attachment": attachment.pk, "sha256": attachment.file.sha256}
        entry = activity.Entry("download", attachment.record, attachment.object_id, details=details)
        with transaction.atomic():
            activity.record(actor, entry)
    return response


@require_safe
def preview(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Send the preview of an attachment: a picture or plain text; 404 when its type has none."""
    attachment = _readable(request, uuid)
    try:
        found = previews.preview(attachment.file)
    except FileMissing as error:
        return _gone(str(error))
    if found is None:
        raise Http404(_("There is no preview of this file."))
    response = HttpResponse(found.content, content_type=found.media_type)
    response["Cache-Control"] = "private, max-age=86400"
    return _guarded(response)


def serve(request: HttpRequest, file: StoredFile, name: str) -> HttpResponseBase:
    """Return the response that carries a stored file; the caller has asked whether it may be read.

    `?inline=1` shows types that cannot act in a browser; everything else is saved.
    """
    try:
        stream = path_of(file.sha256).open("rb")
    except OSError:
        return _gone(missing_message(file))
    response = FileResponse(stream, content_type=file.media_type)
    inline = request.GET.get("inline") == "1" and file.media_type in INLINE
    if file.media_type.startswith("text/"):
        response["Content-Type"] = "text/plain; charset=utf-8" if inline else file.media_type
    kind = "inline" if inline else "attachment"
    response["Content-Disposition"] = f"{kind}; filename*=UTF-8''{quote(name, safe='')}"
    response["Content-Length"] = str(file.size)
    response["Cache-Control"] = "private, no-cache"
    return _guarded(response)


def _readable(request: HttpRequest, uuid: Any) -> Attachment:
    attachment = get_object_or_404(Attachment.objects.select_related("file"), uuid=uuid)
    if not attachments.readable(attachment, actor=request.actor):
        raise Http404
    return attachment


def _guarded(response: R) -> R:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    return response


def _gone(message: str) -> HttpResponse:
    return _guarded(HttpResponse(message, status=410, content_type="text/plain; charset=utf-8"))
