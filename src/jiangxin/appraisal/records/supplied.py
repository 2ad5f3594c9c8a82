"""Measures and values that people supply, corrections, and the days by which an appraisal goes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiangxin.appraisal.domain import supplying
from jiangxin.appraisal.enums import SHEET, ValueState
from jiangxin.appraisal.models import AppraisalPolicy, Correction, SuppliedMeasure, SuppliedValue
from jiangxin.appraisal.workflow import VALUE_STATES
from jiangxin.appraisal.workflow.sheets import CONFIRM, ENTER
from jiangxin.kernel.access import Scope, can, standard
from jiangxin.kernel.records import Api, Column, Filter, Import, RecordType, Related, Section, register

STATE = Column("state", _("state"), order_by="state", kind="state")
OF_UNIT = Scope(organisation=("organisation", "appraisal__organisation"))
COMING = [str(state) for state in supplying.COMING]
#: A unit sees what counts for it from the preview on.
TOLD = can("appraisal.sheet.view", appraisal__state__in=list(SHEET)).through("organisation")


@register
class SuppliedMeasureRecord(RecordType):
    """Measures whose values people supply."""

    model = SuppliedMeasure
    slug = "supplied-measures"
    menu = "appraisal"
    icon = "writing"
    purpose = _("What experts, surveys, incidents and results of the city are called, and what their values look like.")
    natural_key = ("code",)
    list_columns = ("code", "name", "kind", "shape", "unit", "source")
    extra_columns = ("name_en", "least", "most", "entries")
    filters = ("kind", "shape")
    search = ("code", "name", "source")
    ordering = ("code",)
    form_sections = (
        Section(_("Measure"), ("code", "name", "name_en", "kind", "source")),
        Section(_("Values"), ("shape", "unit", "least", "most", "entries")),
    )
    tabs = (Related("appraisal.supplied-values", "measure", _("supplied values")),)
    scope = Scope(shared=True)
    permissions = standard("appraisal.measure")
    imports = Import(("code", "name", "name_en", "kind", "shape", "unit", "least", "most", "entries", "source"))
    api = Api(("uuid", "code", "name", "name_en", "kind", "shape", "unit", "least", "most", "entries", "source"))


_ENTERING = can("appraisal.value.enter", appraisal__state__in=COMING, state=ValueState.ENTERED).through(
    "appraisal__organisation"
)


@register
class SuppliedValueRecord(RecordType):
    """Values that people supply."""

    model = SuppliedValue
    slug = "supplied-values"
    menu = "appraisal"
    icon = "file-import"
    purpose = _("Values from outside for units in an appraisal, entered with evidence and confirmed by somebody else.")
    natural_key = ("appraisal", "measure", "organisation")
    list_columns = ("appraisal", "measure", "organisation", "applies", "content", STATE, "confirmed_on")
    extra_columns = ("remark", "entered_by", "confirmed_by")
    filters = (
        "state",
        "applies",
        Filter("appraisal", "relation"),
        Filter("measure", "relation"),
        Filter("organisation", "subtree"),
    )
    search = ("organisation__name", "content", "remark")
    ordering = ("-appraisal", "measure", "organisation__sort_key")
    related = ("appraisal", "measure", "organisation", "entered_by", "confirmed_by")
    form_sections = (
        Section(_("About"), ("appraisal", "measure", "organisation")),
        Section(_("Value"), ("applies", "content", "remark")),
    )
    detail_sections = (
        *form_sections,
        Section(_("Course"), ("state", "entered_by", "confirmed_by", "confirmed_on")),
    )
    scope = OF_UNIT
    permissions = {
        "view": ENTER
        | CONFIRM
        | can("appraisal.value.view").through("appraisal__organisation")
        | can("appraisal.sheet.view", appraisal__state__in=list(SHEET), state=ValueState.CONFIRMED).through(
            "organisation"
        ),
        "history": ENTER | CONFIRM,
        "export": can("appraisal.value.export").through("appraisal__organisation"),
        "add": _ENTERING,
        "change": _ENTERING,
        "delete": _ENTERING,
        "import": _ENTERING,
        "attach": _ENTERING,
    }
    evidence = True
    saver = supplying.save_value
    after_many = supplying.after_values
    workflow = VALUE_STATES
    imports = Import(("appraisal.title", "measure.code", "organisation.code", "applies", "content", "remark"))
    api = Api(
        ("uuid", "appraisal", "measure", "organisation", "applies", "content", "remark", "state", "confirmed_on"),
        writable=("appraisal", "measure", "organisation", "applies", "content", "remark"),
    )


@register
class CorrectionRecord(RecordType):
    """Corrections of values."""

    model = Correction
    slug = "corrections"
    menu = "appraisal"
    icon = "edit"
    purpose = _("Where another value counts than records say, why, and what brought it about.")
    list_columns = ("appraisal", "organisation", "measure", "content", "grounds", "made_on", "made_by")
    extra_columns = ("applies", "objection")
    filters = (
        Filter("appraisal", "relation"),
        Filter("organisation", "subtree"),
        Filter("made_on", "period"),
    )
    search = ("measure", "grounds", "organisation__name")
    related = ("appraisal", "organisation", "made_by", "objection__organisation")
    form_sections = (
        Section(_("About"), ("appraisal", "organisation", "measure")),
        Section(_("Value"), ("applies", "content", "grounds")),
    )
    detail_sections = (*form_sections, Section(_("Course"), ("objection", "made_on", "made_by")))
    scope = OF_UNIT
    permissions = {
        "view": TOLD
        | can("appraisal.run.manage").through("appraisal__organisation")
        | can("appraisal.score.view").through("appraisal__organisation"),
        "history": can("appraisal.run.manage").through("appraisal__organisation"),
        "export": can("appraisal.score.export").through("appraisal__organisation"),
        "add": can("appraisal.correction.make", appraisal__state__in=COMING).through("appraisal__organisation"),
        "attach": can("appraisal.correction.make", appraisal__state__in=COMING).through("appraisal__organisation"),
    }
    evidence = True
    saver = supplying.save_correction
    api = Api(
        ("uuid", "appraisal", "organisation", "measure", "applies", "content", "grounds", "made_on"),
        writable=("appraisal", "organisation", "measure", "applies", "content", "grounds"),
    )


@register
class AppraisalPolicyRecord(RecordType):
    """Days of an appraisal."""

    model = AppraisalPolicy
    slug = "rules"
    menu = "settings"
    icon = "adjustments"
    purpose = _("How many days units have to reconcile and to object, and within how many an objection is decided.")
    natural_key = ("valid_from",)
    list_columns = ("valid_from", "valid_to", "reconcile_days", "objection_days", "decide_days", "source")
    filters = (Filter("as_of", "asof"),)
    search = ("source",)
    ordering = ("-valid_from",)
    form_sections = (
        Section(_("Validity"), ("valid_from", "valid_to", "source")),
        Section(pgettext_lazy("time", "Days"), ("reconcile_days", "objection_days", "decide_days")),
    )
    scope = Scope(shared=True)
    permissions = standard("appraisal.policy")
