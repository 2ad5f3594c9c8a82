"""Templates and numbers of documents."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiangxin.kernel.access import Scope, can, standard
from jiangxin.kernel.records import Action, Api, Column, Filter, Import, RecordType, Section, register
from jiangxin.reporting.models import Number, NumberSeries, Template


@register
class TemplateRecord(RecordType):
    """Templates of documents."""

    model = Template
    slug = "templates"
    menu = "documents"
    icon = "template"
    purpose = _("What documents of each kind say, with variables for the facts; edited here, from a day on.")
    natural_key = ("code", "valid_from")
    list_columns = ("name", "genre", "layout", "series", "valid_from", "valid_to")
    filters = ("genre", Filter("as_of", "asof"))
    search = ("code", "name", "name_en", "title")
    ordering = ("code", "-valid_from")
    related = ("series",)
    bulky = ("body",)
    form_sections = (
        Section(_("Template"), ("code", "name", "name_en", "genre", "layout", "source", "valid_from", "valid_to")),
        Section(pgettext_lazy("of a document", "Head"), ("mark", "series", "title", "recipients")),
        Section(_("Content"), ("body", "annexes")),
        Section(_("End"), ("sealed", "copies", "instruction_days")),
    )
    scope = Scope(shared=True)
    permissions = standard("reporting.template")
    pages = {"edit": "reporting:edit-template"}
    actions = (Action("view", _("Preview"), "reporting:template-preview", icon="eye"),)
    imports = Import(
        (
            "code",
            "name",
            "name_en",
            "genre",
            "layout",
            "source",
            "mark",
            "series.word",
            "title",
            "recipients",
            "body",
            "annexes",
            "sealed",
            "copies",
            "instruction_days",
            "valid_from",
            "valid_to",
        )
    )


@register
class NumberSeriesRecord(RecordType):
    """Series in which offices number their documents."""

    model = NumberSeries
    slug = "series"
    menu = "documents"
    icon = "list-numbers"
    purpose = _("The words under which offices number their documents, year by year.")
    natural_key = ("word",)
    list_columns = ("word", "organisation", "serial")
    filters = (Filter("organisation", "subtree"), "serial")
    search = ("word",)
    ordering = ("word",)
    related = ("organisation",)
    form_sections = (Section(_("Series"), ("organisation", "word", "serial")),)
    scope = Scope(organisation=("organisation",))
    permissions = standard("reporting.series")
    imports = Import(("organisation.code", "word", "serial"))


@register
class NumberRecord(RecordType):
    """The register of every number that was given."""

    model = Number
    slug = "numbers"
    menu = "documents"
    icon = "hash"
    purpose = _("Every number that was given, with its document. Void ones stay, so that no number is missing.")
    natural_key = ("series", "year", "sequence")
    list_columns = (
        Column("number", _("number"), path="__str__"),
        "title",
        "year",
        "sequence",
        "given_on",
        Column("state", _("state"), order_by="state", kind="state"),
        "reason",
    )
    filters = (Filter("series", "relation"), "year", "state", Filter("given_on", "period"))
    search = ("title", "series__word")
    ordering = ("series", "-year", "-sequence")
    related = ("series",)
    detail_sections = (
        Section(_("Number"), ("series", "year", "sequence", "total", "given_on", "title", "state", "reason")),
    )
    scope = Scope(organisation=("series__organisation",))
    permissions = {
        "view": can("reporting.number.view"),
        "history": can("reporting.number.view"),
        "export": can("reporting.number.export"),
    }
    api = Api(("uuid", "series", "year", "sequence", "total", "given_on", "title", "state", "reason"), writable=())
