"""Appraisals and what units say to what was counted."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiangxin.appraisal.domain import runs
from jiangxin.appraisal.enums import OPEN, TOLD, AppraisalState
from jiangxin.appraisal.models import Appraisal, Statement
from jiangxin.appraisal.workflow import APPRAISAL_STATES, STATEMENT_STATES
from jiangxin.appraisal.workflow.runs import RUN
from jiangxin.kernel.access import Permission, Scope, can
from jiangxin.kernel.records import Action, Api, Approval, Column, Filter, RecordType, Related, Section, register

STATE = Column("state", _("state"), order_by="state", kind="state")
PERIOD = ("starts_on", "ends_on")


@register
class AppraisalRecord(RecordType):
    """Appraisals."""

    model = Appraisal
    slug = "appraisals"
    menu = "appraisal"
    icon = "report-analytics"
    purpose = _("Appraisals of units by published schemes, from the gathering of values to the proposal that goes out.")
    natural_key = ("title",)
    list_columns = ("title", *PERIOD, "scheme", STATE, "reconcile_until", "objections_until", "confirmed_on")
    extra_columns = ("organisation", "letter", "proposed_on", "decided_on")
    filters = ("state", Filter("scheme", "relation"), Filter("starts_on", "period"))
    search = ("title",)
    ordering = ("-starts_on", "-pk")
    related = ("scheme", "organisation", "prepared_by")
    form_sections = (Section(pgettext_lazy("one", "Appraisal"), ("title", "scheme", *PERIOD, "organisation")),)
    detail_sections = (
        *form_sections,
        Section(_("Course"), ("state", "prepared_by", "reconcile_until", "objections_until", "confirmed_on")),
        Section(_("Proposal to the appraisal office"), ("letter", "proposed_on", "decision", "decided_on")),
    )
    tabs = (
        Related("appraisal.sheets", "appraisal", _("appraisal sheets")),
        Related("appraisal.statements", "appraisal", pgettext_lazy("of appraisal", "reconciliations")),
        Related("appraisal.objections", "appraisal", pgettext_lazy("of appraisal", "objections")),
        Related("appraisal.corrections", "appraisal", _("corrections of values")),
        Related("appraisal.supplied-values", "appraisal", _("supplied values")),
        Related("appraisal.commendations", "appraisal", _("commendations and criticisms")),
        Related("appraisal.ranks", "appraisal", _("published ranks")),
        Related("appraisal.computations", "appraisal", _("computations of scores")),
    )
    pages = {"detail": "appraisal:run"}
    scope = Scope(organisation=("organisation",), shared=True)
    permissions = {
        "view": RUN | can("appraisal.value.confirm") | can("appraisal.run.view", state__in=list(TOLD)),
        "history": RUN,
        "export": can("appraisal.run.export", state__in=list(TOLD)) | RUN,
        "add": RUN,
        "change": can("appraisal.run.manage", state=AppraisalState.COLLECTING),
        "delete": can("appraisal.run.manage", state=AppraisalState.COLLECTING),
        "attach": RUN,
        "recompute": can("appraisal.run.manage", state__in=list(OPEN)),
    }
    actions = (Action("recompute", _("Compute again"), "appraisal:recompute", icon="refresh"),)
    evidence = True
    saver = runs.save_run
    workflow = APPRAISAL_STATES
    approval = Approval(submit="submit", approve="confirm", reject="return")
    api = Api(
        (
            "uuid", "title", "scheme", *PERIOD, "organisation", "state", "reconcile_until", "objections_until",
            "confirmed_on", "letter", "proposed_on", "decision", "decided_on",
        ),
        writable=("title", "scheme", *PERIOD, "organisation"),
    )  # fmt: skip


_OF_RUN: Permission = can("appraisal.run.manage").through("appraisal__organisation")
_SEEN = can("appraisal.statement.view").through("organisation")


@register
class StatementRecord(RecordType):
    """Reconciliations with units."""

    model = Statement
    slug = "statements"
    menu = "appraisal"
    icon = "clipboard-check"
    purpose = _("What was counted for each unit and whether it agrees, before anything is scored.")
    natural_key = ("appraisal", "organisation")
    list_columns = ("appraisal", "organisation", STATE, "due_on", "said_on", "grounds", "answer")
    extra_columns = ("said_by", "answered_on", "answered_by")
    filters = ("state", Filter("appraisal", "relation"), Filter("organisation", "subtree"))
    search = ("organisation__name", "grounds", "answer")
    ordering = ("-appraisal", "organisation__sort_key")
    bulky = ("counted",)
    related = ("appraisal", "organisation", "said_by", "answered_by")
    detail_sections = (
        Section(_("What the unit says"), ("appraisal", "organisation", "due_on", "said_on", "said_by", "grounds")),
        Section(_("Answer"), ("answer", "answered_on", "answered_by")),
    )
    tabs = (Related("appraisal.corrections", "statement", _("corrections of values")),)
    pages = {"detail": "appraisal:statement"}
    scope = Scope(organisation=("organisation", "appraisal__organisation"))
    permissions = {
        "view": _OF_RUN | _SEEN,
        "history": _OF_RUN | _SEEN,
        "export": _OF_RUN,
        "attach": can("appraisal.statement.answer", state__in=["asked", "disputed"]).through("organisation"),
    }
    evidence = True
    workflow = STATEMENT_STATES
    api = Api(
        (
            "uuid",
            "appraisal",
            "organisation",
            "state",
            "due_on",
            "grounds",
            "said_on",
            "answer",
            "answered_on",
        ),
        writable=(),
    )
