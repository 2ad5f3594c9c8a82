"""Lights and progress of many tasks summed up on a day: by unit, clause, leader in charge, or plan; each in one query.

What counts is what held on the day: the light kept for it, the lead and the leaders in charge of the day, names and
places of organisations of the day, the last report that stood. So a reorganisation, a new lead or a late report
changes no past figure. Weights are those of the tasks, and public.

Progress is that of the year's goal as units reported it: of the year of the last quarter that has ended, or of the
year asked for. Tasks on which nothing was reported for that year are not counted as zero but left out, and the figure
says of how much of the weight it speaks. The query gives exact sums; it is divided and rounded once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from jiangxin.kernel.languages import localised
from jiangxin.planning.domain.lights.figures import Weighed, known_share, points, rounded
from jiangxin.planning.enums import Colour
from jiangxin.planning.models import Task

QUARTER_END = (3, 31)


class By(StrEnum):
    """What is summed up by."""

    UNIT = "unit"
    CLAUSE = "clause"
    LEADER = "leader"
    PLAN = "plan"


@dataclass(frozen=True, slots=True)
class Row:
    """Tasks of one unit, clause, leader or plan, with those below it; `own` tasks are its very own.

    `key` is the id of the organisation, clause, post or plan; it is none for tasks that have none.
    """

    key: int | None
    name: str
    above: int | None
    own: int
    tasks: int
    colours: Mapping[str, int]
    weight: Decimal
    known_weight: Decimal
    weighted: Decimal

    @property
    def exact(self) -> Fraction | None:
        """The progress over the tasks on which was reported."""
        return Fraction(self.weighted) / Fraction(self.known_weight) if self.known_weight else None

    @property
    def percent(self) -> Decimal | None:
        """The progress as it is shown."""
        return rounded(self.exact)

    @property
    def known(self) -> Fraction | None:
        """Of how much of the weight the progress speaks."""
        return Fraction(self.known_weight) / Fraction(self.weight) if self.weight else None


@dataclass(frozen=True, slots=True)
class Contribution(Weighed):
    """A task in a row: its share of the weight, its light, and the points by which it makes up the progress."""

    task: int = 0
    number: int = 0
    content: str = ""
    colour: str = Colour.GREY
    weight: Decimal = Decimal(0)
    points: Fraction | None = None


# ── The parts of the query ──────────────────────────────────────────────────────────────────────

#: Tasks as they were on the day. Those that ended without being done are there until their end.
WORK = """
WITH RECURSIVE chosen(id) AS ({chosen}),
given AS MATERIALIZED (SELECT %s::date AS day, %s::int AS year),
work AS MATERIALIZED (
    SELECT t.id, t.number, t.content, t.plan_id, t.clause_id, t.weight, coalesce(light.colour, 'grey') AS colour,
        lead.organisation_id AS unit_id, report.percent
    FROM given CROSS JOIN planning_task t JOIN chosen USING (id) JOIN planning_plan plan ON plan.id = t.plan_id
    LEFT JOIN planning_light light ON light.task_id = t.id
        AND light.valid_from <= day AND (light.valid_to IS NULL OR light.valid_to > day)
    LEFT JOIN planning_responsibility lead ON lead.task_id = t.id AND lead.part = 'lead'
        AND lead.valid_from <= day AND (lead.valid_to IS NULL OR lead.valid_to > day)
    LEFT JOIN LATERAL (
        SELECT r.percent FROM planning_report r JOIN planning_cycle c ON c.id = r.cycle_id
        WHERE r.task_id = t.id AND r.handed_in_on <= day AND r.percent IS NOT NULL
            AND extract(year FROM c.ends_on) = year
            AND NOT (r.state = 'returned' AND r.decided_on <= day)
            AND NOT EXISTS (SELECT 1 FROM planning_report later WHERE later.task_id = t.id
                AND later.cycle_id = r.cycle_id AND later.round > r.round AND later.handed_in_on <= day)
        ORDER BY c.ends_on DESC, r.handed_in_on DESC, c.starts_on, c.id DESC LIMIT 1
    ) report ON true
    WHERE (plan.adopted_on IS NULL OR plan.adopted_on <= day)
        AND NOT (t.state IN ('terminated', 'carried') AND t.closed_on <= day)
)
"""

#: For each way: to what a task belongs; what stands above what; how it is called and in which order it stands.
WAYS: Mapping[By, tuple[str, str, str]] = {
    By.UNIT: (
        "SELECT id, unit_id FROM work",
        """SELECT o.id, CASE WHEN p.id IS NULL THEN o.parent_id ELSE p.parent_id END
            FROM given CROSS JOIN people_organisation o
            LEFT JOIN people_organisationperiod p ON p.organisation_id = o.id
                AND p.valid_from <= day AND (p.valid_to IS NULL OR p.valid_to > day)""",
        """SELECT o.id, coalesce(p.name, o.name), coalesce(p.name_en, o.name_en), o.sort_key
            FROM given CROSS JOIN people_organisation o
            LEFT JOIN people_organisationperiod p ON p.organisation_id = o.id
                AND p.valid_from <= day AND (p.valid_to IS NULL OR p.valid_to > day)""",
    ),
    By.CLAUSE: (
        "SELECT id, clause_id FROM work",
        "SELECT id, parent_id FROM planning_clause",
        """SELECT id, number || title, '', lpad(plan_id::text, 10, '0') || lpad("order"::text, 10, '0')
            FROM planning_clause""",
    ),
    By.LEADER: (
        """SELECT work.id, r.post_id FROM given CROSS JOIN work
            LEFT JOIN planning_responsibility r ON r.task_id = work.id
                AND r.part = 'oversight' AND r.valid_from <= day AND (r.valid_to IS NULL OR r.valid_to > day)""",
        "SELECT id, NULL::bigint FROM people_post",
        """SELECT post.id, concat_ws(' ', post.title, h.names),
                concat_ws(' ', coalesce(nullif(post.title_en, ''), post.title), h.names),
                lpad(post."order"::text, 10, '0') || o.sort_key
            FROM given CROSS JOIN people_post post JOIN people_organisation o ON o.id = post.organisation_id
            LEFT JOIN LATERAL (SELECT string_agg(person.name, '、' ORDER BY person.sort_key) AS names
                FROM people_postholding h JOIN people_person person ON person.id = h.person_id
                WHERE h.post_id = post.id AND h.valid_from <= day AND (h.valid_to IS NULL OR h.valid_to > day)
            ) h ON true""",
    ),
    By.PLAN: (
        "SELECT id, plan_id FROM work",
        "SELECT id, NULL::bigint FROM planning_plan",
        "SELECT id, title, '', sort_key FROM planning_plan",
    ),
}

#: To what tasks belong, directly (depth 0) or through what stands below.
BELONG = """,
place(id, above) AS MATERIALIZED ({place}),
direct(task, key) AS MATERIALIZED (SELECT DISTINCT * FROM ({direct}) d),
up(key, top, depth) AS (
    SELECT DISTINCT key, key, 0 FROM direct WHERE key IS NOT NULL
    UNION ALL
    SELECT up.key, place.above, up.depth + 1 FROM up JOIN place ON place.id = up.top WHERE place.above IS NOT NULL
),
belong(task, key, depth) AS MATERIALIZED (
    SELECT direct.task, up.top, min(up.depth) FROM direct LEFT JOIN up ON up.key = direct.key
    GROUP BY direct.task, up.top
)
"""

SUMS = """,
sums AS (
    SELECT belong.key, count(*) FILTER (WHERE coalesce(belong.depth, 0) = 0) AS own, count(*) AS tasks,
        sum(weight) AS weight, coalesce(sum(weight) FILTER (WHERE percent IS NOT NULL), 0) AS known,
        coalesce(sum(weight * percent), 0) AS weighted, {colours}
    FROM belong JOIN work ON work.id = belong.task GROUP BY belong.key
)
SELECT sums.*, name.name, name.name_en, place.above
FROM sums LEFT JOIN ({name}) name(id, name, name_en, place) ON name.id = sums.key
    LEFT JOIN place ON place.id = sums.key
