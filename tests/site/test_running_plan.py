"""What the workbench says about the running plan: lights of one's tasks, and what falls due in the week."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from tests.factories import planning as make
from tests.factories import screens

from jiangxin.kernel import clock
from jiangxin.planning.models import Standing


@pytest.fixture
def place(db):
    """Return the district where Education leads a red task with Labour, and Labour a green one."""
    with clock.on(make.BEGIN):
        found = make.district()
        make.running(found, found.task, found.education, found.labour)
        make.running(found, found.other, found.labour)
        make.assign(found, found.task, found.education, found.labour, oversight=[found.finance.post])
        screens.shine(found.task, "red")
        screens.shine(found.other, "green")
        yield found


def workbench(person):
    return screens.client_of(person).get("/")


def lights(person):
    return [(str(row["label"]), row["total"], row["url"]) for row in workbench(person).context["lights"]]


def test_units_see_the_lights_of_what_they_lead_and_support(place):
    tree = reverse("planning:tree", kwargs={"uuid": place.plan.uuid})
    assert lights(place.education.liaison) == [("led by my unit", 1, f"{tree}?mine=lead")]
    assert lights(place.labour.liaison) == [
        ("led by my unit", 1, f"{tree}?mine=lead"),
        ("supported by my unit", 1, f"{tree}?mine=support"),
    ]
    page = workbench(place.labour.liaison).content.decode()
    assert f'<a class="light light-green" href="{tree}?mine=lead&amp;light=green"' in page
    assert f'<a class="light light-red" href="{tree}?mine=support&amp;light=red"' in page


def test_leaders_see_those_in_their_charge_and_offices_all(place):
    assert [row[:2] for row in lights(place.finance.head)] == [("in my charge", 1)]
    assert [row[:2] for row in lights(place.officer)] == [("all tasks", 2)]


def test_tasks_are_grey_before_they_have_a_light_and_all_are_counted(place):
    screens.shine(place.task, "grey")
    Standing.objects.filter(task=place.other).delete()
    rows = {str(row["label"]): row["total"] for row in workbench(place.labour.liaison).context["lights"]}
    assert rows == {"led by my unit": 1, "supported by my unit": 1}
    assert [row[:2] for row in lights(place.officer)] == [("all tasks", 2)]


def test_who_sees_no_task_sees_no_light(place):
    assert lights(make.person("stranger", place.office, "security-administrator")) == []


def due(person):
    found = workbench(person).context["milestones"]
    return {day: [str(step) for step in steps] for day, steps in found.items()}


def test_week_names_what_ones_unit_has_to_do_and_milestones_of_others(place):
    today, tomorrow, later = (clock.today() + timedelta(days) for days in (0, 1, 7))
    screens.split(place.task, "1", place.education, today)
    screens.split(place.task, "2", place.education, tomorrow, kind="milestone")
    screens.split(place.task, "3", place.education, later, kind="milestone")
    screens.split(place.task, "4", place.labour, tomorrow)
    own, other = {today: ["1 Step 1"], tomorrow: ["2 Step 2", "4 Step 4"]}, {tomorrow: ["4 Step 4"]}
    assert due(place.education.liaison) == own
    assert due(place.labour.liaison) == other
    assert due(place.officer) == {tomorrow: ["2 Step 2"]}
    assert due(place.finance.liaison) == {}


def test_number_of_queries_does_not_grow(place):
    client = screens.client_of(place.labour.liaison)
    screens.split(place.other, "0", place.labour, clock.today())
    few = screens.queries(client, "/")
    for task in screens.more_tasks(place, 3):
        make.running(place, task, place.labour, place.education)
        screens.split(task, "1", place.labour, clock.today())
    assert screens.queries(client, "/") == few
