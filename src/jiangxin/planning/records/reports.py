"""When is reported, what is reported, and what is asked besides."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jiangxin.kernel.access import Permission, Scope, can, standard
from jiangxin.kernel.records import Action, Api, Approval, Column, Filter, RecordType, Section, register
from jiangxin.planning.domain import reporting, urging
from jiangxin.planning.enums import HANDED_IN, ContributionState, ExtensionState, ReportState
from jiangxin.planning.models import Contribution, Cycle, Extension, Report, ReportingPolicy, Urging
from jiangxin.planning.workflow import CONTRIBUTION_STATES, EXTENSION_STATES, REPORT_STATES

STATE = Column("state", _("state"), order_by="state", kind="state")
#: What the unit itself sees, drafts included, and what others see. History tells how a text came about while it was a
#: draft, so it is for the unit as well.
OWN = (can("planning.report.write") | can("planning.report.sign")).through("organisation")
SEEN = OWN | can("planning.report.view", state__in=HANDED_IN)


@register
class ReportingPolicyRecord(RecordType):
    """Days and limits of assigning, reporting and urging."""

    model = ReportingPolicy
    slug = "reporting-rules"
    menu = "settings"
    icon = "adjustments"
    purpose = _("Days to acknowledge and to report, limits of extensions and urgings, each from a day on.")
    natural_key = ("valid_from",)
    list_columns = ("valid_from", "valid_to", "acknowledge_days", "quarterly_due_after", "monthly_for", "source")
    filters = (Filter("as_of", "asof"),)
    search = ("source",)
    ordering = ("-valid_from",)
    form_sections = (
        Section(_("Validity"), ("valid_from", "valid_to", "source")),
        Section(_("Assignment"), ("acknowledge_days", "object_days")),
        Section(_("Quarterly reports"), ("quarterly_opens_before", "quarterly_due_after", "quarterly_locks_after")),
        Section(_("Monthly checks"), ("monthly_for", "monthly_due_after", "monthly_locks_after")),
        Section(_("Limits"), ("contribution_days", "subtask_notice", "extensions", "urge_every")),
    )
    scope = Scope(shared=True)
    permissions = standard("planning.reporting_policy")


@register
class CycleRecord(RecordType):
    """Reporting cycles: the period, and when its reports open, are due and are locked."""

    model = Cycle
    slug = "cycles"
    menu = "tasks"
    icon = "calendar"
    purpose = _("When units report: made ahead by the rules of reporting, and changed here for single cycles.")
    natural_key = ("kind", "starts_on")
    list_columns = (
        Column("cycle", _("cycle"), path="title", order_by="starts_on"),
        "kind",
        "starts_on",
        "ends_on",
        "opens_on",
        "due_on",
        "locks_on",
        "opened_on",
    )
    filters = ("kind", Filter("starts_on", "period"))
    search = ("name",)
    ordering = ("-starts_on", "kind")
    form_sections = (
        Section(_("Period"), ("kind", "name", "starts_on", "ends_on")),
        Section(_("Dates"), ("opens_on", "due_on", "locks_on")),
    )
    scope = Scope(shared=True)
    permissions = standard("planning.cycle")
    saver = reporting.save_cycle
    api = Api(("uuid", "kind", "name", "starts_on", "ends_on", "opens_on", "due_on", "locks_on"), writable=())


@register
class ReportRecord(RecordType):
    """Reports of lead units on their tasks, in rounds."""

    model = Report
    slug = "reports"
    menu = "tasks"
    icon = "report"
    purpose = _("What lead units report on their tasks. Drafts are seen by the unit only.")
    natural_key = ("task", "cycle", "round")
    list_columns = (
        "cycle",
        "task",
        "organisation",
        "status",
        "percent",
        STATE,
        "due_on",
        "handed_in_on",
    )
    extra_columns = ("round", "progress", "problems", "next_steps", "decided_on", "return_kind", "answer", "on_behalf")
    filters = (
        Filter("cycle", "relation"),
        "state",
        "status",
        Filter("organisation", "subtree"),
        Filter("task", "relation"),
        Filter("handed_in_on", "period"),
        "superseded",
        "return_kind",
    )
    search = ("task__content", "progress", "problems", "next_steps")
    ordering = ("-cycle__starts_on", "task__number", "-round")
    related = ("cycle", "task", "organisation")
    form_sections = (Section(_("Report"), ("status", "percent", "progress", "problems", "next_steps")),)
    detail_sections = (
        Section(
            _("Report"), ("cycle", "task", "organisation", "round", "due_on", "handed_in_on", "on_behalf", "entered_by")
        ),
        Section(_("Content"), ("status", "percent", "progress", "problems", "next_steps")),
        Section(_("Decision"), ("state", "decided_on", "return_kind", "answer")),
    )
    scope = Scope(organisation=("organisation", "task__responsibilities__organisation"))
    permissions = {
        "view": SEEN,
        "history": OWN,
        "export": can("planning.report.export", state__in=HANDED_IN),
        "change": can("planning.report.write", state=ReportState.DRAFT).through("organisation"),
        # who entered a report on a unit's behalf files the paper with it
        "attach": can("planning.report.write", state=ReportState.DRAFT).through("organisation")
        | can("planning.report.record", state=ReportState.REPORTED, on_behalf=True),
        "extend": can("planning.report.write", state=ReportState.DRAFT, superseded=False).through("organisation"),
        # also while it waits for its signature, so that the list of what is not handed in says nothing of it
        "enter": can("planning.report.record", state__in=[ReportState.DRAFT, ReportState.SIGNING], superseded=False),
        "tell": can("planning.release.manage", state=ReportState.ACCEPTED),
    }
    actions = (
        Action("extend", _("Ask for more time"), "planning:extend-report", icon="clock"),
        Action("tell", _("Tell the public"), "planning:tell", icon="world"),
    )
    evidence = True
    workflow = REPORT_STATES
    approval = Approval(submit="submit", approve="sign", reject="unsign")
    api = Api(
        (
            "uuid", "cycle", "task", "round", "organisation", "state", "due_on", "status", "percent", "progress",
            "problems", "next_steps", "milestones", "handed_in_on", "decided_on", "return_kind", "answer",
        ),
        writable=("status", "percent", "progress", "problems", "next_steps"),
    )  # fmt: skip


def _given(capability: str) -> Permission:
    return can(capability, state=ContributionState.GIVEN).through("task__lead")


@register
class ContributionRecord(RecordType):
    """What supporting units contribute to the reports of leads."""

    model = Contribution
    slug = "contributions"
    menu = "tasks"
    icon = "share"
    purpose = _("What lead units asked supporting units for, and what these gave.")
    natural_key = ("task", "cycle", "organisation")
    list_columns = ("cycle", "task", "organisation", "due_on", STATE, "given_on")
    filters = (Filter("cycle", "relation"), "state", Filter("organisation", "relation"), Filter("task", "relation"))
    search = ("task__content", "progress")
    ordering = ("-cycle__starts_on", "task__number", "pk")
    related = ("cycle", "task", "organisation")
    detail_sections = (
        Section(_("Contribution"), ("cycle", "task", "organisation", "due_on", "state", "given_on")),
        Section(_("Content"), ("progress", "problems")),
    )
    scope = Scope(organisation=("organisation", "task__lead"))
    permissions = {
        # what a unit has not given yet is its own; that it was asked stands on the sheet of the lead
        "view": OWN | _given("planning.report.write") | _given("planning.report.sign"),
        "history": OWN,
        "attach": can("planning.report.write", state="asked").through("organisation"),
    }
    evidence = True
    workflow = CONTRIBUTION_STATES
    api = Api(
        ("uuid", "cycle", "task", "organisation", "state", "due_on", "progress", "problems", "given_on"), writable=()
    )


@register
class ExtensionRecord(RecordType):
    """Requests to move a date."""

    model = Extension
    slug = "extensions"
    menu = "tasks"
    icon = "clock-plus"
    purpose = _("Requests for more time, counted, with what was decided.")
    list_columns = ("task", "cycle", "subtask", "organisation", "count", "from_on", "until", STATE, "decided_on")
    extra_columns = ("grounds", "answer")
    filters = ("state", Filter("organisation", "subtree"), Filter("task", "relation"), Filter("until", "period"))
    search = ("task__content", "grounds")
    ordering = ("-pk",)
    related = ("task", "cycle", "subtask", "organisation")
    detail_sections = (
        Section(_("Request"), ("task", "cycle", "subtask", "organisation", "count", "from_on", "until", "grounds")),
        Section(_("Decision"), ("state", "decided_on", "answer")),
    )
    scope = Scope(organisation=("organisation",))
    permissions = {
        "view": can("planning.report.write")
        | can("planning.report.sign")
        | can("planning.extension.view", state__in=[e for e in ExtensionState.values if e != ExtensionState.DRAFT]),
        "history": can("planning.report.write") | can("planning.report.sign"),
        "export": can("planning.report.export", state__in=[ExtensionState.GRANTED, ExtensionState.REFUSED]),
        "attach": can("planning.report.write", state=ExtensionState.DRAFT),
    }
    evidence = True
    workflow = EXTENSION_STATES
    approval = Approval(submit="submit", approve="grant", reject="refuse")
    api = Api(
        (
            "uuid", "task", "cycle", "subtask", "organisation", "count", "from_on", "until", "grounds", "state",
            "decided_on",
        ),
        writable=(),
    )  # fmt: skip


@register
class UrgingRecord(RecordType):
    """Units that were urged, on the platform or otherwise."""

    model = Urging
    slug = "urgings"
    menu = "tasks"
    icon = "bell-ringing"
    purpose = _("When units were urged to move on, by whom and how. Between two urgings lie some days at least.")
    list_columns = ("urged_on", "task", "organisation", "way", "text", "urged_by")
    filters = ("way", Filter("organisation", "subtree"), Filter("task", "relation"), Filter("urged_on", "period"))
    search = ("task__content", "text")
    ordering = ("-urged_on", "-pk")
    related = ("task", "organisation")
    form_sections = (Section(_("Urging"), ("task", "way", "text")),)
    detail_sections = (Section(_("Urging"), ("urged_on", "task", "organisation", "way", "text", "urged_by")),)
    scope = Scope(organisation=("organisation",))
    permissions = {
        "view": can("planning.urging.view"),
        "history": can("planning.urging.view"),
        "export": can("planning.urging.export"),
        "add": can("planning.urging.send"),
    }
    saver = urging.save_urging
    api = Api(("uuid", "urged_on", "task", "organisation", "way", "text", "urged_by"), writable=("task", "way", "text"))
