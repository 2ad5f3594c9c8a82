"""Tasks, targets and parameters of plans in force."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jiangxin.kernel.access import Scope, can
from jiangxin.kernel.records import Action, Api, Approval, Column, Filter, RecordType, Related, Section, register
from jiangxin.planning.enums import TaskState
from jiangxin.planning.models import Parameter, Target, Task, TaskTarget, TaskUnit
from jiangxin.planning.records.documents import IN_FORCE, MANAGE, of_plan
from jiangxin.planning.workflow import TASK_STATES
from jiangxin.planning.workflow.tasks import ASSIGN


@register
class TaskRecord(RecordType):
    """Tasks of the plans in force."""

    model = Task
    slug = "tasks"
    menu = "tasks"
    icon = "checklist"
    purpose = _("What the plans in force order to be done, and by whom.")
    natural_key = ("plan", "number")
    list_columns = (
        "number",
        "content",
        Column("light", _("light"), path="standing__light", order_by="standing__light", kind="light"),
        "lead",
        "due_on",
        Column("state", _("state"), order_by="state", kind="state"),
    )
    extra_columns = (
        Column("units", _("units as printed"), path="unit_labels", kind="tags"),
        "continues",
        Column("continued_by", _("carried on by"), path="continued_by"),
        "kind",
        "weight",
        "clause",
        "disclosure",
        "issued_on",
        "closed_on",
        "plan",
        "deadlines",
        "others_follow",
        "updated_at",
    )
    filters = (
        "plan",
        "state",
        Filter("light", "choice", _("Light"), path="standing__light"),
        Filter("lead", "subtree"),
        "kind",
        Filter("due_on", "period"),
        Filter("clause", "relation"),
        Filter("responsible", "relation", _("Unit with a part, now or earlier"), path="responsibilities__organisation"),
        Filter("oversight", "relation", _("Leader in charge, now or earlier"), path="responsibilities__post"),
        Filter("unit", "relation", _("Printed unit"), path="units__organisation"),
        Filter("set", "relation", _("Named set"), path="units__organisation_set"),
        Filter("role", "choice", _("Role of the unit"), path="units__role"),
        "others_follow",
    )
    search = ("content",)
    ordering = ("plan", "number")
    related = ("plan", "clause", "lead", "standing", "continues", "continued_by")
    prefetch = ("units__organisation", "units__organisation_set")
    form_sections = (Section(_("Running"), ("kind", "weight", "due_on", "disclosure")),)
    detail_sections = (
        Section(_("Running"), ("kind", "weight", "due_on", "disclosure", "issued_on", "acknowledged_on", "closed_on")),
        Section(_("Place in the plan"), ("plan", "clause", "deadlines", "others_follow", "continues", "continued_by")),
    )
    tabs = (
        Related("planning.responsibilities", "task", _("Responsibilities")),
        Related("planning.subtasks", "task", _("Sub-tasks")),
        Related("planning.work-plans", "task", _("Work plans")),
        Related("planning.reports", "task", _("Reports")),
        Related("planning.extensions", "task", _("Extensions")),
        Related("planning.urgings", "task", _("Urgings")),
        Related("planning.targets", "tasks", _("Targets")),
        Related("planning.task-units", "task", _("Units as printed")),
    )
    scope = Scope(
        organisation=(
            "plan__organisation",
            "lead",
            "responsibilities__organisation",
            "units__organisation",
            "units__organisation_set__memberships__organisation",
        )
    )
    permissions = of_plan("task") | {
        "assign": ASSIGN,
        # what counts in figures of past periods is fixed once the task is under way
        "change": can("planning.task.assign", state__in=[TaskState.UNASSIGNED, TaskState.ISSUED]),
        "split": can("planning.subtask.manage").through("lead"),
        "extend": can("planning.report.write", due_on__isnull=False, closed_on__isnull=True).through("lead"),
    }
    pages = {"detail": "planning:task"}
    actions = (
        Action("extend", _("Ask for more time"), "planning:extend-task", icon="clock"),
        Action("assign", _("Disclosure"), "planning:classify", icon="world"),
    )
    workflow = TASK_STATES
    approval = Approval(submit="request_conclusion", approve="conclude", reject="go_on")
    api = Api(
        (
            "uuid", "plan", "number", "content", "clause", "deadlines", "others_follow", "start", "end", "kind",
            "weight", "due_on", "disclosure", "state", "lead", "issued_on", "acknowledged_on", "closed_on",
        ),
        writable=("kind", "weight", "due_on", "disclosure"),
    )  # fmt: skip


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
    tabs = (
        Related("planning.target-values", "target", _("Values")),
        Related("planning.target-paths", "target", _("Path")),
        Related("planning.responsibilities", "target", _("Responsibilities")),
        Related("planning.tasks", "targets", _("Tasks")),
    )
    scope = Scope(organisation=("plan__organisation", "tasks__units__organisation", "responsibilities__organisation"))
    permissions = of_plan("target") | {"assign": ASSIGN}
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
    permissions = of_plan("target")
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
