"""Hanging files on a row and taking them off again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from jiangxin.desk.links import url_for
from jiangxin.desk.views.base import RecordView
from jiangxin.evidence.domain import attachments
from jiangxin.kernel.errors import TOLD, Correctable, sentences


class AttachView(RecordView):
    """Hangs one file on the row; says when the same file hangs elsewhere already."""

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Keep the file and go back to the row."""
        instance = self.row()
        file = request.FILES.get("file")
        back = redirect(url_for(self.record, "detail", instance) + "#evidence")
        if file is None:
            messages.error(request, _("Choose a file first."))
            return back
        content = file.read()
        twins = attachments.twins(content, actor=self.actor)
        caption = request.POST.get("caption", "")
        try:
            with transaction.atomic():
                attachments.attach(self.record, instance, content, file.name or "", actor=self.actor, caption=caption)
        except IntegrityError:
            messages.error(request, _("This file is attached here already."))
        except TOLD as error:
            messages.error(request, " ".join(sentences(error)))
        else:
            messages.success(request, _("The file is attached."))
            if twins:
                names = ", ".join(str(attachments.target(twin)) for twin in twins[:3])
                messages.warning(request, _("The same file is attached elsewhere too: %(names)s.") % {"names": names})
        return back


class DetachView(RecordView):
    """Takes a file off the row, with a reason."""

    template = "desk/detach.html"

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Ask for the reason."""
        return self.show()

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Take the file off and go back to the row."""
        instance, attachment = self.found()
        try:
            attachments.detach(attachment, actor=self.actor, reason=request.POST.get("reason", ""))
        except Correctable as error:
            return self.show(message=str(error), status=422)
        messages.success(request, _("The file is taken off; its fingerprint stays in the log."))
        return redirect(url_for(self.record, "detail", instance) + "#evidence")

    def found(self) -> tuple[Any, Any]:
        """Return the row and the attachment of the address; 404 otherwise."""
        instance = self.row()
        attachment = (
            attachments.of(self.record, instance, actor=self.actor).filter(uuid=self.kwargs["attachment"]).first()
        )
        if attachment is None:
            raise Http404
        return instance, attachment

    def show(self, *, message: str = "", status: int = 200) -> HttpResponse:
        """Draw the page."""
        instance, attachment = self.found()
        return self.page(
            status=status,
            title=_("Take off: %(name)s") % {"name": attachment},
            crumbs=self.crumbs(instance),
            instance=instance,
            message=message,
            back=url_for(self.record, "detail", instance),
        )
