"""An appraisal at a glance: by peer group its units and criteria, with totals, ranks, grades, and what is open."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from jiangxin.appraisal.enums import ObjectionState, Part
from jiangxin.appraisal.models import Appraisal, CriterionScore, Objection, Statement, UnitScore
from jiangxin.kernel import access, records
from jiangxin.kernel.actors import Actor


@dataclass(frozen=True)
class Row:
    """A unit with its points in the order of the columns, None where a criterion is not for it."""

    sheet: UnitScore
    points: Sequence[CriterionScore | None]
    statement: Statement | None
    objections: int


@dataclass(frozen=True)
class Group:
    """A peer group: its criteria with the most points, and its units."""

    name: str
    columns: Sequence[CriterionScore]
    losses: Collection[str]
    rows: Sequence[Row]


def board(appraisal: Appraisal, actor: Actor) -> list[Group]:
    """Return an appraisal as far as the actor may see it (five queries)."""
    losses = set(appraisal.scheme.criterion_rows.filter(part=Part.DEDUCTION).values_list("code", flat=True))
    sheets = access.rows(records.of_model(UnitScore), actor).filter(appraisal=appraisal).defer("explanation")
    points = access.rows(records.of_model(CriterionScore), actor).filter(sheet__appraisal=appraisal)
    by_sheet: dict[int, dict[str, CriterionScore]] = defaultdict(dict)
    for one in points.defer("explanation", "rows").order_by("order"):
        by_sheet[one.sheet_id][one.code] = one
    said = {row.organisation_id: row for row in statements(appraisal, actor)}
    objections = access.rows(records.of_model(Objection), actor).filter(appraisal=appraisal)
    raised = Counter(objections.filter(state=ObjectionState.RAISED).values_list("organisation_id", flat=True))
    groups: dict[str, list[UnitScore]] = defaultdict(list)
    for sheet in sheets.select_related("organisation").order_by("group_order", "rank", "organisation__sort_key"):
        groups[sheet.group].append(sheet)
    found = []
    for name, members in groups.items():
        columns: dict[str, CriterionScore] = {}
        for sheet in members:
            columns = {**by_sheet[sheet.pk], **columns}
        ordered = sorted(columns.values(), key=lambda one: one.order)
        rows = [
            Row(
                sheet,
                [by_sheet[sheet.pk].get(column.code) for column in ordered],
                said.get(sheet.organisation_id),
                raised[sheet.organisation_id],
            )
            for sheet in members
        ]
        found.append(Group(name, ordered, losses, rows))
    return found


def statements(appraisal: Appraisal, actor: Actor) -> list[Statement]:
    """Return what units say to what was counted, as far as the actor may see it (one query)."""
    rows = access.rows(records.of_model(Statement), actor).filter(appraisal=appraisal)
    return list(rows.defer("counted").select_related("organisation").order_by("organisation__sort_key"))
