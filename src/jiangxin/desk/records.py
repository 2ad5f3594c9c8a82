"""Declarations of the room's record types."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jiangxin.desk.models import DigestRule, Notice, Setting
from jiangxin.kernel.access import Scope, can, standard
from jiangxin.kernel.records import Api, Filter, Import, RecordType, Section, register


@register
class NoticeRecord(RecordType):
    """Notices to everybody, some roles or some accounts."""

    model = Notice
    slug = "notices"
    menu = "settings"
    icon = "bell"
    purpose = _("What everybody, some roles or some accounts are told for a while.")
    list_columns = ("title", "shown_from", "shown_to")
    extra_columns = ("title_en", "roles", "updated_at")
    filters = (Filter("shown_from", "period"),)
    search = ("title", "title_en", "body")
    ordering = ("-shown_from",)
    prefetch = ("roles",)
    form_sections = (
        Section(_("Notice"), ("title", "title_en", "body", "body_en")),
        Section(_("When and for whom"), ("shown_from", "shown_to", "roles", "accounts")),
    )
    scope = Scope(shared=True)
    permissions = standard("desk.notice")
    api = Api(("uuid", "title", "title_en", "body", "body_en", "shown_from", "shown_to", "roles", "accounts"))


@register
class SettingRecord(RecordType):
    """Dated values of settings; entered on the page of settings, which knows their kinds."""

    model = Setting
    slug = "settings"
    icon = "settings"
    purpose = _("Every value a setting had, has and will have.")
    list_columns = ("key", "value", "valid_from", "source")
    filters = (Filter("key", "text"), Filter("valid_from", "period"))
    search = ("key", "value", "source")
    ordering = ("key", "-valid_from")
    form_sections = (Section(_("Value"), ("key", "value", "valid_from", "source")),)
    scope = Scope(shared=True)
    permissions = {
        "view": can("desk.setting.view"),
        "history": can("desk.setting.view"),
        "export": can("desk.setting.view"),
        "add": can("desk.setting.manage"),
        "change": can("desk.setting.manage"),
    }
    pages = {"add": "desk:settings"}
    api = Api(("uuid", "key", "value", "valid_from", "source"), writable=())


@register
class DigestRuleRecord(RecordType):
    """What roles get in their digests."""

    model = DigestRule
    slug = "digest-rules"
    menu = "settings"
    icon = "mail"
    purpose = _("What those who hold a role get in their digests, and how often, as long as they choose nothing else.")
    natural_key = ("role", "topic", "valid_from")
    list_columns = ("role", "topic", "rhythm", "valid_from", "valid_to", "source")
    filters = ("role", "topic", "rhythm", Filter("as_of", "asof", _("As of")))
    search = ("role__name", "topic", "source")
    ordering = ("role__order", "topic", "pk")
    related = ("role",)
    form_sections = (
        Section(_("Rule"), ("role", "topic", "rhythm", "source")),
        Section(_("Dates"), ("valid_from", "valid_to")),
    )
    scope = Scope(shared=True)
    permissions = standard("desk.digest_rule")
    imports = Import(("role.code", "topic", "rhythm", "source", "valid_from", "valid_to"))
    api = Api(("uuid", "role", "topic", "rhythm", "source", "valid_from", "valid_to"))
