"""Findings and unit names are decided through the API as at the desk."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.factories import records as factory
from tests.registry.support import account_with, client_of

from jiangxin.planning.models import UnitName

TASK = {"number": 1, "content": "Do it.", "deadlines": [], "others_follow": False, "units": []}


@pytest.fixture
def office(db):
    return factory.make("people.organisations", code="OFFICE")


@pytest.fixture
def take(office):
    client = client_of(account_with({"planning.plan.manage", "people.organisation.view"}, office))

    def post(row, record, step, **data):
        address = reverse(f"api:{record}.{step}", kwargs={"uuid": row.uuid})
        response = client.post(address, data, content_type="application/json")
        row.refresh_from_db()
        return response.status_code, response.json()

    return post


def test_correcting_a_task_adds_the_names_of_its_units_and_rejecting_it_drops_them(office, take):
    finding = factory.make("planning.findings", office)
    data = {**TASK, "units": [{"name": "Road office", "role": "lead"}]}
    assert take(finding, "planning.findings", "correct", data=data)[0] == 200
    names = UnitName.objects.filter(plan=finding.plan)
    assert (finding.state, finding.data["units"], [row.name for row in names]) == (
        "corrected",
        data["units"],
        ["Road office"],
    )
    assert take(finding, "planning.findings", "reject")[0] == 200
    assert list(names.all()) == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"content": ""}, "data.content"),
        ({"units": "Road office"}, "data.units"),
        ({"units": ["Road office"]}, "data.units"),
        ({"deadlines": "soon"}, "data.deadlines"),
        ({"number": "many"}, "data.number"),
    ],
)
def test_wrong_data_is_named_by_where_it_stands(office, take, wrong, field):
    finding = factory.make("planning.findings", office)
    status, answer = take(finding, "planning.findings", "correct", data={**TASK, **wrong})
    assert (status, list(answer["fields"]), finding.state) == (400, [field], "open")


def test_name_means_one_thing_and_nothing_once_it_is_no_unit(office, take):
    name = factory.make("planning.unit-names", office)
    meaning = {"organisation": {"code": "OFFICE"}}
    both = {**meaning, "organisation_set": str(factory.make("people.organisation-sets").uuid)}
    assert take(name, "planning.unit-names", "match")[0] == 400
    assert take(name, "planning.unit-names", "match", **both)[0] == 400
    assert take(name, "planning.unit-names", "match", **meaning)[0] == 200
    assert (name.state, name.organisation) == ("matched", office)
    assert take(name, "planning.unit-names", "ignore")[0] == 200
    assert (name.state, name.organisation) == ("ignored", None)
