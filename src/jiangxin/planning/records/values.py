"""Paths of targets, and the values that units report."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jiangxin.kernel.access import Scope, can, standard
from jiangxin.kernel.records import Api, Approval, Column, Filter, Import, RecordType, Section, register
from jiangxin.planning.enums import ReportState
from jiangxin.planning.models import TargetStep, TargetValue
from jiangxin.planning.records.reports import OWN, SEEN, STATE
from jiangxin.planning.workflow import VALUE_STATES


@register
class TargetStepRecord(RecordType):
    """The yearly path of each target."""

    model = TargetStep
    slug = "target-paths"
    menu = "targets"
    icon = "stairs-up"
    purpose = _("The values that targets should have reached year by year on their way.")
    natural_key = ("target", "on")
    list_columns = ("target", "on", "value")
    filters = (Filter("target", "relation"), Filter("on", "period"))
    search = ("target__subject",)
    ordering = ("target__number", "on")
    related = ("target",)
    form_sections = (Section(_("Step"), ("target", "on", "value")),)
    scope = Scope(organisation=("target__plan__organisation", "target__responsibilities__organisation"))
    permissions = standard("planning.target_step")
    imports = Import(("target.plan.document_number", "target.number", "on", "value"))
    api = Api(("uuid", "target", "on", "value"))


@register
class TargetValueRecord(RecordType):
    """Values of targets, as reported."""

    model = TargetValue
    slug = "target-values"
    menu = "targets"
    icon = "chart-line"
    purpose = _("Values of targets as units report them, with what they rest on.")
    natural_key = ("target", "cycle", "round")
    list_columns = (
        "cycle",
        "target",
        "organisation",
        Column("value", _("value"), order_by="value", kind="number"),
        "basis",
        STATE,
        "due_on",
        "handed_in_on",
    )
    extra_columns = ("round", "report", "decided_on", "answer")
    filters = (
        Filter("cycle", "relation"),
        "state",
        Filter("organisation", "subtree"),
        Filter("target", "relation"),
    )
    search = ("target__subject", "basis")
    ordering = ("-cycle__starts_on", "target__number", "-round")
    related = ("cycle", "target", "organisation")
    form_sections = (Section(_("Value"), ("value", "basis")),)
    detail_sections = (
        Section(_("Value"), ("cycle", "target", "organisation", "value", "basis", "report")),
        Section(_("Decision"), ("state", "due_on", "handed_in_on", "decided_on", "answer")),
    )
    scope = Scope(organisation=("organisation", "target__responsibilities__organisation"))
    permissions = {
        "view": SEEN,
        "history": OWN,
        "export": can("planning.report.export", state__in=[ReportState.REPORTED, ReportState.ACCEPTED]),
        "change": can("planning.report.write", state=ReportState.DRAFT).through("organisation"),
        "attach": can("planning.report.write", state=ReportState.DRAFT).through("organisation"),
    }
    evidence = True
    workflow = VALUE_STATES
    approval = Approval(submit="submit", approve="sign", reject="unsign")
    api = Api(
        (
            "uuid", "cycle", "target", "round", "organisation", "value", "basis", "state", "due_on", "handed_in_on",
            "decided_on",
        ),
        writable=("value", "basis"),
    )  # fmt: skip
