"""A reorganisation leaves every past list as it was: page, API and export, of organisations and what hangs on them."""

from __future__ import annotations

import csv
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories import records as factory
from tests.registry.support import RECORDS, account_with, client_of

from jiangxin.desk.interfaces.exports import select
from jiangxin.desk.links import url_for
from jiangxin.exchange.domain import exporting
from jiangxin.kernel import records
from jiangxin.kernel.actors import process
from jiangxin.people.domain import organisations

ACTOR = process("tests")
ON = date(2023, 1, 1)
PAST = [ON - timedelta(days) for days in (1, 900)]
DATED = ["people.organisations", "people.set-memberships", "people.posts", "people.holdings", "people.assignments"]
#: An end that lies ahead of a past day is known today, and so is what a name was called later.
NOT_DATED = {"valid_to", "aliases", "version"}


@pytest.fixture
def tree(db):
    """Return organisations with everything dated that may hang on them."""
    factory.make("people.organisations", code="HOME")
    root = factory.make("people.organisations", code="ROOT", name="Root")
    rows = {"root": root}
    for code, above in (("left", root), ("right", root)):
        rows[code] = factory.make("people.organisations", code=code, name=code.title(), parent=above)
    rows["office"] = factory.make("people.organisations", code="office", name="Office", parent=rows["right"])
    for row in rows.values():
        for key in DATED[1:]:
            factory.make(key, row)
    return rows


@pytest.fixture
def reader(tree):
    """Return a client and an actor who may see everything."""
    account = account_with({name for record in RECORDS for name in record.capabilities()}, tree["root"])
    return client_of(account), account.actor


def events(tree):
    """Every kind of reorganisation, each of which touches the two offices."""
    common = {"on": ON, "actor": ACTOR, "reason": "reform"}
    kind, root = tree["root"].kind, tree["root"]
    new = [organisations.New(code, code.title(), kind, root) for code in ("one", "two")]
    return {
        "merger into one of them": lambda: organisations.merge([tree["left"], tree["right"]], tree["left"], **common),
        "merger into a new one": lambda: organisations.merge([tree["left"], tree["right"]], new[0], **common),
        "split": lambda: organisations.split(tree["right"], new, **common),
        "split that keeps the old one": lambda: organisations.split(tree["right"], [tree["right"], new[0]], **common),
        "renaming": lambda: organisations.rename(tree["right"], "Renamed", **common),
        "move": lambda: organisations.move(tree["office"], tree["left"], **common),
        "closure": lambda: organisations.close(tree["office"], **common),
    }


KINDS = list(events({"root": type("Root", (), {"kind": None})}))


def of_page(record, client, day):
    """The cells of the list."""
    response = client.get(url_for(record, "list"), {"as_of": day, "view": "", "columns": ",".join(columns(record))})
    table = response.context["table"]
    return sorted([str(cell) for column, cell in row.items() if column.name in columns(record)] for row in table.rows)


def columns(record):
    return [name for name in record.list_columns if isinstance(name, str) and name not in NOT_DATED]


def of_api(record, client, day):
    """What the API answers."""
    rows = client.get(reverse(f"api:{record.key()}"), {"as_of": day, "page_size": 100}).json()["results"]
    return sorted(str({k: v for k, v in row.items() if k not in NOT_DATED}) for row in rows)


def of_export(record, actor, day):
    """What stands in a file, the column of the end left out."""
    selection = select(record, actor, f"as_of={day}")
    path, _count = exporting._write(record, exporting._allowed(record, actor, selection), actor, "csv")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        head, *lines = list(csv.reader(stream))
    path.unlink()
    hidden = {str(record.model._meta.get_field(n).verbose_name).capitalize() for n in NOT_DATED & fields(record)}
    kept = [n for n, title in enumerate(head) if title not in hidden]
    return sorted([line[n] for n in kept] for line in lines)


def fields(record):
    return {field.name for field in record.model._meta.concrete_fields}


def everything(reader, day):
    client, actor = reader
    return {
        (key, name): show(records.get(key), who, day)
        for key in DATED
        for name, show, who in (("page", of_page, client), ("api", of_api, client), ("export", of_export, actor))
    }


@pytest.mark.parametrize("kind", KINDS)
def test_reorganisation_leaves_every_past_list_as_it_was(tree, reader, kind):
    before = {day: everything(reader, day) for day in PAST}
    assert {len(rows) >= 4 for lists in before.values() for rows in lists.values()} == {True}
    events(tree)[kind]()
    for day in PAST:
        after = everything(reader, day)
        assert {key: after[key] for key in after if after[key] != before[day][key]} == {}
    now = everything(reader, ON)
    assert now["people.organisations", "page"] != before[PAST[0]]["people.organisations", "page"]


def test_past_list_shows_the_names_of_the_day_wherever_an_organisation_stands(tree, reader):
    organisations.rename(tree["right"], "Renamed", on=ON, actor=ACTOR, reason="reform")
    for day, name, other in ((PAST[0], "Right", "Renamed"), (ON, "Renamed", "Right")):
        for (key, way), rows in everything(reader, day).items():
            by_code = way == "export" and records.get(key).imports and key != "people.organisations"
            if not by_code:  # files that can be imported again name organisations by their codes
                assert (name in str(rows), other in str(rows)) == (True, False), (key, way)


def test_past_lists_take_the_same_queries_for_one_row_and_for_three(tree, reader):
    client, actor = reader

    def counted(key):
        record = records.get(key)
        with CaptureQueriesContext(connection) as captured:
            of_page(record, client, PAST[0])
            of_api(record, client, PAST[0])
            of_export(record, actor, PAST[0])
        return len(captured)

    for key in DATED:
        counted(key)
        few = counted(key)
        for _ in range(2):
            place = factory.make("people.organisations", parent=tree["left"])
            factory.make(key, place)
        assert (key, counted(key)) == (key, few)
