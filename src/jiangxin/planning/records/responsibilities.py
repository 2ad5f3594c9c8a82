"""Who answers for what, and what the lead splits a task into."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jiangxin.kernel.access import Scope, can
from jiangxin.kernel.records import Action, Api, Approval, Column, Filter, Import, RecordType, Section, register
from jiangxin.planning.domain import splitting
from jiangxin.planning.enums import SubtaskState, TaskState, WorkPlanState
from jiangxin.planning.models import Responsibility, Subtask, WorkPlan
from jiangxin.planning.workflow import RESPONSIBILITY_STATES, SUBTASK_STATES, WORK_PLAN_STATES

STATE = Column("state", _("state"), order_by="state", kind="state")
SETTLED = [WorkPlanState.APPROVED, WorkPlanState.CONCLUDED, WorkPlanState.REPLACED]


@register
class ResponsibilityRecord(RecordType):
    """Parts of units in tasks and targets, with their dates."""

    model = Responsibility
    slug = "responsibilities"
    menu = "tasks"
    icon = "users-group"
    purpose = _("Which unit has which part in a task or target, from when to when, and whether it acknowledged.")
    list_columns = ("task", "target", "part", "organisation", "post", STATE, "due_on", "acknowledged_on")
    extra_columns = ("valid_from", "valid_to", "objection", "answer")
    filters = (
        "part",
        Filter("organisation", "subtree"),
        "state",
        Filter("task", "relation"),
        Filter("target", "relation"),
        Filter("plan", "relation", _("Plan"), path="task__plan"),
        Filter("as_of", "asof"),
    )
    search = ("task__content", "target__subject", "organisation__name")
    ordering = ("task__number", "target__number", "part", "pk")
    related = ("task", "target", "organisation", "post")
    detail_sections = (
        Section(_("Part"), ("task", "target", "part", "organisation", "post", "valid_from", "valid_to")),
        Section(_("Acknowledgement"), ("state", "due_on", "acknowledged_on", "objection", "answer")),
    )
    scope = Scope(organisation=("organisation",))
    permissions = {
        "view": can("planning.responsibility.view"),
        "history": can("planning.responsibility.view"),
        "export": can("planning.responsibility.export"),
    }
    workflow = RESPONSIBILITY_STATES
    api = Api(
        (
            "uuid", "task", "target", "part", "organisation", "post", "state", "due_on", "acknowledged_on",
            "valid_from", "valid_to",
        ),
        writable=(),
    )  # fmt: skip


_SPLIT = can("planning.subtask.manage", task__state__in=[TaskState.ISSUED, TaskState.RUNNING]).through("task__lead")


@register
class SubtaskRecord(RecordType):
    """Sub-tasks and milestones into which leads split their tasks."""

    model = Subtask
    slug = "subtasks"
    menu = "tasks"
    icon = "list-tree"
    purpose = _("What the lead units split their tasks into: with weight, unit, post and date.")
    natural_key = ("task", "number")
    list_columns = ("task", "number", "kind", "title", "organisation", "due_on", "percent", STATE)
    extra_columns = ("weight", "post", "starts_on", "done_on", "remark", "parent")
    filters = (
        "state",
        "kind",
        Filter("organisation", "subtree"),
        Filter("due_on", "period"),
        Filter("task", "relation"),
        Filter("plan", "relation", _("Plan"), path="task__plan"),
    )
    search = ("title", "number")
    ordering = ("task__number", "number")
    related = ("task", "parent", "organisation", "post")
    form_sections = (
        Section(_("What"), ("task", "parent", "number", "kind", "title", "weight")),
        Section(_("Who and when"), ("organisation", "post", "starts_on", "due_on")),
        Section(_("Progress"), ("percent", "remark")),
    )
    scope = Scope(organisation=("task__lead", "organisation"))
    permissions = {
        "view": can("planning.subtask.view"),
        "history": can("planning.subtask.view"),
        "export": can("planning.subtask.export"),
        "add": _SPLIT,
        "change": _SPLIT,
        "import": _SPLIT,
        "attach": can("planning.subtask.progress"),
        "extend": can("planning.report.write", state=SubtaskState.OPEN).through("task__lead"),
    }
    actions = (Action("extend", _("Ask for more time"), "planning:extend-subtask", icon="clock"),)
    evidence = True
    workflow = SUBTASK_STATES
    saver = splitting.save_subtask
    after_many = splitting.after_import
    imports = Import(
        (
            "task.plan.document_number", "task.number", "number", "parent.number", "kind", "title", "weight",
            "organisation.code", "starts_on", "due_on",
        )
    )  # fmt: skip
    api = Api(
        (
            "uuid", "task", "parent", "number", "kind", "title", "weight", "organisation", "post", "starts_on",
            "due_on", "percent", "remark", "state", "done_on",
        ),
        writable=(
            "task", "parent", "number", "kind", "title", "weight", "organisation", "post", "starts_on", "due_on",
        ),
    )  # fmt: skip


_PLAN = can("planning.work_plan.manage", state=WorkPlanState.DRAFT)


@register
class WorkPlanRecord(RecordType):
    """Work plans of lead units: the goal of the year and what is expected by each quarter."""

    model = WorkPlan
    slug = "work-plans"
    menu = "tasks"
    icon = "calendar-event"
    purpose = _("Goals of the year with the progress expected by each quarter, as lead units plan and have approved.")
    natural_key = ("task", "year", "revision")
    list_columns = ("task", "year", "goal", "q1_percent", "q2_percent", "q3_percent", "q4_percent", STATE)
    extra_columns = ("revision", "approved_on", "concluded_on", "conclusion")
    filters = ("year", "state", Filter("unit", "relation", _("Lead unit"), path="task__lead"))
    search = ("goal", "measures")
    ordering = ("-year", "task__number", "-revision")
    related = ("task",)
    form_sections = (
        Section(_("Goal"), ("task", "year", "goal", "measures")),
        Section(_("First half-year"), ("q1_expected", "q1_percent", "q2_expected", "q2_percent")),
        Section(_("Second half-year"), ("q3_expected", "q3_percent", "q4_expected", "q4_percent")),
    )
    scope = Scope(organisation=("task__lead",))
    permissions = {
        "view": can("planning.work_plan.manage")
        | can("planning.work_plan.approve", state=WorkPlanState.IN_APPROVAL)
        | can("planning.work_plan.view", state__in=SETTLED),
        "history": can("planning.work_plan.manage"),
        "export": can("planning.work_plan.export", state__in=SETTLED),
        "add": _PLAN,
        "change": _PLAN,
        "attach": _PLAN,
        "revise": can("planning.work_plan.manage", state=WorkPlanState.APPROVED),
    }
    actions = (Action("revise", _("Revise"), "planning:revise", icon="edit"),)
    evidence = True
    workflow = WORK_PLAN_STATES
    approval = Approval(submit="submit", approve="approve", reject="return")
    api = Api(
        (
            "uuid", "task", "year", "goal", "measures", "q1_expected", "q1_percent", "q2_expected", "q2_percent",
            "q3_expected", "q3_percent", "q4_expected", "q4_percent", "state", "approved_on",
        ),
        writable=(
            "task", "year", "goal", "measures", "q1_expected", "q1_percent", "q2_expected", "q2_percent",
            "q3_expected", "q3_percent", "q4_expected", "q4_percent",
        ),
    )  # fmt: skip
