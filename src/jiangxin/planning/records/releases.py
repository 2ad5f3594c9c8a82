"""What is told to the public."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jiangxin.kernel.access import Scope, can
from jiangxin.kernel.records import Action, Api, Approval, Column, Filter, RecordType, Section, register
from jiangxin.planning.enums import ReleaseState
from jiangxin.planning.models import Release
from jiangxin.planning.workflow import RELEASE_STATES

MANAGE = can("planning.release.manage")
SEEN = (
    MANAGE
    | can("planning.release.approve", state=ReleaseState.IN_REVIEW)
    | can("planning.release.view", state=ReleaseState.RELEASED)
    # what was withdrawn before it was ever released was told to nobody
    | can("planning.release.view", state=ReleaseState.WITHDRAWN, released_on__isnull=False)
)
_DRAFT = can("planning.release.manage", state=ReleaseState.DRAFT)


@register
class ReleaseRecord(RecordType):
    """Statements for the public about tasks and targets."""

    model = Release
    slug = "releases"
    menu = "plans"
    icon = "world"
    purpose = _("What the public reads about the progress of the plan, after the secrecy review.")
    list_columns = (
        "cycle",
        "title",
        "task",
        "target",
        Column("state", _("state"), order_by="state", kind="state"),
        "released_on",
    )
    filters = (Filter("cycle", "relation"), "plan", "state")
    search = ("title", "text")
    ordering = ("-cycle__starts_on", "task__number", "target__number")
    related = ("cycle", "task", "target")
    form_sections = (
        Section(_("About"), ("plan", "task", "target", "cycle")),
        Section(_("Statement"), ("title", "text", "percent", "value")),
    )
    scope = Scope(organisation=("plan__organisation",))
    permissions = {
        "view": SEEN,
        "history": MANAGE | can("planning.release.approve"),
        "export": can("planning.release.export", state=ReleaseState.RELEASED),
        "add": _DRAFT,
        "change": _DRAFT,
    }
    actions = (Action("view", _("Public page"), "planning:public", on="list", icon="world"),)
    workflow = RELEASE_STATES
    approval = Approval(submit="submit", approve="release", reject="return")
    api = Api(
        ("uuid", "plan", "task", "target", "cycle", "title", "text", "percent", "value", "state", "released_on"),
        writable=(),
    )
