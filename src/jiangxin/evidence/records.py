"""Declarations of the room's record types.

Stored files and attachments are not among them: who may see one follows from the record it hangs on.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jiangxin.evidence.models import FilePolicy
from jiangxin.kernel.access import Scope, standard
from jiangxin.kernel.records import Api, Filter, Import, RecordType, Section, register


@register
class FilePolicyRecord(RecordType):
    """Types and sizes of files, edited on screen."""

    model = FilePolicy
    slug = "file-policies"
    menu = "settings"
    icon = "file-check"
    purpose = _("Which files are taken as evidence, and how large they may be.")
    natural_key = ("valid_from",)
    list_columns = ("valid_from", "valid_to", "source", "max_mebibytes")
    filters = (Filter("as_of", "asof", _("As of")),)
    search = ("source",)
    ordering = ("-valid_from",)
    form_sections = (
        Section(_("Validity"), ("valid_from", "valid_to", "source")),
        Section(_("Files"), ("media_types", "max_mebibytes")),
    )
    scope = Scope(shared=True)
    permissions = standard("evidence.file_policy")
    imports = Import(("valid_from", "valid_to", "source", "media_types", "max_mebibytes"))
    api = Api(("uuid", "valid_from", "valid_to", "source", "media_types", "max_mebibytes"))
