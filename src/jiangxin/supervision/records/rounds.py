"""Rounds of supervision: team, tasks, notes, notices."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiangxin.kernel.access import Permission, Scope, can
from jiangxin.kernel.records import Action, Api, Approval, Column, Filter, RecordType, Related, Section, register
from jiangxin.supervision.domain import notices, selecting, team
from jiangxin.supervision.enums import ASKED, SUBMITTED, NoticeState, RoundState
from jiangxin.supervision.models import Notice, Round, RoundTask, Selection, TeamMember, TeamNote
from jiangxin.supervision.workflow import NOTICE_STATES, ROUND_STATES
from jiangxin.supervision.workflow.rounds import NOTIFY, RUN

STATE = Column("state", _("state"), order_by="state", kind="state")


def run_in(*states: str) -> Permission:
    """Return the right to change what belongs to a round while it is in one of the states."""
    return can("supervision.round.manage", round__state__in=list(states))


#: Who prepares a round sees all of it; others once its scheme was submitted.
OF_ROUND = {
    "view": RUN | can("supervision.round.view", round__state__in=list(SUBMITTED)),
    "history": RUN,
    "export": can("supervision.round.export", round__state__in=list(SUBMITTED)),
}


@register
class RoundRecord(RecordType):
    """Rounds of supervision."""

    model = Round
    slug = "rounds"
    menu = "supervision"
    icon = "list-search"
    purpose = _("Rounds of supervision with their basis, scheme, team and tasks, from the draft to the end.")
    natural_key = ("plan", "year", "theme")
    list_columns = ("year", "theme", "organiser", "basis", "starts_on", "ends_on", STATE)
    extra_columns = ("plan", "basis_text", "basis_on", "approved_on", "started_on", "concluded_on", "closed_on")
    filters = (
        "year",
        "state",
        "basis",
        Filter("plan", "relation"),
        Filter("organiser", "relation"),
        Filter("starts_on", "period"),
    )
    search = ("theme", "basis_text")
    ordering = ("-year", "-starts_on", "-pk")
    related = ("plan", "organiser")
    form_sections = (
        Section(_("Round"), ("plan", "year", "theme", "organiser", "starts_on", "ends_on")),
        Section(_("Basis"), ("basis", "basis_text", "basis_on")),
        Section(pgettext_lazy("of a round", "Scheme"), ("scheme",)),
    )
    detail_sections = (
        *form_sections,
        Section(_("Course"), ("state", "approved_on", "started_on", "concluded_on", "closed_on")),
    )
    tabs = (
        Related("supervision.round-tasks", "round", _("Tasks")),
        Related("supervision.team-members", "round", _("Team")),
        Related("supervision.notices", "round", _("Notices to units")),
        Related("supervision.findings", "round", pgettext_lazy("of supervision", "findings")),
        Related("supervision.conclusions", "round", _("Conclusions")),
        Related("supervision.selections", "round", _("Selections by rule")),
        Related("supervision.team-notes", "round", _("Notes of the team")),
    )
    scope = Scope(organisation=("organiser",))
    permissions = {
        "view": RUN | can("supervision.round.view", state__in=list(SUBMITTED)),
        "history": RUN,
        "export": can("supervision.round.export", state__in=list(SUBMITTED)),
        "add": RUN,
        "change": can("supervision.round.manage", state=RoundState.DRAFT),
        "delete": can("supervision.round.manage", state=RoundState.DRAFT),
        "select": can("supervision.round.manage", state=RoundState.DRAFT),
        "attach": can("supervision.round.manage", state=RoundState.DRAFT),
    }
    actions = (Action("select", _("Choose tasks by rule"), "supervision:select", icon="selector"),)
    evidence = True
    pages = {"detail": "supervision:round"}
    workflow = ROUND_STATES
    approval = Approval(submit="submit", approve="approve", reject="return")
    api = Api(
        (
            "uuid", "plan", "year", "theme", "organiser", "basis", "basis_text", "basis_on", "scheme", "starts_on",
            "ends_on", "state", "approved_on", "started_on", "concluded_on", "closed_on",
        ),
        writable=(
            "plan", "year", "theme", "organiser", "basis", "basis_text", "basis_on", "scheme", "starts_on", "ends_on",
        ),
    )  # fmt: skip


@register
class TeamMemberRecord(RecordType):
    """Teams of rounds."""

    model = TeamMember
    slug = "team-members"
    icon = "users-group"
    purpose = _("Who belongs to the team of a round, as a person or through a post.")
    list_columns = ("round", "part", "person", "post", "duty")
    filters = ("part", Filter("round", "relation"))
    search = ("person__name", "post__title", "duty")
    ordering = ("-round", "part", "pk")
    related = ("round", "person", "post__organisation")
    form_sections = (Section(_("Team"), ("round", "part", "person", "post", "duty")),)
    scope = Scope(organisation=("round__organiser",))
    permissions = {
        **OF_ROUND,
        "add": run_in(RoundState.DRAFT, RoundState.APPROVED, RoundState.UNDER_WAY),
        # who left a team that went to work would be free to decide on its reviews
        "change": run_in(RoundState.DRAFT),
        "delete": run_in(RoundState.DRAFT),
    }
    api = Api(("uuid", "round", "part", "person", "post", "duty"))


@register
class TeamNoteRecord(RecordType):
    """What teams note for themselves."""

    model = TeamNote
    slug = "team-notes"
    menu = "supervision"
    icon = "note"
    purpose = _("What the team notes for itself. Units never see it.")
    list_columns = ("noted_on", "round", "task", "text", "noted_by")
    filters = (Filter("round", "relation"), Filter("task", "relation"), Filter("noted_on", "period"))
    search = ("text",)
    ordering = ("-noted_on", "-pk")
    related = ("round", "task", "noted_by")
    form_sections = (Section(_("Note"), ("round", "task", "text")),)
    scope = Scope(organisation=("round__organiser",))
    permissions = {"view": RUN, "history": RUN, "add": RUN, "change": RUN, "delete": RUN}
    saver = team.save_note
    api = Api(("uuid", "round", "task", "text", "noted_on"), writable=("round", "task", "text"))


@register
class SelectionRecord(RecordType):
    """Selections of tasks by rule."""

    model = Selection
    slug = "selections"
    icon = "selector"
    purpose = _("When rules chose tasks for a round, and the seed by which the lot can be drawn again.")
    list_columns = ("round", "day", "seed", "eligible", "drawn", "created_at")
    bulky = ("pool",)
    filters = (Filter("round", "relation"), Filter("day", "period"))
    search = ("round__theme",)
    related = ("round",)
    detail_sections = (
        Section(pgettext_lazy("of supervision", "Selection"), ("round", "day", "seed", "eligible", "drawn", "pool")),
    )
    tabs = (Related("supervision.round-tasks", "selection", _("Tasks")),)
    scope = Scope(organisation=("round__organiser",))
    permissions = OF_ROUND
    api = Api(("uuid", "round", "day", "seed", "eligible", "drawn"), writable=())


@register
class RoundTaskRecord(RecordType):
    """Tasks that rounds look at."""

    model = RoundTask
    slug = "round-tasks"
    menu = "supervision"
    icon = "checklist"
    purpose = _("Which tasks a round looks at, with the unit that led them on the day, and why they were chosen.")
    list_columns = ("round", "task", "organisation", "ground", "grounds", "chosen_on")
    extra_columns = ("selection", "rule")
    filters = (
        "ground",
        Filter("round", "relation"),
        Filter("organisation", "subtree"),
        Filter("task", "relation"),
    )
    search = ("task__content", "grounds")
    ordering = ("-round", "task__number")
    related = ("round", "task", "organisation", "rule", "selection__round")
    form_sections = (Section(_("Task"), ("round", "task", "grounds")),)
    detail_sections = (
        Section(_("Task"), ("round", "task", "organisation", "ground", "grounds", "rule", "selection", "chosen_on")),
    )
    scope = Scope(organisation=("round__organiser",))
    permissions = {**OF_ROUND, "add": run_in(RoundState.DRAFT), "delete": run_in(RoundState.DRAFT)}
    saver = selecting.save_by_hand
    api = Api(
        ("uuid", "round", "task", "organisation", "ground", "grounds", "selection", "chosen_on"),
        writable=("round", "task", "grounds"),
    )


_TOLD_OF = can("supervision.notice.view", state__in=list(ASKED)) | can(
    "supervision.notice.view", state=NoticeState.WITHDRAWN, sent_on__isnull=False
)


@register
class NoticeRecord(RecordType):
    """Notices and letters to units."""

    model = Notice
    slug = "notices"
    menu = "supervision"
    icon = "mail"
    purpose = _("What units are asked for and when they are visited, announced in time and acknowledged by them.")
    list_columns = ("round", "organisation", "form", "on_site", "visit_on", STATE, "sent_on", "acknowledged_on")
    extra_columns = ("asks", "due_on", "acknowledged_by")
    filters = (
        "state",
        "form",
        "on_site",
        Filter("round", "relation"),
        Filter("organisation", "subtree"),
        Filter("visit_on", "period"),
        Filter("sent_on", "period"),
    )
    search = ("asks", "organisation__name")
    related = ("round", "organisation", "acknowledged_by")
    form_sections = (Section(_("Notice"), ("round", "organisation", "asks", "on_site", "visit_on")),)
    detail_sections = (
        Section(_("Notice"), ("round", "organisation", "form", "asks", "on_site", "visit_on")),
        Section(_("Receipt"), ("state", "sent_on", "due_on", "acknowledged_on", "acknowledged_by")),
    )
    scope = Scope(organisation=("organisation", "round__organiser"))
    permissions = {
        "view": NOTIFY | _TOLD_OF.through("organisation"),
        "history": NOTIFY,
        "export": can("supervision.notice.export", state__in=list(ASKED)).through("organisation"),
        "add": NOTIFY,
        "change": can("supervision.notice.manage", state=NoticeState.DRAFT).through("round__organiser"),
        "delete": can("supervision.notice.manage", state=NoticeState.DRAFT).through("round__organiser"),
    }
    saver = notices.save_notice
    workflow = NOTICE_STATES
    api = Api(
        (
            "uuid", "round", "organisation", "form", "asks", "on_site", "visit_on", "state", "sent_on", "due_on",
            "acknowledged_on",
        ),
        writable=("round", "organisation", "asks", "on_site", "visit_on"),
    )  # fmt: skip
