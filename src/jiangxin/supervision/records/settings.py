"""What officials set for supervision: whom, by whom, how often, which tasks."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from jiangxin.kernel.access import Scope, standard
from jiangxin.kernel.records import Api, Filter, Import, RecordType, Section, register
from jiangxin.supervision.models import Designation, Jurisdiction, SelectionRule, SupervisionPolicy

DATES = ("valid_from", "valid_to")
VALIDITY = Section(_("Validity"), (*DATES, "source"))


@register
class JurisdictionRecord(RecordType):
    """Whom the region may supervise, and whom it may only ask by letter."""

    model = Jurisdiction
    slug = "jurisdictions"
    menu = "settings"
    icon = "gavel"
    purpose = _("Which organisations may be supervised, and which are asked by letter only, each from a day on.")
    list_columns = ("kind", "organisation", "treatment", *DATES, "source")
    filters = ("treatment", Filter("kind", "relation"), Filter("organisation", "relation"), Filter("as_of", "asof"))
    search = ("source", "organisation__name", "kind__name")
    ordering = ("kind__order", "organisation__sort_key", "-valid_from")
    related = ("kind", "organisation")
    form_sections = (Section(_("Jurisdiction"), ("kind", "organisation", "treatment")), VALIDITY)
    scope = Scope(shared=True)
    permissions = standard("supervision.jurisdiction")
    api = Api(("uuid", "kind", "organisation", "treatment", *DATES, "source"))


@register
class DesignationRecord(RecordType):
    """Organisations designated to supervise."""

    model = Designation
    slug = "designations"
    menu = "settings"
    icon = "certificate"
    purpose = _("Who may organise rounds of supervision: what the government designated, from when to when.")
    natural_key = ("organisation", "valid_from")
    list_columns = ("organisation", "matters", *DATES, "source")
    filters = (Filter("organisation", "relation"), Filter("as_of", "asof"))
    search = ("matters", "source", "organisation__name")
    ordering = ("organisation__sort_key", "-valid_from")
    related = ("organisation",)
    form_sections = (Section(_("Designation"), ("organisation", "matters")), VALIDITY)
    scope = Scope(shared=True)
    permissions = standard("supervision.designation")
    imports = Import(("organisation.code", "matters", *DATES, "source"))
    api = Api(("uuid", "organisation", "matters", *DATES, "source"))


@register
class SupervisionPolicyRecord(RecordType):
    """Days and limits of supervision."""

    model = SupervisionPolicy
    slug = "rules"
    menu = "settings"
    icon = "adjustments"
    purpose = _("How early units are told, how often they are visited and asked, and by when is answered and reviewed.")
    natural_key = ("valid_from",)
    list_columns = (*DATES, "notice_days", "visits_per_year", "requests_per_quarter", "review_ask_days", "source")
    filters = (Filter("as_of", "asof"),)
    search = ("source",)
    ordering = ("-valid_from",)
    form_sections = (
        VALIDITY,
        Section(_("Notices"), ("notice_days", "acknowledge_days", "visits_per_year", "requests_per_quarter")),
        Section(_("Rectification"), ("measures_days", "extensions")),
        Section(_("Reviews"), ("review_ask_days", "review_decide_days")),
    )
    scope = Scope(shared=True)
    permissions = standard("supervision.policy")


@register
class SelectionRuleRecord(RecordType):
    """Rules by which tasks are chosen for rounds."""

    model = SelectionRule
    slug = "selection-rules"
    menu = "settings"
    icon = "selector"
    purpose = _("Which tasks rounds look at. A rule acts from its first day only.")
    natural_key = ("ground", "valid_from")
    list_columns = ("ground", "threshold", "count", *DATES, "source")
    filters = ("ground", Filter("as_of", "asof"))
    search = ("source",)
    ordering = ("ground", "-valid_from")
    form_sections = (Section(_("Rule"), ("ground", "threshold", "count")), VALIDITY)
    scope = Scope(shared=True)
    permissions = standard("supervision.selection_rule")
    imports = Import(("ground", "threshold", "count", *DATES, "source"))
    api = Api(("uuid", "ground", "threshold", "count", *DATES, "source"))
