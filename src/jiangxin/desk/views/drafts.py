"""Drafts of forms: kept by the page while somebody types, dropped on request."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from jiangxin.desk.domain.drafts import drop_draft, keep_draft
from jiangxin.desk.links import url_for
from jiangxin.desk.views.base import RecordView


class DraftView(RecordView):
    """Keeps or drops the draft of a new row or of a change."""

    def permitted(self) -> bool:
        """Whoever may use the form may keep a draft of it."""
        return self.can("change" if "uuid" in self.kwargs else "add")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Keep the form as it is now; with `drop` forget it and show the form anew."""
        instance = self.row() if "uuid" in kwargs else None
        row = instance.uuid if instance else None
        if "drop" in request.POST:
            drop_draft(self.actor.account_id, self.record.key(), row)
            return redirect(url_for(self.record, "edit", instance) if instance else url_for(self.record, "add"))
        if self.actor.account_id is not None:
            keep_draft(self.actor.account_id, self.record.key(), row, dict(request.POST.lists()))
        return HttpResponse(status=204)
