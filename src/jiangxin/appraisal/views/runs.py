"""Pages of an appraisal: the table of its units, computing again, the circular."""

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
from jiangxin.appraisal.reports import KEY
from jiangxin.desk.links import url_for
from jiangxin.desk.views.details import DetailView
from jiangxin.kernel import access, clock, records
from jiangxin.kernel.errors import TOLD, sentences
from jiangxin.reporting.domain import composing
from jiangxin.reporting.models import Document

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


def circular(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Offer the documents that can be drafted about a result, and draft the chosen one."""
    record = records.of_model(Appraisal)
    row: Appraisal = get_object_or_404(
        access.rows(record, request.actor, "circular").select_related("organisation"), uuid=uuid
    )
    back, refusal = url_for(record, "detail", row), ""
    templates = [template for template in composing.templates_on(clock.today()) if template.source == KEY]
    if request.method == "POST":
        template = next((one for one in templates if str(one.uuid) == request.POST.get("template")), None)
        try:
            if template is not None:
                reason = _("Drafted from the result")
                made = composing.draft(template, row, organisation=row.organisation, actor=request.actor, reason=reason)
                messages.success(request, _("The draft is made. Read it, edit it, and submit it."))
                return redirect(url_for(records.of_model(Document), "detail", made))
            refusal = _("Choose one of the templates.")
        except TOLD as error:
            refusal = " ".join(sentences(error))
    context = {
        "title": _("Draft a document about the result"),
        "crumbs": [(record.title_plural(), url_for(record, "list")), (row, back)],
        "templates": templates,
        "back": back,
        "refusal": refusal,
    }
    return render(request, "appraisal/circular.html", context, status=422 if refusal else 200)