ORDER BY name.place NULLS LAST, sums.key
"""

ONE = """
SELECT work.id, work.number, work.content, work.colour, work.weight, work.percent
FROM belong JOIN work ON work.id = belong.task WHERE belong.key IS NOT DISTINCT FROM %s
ORDER BY work.plan_id, work.number
"""


def rollup(by: By, day: date, *, tasks: QuerySet[Task] | None = None, year: int | None = None) -> list[Row]:
    """Return the sums on a day, those who come first in the lists first; tasks without a unit, say, come last.

    `tasks` are those that may be seen (all where none are given).
    """
    direct, place, name = WAYS[by]
    colours = ", ".join(f"count(*) FILTER (WHERE colour = '{colour}') AS {colour}" for colour in Colour.values)
    sql = (BELONG + SUMS).format(direct=direct, place=place, name=name, colours=colours)
    return [
        Row(
            key=row["key"],
            name=localised(row["name"] or "", row["name_en"] or ""),
            above=row["above"],
            own=row["own"],
            tasks=row["tasks"],
            colours={colour: row[colour] for colour in Colour.values},
            weight=row["weight"],
            known_weight=row["known"],
            weighted=row["weighted"],
        )
        for row in _rows(sql, day, tasks, year)
    ]


def explain(
    by: By, key: int | None, day: date, *, tasks: QuerySet[Task] | None = None, year: int | None = None
) -> list[Contribution]:
    """Return the tasks of one row of `rollup`, whose points sum up to its progress."""
    direct, place, _name = WAYS[by]
    rows = _rows(BELONG.format(direct=direct, place=place) + ONE, day, tasks, year, key)
    whole = sum((Fraction(row["weight"]) for row in rows), Fraction(0))
    shares = [Weighed(Fraction(row["weight"]) / whole if whole else whole, row["percent"]) for row in rows]
    known = known_share(shares)
    return [
        Contribution(
            share=part.share,
            percent=part.percent,
            task=row["id"],
            number=row["number"],
            content=row["content"],
            colour=row["colour"],
            weight=row["weight"],
            points=points(part, known),
        )
        for row, part in zip(rows, shares, strict=True)
    ]


def _rows(
    sql: str, day: date, tasks: QuerySet[Task] | None, year: int | None, *params: Any
) -> Sequence[Mapping[str, Any]]:
    """Run a query about the tasks on a day and return its rows by column."""
    chosen = Task.objects.all() if tasks is None else tasks
    try:
        inner, given = chosen.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(WORK.format(chosen=inner) + sql, [*given, day, year or year_of(day), *params])
        columns = [column[0] for column in cursor.description]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def year_of(day: date) -> int:
    """Return the year whose goal is spoken of on a day: that of the last quarter that has ended."""
    return day.year if (day.month, day.day) >= QUARTER_END else day.year - 1
