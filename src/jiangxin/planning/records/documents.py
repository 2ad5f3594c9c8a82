"""Plans, and what was found in them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jiangxin.kernel.access import Permission, Scope, can
from jiangxin.kernel.records import Api, Approval, Column, Filter, RecordType, Related, Section, register
from jiangxin.planning.enums import PlanState
from jiangxin.planning.models import Clause, Finding, Plan, UnitName
from jiangxin.planning.workflow import FINDING_STATES, NAME_STATES, PLAN_STATES

IN_FORCE = [PlanState.ADOPTED, PlanState.SUPERSEDED]
MANAGE = can("planning.plan.manage")


def of_plan(noun: str) -> dict[str, Permission]:
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
    permissions = of_plan("plan")
    api = Api(("uuid", "plan", "order", "number", "title", "level", "parent", "start", "end"), writable=())
