"""Pages of a unit: its sheet, the rows behind a criterion, the reconciliation; and the page of a computation."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from jiangxin.appraisal.domain import computing, measures
from jiangxin.appraisal.domain.queries import sheet as queries
from jiangxin.appraisal.enums import FIXED
from jiangxin.appraisal.models import Correction, CriterionScore, Objection, PublishedRank, Statement, UnitScore
from jiangxin.desk.links import url_for
from jiangxin.desk.views.details import DetailView
from jiangxin.kernel import access, records


class SheetView(DetailView):
    """The appraisal sheet of a unit (考核明细单): total, rank, grade, and every point explained."""

    template = "appraisal/sheet.html"

    def tabs(self, instance: Model) -> list[dict[str, Any]]:
        """Return none: the page shows the criteria itself."""
        return []

    def sections(self) -> tuple[Any, ...]:
        """Return none: what they would say stands at the top."""
        return ()

    def page(self, template: str = "", *, status: int = 200, **context: Any) -> HttpResponse:
        """Draw the sheet."""
        row: UnitScore = context["instance"]
        lines = queries.lines(row, self.actor)
        extra = {
            "lines": [line for line in lines if not line.is_loss],
            "losses": [line for line in lines if line.is_loss],
            "told": queries.total(row),
            "corrections": list(self._of(Correction, row)),
            "objections": list(self._of(Objection, row)),
            "ranks": list(self._of(PublishedRank, row, group=row.group).order_by("rank", "organisation__sort_key")),
            "stands": row.appraisal.state in FIXED,
            "moved": computing.moved(row.appraisal, row.organisation.code, queries.language())
            if self.can("history", row.appraisal)
            else [],
        }
        return super().page(template, status=status, **context, **extra)

    def can(self, verb: str, instance: Model | None = None) -> bool:
        """Whether the actor may do it, asked of the record type of the row."""
        if instance is not None and not isinstance(instance, UnitScore):
            return access.may(records.of_model(type(instance)), self.actor, verb, instance)
        return super().can(verb, instance)

    def _of(self, model: Any, row: UnitScore, **where: Any) -> Any:
        where = where or {"organisation": row.organisation_id}
        rows = access.rows(records.of_model(model), self.actor).filter(appraisal=row.appraisal_id, **where)
        return rows.select_related("organisation")


class RowsView(DetailView):
    """The points for a criterion with every row that was counted."""

    template = "appraisal/rows.html"

    def sections(self) -> tuple[Any, ...]:
        """Return none: what they would say stands at the top."""
        return ()

    def page(self, template: str = "", *, status: int = 200, **context: Any) -> HttpResponse:
        """Draw the page."""
        row: CriterionScore = context["instance"]
        known = measures.provided().get(row.measure)
        extra = {
            "line": queries.line(row, measures.titles()),
            "behind": queries.behind(row.rows, row.measure, self.actor),
            "help": known.help if known else "",
        }
        return super().page(template, status=status, **context, **extra)


class StatementView(DetailView):
    """What was counted for a unit, for it to compare with its own records."""

    template = "appraisal/statement.html"

    def page(self, template: str = "", *, status: int = 200, **context: Any) -> HttpResponse:
        """Draw the page."""
        row: Statement = context["instance"]
        titles, known = measures.titles(), measures.provided()
        counted = [
            {
                "title": titles.get(one["measure"], one["measure"]),
                "help": known[one["measure"]].help if one["measure"] in known else "",
                "value": queries.told_value(one, known.get(one["measure"])),
                "tally": queries.tally(one["rows"], one["measure"]),
                "unit": known[one["measure"]].measure.unit if one["measure"] in known else "",
                "not_applicable": one["not_applicable"],
                "behind": queries.behind(one["rows"], one["measure"], self.actor),
            }
            for one in row.counted
        ]
        return super().page(template, status=status, **context, counted=counted)


class ComputationView(DetailView):
    """A computation, done again to see that it gives the same."""

    template = "appraisal/computation.html"

    def page(self, template: str = "", *, status: int = 200, **context: Any) -> HttpResponse:
        """Draw the page."""
        return super().page(template, status=status, **context, reproduced=computing.is_reproduced(context["instance"]))


def object_to(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Lead to the form of an objection, filled in with what it is about."""
    row = get_object_or_404(
        access.rows(records.of_model(UnitScore), request.actor, "object").select_related("appraisal", "organisation"),
        uuid=uuid,
    )
    about = {"appraisal": str(row.appraisal.uuid), "organisation": str(row.organisation.uuid)}
    criterion = request.GET.get("criterion", "")
    return redirect(url_for(records.of_model(Objection), "add", query={**about, "criterion": criterion}))
