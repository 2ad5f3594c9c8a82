"""The page of a finding: what was found, how it is put right, and beside it what the unit says."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.http import HttpResponse

from jiangxin.desk.links import url_for
from jiangxin.desk.views.details import DetailView
from jiangxin.kernel import access, clock, records
from jiangxin.supervision.domain.queries.finding import page
from jiangxin.supervision.enums import UNSETTLED
from jiangxin.supervision.models import Finding, RectificationExtension, Slip, Statement


class FindingView(DetailView):
    """A finding; its steps and evidence are those of the generic page."""

    template = "supervision/finding.html"

    def happenings(self, instance: Model) -> tuple[list[Any], bool]:
        """Return nothing: the course tells what happened, and the page links to all changes."""
        return [], False

    def sections(self) -> tuple[Any, ...]:
        """Return none: the page says them in its own order."""
        return ()

    def tabs(self, instance: Model) -> list[dict[str, Any]]:
        """Return none: what belongs to the finding stands on the page."""
        return []

    def page(self, template: str = "", *, status: int = 200, **context: Any) -> HttpResponse:
        """Draw the page with what belongs to the finding, and with what the reader may add to it."""
        finding: Finding = context["instance"]
        found = page(finding, self.actor, clock.today())
        wanted = (
            (Statement, found.may_state),
            (RectificationExtension, found.may_ask),
            (Slip, finding.state in UNSETTLED and access.may(records.of_model(Slip), self.actor, "add")),
        )
        adds = {
            model.__name__: url_for(records.of_model(model), "add", query={"finding": str(finding.uuid)})
            for model, may in wanted
            if may
        }
        extra = {"found": found, "adds": adds, "may_read_history": self.can("history", finding)}
        return super().page(template, status=status, **context, **extra)
