"""Declarations of the room's record types."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jiangxin.kernel.access import Permission, Scope, can
from jiangxin.kernel.records import Api, Approval, Column, Filter, RecordType, Related, Section, register
from jiangxin.planning.enums import PlanState
from jiangxin.planning.models import Clause, Finding, Parameter, Plan, Target, Task, TaskTarget, TaskUnit, UnitName
from jiangxin.planning.workflow import FINDING_STATES, NAME_STATES, PLAN_STATES

IN_FORCE = [PlanState.ADOPTED, PlanState.SUPERSEDED]
MANAGE = can("planning.plan.manage")


def _of_plan(noun: str) -> dict[str, Permission]:
    """Rows that adoption writes: everybody with the right reads those in force, nobody edits them here."""
    view = can("planning.plan.manage") | can(f"planning.{noun}.view", plan__state__in=IN_FORCE)
    return {"view": view, "history": view, "export": can(f"planning.{noun}.export", plan__state__in=IN_FORCE)}


@register
class PlanRecord(RecordType):
    """Official plans, from the uploaded document to the plan in force."""

    model = Plan
    slug = "plans"
    menu = "plans"
    icon = "file-text"
    purpose = _("Official plans: uploaded, read, checked against the text, adopted.")
    list_columns = (
        "title",
        "document_number",
        "issuer",
        "written_on",
        Column("state", _("state"), order_by="state", kind="state"),
        "adopted_on",
    )
    filters = ("state", Filter("organisation", "subtree"), Filter("written_on", "period"))
    search = ("title", "document_number", "text")
    ordering = ("-pk",)
    bulky = ("text", "layout", "meta")
    related = ("organisation",)
    form_sections = (
        Section(_("Document"), ("title", "document_number", "issuer", "written_on", "published_on")),
        Section(_("Place"), ("organisation", "supersedes")),
    )
    scope = Scope(organisation=("organisation",))
    permissions = {
        "view": MANAGE | can("planning.plan.approve") | can("planning.plan.view", state__in=IN_FORCE),
        "history": MANAGE | can("planning.plan.approve"),
        "export": can("planning.plan.export"),
        "add": MANAGE,
        "change": can("planning.plan.manage", state=PlanState.CHECKING),
        "check": can("planning.plan.manage", state=PlanState.CHECKING),
        "attach": MANAGE,
    }
    evidence = True
    workflow = PLAN_STATES
    approval = Approval(submit="submit", approve="adopt", reject="return")
    pages = {"detail": "planning:plan", "add": "planning:upload"}
    api = Api(
        (
            "uuid",
            "title",
            "document_number",
            "issuer",
            "written_on",
            "published_on",
            "organisation",
            "state",
            "adopted_on",
        ),
        writable=(),
    )


@register
class FindingRecord(RecordType):
    """What was found in a plan's text, with the decision taken about it."""

    model = Finding
    slug = "findings"
    icon = "highlight"
    list_columns = (
        "plan",
        "kind",
        Column("quote", _("as printed")),
        Column("state", _("decision"), order_by="state", kind="state"),
        "suspect",
    )
    filters = ("plan", "kind", "state", "suspect", "by_person")
    search = ("quote",)
    ordering = ("plan", "start", "order")
    related = ("plan",)
    detail_sections = (Section(_("Finding"), ("plan", "kind", "quote", "suspect", "why", "state")),)
    scope = Scope(organisation=("plan__organisation",))
    permissions = {
        "view": MANAGE | can("planning.plan.approve"),
        "history": MANAGE | can("planning.plan.approve"),
        "export": can("planning.plan.export"),
        "add": can("planning.plan.manage", plan__state=PlanState.CHECKING),
        "change": can("planning.plan.manage", plan__state=PlanState.CHECKING),
    }
    workflow = FINDING_STATES
    pages = {"move.correct": "planning:correct"}
    api = Api(("uuid", "plan", "kind", "start", "end", "quote", "data", "suspect", "why", "state"), writable=())


