"""Rows that others name by key and id."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import records as factory
from tests.factories.desk import signed_in

from jiangxin.kernel.records.pointers import rows_at

pytestmark = pytest.mark.django_db


def test_pointers_lead_to_rows_of_several_types_in_one_query_each():
    _client, actor = signed_in("people.organisation.view", "people.person.view")
    place = factory.make("people.organisations")
    persons = [factory.make("people.persons", place) for _ in range(3)]
    pointers = {("people.organisations", place.pk), *(("people.persons", person.pk) for person in persons)}
    with CaptureQueriesContext(connection) as queries:
        found = rows_at(pointers, actor)
    assert found == {("people.organisations", place.pk): place} | {("people.persons", p.pk): p for p in persons}
    assert len(queries) == 2


def test_pointers_to_what_is_hidden_gone_or_unknown_lead_nowhere():
    _client, actor = signed_in("people.organisation.view")
    person = factory.make("people.persons", factory.make("people.organisations"))
    assert rows_at({("people.persons", person.pk), ("people.organisations", 0), ("no.such", 1)}, actor) == {}


def test_list_of_approvals_names_the_matter_only_to_whom_may_see_it():
    place = factory.make("people.organisations")
    plan = factory.make("planning.plans", place, title="机密方案")
    factory.make("workflow.approvals", place, record="planning.plans", object_id=plan.pk)
    seen = ("workflow.approval.view", "planning.plan.manage")
    address = "/records/workflow/approvals/"
    assert "机密方案" in signed_in(*seen)[0].get(address).content.decode()
    assert "机密方案" not in signed_in(*seen[:1])[0].get(address).content.decode()
