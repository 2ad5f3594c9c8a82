"""Every unlawful step and every unlawful initial state is refused by page, API and database."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import CharField, Model, TextField
from django.urls import reverse
from tests.factories import records as factory
from tests.registry.support import RECORDS

from jiangxin.api.interfaces import offers
from jiangxin.desk.links import url_for
from jiangxin.kernel import write
from jiangxin.kernel.actors import process
from jiangxin.kernel.errors import NotLawful

WITH_STATES = [record for record in RECORDS if record.workflow is not None]
PLACES = [(record, state) for record in WITH_STATES for state in record.workflow.states]
IDS = [f"{record.key()}-{state}" for record, state in PLACES]
SYSTEM = process("tests")
ASKING = [
    (record, step)
    for record in WITH_STATES
    for step in record.workflow.transitions
    if step.fields and step.permission is not None
]
asking = pytest.mark.parametrize(("record", "step"), ASKING, ids=[f"{r.key()}-{s.name}" for r, s in ASKING])


def lawful_moves(table):
    return {(source, step.target) for step in table.transitions for source in step.sources}


def choices(record):
    """Return every value that the column may hold, states of the table or not."""
    return [value for value, _label in record.model._meta.get_field(record.workflow.column).flatchoices]


def set_state(record, row, state):
    """Change the state by SQL, inside a write, as somebody with access to the database could."""
    table = record.model._meta.db_table
    with write.writing(SYSTEM, "a test"), connection.cursor() as cursor:
        cursor.execute(f'UPDATE {table} SET "{record.workflow.column}" = %s WHERE id = %s', [state, row.pk])


@pytest.mark.parametrize("record", WITH_STATES, ids=[record.key() for record in WITH_STATES])
def test_states_of_the_table_are_the_choices_of_the_column(record):
    assert sorted(record.workflow.states) == sorted(choices(record))


@pytest.mark.parametrize(("record", "state"), PLACES, ids=IDS)
def test_database_refuses_unlawful_jumps(record, state, own):
    row = factory.in_state(record.key(), own, state)
    lawful = lawful_moves(record.workflow)
    refused = []
    for target in choices(record):
        if target == state or (state, target) in lawful:
            continue
        with pytest.raises(IntegrityError, match="unlawful step"), transaction.atomic():
            set_state(record, row, target)
        refused.append(target)
    row.refresh_from_db()
    assert getattr(row, record.workflow.column) == state
    assert len(refused) == len(choices(record)) - 1 - len({b for a, b in lawful if a == state and b != state})


@pytest.mark.parametrize(("record", "state"), PLACES, ids=IDS)
def test_database_refuses_unlawful_initial_states(record, state, own):
    if state in record.workflow.initial:
        assert getattr(factory.in_state(record.key(), own, state), record.workflow.column) == state
        return
    row = factory.make(record.key(), own, **({"state": "checking"} if record.key() == "planning.plans" else {}))
    columns = [f.column for f in record.model._meta.concrete_fields if not f.generated and not f.primary_key]
    copied = ", ".join(
        "gen_random_uuid()" if c == "uuid" else "%s" if c == record.workflow.column else f'"{c}"' for c in columns
    )
    names, table = ", ".join(f'"{c}"' for c in columns), record.model._meta.db_table
    insert = f"INSERT INTO {table} ({names}) SELECT {copied} FROM {table} WHERE id = %s"
    with (
        pytest.raises(IntegrityError, match="unlawful initial state"),
        write.writing(SYSTEM, "a test"),
        connection.cursor() as cursor,
    ):
        cursor.execute(insert, [state, row.pk])


@pytest.mark.parametrize(("record", "state"), PLACES, ids=IDS)
def test_page_api_and_domain_refuse_steps_that_do_not_lead_on(record, state, own, browser, everything):
    row = factory.in_state(record.key(), own, state)
    possible = {step.name for step in record.workflow.leaving(state) if step.permission is not None}
    offered = {step.name for step in offers.steps(record)}
    for step in record.workflow.transitions:
        if step.name in possible:
            continue
        key, data = {"uuid": row.uuid}, {"reason": "because"}
        page = browser.post(url_for(record, "move", row, name=step.name), data)
        # steps reserved for the system are nobody's (403), others are not possible now (422)
        assert (step.name, page.status_code) == (step.name, 403 if step.permission is None else 422)
        if step.name in offered:
            address = reverse(f"api:{record.key()}.{step.name}", kwargs=key)
            answer = browser.post(address, {"change_reason": "because"}, content_type="application/json")
            assert (step.name, answer.status_code) == (step.name, 422)
        if state not in step.sources:
            with pytest.raises(NotLawful):
                write.apply(record, row, step.name, actor=SYSTEM, reason="because")
    row.refresh_from_db()
    assert getattr(row, record.workflow.column) == state


def as_json(value):
    if isinstance(value, date):
        return value.isoformat()
    return {"uuid": str(value.uuid)} if isinstance(value, Model) else value


def as_typed(value):
    if isinstance(value, date | str):
        return str(value)
    return str(value.uuid) if isinstance(value, Model) else json.dumps(value)


def wrong_values(record, step, values):
    """Return a wrong value for each column that can be wrong: text is so only where it is missing."""
    for name in values:
        field = record.model._meta.get_field(name)
        if field.is_relation or field.choices or not isinstance(field, CharField | TextField):
            yield name, "[]"
        elif name in step.needs:
            yield name, " "


def test_values_are_known_for_every_step_that_asks_for_some():
    assert sorted(factory.STEP_VALUES) == sorted((record.key(), step.name) for record, step in ASKING)


@asking
def test_page_of_a_step_asks_for_its_values_and_saves_them(record, step, own, browser):
    row = factory.in_state(record.key(), own, step.sources[0])
    factory.approvable(record, step, own)
    address = reverse("desk:move", kwargs={**_place(record), "uuid": row.uuid, "name": step.name})
    assert [field.name for field in browser.get(address).context["form"]] == [*step.fields, "reason"]
    because = {"reason": "because"}
    values = factory.STEP_VALUES[record.key(), step.name](own)
    for name, bad in wrong_values(record, step, values):
        wrong = browser.post(address, {**{n: as_typed(v) for n, v in values.items()}, **because, name: bad})
        assert (name, wrong.status_code, list(wrong.context["form"].errors)) == (name, 422, [name])
    taken = browser.post(address, {**{name: as_typed(value) for name, value in values.items()}, **because})
    assert taken.status_code == 302
    _saved(record, step, row, values)


@asking
def test_api_takes_the_values_of_a_step_and_says_what_is_wrong_by_field(record, step, own, browser):
    row = factory.in_state(record.key(), own, step.sources[0])
    factory.approvable(record, step, own)
    address = reverse(f"api:{record.key()}.{step.name}", kwargs={"uuid": row.uuid})
    values = factory.STEP_VALUES[record.key(), step.name](own)
    sent = {name: as_json(value) for name, value in values.items()} | {"change_reason": "because"}

    def post(data):
        return browser.post(address, data, content_type="application/json")

    for name in values:
        wrong = post({**sent, name: []})
        assert (name, wrong.status_code, list(wrong.json()["fields"])) == (name, 400, [name])
    foreign = post({**sent, "uuid": "x"})
    assert (foreign.status_code, list(foreign.json()["fields"])) == (400, ["uuid"])
    assert post(sent).status_code == 200
    _saved(record, step, row, values)


@asking
def test_steps_that_ask_for_values_are_taken_one_by_one_and_documented(record, step, own, browser):
    rows = [factory.in_state(record.key(), own, step.sources[0]) for _ in range(2)]
    with pytest.raises(NotLawful):
        write.apply_many(record, rows, step.name, actor=SYSTEM, reason="because")
    with pytest.raises(ValueError, match="does not take"):
        write.apply(record, rows[0], step.name, actor=SYSTEM, reason="because", changes={"uuid": "x"})
    paths = browser.get("/api/schema/", {"format": "json"}).json()
    asked = paths["paths"][f"/api/{record.key().replace('.', '/', 1)}/{{uuid}}/{step.name}/"]["post"]["requestBody"]
    name = asked["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    schema = paths["components"]["schemas"][name]
    assert sorted(schema["properties"]) == sorted([*step.fields, "change_reason"])


def _place(record):
    room, slug = record.key().split(".", 1)
    return {"room": room, "slug": slug}


def _saved(record, step, row, values):
    row.refresh_from_db()
    found = {name: getattr(row, name) for name in values}
    assert (getattr(row, record.workflow.column), found) == (step.target, values)


@pytest.mark.parametrize("record", WITH_STATES, ids=[record.key() for record in WITH_STATES])
def test_neither_form_nor_api_nor_import_takes_the_state(record, own, browser):
    column = record.workflow.column
    assert column not in record.form_fields()
    assert column not in offers.writable(record)
    assert record.imports is None or column not in record.imports.fields
    row = factory.make(record.key(), own)
    before = getattr(row, column)
    other = next(state for state in record.workflow.states if state != before)
    if record.api is not None:
        address = reverse(f"api:{record.key()}.row", kwargs={"uuid": row.uuid})
        data = {column: other, "change_reason": "because", "version": row.version}
        assert browser.patch(address, data, content_type="application/json").status_code in {400, 405}
    row.refresh_from_db()
    assert getattr(row, column) == before
