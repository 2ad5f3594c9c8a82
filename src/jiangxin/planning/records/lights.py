"""Lights: rules, what they gave, and what was set by hand."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jiangxin.kernel.access import Scope, can, standard
from jiangxin.kernel.records import Api, Column, Filter, Import, RecordType, Section, register
from jiangxin.planning.domain import overriding
from jiangxin.planning.models import Light, LightOverride, LightRule, Suspension

DATES = ("valid_from", "valid_to")


@register
class LightRuleRecord(RecordType):
    """Rules for lights, as data with dates."""

    model = LightRule
    slug = "light-rules"
    menu = "settings"
    icon = "traffic-lights"
    purpose = _("From which measure on a light turns yellow, red or blue. A rule acts from its first day only.")
    natural_key = ("condition", "threshold", "valid_from")
    list_columns = ("condition", "threshold", "colour", *DATES, "source")
    filters = ("condition", "colour", Filter("as_of", "asof"))
    search = ("source",)
    ordering = ("condition", "threshold", "-valid_from")
    form_sections = (
        Section(_("Rule"), ("condition", "threshold", "colour")),
        Section(_("Validity"), (*DATES, "source")),
    )
    scope = Scope(shared=True)
    permissions = standard("planning.light_rule")
    imports = Import(("condition", "threshold", "colour", *DATES, "source"))
    api = Api(("uuid", "condition", "threshold", "colour", *DATES, "source"))


@register
class LightRecord(RecordType):
    """Lights of tasks over time."""

    model = Light
    slug = "lights"
    icon = "traffic-lights"
    purpose = _("The light of each task over time: what was late stays visible, also once it is done.")
    list_columns = (
        "task",
        Column("colour", _("light"), order_by="colour", kind="light"),
        Column("computed", _("light by the rules"), order_by="computed", kind="light"),
        *DATES,
    )
    filters = (
        "colour",
        Filter("as_of", "asof"),
        Filter("task", "relation"),
        Filter("unit", "relation", _("Lead unit"), path="task__lead"),
    )
    search = ("task__content",)
    ordering = ("task__number", "-valid_from")
    related = ("task",)
    detail_sections = (Section(_("Light"), ("task", "colour", "computed", *DATES)),)
    scope = Scope(organisation=("task__responsibilities__organisation",))
    permissions = {"view": can("planning.light.view"), "export": can("planning.light.export")}
    api = Api(("uuid", "task", "colour", "computed", "causes", *DATES), writable=())


@register
class LightOverrideRecord(RecordType):
    """Lights set by hand, with their grounds."""

    model = LightOverride
    slug = "light-overrides"
    menu = "tasks"
    icon = "hand-stop"
    purpose = _("Lights that were set by hand. The computed light stays visible beside them.")
    list_columns = ("task", Column("colour", _("light"), order_by="colour", kind="light"), "grounds", *DATES)
    filters = ("colour", Filter("as_of", "asof"), Filter("task", "relation"))
    search = ("task__content", "grounds")
    ordering = ("-valid_from", "-pk")
    related = ("task",)
    form_sections = (Section(_("Light"), ("task", "colour", "grounds")), Section(_("Validity"), DATES))
    scope = Scope(organisation=("task__responsibilities__organisation",))
    permissions = {
        "view": can("planning.light.view"),
        "history": can("planning.light.view"),
        "export": can("planning.light.export"),
        "add": can("planning.light.override"),
        "change": can("planning.light.override"),
    }
    saver = overriding.save_override
    api = Api(("uuid", "task", "colour", "grounds", *DATES))


@register
class SuspensionRecord(RecordType):
    """Times in which tasks rested."""

    model = Suspension
    slug = "suspensions"
    icon = "player-pause"
    purpose = _("Times in which a task rested. They come of its steps.")
    list_columns = ("task", *DATES, "grounds")
    filters = (Filter("task", "relation"), Filter("as_of", "asof"))
    search = ("task__content", "grounds")
    ordering = ("-valid_from", "-pk")
    related = ("task",)
    detail_sections = (Section(_("Suspension"), ("task", *DATES, "grounds")),)
    scope = Scope(organisation=("task__responsibilities__organisation",))
    permissions = {"view": can("planning.light.view"), "export": can("planning.light.export")}
