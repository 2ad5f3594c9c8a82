"""The page of one approval: where it stands, and the decision of who is asked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from jiangxin.kernel import access, records
from jiangxin.kernel.errors import REFUSALS, JiangxinError, NotLawful, sentences
from jiangxin.people.models import Account, Person
from jiangxin.workflow.domain import approvals
from jiangxin.workflow.domain.queries.progress import Progress, progress_of, visible_to
from jiangxin.workflow.enums import Decision
from jiangxin.workflow.interfaces import DecisionForm
from jiangxin.workflow.models import Approval, ApprovalStage

#: Longer numbers are none of ours.
DIGITS = 19


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Show an approval to who may see it; take the decision of who is asked."""
    actor = request.actor
    approval = get_object_or_404(visible_to(actor).select_related("route", "submitter", "organisation"), uuid=uuid)
    progress = progress_of(approval, actor)
    form = DecisionForm(request.POST or None, persons=_persons(progress))
    status = 200
    if request.method == "POST":
        refusal = _take(form, approval, actor) if form.is_valid() else _("Choose one of the decisions.")
        if not refusal:
            messages.success(request, _("Your decision was kept."))
            return redirect("workflow:decide", uuid=uuid) if _still_visible(actor, uuid) else redirect("/")
        messages.error(request, refusal)
        status = 422
        progress = progress_of(approval, actor)
    row, title = _row(approval, actor)
    context = {
        "progress": progress,
        "approval": approval,
        "form": form,
        "subject_title": title,
        "subject_url": _address(approval, row),
        "record_title": records.get(approval.record).title(),
    }
    return render(request, "workflow/decide.html", context, status=status)


@require_POST
def decide_many(request: HttpRequest) -> HttpResponse:
    """Approve or return the chosen approvals, all or none, and go back to the queue."""
    steps = [int(value) for value in request.POST.getlist("step") if value.isdecimal() and len(value) < DIGITS]
    stages = ApprovalStage.objects.filter(pk__in=steps, approval__in=visible_to(request.actor)).order_by("pk")
    asked = set(request.POST.getlist("step"))
    chosen = [(stage.approval, stage.pk) for stage in stages.select_related("approval")]
    decision = Decision.RETURN if request.POST.get("decision") == Decision.RETURN else Decision.APPROVE
    comment = request.POST.get("comment", "")
    try:
        if not asked:
            raise NotLawful(_("Choose what you decide on."))
        if len(chosen) != len(asked):
            raise NotLawful(_("One of them is not yours to decide any more. Look at the queue again."))
        count = approvals.decide_many(chosen, decision, actor=request.actor, comment=comment)
    except REFUSALS as error:
        messages.error(request, " ".join(sentences(error)))
    else:
        approved = ngettext("%(n)d decided: approved.", "%(n)d decided: approved.", count)
        returned = ngettext("%(n)d decided: returned.", "%(n)d decided: returned.", count)
        messages.success(request, (approved if decision == Decision.APPROVE else returned) % {"n": count})
    return redirect("/")


def _take(form: DecisionForm, approval: Approval, actor: Any) -> str:
    """Take the decision and return why it was refused, or ""."""
    data = form.cleaned_data
    try:
        if data["decision"] == Decision.WITHDRAW:
            approvals.withdraw(approval, actor=actor, reason=data["comment"])
        else:
            approvals.decide(
                approval,
                data["decision"],
                actor=actor,
                comment=data["comment"],
                stage_id=data["stage"],
                to_person=data["to_person"],
            )
    except JiangxinError as error:
        return str(error)
    return ""


def _persons(progress: Progress) -> QuerySet[Person]:
    """Return the persons a step can be handed to: those who can sign in, the submitter aside."""
    if not progress.mine:
        return Person.objects.none()
    found = Person.objects.filter(pk__in=Account.objects.filter(is_active=True).values("person"))
    if progress.approval.four_eyes and progress.approval.submitter_id:
        found = found.exclude(pk=progress.approval.submitter_id)
    return found.order_by("sort_key")


def _still_visible(actor: Any, uuid: Any) -> bool:
    return visible_to(actor).filter(uuid=uuid).exists()


def _row(approval: Approval, actor: Any) -> tuple[Any, str]:
    record = records.get(approval.record)
    row = access.rows(record, actor).filter(pk=approval.object_id).first()
    return row, str(row) if row is not None else f"{record.title()} {approval.object_id}"


def _address(approval: Approval, row: Any) -> str:
    """Return the address of the row's page, "" where the person may not see it."""
    if row is None:
        return ""
    record = records.get(approval.record)
    room, slug = record.key().split(".", 1)
    try:
        if "detail" in record.pages:
            return reverse(record.pages["detail"], kwargs={"uuid": row.uuid})
        return reverse("desk:detail", kwargs={"room": room, "slug": slug, "uuid": row.uuid})
    except NoReverseMatch:
        return ""
