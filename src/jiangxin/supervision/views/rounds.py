"""The page of a round: its run-sheet, with what is done and what is missing, above the rows that belong to it."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.http import HttpResponse

from jiangxin.desk.views.details import DetailView
from jiangxin.kernel import access, records
from jiangxin.supervision.domain.queries.rounds import run_sheets
from jiangxin.supervision.models import Round, TeamMember


class RoundView(DetailView):
    """A round; its facts, steps and rows are those of the generic page."""

    template = "supervision/round.html"

    def happenings(self, instance: Model) -> tuple[list[Any], bool]:
        """Return nothing: the run-sheet tells how far it is, and the page links to all changes."""
        return [], False

    def page(self, template: str = "", *, status: int = 200, **context: Any) -> HttpResponse:
        """Draw the page with the run-sheet and the team."""
        row: Round = context["instance"]
        (sheet,) = run_sheets([row], self.actor)
        team = access.rows(records.of_model(TeamMember), self.actor).filter(round=row)
        extra = {
            "sheet": sheet,
            "team": team.select_related("person", "post").order_by("part", "pk"),
            "may_read_history": self.can("history", row),
        }
        return super().page(template, status=status, **context, **extra)
