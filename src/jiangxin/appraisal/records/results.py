"""Scores: sheets of units, points for criteria, published ranks, and the computations they come from."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from jiangxin.appraisal.enums import SHEET
from jiangxin.appraisal.models import Computation, CriterionScore, PublishedRank, UnitScore
from jiangxin.kernel.access import Permission, Scope, can
from jiangxin.kernel.records import Action, Api, Column, Filter, RecordType, Related, Section, register


def seen(prefix: str = "") -> Permission:
    """Return who reads scores: those who run the appraisal, those who read all of them, and a unit its own in time."""
    run = f"{prefix}appraisal__organisation"
    return (
        can("appraisal.run.manage").through(run)
        | can("appraisal.score.view").through(run)
        | can("appraisal.sheet.view", **{f"{prefix}appraisal__state__in": list(SHEET)}).through(f"{prefix}organisation")
    )


@register
class UnitScoreRecord(RecordType):
    """Appraisal sheets."""

    model = UnitScore
    slug = "sheets"
    menu = "appraisal"
    icon = "certificate"
    purpose = _("What units come to in an appraisal, with rank and grade; each sheet explains every point.")
    natural_key = ("appraisal", "organisation")
    list_columns = ("appraisal", "group", "rank", "organisation", "total", "possible", "grade")
    extra_columns = ("ranked", Column("void", _("void by a veto"), kind="bool"))
    filters = (
        Filter("appraisal", "relation"),
        Filter("organisation", "subtree"),
        Filter("group", "text"),
        Filter("total", "range"),
    )
    search = ("organisation__name", "group", "grade")
    ordering = ("-appraisal", "group_order", "rank", "organisation__sort_key")
    bulky = ("explanation",)
    related = ("appraisal", "organisation")
    detail_sections = (
        Section(_("Result"), ("appraisal", "organisation", "group", "total", "possible", "rank", "ranked", "grade")),
    )
    tabs = (Related("appraisal.points", "sheet", _("points for criteria")),)
    pages = {"detail": "appraisal:sheet"}
    scope = Scope(organisation=("organisation", "appraisal__organisation"))
    permissions = {
        "view": seen(),
        "export": can("appraisal.score.export").through("appraisal__organisation"),
        "object": can("appraisal.objection.raise", appraisal__state="objections").through("organisation"),
    }
    actions = (Action("object", _("Object"), "appraisal:object", icon="message"),)
    api = Api(
        ("uuid", "appraisal", "organisation", "group", "total", "possible", "rank", "ranked", "grade"), writable=()
    )


@register
class CriterionScoreRecord(RecordType):
    """Points for criteria."""

    model = CriterionScore
    slug = "points"
    icon = "list-details"
    purpose = _("The points of each unit for each criterion.")
    natural_key = ("sheet", "code")
    list_columns = ("sheet", "code", "name", "points", "possible", "status")
    extra_columns = ("measure",)
    filters = (
        "status",
        Filter("appraisal", "relation", path="sheet__appraisal"),
        Filter("organisation", "subtree", path="sheet__organisation"),
        Filter("code", "text"),
    )
    search = ("code", "name", "sheet__organisation__name")
    ordering = ("sheet", "order")
    bulky = ("explanation", "rows")
    related = ("sheet__appraisal", "sheet__organisation")
    detail_sections = (
        Section(
            pgettext_lazy("of a criterion", "Points"),
            ("sheet", "code", "name", "points", "possible", "status", "measure"),
        ),
    )
    pages = {"detail": "appraisal:rows"}
    scope = Scope(organisation=("sheet__organisation", "sheet__appraisal__organisation"))
    permissions = {
        "view": seen("sheet__"),
        "export": can("appraisal.score.export").through("sheet__appraisal__organisation"),
    }
    api = Api(("uuid", "sheet", "code", "name", "measure", "points", "possible", "status"), writable=())


@register
class PublishedRankRecord(RecordType):
    """Ranks as published to the units."""

    model = PublishedRank
    slug = "ranks"
    menu = "appraisal"
    icon = "sort-descending"
    purpose = _("Rank and grade of every unit, published once the result is confirmed; points are not.")
    natural_key = ("appraisal", "organisation")
    list_columns = ("appraisal", "group", "rank", "organisation", "grade")
    filters = (Filter("appraisal", "relation"), Filter("organisation", "subtree"), Filter("group", "text"))
    search = ("organisation__name", "group", "grade")
    ordering = ("-appraisal", "group", "rank", "organisation__sort_key")
    related = ("appraisal", "organisation")
    scope = Scope(organisation=("organisation",), shared=True)
    permissions = {"view": can("appraisal.rank.view"), "export": can("appraisal.score.export")}
    api = Api(("uuid", "appraisal", "organisation", "group", "rank", "grade"), writable=())


_READS = can("appraisal.run.manage").through("appraisal__organisation") | can("appraisal.computation.view").through(
    "appraisal__organisation"
)


@register
class ComputationRecord(RecordType):
    """Computations of scores."""

    model = Computation
    slug = "computations"
    icon = "hash"
    purpose = _("Each computation with scheme, values and result, so that it can be done again and compared.")
    natural_key = ("appraisal", "number")
    list_columns = ("appraisal", "number", "computed_on", "computed_by", "why", "fingerprint")
    filters = (Filter("appraisal", "relation"), Filter("computed_on", "period"))
    search = ("why", "fingerprint")
    ordering = ("-appraisal", "-number")
    bulky = ("result",)
    related = ("appraisal", "computed_by")
    detail_sections = (
        Section(
            pgettext_lazy("of scores", "Computation"),
            ("appraisal", "number", "computed_on", "computed_by", "why", "fingerprint"),
        ),
    )
    pages = {"detail": "appraisal:computation"}
    scope = Scope(organisation=("appraisal__organisation",))
    permissions = {"view": _READS, "export": can("appraisal.score.export").through("appraisal__organisation")}
    api = Api(("uuid", "appraisal", "number", "computed_on", "why", "fingerprint"), writable=())
