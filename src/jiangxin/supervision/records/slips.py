"""Slips, their kinds and sets."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiangxin.kernel.access import Scope, can, standard
from jiangxin.kernel.records import Api, Column, Filter, Import, RecordType, Related, Section, register
from jiangxin.supervision.domain import slips
from jiangxin.supervision.enums import HANDED_OUT, SlipState
from jiangxin.supervision.models import Slip, SlipKind, SlipPolicy, SlipSet
from jiangxin.supervision.workflow import SLIP_STATES
from jiangxin.supervision.workflow.slips import ISSUE

DATES = ("valid_from", "valid_to")
STATE = Column("state", _("state"), order_by="state", kind="state")


@register
class SlipSetRecord(RecordType):
    """Sets of kinds of slips."""

    model = SlipSet
    slug = "slip-sets"
    menu = "settings"
    icon = "stairs-up"
    purpose = _("Sets of slips that belong together. Which one is in force is said by dates.")
    natural_key = ("name",)
    list_columns = ("name", "name_en")
    search = ("name", "name_en")
    ordering = ("name",)
    form_sections = (Section(_("Set of slips"), ("name", "name_en")),)
    tabs = (
        Related("supervision.slip-kinds", "slip_set", _("Kinds of slips")),
        Related("supervision.slip-policies", "slip_set", _("In force")),
    )
    scope = Scope(shared=True)
    permissions = standard("supervision.slip_kind")
    imports = Import(("name", "name_en"))
    api = Api(("uuid", "name", "name_en"))


@register
class SlipKindRecord(RecordType):
    """Kinds of slips: colours, meanings and steps of the ladder."""

    model = SlipKind
    slug = "slip-kinds"
    menu = "settings"
    icon = "stairs-up"
    purpose = _("What colours of slips mean, in how many days they are answered, and what follows where they are not.")
    natural_key = ("slip_set", "order", "valid_from")
    list_columns = ("slip_set", "order", "colour", "name", "meaning", "days", "next_colour", "may_begin", *DATES)
    extra_columns = ("name_en", "source")
    filters = ("colour", Filter("slip_set", "relation"), Filter("as_of", "asof"))
    search = ("name", "meaning", "source")
    ordering = ("slip_set__name", "order", "-valid_from")
    related = ("slip_set",)
    form_sections = (
        Section(_("Kind of slip"), ("slip_set", "colour", "name", "name_en", "meaning")),
        Section(_("Ladder"), ("order", "days", "next_colour", "may_begin")),
        Section(_("Validity"), (*DATES, "source")),
    )
    scope = Scope(shared=True)
    permissions = standard("supervision.slip_kind")
    imports = Import(
        (
            "slip_set.name", "order", "colour", "name", "name_en", "meaning", "days", "next_colour", "may_begin",
            *DATES, "source",
        )
    )  # fmt: skip
    api = Api(
        (
            "uuid", "slip_set", "order", "colour", "name", "name_en", "meaning", "days", "next_colour", "may_begin",
            *DATES, "source",
        )
    )  # fmt: skip


@register
class SlipPolicyRecord(RecordType):
    """Which set of slips is in force when."""

    model = SlipPolicy
    slug = "slip-policies"
    menu = "settings"
    icon = "calendar"
    purpose = _("Which set of slips is in force from when to when: one at a time.")
    natural_key = ("valid_from",)
    list_columns = ("slip_set", *DATES, "source")
    filters = (Filter("slip_set", "relation"), Filter("as_of", "asof"))
    search = ("source", "slip_set__name")
    ordering = ("-valid_from",)
    related = ("slip_set",)
    form_sections = (Section(_("Set of slips in force"), ("slip_set", *DATES, "source")),)
    scope = Scope(shared=True)
    permissions = standard("supervision.slip_kind")
    imports = Import(("slip_set.name", *DATES, "source"))
    api = Api(("uuid", "slip_set", *DATES, "source"))


@register
class SlipRecord(RecordType):
    """Slips to units."""

    model = Slip
    slug = "slips"
    menu = "supervision"
    icon = "file-text"
    purpose = _("Slips in colours about tasks and findings. A step is climbed when the one below went unanswered.")
    list_columns = ("kind", "organisation", "task", "finding", STATE, "issued_on", "due_on", "answered_on")
    extra_columns = ("text", "answer", "after", "by_ladder", "received_on", "received_by", "issued_by")
    filters = (
        "state",
        Filter("colour", "choice", _("Colour"), path="kind__colour"),
        Filter("organisation", "subtree"),
        Filter("task", "relation"),
        Filter("issued_on", "period"),
        Filter("due_on", "period"),
        "by_ladder",
    )
    search = ("text", "answer", "organisation__name")
    related = (
        "kind", "organisation", "task", "finding__round", "after__kind", "after__organisation", "received_by",
        "issued_by",
    )  # fmt: skip
    form_sections = (
        Section(pgettext_lazy("of supervision", "slip"), ("kind", "task", "finding", "organisation", "text")),
    )
    detail_sections = (
        Section(
            pgettext_lazy("of supervision", "slip"),
            ("kind", "organisation", "task", "finding", "text", "after", "by_ladder"),
        ),
        Section(
            _("Course"),
            ("state", "issued_on", "issued_by", "due_on", "received_on", "received_by", "answer", "answered_on"),
        ),
    )
    scope = Scope(organisation=("organisation",))
    permissions = {
        "view": ISSUE | can("supervision.slip.view", state__in=list(HANDED_OUT)),
        "history": ISSUE,
        "export": can("supervision.slip.export", state__in=list(HANDED_OUT)),
        "add": ISSUE,
        "change": can("supervision.slip.issue", state=SlipState.DRAFT),
        "attach": can("supervision.slip.issue", state=SlipState.DRAFT)
        | can("supervision.slip.answer", state__in=[SlipState.ISSUED, SlipState.RECEIVED]),
    }
    evidence = True
    saver = slips.save_slip
    workflow = SLIP_STATES
    api = Api(
        (
            "uuid", "kind", "organisation", "task", "finding", "text", "after", "by_ladder", "state", "issued_on",
            "due_on", "received_on", "answer", "answered_on",
        ),
        writable=("kind", "organisation", "task", "finding", "text"),
    )  # fmt: skip
