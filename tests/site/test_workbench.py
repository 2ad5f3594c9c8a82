"""The workbench shows one's own work, in the same number of queries however much it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import records as factory
from tests.registry.support import RECORDS, account_with, client_of

from jiangxin.kernel.clock import today
from jiangxin.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def own():
    return factory.make("people.organisations", code="OWN", name="Own")


def somebody(own, capabilities=None):
    names = {name for record in RECORDS for name in record.capabilities()} if capabilities is None else capabilities
    account = account_with(names, own)
    return client_of(account), Person.objects.get(pk=account.actor.person_id)


def work(person, own, kind="due", **extra):
    plan = factory.make("planning.plans", own, title=extra.pop("title", "A plan"))
    return factory.make("workflow.items", own, kind=kind, object_id=plan.pk, post=None, person=person, **extra)


def queues(client):
    page = client.get("/")
    return {key: [w.item.pk for w in items] for key, _label, items in page.context["queues"]}, page


def test_work_stands_in_its_queue_in_order_of_urgency_and_in_the_week(own):
    client, me = somebody(own)
    later, sooner = (work(me, own, due_on=today() + timedelta(days)) for days in (3, 1))
    returned, far = work(me, own, "returned"), work(me, own, "new", due_on=today() + timedelta(7))
    found, page = queues(client)
    assert found == {"due": [sooner.pk, later.pk], "returned": [returned.pk], "approve": [], "new": [far.pk]}
    assert page.context["waiting"] == 4
    assert [[w.item.pk for w in items] for _day, items in page.context["week"]] == [
        [], [sooner.pk], [], [later.pk], [], [], []
    ]  # fmt: skip


def test_work_of_others_and_what_is_done_never_appears(own):
    client, me = somebody(own)
    other = factory.make("people.persons", own)
    work(other, own, title="Secret plan of another")
    done = work(me, own)
    with factory.fixture():
        done.state = "done"
        done.save()
    found, page = queues(client)
    assert (set(map(tuple, found.values())), page.context["waiting"]) == ({()}, 0)
    assert "Secret plan" not in page.content.decode()


def test_title_of_a_row_that_is_hidden_does_not_appear(own):
    client, me = somebody(own, {"people.person.view"})
    work(me, own, title="Secret plan")
    found, page = queues(client)
    assert (len(found["due"]), "Secret plan" in page.content.decode()) == (1, False)


def test_workbench_takes_the_same_queries_for_one_row_and_for_three(own):
    client, me = somebody(own)

    def one_of_each():
        for kind in ("due", "returned", "approve", "new"):
            work(me, own, kind, due_on=today())
        factory.make("workflow.items", own, person=None, post=factory.make("people.holdings", own, person=me).post)

    def counted():
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/").status_code == 200
        return len(captured)

    one_of_each()
    counted()
    one = counted()
    one_of_each()
    one_of_each()
    assert counted() == one


def test_plans_being_checked_take_the_same_queries_for_one_and_for_three(own):
    client, _me = somebody(own)

    def counted():
        with CaptureQueriesContext(connection) as captured:
            page = client.get("/")
        return len(captured), len(page.context["checking"])

    factory.make("planning.plans", own, state="checking")
    counted()
    one = counted()
    for _ in range(2):
        factory.make("planning.plans", own, state="checking")
    three = counted()
    assert (one[1], three) == (1, (one[0], 3))


def test_plan_being_checked_shows_how_far_it_is(own):
    client, _me = somebody(own)
    plan = factory.make("planning.plans", own, state="checking")  # with one finding that is decided
    factory.make("planning.findings", own, plan=plan)
    factory.make("planning.unit-names", own, plan=plan)
    assert client.get("/").context["checking"] == [(plan, 1, 3)]