@register
class UnitNameRecord(RecordType):
    """Unit names of a document and what they mean."""

    model = UnitName
    slug = "unit-names"
    icon = "link"
    list_columns = (
        "plan",
        "name",
        "organisation",
        "organisation_set",
        Column("state", _("state"), order_by="state", kind="state"),
    )
    filters = ("plan", "state")
    search = ("name",)
    ordering = ("plan", "pk")
    related = ("plan", "organisation", "organisation_set")
    detail_sections = (Section(_("Unit name"), ("plan", "name", "organisation", "organisation_set", "state")),)
    scope = Scope(organisation=("plan__organisation",))
    permissions = {
        "view": MANAGE | can("planning.plan.approve"),
        "history": MANAGE | can("planning.plan.approve"),
        "export": can("planning.plan.export"),
        "add": can("planning.plan.manage", plan__state=PlanState.CHECKING),
    }
    workflow = NAME_STATES
    api = Api(("uuid", "plan", "name", "organisation", "organisation_set", "state"), writable=())


@register
class ClauseRecord(RecordType):
    """The outline of a plan in force."""

    model = Clause
    slug = "clauses"
    icon = "list-tree"
    list_columns = ("plan", "number", "title", "level", "parent")
    filters = ("plan", "level")
    search = ("title",)
    ordering = ("plan", "order")
    related = ("plan", "parent")
    detail_sections = (Section(_("Clause"), ("plan", "number", "title", "level", "parent")),)
    tabs = (Related("planning.tasks", "clause"), Related("planning.targets", "clause"))
    scope = Scope(organisation=("plan__organisation",))
    permissions = _of_plan("plan")
    api = Api(("uuid", "plan", "order", "number", "title", "level", "parent", "start", "end"), writable=())


@register
class TaskRecord(RecordType):
    """Tasks of the plans in force."""

    model = Task
    slug = "tasks"
    menu = "tasks"
    icon = "checklist"
    purpose = _("What the plans in force order to be done, and by whom.")
    natural_key = ("plan", "number")
    list_columns = ("number", "content", Column("units", _("units"), path="unit_labels", kind="tags"), "clause")
    extra_columns = ("plan", "deadlines", "others_follow", "updated_at")
    filters = (
        "plan",
        Filter("clause", "relation"),
        Filter("unit", "relation", _("Unit"), path="units__organisation"),
        Filter("set", "relation", _("Named set"), path="units__organisation_set"),
        Filter("role", "choice", _("Role of the unit"), path="units__role"),
        "others_follow",
    )
    search = ("content",)
    ordering = ("plan", "number")
    related = ("plan", "clause")
    prefetch = ("units__organisation", "units__organisation_set")
    detail_sections = (
        Section(_("Task"), ("number", "content", "deadlines", "others_follow")),
        Section(_("Place in the plan"), ("plan", "clause")),
    )
    tabs = (
        Related("planning.task-units", "task", _("Units")),
        Related("planning.targets", "tasks", _("Targets")),
    )
    scope = Scope(
        organisation=(
            "plan__organisation",
            "units__organisation",
            "units__organisation_set__memberships__organisation",
        )
    )
    permissions = _of_plan("task")
    api = Api(
        ("uuid", "plan", "number", "content", "clause", "deadlines", "others_follow", "start", "end"), writable=()
    )


@register
class TaskUnitRecord(RecordType):
    """The units of each task, as printed and as meant."""

    model = TaskUnit
    slug = "task-units"
    icon = "users"
    natural_key = ("task", "order")
    list_columns = ("task", "printed", "role", "organisation", "organisation_set")
    filters = ("role", Filter("organisation", "relation"), Filter("plan", "relation", _("Plan"), path="task__plan"))
    search = ("printed",)
    ordering = ("task__plan", "task__number", "order")
    related = ("task", "organisation", "organisation_set")
    detail_sections = (Section(_("Unit"), ("task", "printed", "role", "organisation", "organisation_set")),)
    scope = Scope(
        organisation=("task__plan__organisation", "organisation", "organisation_set__memberships__organisation")
    )
    permissions = {
        "view": MANAGE | can("planning.task.view", task__plan__state__in=IN_FORCE),
        "history": MANAGE | can("planning.task.view", task__plan__state__in=IN_FORCE),
        "export": can("planning.task.export", task__plan__state__in=IN_FORCE),
    }
    api = Api(("uuid", "task", "order", "printed", "role", "organisation", "organisation_set"), writable=())


