"""Saving and deleting views of a list."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from jiangxin.desk.domain.queries.saved_views import views_for
from jiangxin.desk.domain.saved_views import delete_view, save_view
from jiangxin.desk.links import url_for
from jiangxin.desk.views.base import RecordView
from jiangxin.kernel.errors import REFUSALS, sentences


class SaveView(RecordView):
    """Keeps the present filters, order and columns under a name."""

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Save the view and show the list with it."""
        query = QueryDict(request.POST.get("query", ""), mutable=True)
        for name in ("page", "view"):
            query.pop(name, None)
        try:
            view = save_view(
                self.record.key(),
                request.POST.get("name", ""),
                query.urlencode(),
                actor=self.actor,
                is_default="is_default" in request.POST,
                is_shared="is_shared" in request.POST,
            )
        except REFUSALS as error:
            messages.error(request, " ".join(sentences(error)))
            return redirect(f"{url_for(self.record, 'list')}?{query.urlencode()}")
        messages.success(request, _("The view “%(name)s” is saved.") % {"name": view.name})
        return redirect(f"{url_for(self.record, 'list')}?{view.query}&view={view.uuid}")


class DeleteView(RecordView):
    """Deletes an own view."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Delete the view and show the list."""
        view = (
            views_for(self.actor, self.record.key()).filter(uuid=kwargs["uuid"], account=self.actor.account_id).first()
        )
        if view is None:
            raise Http404
        delete_view(view, actor=self.actor)
        messages.success(request, _("The view is deleted."))
        return redirect(f"{url_for(self.record, 'list')}?view=")
