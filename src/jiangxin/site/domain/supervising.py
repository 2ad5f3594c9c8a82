"""What supervision starts with: jurisdiction by kind, days and limits, rules of selection, slips."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from jiangxin.people.models import OrganisationKind
from jiangxin.supervision.models import (
    Jurisdiction,
    SelectionRule,
    SlipKind,
    SlipPolicy,
    SlipSet,
    SupervisionPolicy,
)

#: Reads a shipped table, and saves rows of a model and returns how many.
Reader = Callable[[str], list[dict[str, str]]]
Creator = Callable[[Any, list[Any]], int]
#: The rule from which the days of reviews come; the other figures are the region's own.
REVIEWS = "《政府督查工作条例》（国务院令第733号）第十七条（复核期限）；其余为系统初始设置"


def load(rows_of: Reader, create: Creator, since: date, source: str) -> dict[str, int]:
    """Add what is missing and return how many rows of each kind were added."""
    return {
        "jurisdictions": _jurisdictions(rows_of, create, since, source),
        "supervision": _policy(create, since),
        "selection": _selection(rows_of, create, since, source),
        "slips": _slips(rows_of, create, since, source),
    }


def _jurisdictions(rows_of: Reader, create: Creator, since: date, source: str) -> int:
    """Say of each shipped kind of which nothing was ever said how it may be treated."""
    kinds = {row.code: row for row in OrganisationKind.objects.all()}
    known = set(Jurisdiction.objects.filter(kind__isnull=False).values_list("kind__code", flat=True))
    new = [
        Jurisdiction(kind=kinds[row["kind"]], treatment=row["treatment"], valid_from=since, source=source)
        for row in rows_of("jurisdictions.csv")
        if row["kind"] in kinds and row["kind"] not in known
    ]
    return create(Jurisdiction, new)


def _policy(create: Creator, since: date) -> int:
    if SupervisionPolicy.objects.exists():
        return 0
    return create(SupervisionPolicy, [SupervisionPolicy(valid_from=since, source=REVIEWS)])


def _selection(rows_of: Reader, create: Creator, since: date, source: str) -> int:
    if SelectionRule.objects.exists():
        return 0
    rules = [
        SelectionRule(
            ground=row["ground"],
            threshold=int(row["threshold"]),
            count=int(row["count"]),
            valid_from=since,
            source=source,
        )
        for row in rows_of("selection_rules.csv")
    ]
    return create(SelectionRule, rules)


def _slips(rows_of: Reader, create: Creator, since: date, source: str) -> int:
    """Begin with all shipped sets where there are none; the first of them is in force."""
    if SlipSet.objects.exists():
        return 0
    rows = rows_of("slip_kinds.csv")
    sets = {row["set"]: SlipSet(name=row["set"], name_en=row["set_en"]) for row in rows}
    added = create(SlipSet, list(sets.values()))
    first = next(iter(sets.values()))
    create(SlipPolicy, [SlipPolicy(slip_set=first, valid_from=since, source=source)])
    kinds = [
        SlipKind(
            slip_set=sets[row["set"]],
            order=int(row["order"]),
            colour=row["colour"],
            name=row["name"],
            name_en=row["name_en"],
            meaning=row["meaning"],
            days=int(row["days"]),
            next_colour=row["next"],
            may_begin=row["may_begin"] == "true",
            valid_from=since,
            source=source,
        )
        for row in rows
    ]
    return added + create(SlipKind, kinds)
