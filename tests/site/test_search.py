"""Search finds what one may see, from two characters on, and never hints at anything else."""

from __future__ import annotations

import itertools
import re
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import records as factory
from tests.factories.desk import everything, signed_in
from tests.factories.exchange import organisation
from tests.registry.support import RECORDS, account_with, client_of

from jiangxin.site.domain.queries.search import COUNTED, SHOWN, search

pytestmark = pytest.mark.django_db


@pytest.fixture
def own():
    return factory.make("people.organisations", code="OWN", name="甲局")


@pytest.fixture
def reader(own):
    """Return who may see the organisations and persons of their own place."""
    account = account_with({"people.organisation.view", "people.person.view"}, own, reach="own")
    return account.actor, client_of(account)


def found(actor, query):
    return {hits.record.key(): sorted(str(row) for row in hits.rows) for hits in search(actor, query)}


def test_two_characters_are_found_wherever_they_stand(own, reader):
    actor, _client = reader
    for name in ("李重庆", "重庆生", "庆重"):
        factory.make("people.persons", own, name=name)
    assert found(actor, "重庆") == {"people.persons": ["李重庆", "重庆生"]}
    assert found(actor, "甲局") == {"people.organisations": ["甲局"]}
    assert (found(actor, "重"), found(actor, " 重 "), found(actor, ""), found(actor, "重%")) == ({}, {}, {}, {})


def test_hidden_row_its_count_and_its_title_never_appear(own, reader):
    _actor, client = reader
    other = factory.make("people.organisations", code="OTHER", name="乙局机密")
    factory.make("people.persons", own, name="李机密")
    for name in ("王机密", "赵机密"):
        factory.make("people.persons", other, name=name)
    factory.make("planning.plans", own, title="机密方案")
    page = client.get("/search/", {"q": "机密"})
    [hits] = page.context["found"]
    assert (hits.record.key(), [str(row) for row in hits.rows], hits.count) == ("people.persons", ["李机密"], 1)
    text = page.content.decode()
    assert [name for name in ("乙局机密", "王机密", "赵机密", "机密方案") if name in text] == []
    for address in ("/records/people/persons/", "/records/people/organisations/", "/api/people/persons/"):
        assert "王机密" not in client.get(address, {"q": "机密"}).content.decode()
    # what is hidden and what does not exist are answered alike
    nothing = [client.get("/search/", {"q": query}) for query in ("乙局机密", "丙局无此")]
    texts = [re.sub(r"\b[A-Za-z0-9]{64}\b", "", page.content.decode()) for page in nothing]
    assert texts[0].replace("乙局机密", "丙局无此").replace(quote("乙局机密"), quote("丙局无此")) == texts[1]


def test_hits_are_shown_a_few_at_a_time_and_counted_up_to_a_bound(own):
    actor = account_with({"people.person.view"}, own).actor
    for number in range(SHOWN + 1):
        factory.make("people.persons", own, name=f"重复{number}")
    [hits] = search(actor, "重复")
    assert (len(hits.rows), hits.count, hits.more, hits.capped) == (SHOWN, SHOWN + 1, True, False)
    with factory.fixture():
        type(hits.rows[0]).objects.bulk_create(
            type(hits.rows[0])(code=f"B{n}", name="重复", organisation=own) for n in range(COUNTED)
        )
    [hits] = search(actor, "重复")
    assert (len(hits.rows), hits.capped) == (SHOWN, True)


def test_search_takes_the_same_queries_for_one_row_and_for_three(own):
    account = account_with({name for record in RECORDS for name in record.capabilities()}, own)
    client, numbers = client_of(account), itertools.count()

    def one_of_each():
        factory.make("people.persons", own, name="查询")
        factory.make("people.posts", own, title=f"查询{next(numbers)}")
        factory.make("people.holdings", own, person=factory.make("people.persons", own, name="查询"))
        factory.make("planning.plans", own, title="查询")
        factory.make("planning.tasks", own, content="查询")
        factory.make("workflow.delegations", own, from_person=factory.make("people.persons", own, name="查询"))

    def counted():
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/search/", {"q": "查询"}).status_code == 200
        return len(captured)

    one_of_each()
    counted()
    one = counted()
    one_of_each()
    one_of_each()
    assert counted() == one


@pytest.mark.parametrize("query", ["\x00\x00", "a\x00b", "%%", "''", "\\\\", "x" * 5000, "<b>重庆</b>", "🙂🙂", "  "])
def test_search_takes_whatever_is_typed(reader, query):
    _actor, client = reader
    page = client.get("/search/", {"q": query})
    assert (page.status_code, page.context["found"], "<b>重庆" in page.content.decode()) == (200, [], False)


def test_search_groups_hits_by_kind_in_the_order_of_the_lists():
    _client, actor = signed_in(*everything())
    for code, name in (("Z1", "Brook town"), ("A1", "Alder brook"), ("X1", "Mill")):
        organisation(code, name)
    found = search(actor, "brook")
    assert [(hits.record.slug, hits.count, [row.name for row in hits.rows]) for hits in found] == [
        ("organisations", 2, ["Alder brook", "Brook town"])
    ]


def test_search_takes_one_query_for_all_kinds_and_one_for_each_kind_found():
    _client, actor = signed_in(*everything())
    organisation("A1", "Alder brook")
    with CaptureQueriesContext(connection) as queries:
        search(actor, "brook")
    assert len(queries) == 2
