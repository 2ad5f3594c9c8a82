"""The page of a unit: its parts, lights and names of the day, its reports, and what others do not learn of it."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from tests.factories import planning as make
from tests.factories import running, screens
from tests.factories.workflow import fixture

from jiangxin.kernel import clock
from jiangxin.people.models import OrganisationPeriod
from jiangxin.planning.domain.queries.unit import quarter_ends
from jiangxin.planning.models import Extension, Light

#: The day on which the pages are looked at, after the first quarter was due.
LOOK = date(2024, 5, 20)
FIRST = {"starts_on": date(2024, 1, 1), "ends_on": date(2024, 3, 31), "opens_on": date(2024, 3, 21)}
DATES = {"due_on": date(2024, 4, 20), "locks_on": date(2024, 5, 10), "opened_on": date(2024, 3, 21)}


@pytest.fixture
def led(place):
    """Return the district where Education leads two tasks, one of them with Labour, and a cycle was due."""
    for task in (place.task, place.other):
        make.running(place, task, place.education, place.labour)
    with fixture():
        place.cycle = running.make_cycle(**FIRST, **DATES)
    with clock.on(LOOK):
        yield place


def page(person, unit, **query):
    address = reverse("planning:unit", kwargs={"uuid": unit.row.uuid})
    return screens.client_of(person).get(address, query)


def parts(response):
    return [(part.task.number, part.part, part.light) for part in response.context["page"].parts]


def test_unit_has_its_parts_with_todays_lights(led):
    screens.shine(led.task, "red")
    with fixture():
        led.other.standing.light = "green"
        led.other.standing.save()
        Light.objects.filter(task=led.other).delete()
    assert parts(page(led.officer, led.education)) == [(1, "lead", "red"), (2, "lead", "green")]
    assert [row[:2] for row in parts(page(led.officer, led.labour))] == [(1, "support"), (2, "support")]
    assert parts(page(led.officer, led.finance)) == []


def test_lights_are_those_at_the_ends_of_quarters(led):
    with fixture():
        Light.objects.filter(task=led.task).delete()
        for colour, begin, end in (
            ("green", date(2023, 6, 1), date(2024, 2, 1)),
            ("red", date(2024, 2, 1), date(2024, 4, 5)),
            ("blue", date(2024, 4, 5), None),
        ):
            Light.objects.create(task=led.task, colour=colour, computed=colour, valid_from=begin, valid_to=end)
    found = page(led.officer, led.education).context["page"]
    assert [end.isoformat() for end in found.quarters] == ["2023-06-30", "2023-09-30", "2023-12-31", "2024-03-31"]
    assert (list(found.parts[0].lights), found.parts[0].light) == (["green", "green", "green", "red"], "blue")


def test_quarters_before_a_day_end_before_it():
    assert quarter_ends(date(2024, 3, 31), 2) == [date(2023, 9, 30), date(2023, 12, 31)]
    assert quarter_ends(date(2024, 4, 1), 1) == [date(2024, 3, 31)]


def test_past_period_shows_parts_and_names_of_its_day(led):
    with fixture():
        unit = led.education.row
        values = {"organisation": unit, "kind": unit.kind}
        OrganisationPeriod.objects.create(
            **values, name="Old name", valid_from=date(2020, 1, 1), valid_to=date(2024, 4, 1)
        )
        OrganisationPeriod.objects.create(**values, name=unit.name, valid_from=date(2024, 4, 1))
        later = running.make_cycle(
            starts_on=date(2024, 4, 1),
            ends_on=date(2024, 4, 30),
            opens_on=date(2024, 4, 30),
            due_on=date(2024, 5, 10),
            locks_on=date(2024, 5, 30),
        )
    with clock.on(date(2024, 5, 2)):
        make.assign(led, led.task, led.finance, led.labour)
    before = page(led.officer, led.education, cycle=str(led.cycle.uuid))
    assert (before.context["title"], before.context["page"].day, parts(before)) == (
        "Old name",
        date(2024, 3, 31),
        [],
    )
    april = page(led.officer, led.education, cycle=str(later.uuid))
    assert (april.context["title"], [row[:2] for row in parts(april)]) == ("Education", [(1, "lead"), (2, "lead")])
    assert [row[:2] for row in parts(page(led.officer, led.education))] == [(2, "lead")]


def timeliness(response):
    rows = response.context["page"].reports
    return [(row.owed, row.on_time, row.late, row.missing, row.returned, row.quality) for row in rows]


def test_reports_are_counted_by_how_they_came(led):
    third, fourth = screens.more_tasks(led, 2)
    tasks = (led.task, led.other, third, fourth)
    days = (date(2024, 4, 20), date(2024, 4, 21), None, date(2024, 4, 1))
    for task, day in zip(tasks, days, strict=True):
        state = "accepted" if day else "draft"
        screens.report(task, led.education, led.cycle, state=state, handed_in_on=day)
    more = {"round": 2, "state": "returned", "return_kind": "quality", "handed_in_on": date(2024, 5, 3)}
    screens.report(fourth, led.education, led.cycle, decided_on=date(2024, 5, 6), **more)
    assert timeliness(page(led.officer, led.education)) == [(4, 2, 1, 1, 1, 1)]
    assert page(led.officer, led.education).context["totals"]["share"] == 50


def test_reports_whose_date_has_not_passed_are_not_counted(led):
    with fixture():
        coming = running.make_cycle(
            starts_on=date(2024, 4, 1),
            ends_on=date(2024, 4, 30),
            opens_on=date(2024, 4, 30),
            due_on=LOOK,
            locks_on=date(2024, 5, 30),
            opened_on=date(2024, 4, 30),
        )
    screens.report(led.task, led.education, coming, state="draft", handed_in_on=None)
    assert timeliness(page(led.officer, led.education)) == []


def test_units_learn_nothing_of_each_others_reports(led):
    screens.report(led.task, led.education, led.cycle, state="draft", handed_in_on=None, progress="Secret draft.")
    for person in (led.labour.liaison, led.finance.liaison):
        found = page(person, led.education)
        assert (timeliness(found), "Secret draft" in found.content.decode()) == ([], False)
    assert timeliness(page(led.education.liaison, led.education)) == [(1, 0, 0, 1, 0, 0)]


def test_open_steps_are_those_of_the_unit_with_their_lights(led):
    screens.split(led.task, "1", led.education, date(2024, 5, 1))
    screens.split(led.task, "2", led.education, date(2024, 12, 31))
    screens.split(led.task, "3", led.labour, date(2024, 5, 25))
    found = [page(led.officer, unit).context["page"].steps for unit in (led.education, led.labour)]
    assert [[(str(row.step), row.light.words) for row in rows] for rows in found] == [
        [("1 Step 1", "19 days overdue")],
        [("3 Step 3", "5 days left")],
    ]
    assert page(led.finance.liaison, led.education).context["page"].steps == []


def test_extensions_granted_are_shown_to_the_office_and_the_unit(led):
    with fixture():
        row = Extension.objects.create(
            task=led.task,
            organisation=led.education.row,
            from_on=date(2024, 4, 20),
            until=date(2024, 5, 1),
            grounds="Flood",
            decided_on=date(2024, 4, 18),
        )
        screens.walk(row, ["in_approval", "granted"])
    people = (led.officer, led.education.liaison, led.labour.liaison)
    assert [len(page(person, led.education).context["page"].extensions) for person in people] == [1, 1, 0]


def test_own_unit_opens_without_naming_it(led):
    client = screens.client_of(led.labour.liaison)
    address = reverse("planning:unit", kwargs={"uuid": led.labour.row.uuid})
    assert client.get(reverse("planning:unit-own")).headers["Location"] == address


def test_number_of_queries_does_not_grow(led):
    client = screens.client_of(led.officer)
    address = reverse("planning:unit", kwargs={"uuid": led.education.row.uuid})
    screens.report(led.task, led.education, led.cycle)
    screens.split(led.task, "1", led.education, date(2024, 5, 1))
    few = screens.queries(client, address)
    for task in screens.more_tasks(led, 3):
        make.running(led, task, led.education, led.labour)
        screens.report(task, led.education, led.cycle)
        screens.split(task, "1", led.education, date(2024, 5, 1))
    assert screens.queries(client, address) == few