FIGURE_SECTIONS = (
    Section(_("Figure"), ("number", "subject", "comparator", "strict", "value", "low", "high", "unit")),
    Section(_("Conditions"), ("hedge", "deadline", "deadline_on", "period", "per", "note")),
    Section(_("Place in the plan"), ("plan", "clause", "quote")),
)
FIGURE = Column("figure", _("figure"), path="figure", order_by="value", kind="number")


@register
class TargetRecord(RecordType):
    """Numeric goals and requirements of the plans in force."""

    model = Target
    slug = "targets"
    menu = "targets"
    icon = "target"
    purpose = _("Every figure the plans in force set, and the tasks that carry it.")
    natural_key = ("plan", "number")
    list_columns = (
        "number",
        "subject",
        FIGURE,
        "deadline",
        "kind",
        Column("tasks", _("tasks"), path="task_numbers", kind="tags"),
        "clause",
    )
    extra_columns = ("hedge", "deadline_on", "period", "per", "quote", "plan", "updated_at")
    filters = (
        "plan",
        "kind",
        "comparator",
        "unit",
        Filter("clause", "relation"),
        Filter("uncarried", "bool", _("Carried by no task"), path="tasks__isnull"),
        Filter("deadline_on", "period"),
    )
    search = ("subject", "quote")
    ordering = ("plan", "number")
    related = ("plan", "clause")
    prefetch = ("tasks",)
    detail_sections = (*FIGURE_SECTIONS[:1], Section(_("Kind"), ("kind",)), *FIGURE_SECTIONS[1:])
    tabs = (Related("planning.tasks", "targets", _("Tasks")),)
    scope = Scope(organisation=("plan__organisation", "tasks__units__organisation"))
    permissions = _of_plan("target")
    api = Api(
        (
            "uuid",
            "plan",
            "number",
            "subject",
            "quote",
            "comparator",
            "strict",
            "value",
            "low",
            "high",
            "unit",
            "hedge",
            "deadline",
            "deadline_on",
            "period",
            "per",
            "kind",
            "clause",
            "start",
            "end",
        ),
        writable=(),
    )


@register
class TaskTargetRecord(RecordType):
    """Which task carries which target."""

    model = TaskTarget
    slug = "task-targets"
    icon = "link"
    natural_key = ("task", "target")
    list_columns = ("task", "target")
    filters = (Filter("plan", "relation", _("Plan"), path="task__plan"),)
    search = ("task__content", "target__subject")
    ordering = ("task__plan", "task__number", "target__number")
    related = ("task", "target")
    detail_sections = (Section(_("Link"), ("task", "target")),)
    scope = Scope(organisation=("task__plan__organisation",))
    permissions = {
        "view": MANAGE | can("planning.target.view", task__plan__state__in=IN_FORCE),
        "history": MANAGE | can("planning.target.view", task__plan__state__in=IN_FORCE),
        "export": can("planning.target.export", task__plan__state__in=IN_FORCE),
    }


@register
class ParameterRecord(RecordType):
    """Settings of the policy that the plans in force print: rates, limits, periods."""

    model = Parameter
    slug = "parameters"
    menu = "targets"
    icon = "adjustments"
    purpose = _("Rates, limits and periods that the plans set, told apart from targets.")
    natural_key = ("plan", "number")
    list_columns = ("number", "subject", FIGURE, "deadline", "clause", "plan")
    filters = ("plan", Filter("clause", "relation"))
    search = ("subject", "quote")
    ordering = ("plan", "number")
    related = ("plan", "clause")
    detail_sections = FIGURE_SECTIONS
    scope = Scope(organisation=("plan__organisation",))
    permissions = _of_plan("target")
    api = Api(
        (
            "uuid",
            "plan",
            "number",
            "subject",
            "quote",
            "comparator",
            "value",
            "low",
            "high",
            "unit",
            "deadline",
            "period",
            "per",
            "clause",
        ),
        writable=(),
    )
