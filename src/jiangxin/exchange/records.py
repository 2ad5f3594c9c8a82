"""Declarations of the room's record types."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jiangxin.exchange.models import ExchangePolicy, ExportJob, ImportJob
from jiangxin.exchange.workflow import EXPORT_STATES, IMPORT_STATES
from jiangxin.kernel.access import Scope, can, standard
from jiangxin.kernel.records import Api, Column, Filter, Import, RecordType, Section, register

LIST = Column("record", _("list"), order_by="record", kind="record")


@register
class ImportJobRecord(RecordType):
    """Imports, each seen by the account that made it."""

    model = ImportJob
    slug = "imports"
    icon = "file-import"
    purpose = _("Files that were offered, what was found in them and what became of them.")
    list_columns = (
        "created_at",
        "file_name",
        LIST,
        Column("state", _("state"), order_by="state", kind="state"),
        "reason",
    )
    filters = ("state", Filter("created_at", "period"))
    search = ("file_name", "reason")
    ordering = ("-pk",)
    detail_sections = (
        Section(_("Import"), ("file_name", "record", "state", "reason", "message", "created_at", "finished_at")),
    )
    scope = Scope(person=("account__person",))
    permissions = {"view": can("exchange.import_job.view"), "history": can("exchange.import_job.view")}
    workflow = IMPORT_STATES


@register
class ExportJobRecord(RecordType):
    """The download centre: exports, each seen by the account that asked for it."""

    model = ExportJob
    slug = "exports"
    icon = "file-export"
    purpose = _("Files that you had made. They are kept for some days.")
    list_columns = (
        "created_at",
        LIST,
        "format",
        "rows",
        Column("state", _("state"), order_by="state", kind="state"),
        "expires_at",
    )
    filters = ("state", "format")
    search = ("record",)
    ordering = ("-pk",)
    detail_sections = (Section(_("Export"), ("record", "format", "rows", "state", "message", "expires_at")),)
    scope = Scope(person=("account__person",))
    permissions = {"view": can("exchange.export_job.view"), "history": can("exchange.export_job.view")}
    workflow = EXPORT_STATES


@register
class ExchangePolicyRecord(RecordType):
    """Limits of import and export, edited on screen."""

    model = ExchangePolicy
    slug = "policies"
    menu = "settings"
    icon = "arrows-exchange"
    purpose = _("How much is done at once, how long exports are kept and imports can be undone.")
    natural_key = ("valid_from",)
    list_columns = ("valid_from", "valid_to", "source", "inline_rows", "max_mebibytes", "undo_days", "keep_days")
    filters = (Filter("as_of", "asof", _("As of")),)
    search = ("source",)
    ordering = ("-valid_from",)
    form_sections = (
        Section(_("Validity"), ("valid_from", "valid_to", "source")),
        Section(_("Limits"), ("inline_rows", "max_mebibytes", "undo_days", "keep_days")),
    )
    scope = Scope(shared=True)
    permissions = standard("exchange.policy")
    imports = Import(("valid_from", "valid_to", "source", "inline_rows", "max_mebibytes", "undo_days", "keep_days"))
    api = Api(("uuid", "valid_from", "valid_to", "source", "inline_rows", "max_mebibytes", "undo_days", "keep_days"))
