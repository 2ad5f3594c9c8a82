"""Declarations of the room's record types."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jiangxin.desk.models import Notice, Setting
from jiangxin.kernel.access import Scope, can, standard
from jiangxin.kernel.records import Api, Filter, RecordType, Section, register


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
