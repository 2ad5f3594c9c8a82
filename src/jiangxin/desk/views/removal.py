"""Deleting a row, with a reason; what still refers to it is explained."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import ProtectedError, RestrictedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from jiangxin.desk.domain.queries.references import Reference, references_to
from jiangxin.desk.links import url_for
from jiangxin.desk.views.base import RecordView
from jiangxin.kernel import write
from jiangxin.kernel.errors import JiangxinError


class DeleteView(RecordView):
    """The page that deletes a row."""

    template = "desk/delete.html"
    verb = "delete"

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Say what will happen, or what stands in the way."""
        return self.show(self.row())

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Delete the row and show the list."""
        instance = self.row()
        name = str(instance)
        try:
            write.delete(self.record, instance, actor=self.actor, reason=request.POST.get("reason", ""))
        except (ProtectedError, RestrictedError):
            return self.show(instance, status=409)
        except JiangxinError as error:
            return self.show(instance, message=str(error), status=422)
        messages.success(request, _("“%(name)s” is deleted.") % {"name": name})
        return redirect(url_for(self.record, "list"))

    def show(self, instance: Any, *, message: str = "", status: int = 200) -> HttpResponse:
        """Draw the page."""
        references: list[Reference] = references_to(instance, self.actor)
        return self.page(
            status=status,
            title=_("Delete: %(name)s") % {"name": instance},
            crumbs=self.crumbs(instance),
            instance=instance,
            blocking=[r for r in references if r.protects],
            following=[r for r in references if not r.protects],
            message=message,
            reason=self.request.POST.get("reason", ""),
            back=url_for(self.record, "detail", instance),
        )
