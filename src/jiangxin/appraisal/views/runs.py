"""Pages of an appraisal: the table of its units, computing again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.appraisal.domain import runs
from jiangxin.appraisal.domain.queries.board import board, statements
from jiangxin.appraisal.enums import AppraisalState as A
from jiangxin.appraisal.models import Appraisal
from jiangxin.desk.links import url_for
from jiangxin.desk.views.details import DetailView
from jiangxin.kernel import access, records
from jiangxin.kernel.errors import TOLD, sentences

#: What happens next, for whoever reads the page.
NEXT = {
    A.COLLECTING: gettext_lazy("Values from outside are entered and confirmed; after the period units reconcile."),
    A.RECONCILIATION: gettext_lazy("Units agree with what was counted or dispute it; then it is scored."),
    A.PREVIEW: gettext_lazy("Units see their own sheets; next it is opened to objections."),
    A.OBJECTIONS: gettext_lazy("Units may object; others than those who prepared it decide."),
    A.IN_APPROVAL: gettext_lazy("Those who confirm it have it; nothing changes any more."),
    A.CONFIRMED: gettext_lazy("The result stands; it goes to the appraisal office as a proposal."),
    A.PROPOSED: gettext_lazy("The appraisal office decides; its decision is noted here with its paper."),
    A.ADOPTED: gettext_lazy("The appraisal office adopted it."),
    A.RETURNED: gettext_lazy("The appraisal office returned it; it is scored again or cancelled."),
    A.CANCELLED: gettext_lazy("It was cancelled."),
}


class RunView(DetailView):
    """An appraisal by peer group, with what is open and what comes next."""

    template = "appraisal/run.html"

    def page(self, template: str = "", *, status: int = 200, **context: Any) -> HttpResponse:
        """Draw the page with the table of units."""
        row: Appraisal = context["instance"]
        groups = board(row, self.actor)
        extra = {
            "groups": groups,
            "said": statements(row, self.actor) if not groups else [],
            "next": NEXT[A(row.state)],
            "wide": True,
        }
        return super().page(template, status=status, **context, **extra)


def recompute(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Ask why, and compute again."""
    record = records.of_model(Appraisal)
    row: Appraisal = get_object_or_404(access.rows(record, request.actor, "recompute"), uuid=uuid)
    back, refusal = url_for(record, "detail", row), ""
    if request.method == "POST":
        why = request.POST.get("reason", "").strip()
        try:
            if why:
                runs.recompute(row, actor=request.actor, why=why[:300])
                messages.success(request, _("Scores are computed again."))
                return redirect(back)
            refusal = _("Give a reason: it is kept with the record.")
        except TOLD as error:
            refusal = " ".join(sentences(error))
    context = {
        "title": _("Compute again"),
        "crumbs": [(record.title_plural(), url_for(record, "list")), (row, back)],
        "back": back,
        "refusal": refusal,
    }
    return render(request, "appraisal/recompute.html", context, status=422 if refusal else 200)
