"""Conclusions about units, and their reviews."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiangxin.kernel.access import Scope, can
from jiangxin.kernel.records import Api, Column, Filter, RecordType, Related, Section, register
from jiangxin.supervision.domain import conclusions, reviews
from jiangxin.supervision.enums import ConclusionState, RoundState
from jiangxin.supervision.models import Conclusion, Review
from jiangxin.supervision.workflow import CONCLUSION_STATES, REVIEW_STATES
from jiangxin.supervision.workflow.rounds import CONCLUDE

STATE = Column("state", _("state"), order_by="state", kind="state")
_TOLD = [ConclusionState.FED_BACK, ConclusionState.AMENDED, ConclusionState.REVOKED]
_DRAFTS = can("supervision.conclusion.manage", state=ConclusionState.DRAFT, round__state=RoundState.UNDER_WAY).through(
    "round__organiser"
)


@register
class ConclusionRecord(RecordType):
    """Conclusions of rounds about units."""

    model = Conclusion
    slug = "conclusions"
    menu = "supervision"
    icon = "report-analytics"
    purpose = _("What rounds conclude about units, on which facts, and when they were told.")
    natural_key = ("round", "organisation")
    list_columns = ("round", "organisation", "text", STATE, "fed_back_on", "review_until")
    extra_columns = ("facts", "amendment", "fed_back_by")
    filters = ("state", Filter("round", "relation"), Filter("organisation", "subtree"), Filter("fed_back_on", "period"))
    search = ("text", "facts")
    ordering = ("-round", "organisation__sort_key")
    related = ("round", "organisation", "fed_back_by")
    form_sections = (
        Section(_("About"), ("round", "organisation")),
        Section(pgettext_lazy("of supervision", "Conclusion"), ("facts", "text")),
    )
    detail_sections = (
        *form_sections,
        Section(_("Feedback"), ("state", "fed_back_on", "fed_back_by", "review_until", "amendment")),
    )
    tabs = (Related("supervision.reviews", "conclusion", _("Review")),)
    scope = Scope(organisation=("organisation", "round__organiser"))
    permissions = {
        "view": CONCLUDE | can("supervision.conclusion.view", state__in=_TOLD).through("organisation"),
        "history": CONCLUDE,
        "export": can("supervision.conclusion.export", state__in=_TOLD).through("organisation"),
        "add": _DRAFTS,
        "change": _DRAFTS,
        "delete": _DRAFTS,
        "attach": _DRAFTS,
    }
    evidence = True
    saver = conclusions.save_conclusion
    workflow = CONCLUSION_STATES
    api = Api(
        (
            "uuid", "round", "organisation", "facts", "text", "state", "fed_back_on", "review_until", "amendment",
        ),
        writable=("round", "organisation", "facts", "text"),
    )  # fmt: skip


_ASK = can("supervision.review.ask").through("conclusion__organisation")


@register
class ReviewRecord(RecordType):
    """Reviews of conclusions."""

    model = Review
    slug = "reviews"
    menu = "supervision"
    icon = "gavel"
    purpose = _("Reviews that units asked for, by when they are to be decided, and what was decided by others.")
    natural_key = ("conclusion",)
    list_columns = ("conclusion", "asked_on", "due_on", STATE, "outcome", "decided_on")
    extra_columns = ("grounds", "decision", "asked_by", "decided_by", Column("late", _("late"), kind="bool"))
    filters = (
        "state",
        "outcome",
        Filter("organisation", "subtree", _("Unit"), path="conclusion__organisation"),
        Filter("asked_on", "period"),
    )
    search = ("grounds", "decision")
    related = ("conclusion__round", "conclusion__organisation", "asked_by", "decided_by")
    form_sections = (Section(_("Review"), ("conclusion", "grounds")),)
    detail_sections = (
        Section(_("Request"), ("conclusion", "grounds", "asked_on", "asked_by", "due_on")),
        Section(_("Decision"), ("state", "outcome", "decision", "decided_on", "decided_by")),
    )
    scope = Scope(organisation=("conclusion__organisation", "conclusion__round__organiser"))
    permissions = {
        "view": _ASK
        | can("supervision.conclusion.view").through("conclusion__organisation")
        | can("supervision.conclusion.manage").through("conclusion__round__organiser")
        | can("supervision.review.decide"),
        "history": _ASK | can("supervision.review.decide"),
        "export": can("supervision.conclusion.export").through("conclusion__organisation"),
        "add": can("supervision.review.ask", conclusion__state=ConclusionState.FED_BACK).through(
            "conclusion__organisation"
        ),
        "attach": can("supervision.review.ask", state="asked").through("conclusion__organisation"),
    }
    evidence = True
    saver = reviews.save_review
    workflow = REVIEW_STATES
    api = Api(
        ("uuid", "conclusion", "grounds", "asked_on", "due_on", "state", "outcome", "decision", "decided_on"),
        writable=("conclusion", "grounds"),
    )
