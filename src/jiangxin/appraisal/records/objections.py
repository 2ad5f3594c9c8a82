"""Objections of units, and who is commended or criticised."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiangxin.appraisal.domain import commending, objecting
from jiangxin.appraisal.enums import AppraisalState, CommendationState
from jiangxin.appraisal.models import Commendation, Objection
from jiangxin.appraisal.workflow import COMMENDATION_STATES, OBJECTION_STATES
from jiangxin.appraisal.workflow.sheets import DECIDE, PROPOSE
from jiangxin.kernel.access import Scope, can
from jiangxin.kernel.records import Api, Approval, Column, Filter, RecordType, Related, Section, register

STATE = Column("state", _("state"), order_by="state", kind="state")
OF_UNIT = Scope(organisation=("organisation", "appraisal__organisation"))
_OWN = can("appraisal.objection.view").through("organisation")
_RUNS = can("appraisal.run.manage").through("appraisal__organisation")


@register
class ObjectionRecord(RecordType):
    """Objections to appraisal sheets."""

    model = Objection
    slug = "objections"
    menu = "appraisal"
    icon = "message"
    purpose = _("What units object to in their sheets, by when it is to be decided, and what others decided.")
    list_columns = ("appraisal", "organisation", "criterion", "text", STATE, "due_on", "outcome", "decided_on")
    extra_columns = ("decision", "corrected", "raised_on", "raised_by", "decided_by")
    filters = (
        "state",
        "outcome",
        Filter("appraisal", "relation"),
        Filter("organisation", "subtree"),
        Filter("raised_on", "period"),
    )
    search = ("text", "decision", "organisation__name")
    related = ("appraisal", "organisation", "raised_by", "decided_by")
    form_sections = (
        Section(pgettext_lazy("of appraisal", "Objection"), ("appraisal", "organisation", "criterion", "text")),
    )
    detail_sections = (
        Section(
            pgettext_lazy("of appraisal", "Objection"),
            ("appraisal", "organisation", "criterion", "text", "raised_on", "raised_by", "due_on"),
        ),
        Section(_("Decision"), ("state", "outcome", "decision", "corrected", "decided_on", "decided_by")),
    )
    tabs = (Related("appraisal.corrections", "objection", _("corrections of values")),)
    scope = OF_UNIT
    permissions = {
        "view": _OWN | DECIDE | _RUNS,
        "history": _OWN | DECIDE | _RUNS,
        "export": can("appraisal.score.export").through("appraisal__organisation"),
        "add": can("appraisal.objection.raise", appraisal__state=AppraisalState.OBJECTIONS).through("organisation"),
        "attach": can("appraisal.objection.raise", state="raised").through("organisation"),
    }
    evidence = True
    saver = objecting.save_objection
    workflow = OBJECTION_STATES
    api = Api(
        (
            "uuid", "appraisal", "organisation", "criterion", "text", "raised_on", "due_on", "state", "outcome",
            "decision", "corrected", "decided_on",
        ),
        writable=("appraisal", "organisation", "criterion", "text"),
    )  # fmt: skip


_DRAFTS = can("appraisal.commendation.manage", state=CommendationState.DRAFT).through("appraisal__organisation")


@register
class CommendationRecord(RecordType):
    """Commendations and criticisms."""

    model = Commendation
    slug = "commendations"
    menu = "appraisal"
    icon = "star"
    purpose = _(
        "Who is to be commended or criticised in a circular after an appraisal: chosen by people, approved, on grounds."
    )
    natural_key = ("appraisal", "organisation", "kind")
    list_columns = ("appraisal", "kind", "organisation", "grounds", STATE, "approved_on")
    filters = ("kind", "state", Filter("appraisal", "relation"), Filter("organisation", "subtree"))
    search = ("organisation__name", "grounds")
    ordering = ("-appraisal", "kind", "organisation__sort_key")
    related = ("appraisal", "organisation")
    form_sections = (Section(_("Commendation or criticism"), ("appraisal", "organisation", "kind", "grounds")),)
    detail_sections = (*form_sections, Section(_("Course"), ("state", "approved_on")))
    scope = OF_UNIT
    permissions = {
        "view": PROPOSE
        | can("appraisal.commendation.view").through("appraisal__organisation")
        | can("appraisal.sheet.view", state=CommendationState.APPROVED).through("organisation"),
        "history": PROPOSE,
        "export": can("appraisal.commendation.export").through("appraisal__organisation"),
        "add": _DRAFTS,
        "change": _DRAFTS,
        "delete": _DRAFTS,
        "attach": _DRAFTS,
    }
    evidence = True
    saver = commending.save_commendation
    workflow = COMMENDATION_STATES
    approval = Approval(submit="submit", approve="approve", reject="return")
    api = Api(
        ("uuid", "appraisal", "organisation", "kind", "grounds", "state", "approved_on"),
        writable=("appraisal", "organisation", "kind", "grounds"),
    )
