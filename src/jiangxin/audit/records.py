"""Declarations of the room's record types. Nobody writes them through a page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jiangxin.audit.models import Activity, SignedHead
from jiangxin.kernel.access import Scope, can
from jiangxin.kernel.records import Api, Column, Filter, RecordType, Section, register, titles, verbs


@register
class ActivityRecord(RecordType):
    """Who did what, when and why."""

    model = Activity
    slug = "activities"
    menu = "audit"
    icon = "list-search"
    purpose = _("Everything that was done, in the order it was done. Nothing here can be changed.")
    list_columns = (
        "at",
        Column("actor_name", _("by"), "by", "actor_name"),
        Column("verb", _("what"), "did", "verb"),
        Column("record", _("kind of record"), order_by="record", kind="record"),
        "object_id",
        "organisation",
        "reason",
    )
    extra_columns = (Column("via", _("through"), "way", "via"), "context", "details")
    filters = (
        Filter("at", "period"),
        Filter("actor_name", "text"),
        Filter("verb", "choice", choices=verbs),
        Filter("record", "choice", choices=titles),
        Filter("object_id", "range"),
        Filter("organisation", "subtree"),
        Filter("context", "text"),
    )
    search = ("actor_name", "verb", "record", "reason")
    ordering = ("-at", "-pk")
    large = True
    related = ("organisation",)
    detail_sections = (
        Section(_("Activity"), ("at", "actor_name", "actor", "via", "verb", "reason")),
        Section(_("What it was about"), ("record", "object_id", "organisation", "details", "context")),
    )
    scope = Scope(shared=True)
    permissions = {"view": can("audit.activity.view"), "export": can("audit.activity.export")}
    api = Api(
        (
            "uuid",
            "at",
            "actor_name",
            "via",
            "verb",
            "record",
            "object_id",
            "organisation",
            "reason",
            "details",
            "context",
        ),
        writable=(),
    )


@register
class SignedHeadRecord(RecordType):
    """Proofs of how long the chain was at some time."""

    model = SignedHead
    slug = "heads"
    menu = "audit"
    icon = "certificate"
    purpose = _("Each head proves that the log had this many rows, with this content, at this time.")
    list_columns = ("at", "position", "hash", "key")
    filters = (Filter("at", "period"), Filter("position", "range"))
    search = ("hash", "key")
    ordering = ("-pk",)
    detail_sections = (Section(_("Head"), ("at", "position", "hash", "key", "signature")),)
    scope = Scope(shared=True)
    permissions = {"view": can("audit.activity.view"), "export": can("audit.activity.export")}
    api = Api(("uuid", "at", "position", "hash", "key", "signature"), writable=())
