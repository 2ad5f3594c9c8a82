"""Declarations of the room's record types."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jiangxin.kernel.access import Scope, can, standard
from jiangxin.kernel.records import Api, Column, Filter, Import, RecordType, Related, Section, register, titles
from jiangxin.workflow.models import (
    Approval,
    ApprovalDecision,
    ApprovalRoute,
    ApprovalStage,
    ApprovalStep,
    Delegation,
    Holiday,
    ReminderRule,
    WorkItem,
)
from jiangxin.workflow.workflow import APPROVAL_STATES, ITEM_STATES

KIND = Column("record", _("kind of record"), order_by="record", kind="record")
ABOUT = Column("about", _("matter"), kind="about")
#: the row that the approval of a step or decision is about
SUBJECT = ("approval__record", "approval__object_id")

ROUTE = standard("workflow.route")
APPROVAL = {
    "view": can("workflow.approval.view"),
    "history": can("workflow.approval.view"),
    "export": can("workflow.approval.export"),
}


@register
class ApprovalRouteRecord(RecordType):
    """Who approves which kind of record."""

    model = ApprovalRoute
    slug = "routes"
    menu = "settings"
    icon = "route"
    purpose = _("Who decides on which kind of record, in which order. What is under way keeps its route.")
    natural_key = ("record", "name", "valid_from")
    list_columns = ("name", KIND, "order", "four_eyes", "valid_from", "valid_to")
    filters = (Filter("record", "choice", choices=titles), "four_eyes", Filter("as_of", "asof", _("As of")))
    search = ("record", "name", "name_en")
    ordering = ("record", "order", "pk")
    form_sections = (
        Section(_("Route"), ("record", "name", "name_en", "order")),
        Section(_("Rules"), ("condition", "four_eyes")),
        Section(_("Dates"), ("valid_from", "valid_to")),
    )
    tabs = (Related("workflow.steps", "route"), Related("workflow.approvals", "route"))
    scope = Scope(shared=True)
    permissions = ROUTE
    api = Api(("uuid", "record", "name", "name_en", "order", "condition", "four_eyes", "valid_from", "valid_to"))


@register
class ApprovalStepRecord(RecordType):
    """The steps of the routes."""

    model = ApprovalStep
    slug = "steps"
    icon = "stairs"
    natural_key = ("route", "order")
    list_columns = ("route", "order", "name", "who", "role", "post", "quorum", "deadline_days")
    filters = ("route", "who", "quorum")
    search = ("name", "name_en", "route__name")
    ordering = ("route__record", "route__order", "route_id", "order")
    related = ("route", "role", "post", "post__organisation")
    form_sections = (
        Section(_("Step"), ("route", "order", "name", "name_en")),
        Section(_("Who decides"), ("who", "role", "post", "quorum")),
        Section(_("Rules"), ("may_return_to", "deadline_days")),
    )
    scope = Scope(shared=True)
    permissions = ROUTE
    api = Api(
        ("uuid", "route", "order", "name", "name_en", "who", "role", "post", "quorum", "may_return_to", "deadline_days")
    )


@register
class ApprovalRecord(RecordType):
    """Approvals under way and done."""

    model = Approval
    slug = "approvals"
    menu = "approvals"
    icon = "checks"
    purpose = _("What was submitted for approval, where it stands, and who decided.")
    list_columns = (ABOUT, KIND, "route", "organisation", "submitter", "submitted_at", "state", "ended_at")
    filters = (
        "state",
        "route",
        Filter("record", "choice", choices=titles),
        Filter("organisation", "subtree"),
        Filter("submitted_at", "period"),
    )
    search = ("record", "route__name", "submitter__name")
    ordering = ("-pk",)
    related = ("route", "organisation", "submitter")
    detail_sections = (
        Section(_("Approval"), ("record", "object_id", "route", "state", "current", "round")),
        Section(_("Submission"), ("organisation", "submitter", "submitted_at", "ended_at")),
    )
    tabs = (Related("workflow.stages", "approval"), Related("workflow.decisions", "approval"))
    scope = Scope(organisation=("organisation",), person=("submitter",), about=("record", "object_id"))
    permissions = APPROVAL
    workflow = APPROVAL_STATES
    pages = {"detail": "workflow:decide"}
    api = Api(
        ("uuid", "record", "object_id", "route", "organisation", "submitter", "submitted_at", "state", "ended_at"),
        writable=(),
    )


@register
class ApprovalStageRecord(RecordType):
    """The steps of an approval, as they stood when it was opened."""

    model = ApprovalStage
    slug = "stages"
    icon = "stairs"
    list_columns = ("approval", "order", "name", "who", "role", "post", "quorum", "deadline_days")
    filters = ("who",)
    search = ("name", "name_en")
    ordering = ("-approval_id", "order")
    related = ("approval", "approval__route", "role", "post", "post__organisation")
    detail_sections = (Section(_("Step"), ("approval", "order", "name", "who", "role", "post", "quorum")),)
    scope = Scope(organisation=("approval__organisation",), person=("approval__submitter",), about=SUBJECT)
    permissions = APPROVAL
    api = Api(("uuid", "approval", "order", "name", "who", "quorum"), writable=())


@register
class ApprovalDecisionRecord(RecordType):
    """Who decided what, and why."""

    model = ApprovalDecision
    slug = "decisions"
    icon = "gavel"
    list_columns = ("approval", "stage", "round", "person", "on_behalf_of", "decision", "comment", "created_at")
    filters = ("decision", Filter("created_at", "period"))
    search = ("comment", "person__name")
    ordering = ("-pk",)
    related = ("approval", "approval__route", "stage", "person", "on_behalf_of")
    detail_sections = (
        Section(_("Decision"), ("approval", "stage", "round", "decision", "comment", "created_at")),
        Section(_("By whom"), ("person", "on_behalf_of", "to_person")),
    )
    scope = Scope(
        organisation=("approval__organisation",),
        person=("approval__submitter", "person", "on_behalf_of"),
        about=SUBJECT,
    )
    permissions = APPROVAL
    api = Api(
        ("uuid", "approval", "stage", "round", "person", "on_behalf_of", "decision", "comment", "created_at"),
        writable=(),
    )


@register
class WorkItemRecord(RecordType):
    """What is to be done, by whom, until when."""

    model = WorkItem
    slug = "items"
    menu = "approvals"
    icon = "checklist"
    purpose = _("Everything that somebody has to do, until when.")
    list_columns = (ABOUT, KIND, "kind", "post", "person", "role", "organisation", "due_on", "state")
    extra_columns = ("step", "created_at", "closed_at")
    filters = ("kind", "state", Filter("due_on", "period"), Filter("record", "choice", choices=titles))
    search = ("record", "person__name", "post__title")
    ordering = ("due_on", "pk")
    related = ("post", "post__organisation", "person", "role", "organisation")
    detail_sections = (
        Section(_("Work"), ("kind", "record", "object_id", "step", "due_on", "state", "closed_at")),
        Section(_("Given to"), ("post", "person", "role", "organisation")),
    )
    scope = Scope(
        organisation=("organisation", "post__organisation", "person__organisation"),
        person=("person",),
        about=("record", "object_id"),
    )
    permissions = {
        "view": can("workflow.item.view"),
        "history": can("workflow.item.view"),
        "export": can("workflow.item.export"),
    }
    workflow = ITEM_STATES
    api = Api(
        ("uuid", "kind", "record", "object_id", "post", "person", "role", "organisation", "due_on", "state"),
        writable=(),
    )


@register
class DelegationRecord(RecordType):
    """Who does whose work for a time."""

    model = Delegation
    slug = "delegations"
    menu = "approvals"
    icon = "user-share"
    purpose = _("Who stands in for whom, from when to when.")
    natural_key = ("from_person", "to_person", "valid_from")
    list_columns = ("from_person", "to_person", KIND, "reason", "valid_from", "valid_to")
    filters = (Filter("as_of", "asof", _("As of")),)
    search = ("from_person__name", "to_person__name", "reason")
    ordering = ("-valid_from", "pk")
    related = ("from_person", "to_person")
    form_sections = (
        Section(_("Delegation"), ("from_person", "to_person", "record", "reason", "valid_from", "valid_to")),
    )
    scope = Scope(organisation=("from_person__organisation",), person=("from_person",))
    permissions = standard("workflow.delegation")
    api = Api(("uuid", "from_person", "to_person", "record", "reason", "valid_from", "valid_to"))


@register
class HolidayRecord(RecordType):
    """Days that differ from the built-in calendar."""

    model = Holiday
    slug = "holidays"
    menu = "settings"
    icon = "calendar-off"
    purpose = _("Days on which work rests or not, where the official calendar is not known yet or was changed.")
    natural_key = ("day",)
    list_columns = ("day", "working", "name", "source")
    filters = ("working", Filter("day", "period"))
    search = ("name", "source")
    ordering = ("-day",)
    form_sections = (Section(_("Day"), ("day", "working", "name", "source")),)
    scope = Scope(shared=True)
    permissions = standard("workflow.holiday")
    imports = Import(("day", "working", "name", "source"))
    api = Api(("uuid", "day", "working", "name", "source"))


@register
class ReminderRuleRecord(RecordType):
    """When persons are reminded of their work."""

    model = ReminderRule
    slug = "reminder-rules"
    menu = "settings"
    icon = "bell"
    purpose = _("When those who have work are reminded of its due date.")
    list_columns = ("name", "kind", KIND, "days", "every_days", "by_email", "valid_from", "valid_to")
    filters = ("kind", "by_email", Filter("as_of", "asof", _("As of")))
    search = ("name", "record")
    ordering = ("kind", "days", "pk")
    form_sections = (
        Section(_("Rule"), ("name", "kind", "record", "source")),
        Section(_("When"), ("days", "every_days", "by_email")),
        Section(_("Dates"), ("valid_from", "valid_to")),
    )
    scope = Scope(shared=True)
    permissions = standard("workflow.reminder_rule")
    api = Api(("uuid", "name", "kind", "record", "days", "every_days", "by_email", "valid_from", "valid_to"))
