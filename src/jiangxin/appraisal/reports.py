"""What documents can say about the result of an appraisal: ranks by group, grades, commendations, every criterion."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from jiangxin.appraisal.domain.queries.board import Group, board
from jiangxin.appraisal.enums import FIXED, CommendationKind, CommendationState, ObjectionState, Outcome
from jiangxin.appraisal.models import Appraisal, Commendation, CriterionScore, Objection
from jiangxin.appraisal.rules import plain
from jiangxin.engines.typeset.document import Align, Block, Column, Paragraph, Table
from jiangxin.engines.typeset.words import chinese_date
from jiangxin.kernel import access, records
from jiangxin.kernel.actors import Actor
from jiangxin.people.models import Organisation
from jiangxin.reporting.domain.sources import Facts, Source, register

KEY = "appraisal.result"
LANGUAGE = "zh-hans"
NONE = "无"

VALUES = {
    "考核名称": _("title of the appraisal"),
    "考核时段": _("first and last day of the period"),
    "考核方案": _("title of the scheme"),
    "考核依据": _("basis of the scheme, in words"),
    "考核单位数": _("number of units appraised"),
    "考核分组数": _("number of peer groups"),
    "等次情况": _("grades with the number of units"),
    "异议数": _("number of objections"),
    "异议成立数": _("number of objections that were upheld"),
    "通报表扬单位": _("units that are commended, by name"),
    "通报批评单位": _("units that are criticised, by name"),
}
INSERTS = {
    "考核结果": _("tables: units of each peer group with rank, total and grade"),
    "表扬事由": _("paragraphs: on which grounds units are commended"),
    "批评事由": _("paragraphs: on which grounds units are criticised"),
    "考核得分明细": _("tables: points of every unit for every criterion"),
}


def facts(appraisal: Appraisal, day: date, actor: Actor) -> Facts:  # noqa: ARG001 - the result is that of its period
    """Return what is known of a result, as far as the actor may see it."""
    with override(LANGUAGE):
        groups = board(appraisal, actor)
        sheets = [row.sheet for group in groups for row in group.rows]
        objections = access.rows(records.of_model(Objection), actor).filter(appraisal=appraisal)
        raised = list(objections.exclude(state=ObjectionState.WITHDRAWN).values_list("outcome", flat=True))
        grades = Counter(sheet.grade for sheet in sheets if sheet.grade)
        order = list(appraisal.scheme.grade_rows.values_list("name", flat=True))
        commended = _commended(appraisal, actor)
        praised = [one for one in commended if one.kind == CommendationKind.PRAISE]
        criticised = [one for one in commended if one.kind == CommendationKind.CRITICISM]
        values = {
            "考核名称": appraisal.title,
            "考核时段": f"{chinese_date(appraisal.starts_on)}至{chinese_date(appraisal.ends_on)}",
            "考核方案": appraisal.scheme.title,
            "考核依据": appraisal.scheme.basis,
            "考核单位数": str(len(sheets)),
            "考核分组数": str(len(groups)),
            "等次情况": "，".join(f"{grade}{grades[grade]}个" for grade in order if grades[grade]) or NONE,
            "异议数": str(len(raised)),
            "异议成立数": str(raised.count(Outcome.UPHELD)),
            "通报表扬单位": _names(praised),
            "通报批评单位": _names(criticised),
        }
        inserts: dict[str, tuple[Block, ...]] = {
            "考核结果": tuple(block for group in groups for block in _ranked(group)),
            "表扬事由": tuple(Paragraph(f"{_name(one.organisation)}：{one.grounds}") for one in praised),
            "批评事由": tuple(Paragraph(f"{_name(one.organisation)}：{one.grounds}") for one in criticised),
            "考核得分明细": tuple(block for group in groups for block in _detailed(group)),
        }
    return Facts(values, inserts, tuple(sorted(sheet.organisation_id for sheet in sheets)))


def _commended(appraisal: Appraisal, actor: Actor) -> list[Commendation]:
    rows = access.rows(records.of_model(Commendation), actor).filter(appraisal=appraisal)
    approved = rows.filter(state=CommendationState.APPROVED).select_related("organisation")
    return list(approved.order_by("organisation__sort_key"))


def _name(row: Organisation) -> str:
    return row.short_name or row.name


def _names(rows: Sequence[Commendation]) -> str:
    return "、".join(_name(one.organisation) for one in rows) or NONE


def _ranked(group: Group) -> tuple[Block, ...]:
    columns = (
        Column("位次", 0.6, Align.CENTER),
        Column("单位", 3),
        Column("得分", 1, Align.RIGHT),
        Column("等次", 1, Align.CENTER),
    )
    rows = tuple(
        (
            str(row.sheet.rank or "—"),
            _name(row.sheet.organisation),
            "—" if row.sheet.total is None else f"{row.sheet.total:f}",
            row.sheet.grade or "—",
        )
        for row in group.rows
    )
    return (Paragraph(f"{group.name}（{len(group.rows)}个单位）"), Table(columns, rows))


def _detailed(group: Group) -> tuple[Block, ...]:
    heads = [Column(f"{one.name}（{_most(one, group)}分）", 1.2, Align.RIGHT) for one in group.columns]
    columns = (Column("单位", 1.8), *heads, Column("总分", 0.9, Align.RIGHT))
    rows = tuple(
        (
            _name(row.sheet.organisation),
            *("—" if one is None or one.points is None else f"{one.points:f}" for one in row.points),
            "—" if row.sheet.total is None else f"{row.sheet.total:f}",
        )
        for row in group.rows
    )
    return (Paragraph(group.name), Table(columns, rows))


def _most(one: CriterionScore, group: Group) -> str:
    """Return the most points of a criterion, below zero where they are taken off."""
    return ("−" if one.code in group.losses else "") + plain(one.possible or Decimal(0))


register(
    Source(
        key=KEY,
        title=_("Result of an appraisal"),
        record="appraisal.appraisals",
        values=VALUES,
        inserts=INSERTS,
        facts=facts,
        rows={"state__in": list(FIXED)},
    )
)
