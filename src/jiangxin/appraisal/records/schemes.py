"""Schemes with their groups, members, criteria, vetoes and grades."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiangxin.appraisal.domain import schemes
from jiangxin.appraisal.enums import SchemeState
from jiangxin.appraisal.models import Criterion, Grade, GroupMember, PeerGroup, Scheme, Veto
from jiangxin.appraisal.workflow import SCHEME_STATES
from jiangxin.appraisal.workflow.schemes import DRAW_UP
from jiangxin.kernel.access import Permission, Scope, can
from jiangxin.kernel.records import (
    Action,
    Api,
    Approval,
    Column,
    Filter,
    Import,
    RecordType,
    Related,
    Section,
    register,
)

STATE = Column("state", _("state"), order_by="state", kind="state")
DATES = ("valid_from", "valid_to")
SUBMITTED = [SchemeState.IN_APPROVAL, SchemeState.PUBLISHED]


def seen(prefix: str) -> Permission:
    """Return who reads schemes and their rows: those who draw them up or approve them, and everybody once published."""
    state = f"{prefix}state"
    published = can("appraisal.scheme.view", **{state: SchemeState.PUBLISHED})
    return DRAW_UP | can("appraisal.scheme.review", **{f"{state}__in": SUBMITTED}) | published


def drafted(prefix: str) -> Permission:
    """Return who changes schemes and their rows, while they are drafts."""
    return can("appraisal.scheme.manage", **{f"{prefix}state": SchemeState.DRAFT})


def of_rows(prefix: str = "scheme__") -> dict[str, Permission]:
    """Return the permissions of rows of a scheme."""
    draft, view = drafted(prefix), seen(prefix)
    exported = can("appraisal.scheme.export", **{f"{prefix}state": SchemeState.PUBLISHED}) | DRAW_UP
    return {
        "view": view, "history": DRAW_UP, "export": exported, "add": draft, "change": draft, "delete": draft,
        "import": draft,
    }  # fmt: skip


@register
class SchemeRecord(RecordType):
    """Schemes of appraisal."""

    model = Scheme
    slug = "schemes"
    menu = "appraisal"
    icon = "clipboard-list"
    purpose = _("By what units are appraised, from which day on. What is published never changes.")
    natural_key = ("code", "edition")
    list_columns = ("title", "code", "edition", STATE, *DATES, "total")
    extra_columns = ("basis", "organisation", "ceiling", "unscored", "published_on", "copied_from")
    filters = ("state", Filter("organisation", "relation"), Filter("as_of", "asof"))
    search = ("title", "code", "basis")
    ordering = ("code", "-edition")
    related = ("organisation", "copied_from")
    form_sections = (
        Section(_("Scheme"), ("code", "edition", "title", "basis", "organisation", *DATES)),
        Section(pgettext_lazy("of a criterion", "Points"), ("total", "ceiling", "unscored", "places", "ranks_shown")),
    )
    detail_sections = (*form_sections, Section(_("Course"), ("state", "published_on", "copied_from")))
    tabs = (
        Related("appraisal.criteria", "scheme", _("Criteria")),
        Related("appraisal.peer-groups", "scheme", _("Peer groups")),
        Related("appraisal.vetoes", "scheme", pgettext_lazy("of appraisal", "Vetoes")),
        Related("appraisal.grades", "scheme", _("Grades")),
        Related("appraisal.appraisals", "scheme", pgettext_lazy("many", "appraisals")),
    )
    scope = Scope(organisation=("organisation",), shared=True)
    permissions = {
        "view": seen(""),
        "history": DRAW_UP,
        "export": can("appraisal.scheme.export", state=SchemeState.PUBLISHED) | DRAW_UP,
        "add": DRAW_UP,
        "change": drafted(""),
        "delete": drafted(""),
        "attach": drafted(""),
        "rules": seen(""),
        "copy": DRAW_UP,
        "criterion": drafted(""),
    }
    actions = (
        Action("rules", _("Read the rules"), "appraisal:rules", icon="list-details"),
        Action("criterion", _("Add a criterion"), "appraisal:criterion", icon="plus"),
        Action("copy", _("Next edition"), "appraisal:copy", icon="copy"),
    )
    evidence = True
    workflow = SCHEME_STATES
    approval = Approval(submit="submit", approve="publish", reject="return")
    api = Api(
        (
            "uuid", "code", "edition", "title", "basis", "organisation", *DATES, "total", "ceiling", "unscored",
            "places", "ranks_shown", "state", "published_on",
        ),
        writable=(
            "code", "edition", "title", "basis", "organisation", *DATES, "total", "ceiling", "unscored", "places",
            "ranks_shown",
        ),
    )  # fmt: skip


OF_SCHEME = Scope(organisation=("scheme__organisation",), shared=True)
KEY = ("scheme.code", "scheme.edition", "code")
NAMES = ("code", "order", "name", "name_en")


@register
class PeerGroupRecord(RecordType):
    """Peer groups of schemes."""

    model = PeerGroup
    slug = "peer-groups"
    icon = "users-group"
    purpose = _("Which units are compared with one another.")
    natural_key = ("scheme", "code")
    list_columns = ("scheme", "order", "code", "name", "name_en")
    filters = (Filter("scheme", "relation"),)
    search = ("code", "name")
    ordering = ("scheme", "order", "code")
    related = ("scheme",)
    form_sections = (Section(_("Peer group"), ("scheme", *NAMES)),)
    tabs = (Related("appraisal.members", "group", _("Members")),)
    scope = OF_SCHEME
    permissions = of_rows()
    imports = Import((*KEY, "order", "name", "name_en"))
    api = Api(("uuid", "scheme", *NAMES))


_JOINING = can("appraisal.scheme.manage", group__scheme__state__in=[SchemeState.DRAFT, SchemeState.PUBLISHED])


@register
class GroupMemberRecord(RecordType):
    """Members of peer groups. They come and go while a scheme is in force."""

    model = GroupMember
    slug = "members"
    menu = "appraisal"
    icon = "users"
    purpose = _("Which units belong to which group, from when to when.")
    natural_key = ("group", "organisation", "valid_from")
    list_columns = ("group", "organisation", *DATES)
    filters = (
        Filter("scheme", "relation", path="group__scheme"),
        Filter("group", "relation"),
        Filter("organisation", "subtree"),
        Filter("as_of", "asof"),
    )
    search = ("organisation__name", "group__name")
    ordering = ("group", "organisation__sort_key", "-valid_from")
    related = ("group__scheme", "organisation")
    form_sections = (Section(_("Member"), ("group", "organisation", *DATES)),)
    scope = Scope(organisation=("group__scheme__organisation",), shared=True)
    permissions = {
        **{verb: one for verb, one in of_rows("group__scheme__").items() if verb != "import"},
        "add": _JOINING,
        "change": _JOINING,
    }
    saver = schemes.save_member
    after_many = schemes.after_members
    api = Api(("uuid", "group", "organisation", *DATES))


@register
class CriterionRecord(RecordType):
    """Criteria of schemes."""

    model = Criterion
    slug = "criteria"
    icon = "list-numbers"
    purpose = _("What is judged, for how many points, by which rule over which measure.")
    natural_key = ("scheme", "code")
    list_columns = ("order", "code", "name", "points", Column("kind", _("kind of rule")), "measure", "part", "scheme")
    extra_columns = ("weights", "missing", "rule", "basis", "name_en")
    filters = (Filter("scheme", "relation"), "part", "missing")
    search = ("code", "name", "measure")
    ordering = ("scheme", "order", "code")
    related = ("scheme",)
    form_sections = (
        Section(_("Criterion"), ("scheme", *NAMES, "basis")),
        Section(pgettext_lazy("of a criterion", "Points"), ("points", "weights", "part")),
        Section(pgettext_lazy("of a criterion", "Rule"), ("measure", "missing", "rule")),
    )
    pages = {"add": "appraisal:criterion-add", "edit": "appraisal:criterion-edit"}
    scope = OF_SCHEME
    permissions = of_rows()
    imports = Import(
        (*KEY, "order", "name", "name_en", "points", "weights", "part", "measure", "missing", "rule", "basis")
    )
    api = Api(("uuid", "scheme", *NAMES, "points", "weights", "part", "measure", "missing", "rule", "basis"))


@register
class VetoRecord(RecordType):
    """Vetoes of schemes."""

    model = Veto
    slug = "vetoes"
    icon = "ban"
    purpose = _("What caps or voids a total, each with its legal basis.")
    natural_key = ("scheme", "code")
    list_columns = ("order", "code", "name", "measure", "basis", "cap", "missing", "scheme")
    filters = (Filter("scheme", "relation"),)
    search = ("code", "name", "basis")
    ordering = ("scheme", "order", "code")
    related = ("scheme",)
    form_sections = (
        Section(pgettext_lazy("of appraisal", "Veto"), ("scheme", *NAMES)),
        Section(_("Effect"), ("measure", "basis", "cap", "missing")),
    )
    scope = OF_SCHEME
    permissions = of_rows()
    imports = Import((*KEY, "order", "name", "name_en", "measure", "basis", "cap", "missing"))
    api = Api(("uuid", "scheme", *NAMES, "measure", "basis", "cap", "missing"))


@register
class GradeRecord(RecordType):
    """Grades of schemes."""

    model = Grade
    slug = "grades"
    icon = "stairs-up"
    purpose = _("Which grade a total gets, and for how many of a group at most.")
    natural_key = ("scheme", "code")
    list_columns = ("order", "code", "name", "least", "share", "scheme")
    filters = (Filter("scheme", "relation"),)
    search = ("code", "name")
    ordering = ("scheme", "order", "code")
    related = ("scheme",)
    form_sections = (Section(_("Grade"), ("scheme", *NAMES, "least", "share")),)
    scope = OF_SCHEME
    permissions = of_rows()
    imports = Import((*KEY, "order", "name", "name_en", "least", "share"))
    api = Api(("uuid", "scheme", *NAMES, "least", "share"))
