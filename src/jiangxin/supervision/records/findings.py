"""Findings, what units say about them, and requests for more time."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiangxin.kernel.access import Scope, can
from jiangxin.kernel.records import Api, Approval, Column, Filter, RecordType, Related, Section, register
from jiangxin.planning.enums import ExtensionState
from jiangxin.supervision.domain import extending, findings, statements
from jiangxin.supervision.enums import TOLD, FindingState, RoundState, StatementState
from jiangxin.supervision.models import Finding, RectificationExtension, Statement
from jiangxin.supervision.workflow import EXTENSION_STATES, FINDING_STATES, STATEMENT_STATES
from jiangxin.supervision.workflow.findings import RECORD, UNIT_OF_FINDING

STATE = Column("state", _("state"), order_by="state", kind="state")
_DRAFT = can("supervision.finding.manage", state=FindingState.DRAFT, round__state=RoundState.UNDER_WAY)
_DRAFTS = _DRAFT.through("round__organiser")


@register
class FindingRecord(RecordType):
    """What rounds found at units."""

    model = Finding
    slug = "findings"
    menu = "supervision"
    icon = "flag"
    purpose = _("What was found at units, with facts and evidence, how it was rectified and who verified that.")
    natural_key = ("round", "number")
    list_columns = ("round", "number", "organisation", "task", "kind", "facts", "rectify_by", STATE)
    extra_columns = (
        "place", "found_on", "found_by", "expected", "put_on", "measures", "result", "rectified_on", "verification",
        "verified_by", "returned", "closed_on",
    )  # fmt: skip
    filters = (
        "state",
        "kind",
        "place",
        Filter("round", "relation"),
        Filter("organisation", "subtree"),
        Filter("task", "relation"),
        Filter("rectify_by", "period"),
        Filter("found_on", "period"),
    )
    search = ("facts", "measures", "result", "task__content")
    ordering = ("-round", "number")
    related = ("round", "task", "organisation", "found_by", "verified_by")
    form_sections = (
        Section(_("About"), ("round", "task", "organisation", "kind")),
        Section(_("Facts"), ("place", "found_on", "facts", "expected")),
        Section(_("Rectification"), ("rectify_by",)),
    )
    detail_sections = (
        Section(_("About"), ("round", "number", "task", "organisation", "kind", "state")),
        Section(_("Facts"), ("place", "found_on", "found_by", "facts", "expected")),
        Section(_("Rectification"), ("put_on", "rectify_by", "measures", "result", "rectified_on")),
        Section(_("Verification"), ("verification", "verified_by", "returned", "answer", "closed_on")),
    )
    tabs = (
        Related("supervision.statements", "finding", _("Statements of the unit")),
        Related("supervision.rectification-extensions", "finding", _("Requests for more time")),
        Related("supervision.slips", "finding", pgettext_lazy("of supervision", "slips")),
    )
    scope = Scope(organisation=("organisation", "round__organiser"))
    permissions = {
        "view": RECORD
        | can("supervision.finding.view", state__in=list(TOLD)).through("organisation")
        | can("supervision.finding.verify", state__in=list(TOLD)),
        "history": RECORD,
        "export": can("supervision.finding.export", state__in=list(TOLD)).through("organisation"),
        "add": _DRAFTS,
        "change": _DRAFTS,
        "delete": _DRAFTS,
        # what the team saw, and what the unit shows of its rectification
        "attach": _DRAFTS | can("supervision.finding.answer", state=FindingState.RECTIFYING).through("organisation"),
    }
    evidence = True
    pages = {"detail": "supervision:finding"}
    saver = findings.save_finding
    workflow = FINDING_STATES
    api = Api(
        (
            "uuid", "round", "number", "task", "organisation", "kind", "place", "found_on", "facts", "expected",
            "rectify_by", "state", "put_on", "measures", "result", "rectified_on", "verification", "returned", "answer",
            "closed_on",
        ),
        writable=("round", "task", "organisation", "kind", "place", "found_on", "facts", "expected", "rectify_by"),
    )  # fmt: skip


_OF_UNIT = UNIT_OF_FINDING | can("supervision.finding.view").through("finding__organisation")
_OF_TEAM = can("supervision.finding.manage").through("finding__round__organiser")


@register
class StatementRecord(RecordType):
    """What units say about findings."""

    model = Statement
    slug = "statements"
    menu = "supervision"
    icon = "message"
    purpose = _("Explanations and complaints of units beside the findings they are about, with their answers.")
    list_columns = ("made_on", "finding", "kind", "text", STATE, "answer", "answered_on")
    extra_columns = ("made_by", "answered_by")
    filters = (
        "kind",
        "state",
        Filter("finding", "relation"),
        Filter("organisation", "subtree", _("Unit"), path="finding__organisation"),
        Filter("made_on", "period"),
    )
    search = ("text", "answer")
    related = ("finding__round", "made_by", "answered_by")
    form_sections = (Section(pgettext_lazy("of supervision", "Statement"), ("finding", "kind", "text")),)
    detail_sections = (
        Section(pgettext_lazy("of supervision", "Statement"), ("finding", "kind", "text", "made_on", "made_by")),
        Section(_("Answer"), ("state", "answer", "answered_on", "answered_by")),
    )
    scope = Scope(organisation=("finding__organisation", "finding__round__organiser"))
    permissions = {
        "view": _OF_UNIT | _OF_TEAM,
        "history": _OF_UNIT | _OF_TEAM,
        "export": can("supervision.finding.export").through("finding__organisation"),
        "add": can("supervision.finding.answer", finding__state__in=list(TOLD)).through("finding__organisation"),
        "attach": can("supervision.finding.answer", state=StatementState.OPEN).through("finding__organisation"),
    }
    evidence = True
    saver = statements.save_statement
    workflow = STATEMENT_STATES
    api = Api(
        ("uuid", "finding", "kind", "text", "made_on", "state", "answer", "answered_on"),
        writable=("finding", "kind", "text"),
    )


_NOT_DRAFT = [state for state in ExtensionState.values if state != ExtensionState.DRAFT]


@register
class RectificationExtensionRecord(RecordType):
    """Requests for more time to rectify."""

    model = RectificationExtension
    slug = "rectification-extensions"
    menu = "supervision"
    icon = "clock-plus"
    purpose = _("Requests of units for more time to rectify, counted, with what was decided.")
    list_columns = ("finding", "count", "from_on", "until", "grounds", STATE, "decided_on")
    extra_columns = ("answer",)
    filters = (
        "state",
        Filter("finding", "relation"),
        Filter("organisation", "subtree", _("Unit"), path="finding__organisation"),
        Filter("until", "period"),
    )
    search = ("grounds",)
    related = ("finding__round",)
    form_sections = (Section(_("Request"), ("finding", "until", "grounds")),)
    detail_sections = (
        Section(_("Request"), ("finding", "count", "from_on", "until", "grounds")),
        Section(_("Decision"), ("state", "decided_on", "answer")),
    )
    scope = Scope(organisation=("finding__organisation", "finding__round__organiser"))
    permissions = {
        "view": UNIT_OF_FINDING
        | can("supervision.finding.manage", state__in=_NOT_DRAFT).through("finding__round__organiser")
        | can("supervision.finding.view", state__in=_NOT_DRAFT).through("finding__organisation"),
        "history": UNIT_OF_FINDING,
        "export": can("supervision.finding.export", state__in=_NOT_DRAFT).through("finding__organisation"),
        "add": can("supervision.finding.answer", finding__state=FindingState.RECTIFYING).through(
            "finding__organisation"
        ),
        "change": can("supervision.finding.answer", state=ExtensionState.DRAFT).through("finding__organisation"),
        "delete": can("supervision.finding.answer", state=ExtensionState.DRAFT).through("finding__organisation"),
    }
    saver = extending.save_extension
    workflow = EXTENSION_STATES
    approval = Approval(submit="submit", approve="grant", reject="refuse")
    api = Api(
        ("uuid", "finding", "count", "from_on", "until", "grounds", "state", "decided_on", "answer"),
        writable=("finding", "until", "grounds"),
    )
