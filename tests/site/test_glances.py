"""Figures of the workbench, and how urgent its work is."""

from datetime import date, timedelta

import pytest
from tests.factories.desk import everything, signed_in
from tests.factories.exchange import organisation

from jiangxin.kernel import clock
from jiangxin.kernel.actors import process
from jiangxin.kernel.write import writing
from jiangxin.people.models import Person
from jiangxin.site.domain.queries.glances import glances
from jiangxin.workflow.models import WorkItem

pytestmark = pytest.mark.django_db


def items(person, *days):
    top = organisation("T1", "Top")
    with writing(process("tests"), "fixture"):
        return [
            WorkItem.objects.create(
                kind="due", record="people.organisations", object_id=top.pk, step=str(n), person=person, due_on=day
            )
            for n, day in enumerate(days)
        ]


def test_workbench_counts_the_four_queues_and_says_how_many_days_are_left():
    client, actor = signed_in(*everything())
    today = clock.today()
    items(Person.objects.get(pk=actor.person_id), today - timedelta(days=2), today, today + timedelta(days=9))
    page = client.get("/", headers={"accept-language": "en"})
    assert [(key, len(works)) for key, _label, works in page.context["queues"]] == [
        ("due", 3),
        ("returned", 0),
        ("approve", 0),
        ("new", 0),
    ]
    text = page.content.decode()
    lights = [part.split("</span>")[0] for part in text.split('<span class="light ')[1:]]
    assert lights == ['light-red">2 days overdue', 'light-yellow">today', 'light-green">9 days left']


def test_figures_open_the_list_that_they_count():
    client, actor = signed_in(*everything())
    organisation("T1", "Top")
    organisation("M1", "Middle")
    found = {figure["url"]: figure["count"] for _title, figures in glances(actor, clock.today()) for figure in figures}
    counts = {url: client.get(url).context["count"] for url in found}
    assert counts == found
    assert sum(found.values()) > 0


def test_figures_are_those_that_the_actor_may_look_at():
    _client, actor = signed_in("people.organisation.view")
    organisation("T1", "Top")
    assert glances(actor, date(2026, 1, 1)) == []
