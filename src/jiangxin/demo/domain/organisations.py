"""The organisations of the demonstration, built as they came about: first the past, then the events."""

from __future__ import annotations

from datetime import date
from typing import Any

from jiangxin.demo.domain.tables import parts, table
from jiangxin.kernel import records, write
from jiangxin.kernel.actors import Actor
from jiangxin.people.domain import organisations as domain
from jiangxin.people.models import Organisation, OrganisationKind, OrganisationSet, SetMembership

#: Stored with the rows, so in the language of the demonstration.
REASON = "演示数据"


def build_organisations(actor: Actor) -> None:
    """Create organisations, carry out the reorganisations, then name the sets."""
    events = sorted(table("organisation_events.csv"), key=lambda row: row["effective_on"])
    founded = _founded_later(events)
    _create_tree([_as_it_was(row, events) for row in table("organisations.csv") if row["code"] not in founded], actor)
    rows = {row["code"]: row for row in table("organisations.csv")}
    for event in events:
        _carry_out(event, rows, actor)
    _complete(rows, founded, actor)
    _build_sets(actor)


def _founded_later(events: list[dict[str, str]]) -> set[str]:
    return {
        code
        for event in events
        if event["kind"] in ("merger", "split")
        for code in parts(event["after"])
        if code not in parts(event["before"])
    }


def _as_it_was(row: dict[str, str], events: list[dict[str, str]]) -> dict[str, Any]:
    """Return an organisation before the events: under its former name, place, and not yet ended."""
    early = dict(row)
    for event in reversed(events):
        if row["code"] in parts(event["before"]):
            if event["kind"] == "renaming":
                early |= {"name": event["former_name"], "name_en": event["former_name_en"]}
            if event["kind"] == "move":
                early["parent"] = event["former_parent"]
    if any(row["code"] in parts(e["before"]) for e in events):
        early["valid_to"] = ""
    return early


def _create_tree(rows: list[dict[str, Any]], actor: Actor) -> None:
    """Create parents before what stands below them, level by level."""
    kinds = {kind.code: kind for kind in OrganisationKind.objects.all()}
    known: dict[str, Organisation] = {}
    while rows:
        ready = [row for row in rows if not row["parent"] or row["parent"] in known]
        made = [
            Organisation(
                code=row["code"],
                name=row["name"],
                name_en=row["name_en"],
                short_name=row["short_name"],
                aliases=parts(row["aliases"]),
                kind=kinds[row["kind"]],
                parent=known.get(row["parent"]),
                valid_from=date.fromisoformat(row["valid_from"]),
                valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
                is_demonstration=True,
            )
            for row in ready
        ]
        create(Organisation, made, actor)
        known |= {row.code: row for row in made}
        rows = [row for row in rows if row["code"] not in known]


def _carry_out(event: dict[str, str], rows: dict[str, dict[str, str]], actor: Actor) -> None:
    day = date.fromisoformat(event["effective_on"])
    before = [Organisation.objects.get(code=code) for code in parts(event["before"])]
    common: dict[str, Any] = {"on": day, "actor": actor, "reason": event["note"] or REASON, "basis": event["basis"]}
    after = [_successor(rows[code]) for code in parts(event["after"])]
    match event["kind"]:
        case "renaming":
            row = rows[event["after"]]
            domain.rename(before[0], row["name"], name_en=row["name_en"], **common)
        case "move":
            domain.move(before[0], Organisation.objects.get(code=rows[event["after"]]["parent"]), **common)
        case "merger":
            domain.merge(before, after[0], **common)
        case "split":
            domain.split(before[0], after, **common)
        case "closure":
            domain.close(before[0], **common)


def _successor(row: dict[str, str]) -> Organisation | domain.New:
    known = Organisation.objects.filter(code=row["code"]).first()
    if known is not None:
        return known
    parent = Organisation.objects.get(code=row["parent"]) if row["parent"] else None
    return domain.New(row["code"], row["name"], OrganisationKind.objects.get(code=row["kind"]), parent, row["name_en"])


def _complete(rows: dict[str, dict[str, str]], founded: set[str], actor: Actor) -> None:
    """Give organisations that events founded their short names and aliases, and what then stood below them."""
    record = records.of_model(Organisation)
    for organisation in Organisation.objects.filter(code__in=founded):
        row = rows[organisation.code]
        changes = {"short_name": row["short_name"], "aliases": parts(row["aliases"]), "is_demonstration": True}
        write.save(record, organisation, changes, actor=actor, reason=REASON)
    late = [row for row in rows.values() if not Organisation.objects.filter(code=row["code"]).exists()]
    for row in late:
        changes = {
            "code": row["code"],
            "name": row["name"],
            "name_en": row["name_en"],
            "short_name": row["short_name"],
            "aliases": parts(row["aliases"]),
            "kind": OrganisationKind.objects.get(code=row["kind"]),
            "parent": Organisation.objects.get(code=row["parent"]),
            "valid_from": date.fromisoformat(row["valid_from"]),
            "is_demonstration": True,
        }
        write.save(record, None, changes, actor=actor, reason=REASON)


def _build_sets(actor: Actor) -> None:
    organisations = {row.code: row for row in Organisation.objects.all()}
    sets = [
        (OrganisationSet(name=row["name"], name_en=row["name_en"], aliases=parts(row["aliases"])), row)
        for row in table("organisation_sets.csv")
    ]
    create(OrganisationSet, [made for made, _row in sets], actor)
    members = [
        SetMembership(
            organisation_set=made, organisation=organisations[code], valid_from=organisations[code].valid_from
        )
        for made, row in sets
        for code in parts(row["members"])
    ]
    create(SetMembership, members, actor)


def create(model: Any, rows: list[Any], actor: Actor) -> None:
    """Write rows of the demonstration, if there are any."""
    if rows:
        write.save_many(records.of_model(model), create=rows, actor=actor, reason=REASON, via="command")
