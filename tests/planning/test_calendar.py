"""The calendar: what falls due in a year and a month, filters, and who sees it."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from tests.factories import planning as make
from tests.factories import running, screens
from tests.factories.workflow import fixture

from jiangxin.kernel import clock
from jiangxin.planning.domain.queries import calendar as queries
from jiangxin.planning.domain.queries.calendar import Wanted
from jiangxin.planning.models import Cycle, Task


@pytest.fixture
def dated(place):
    """Return the district with two tasks under way, each with something to do."""
    make.running(place, place.task, place.education, place.labour)
    make.running(place, place.other, place.labour)
    screens.split(place.task, "1", place.education, date(2024, 4, 1), starts_on=date(2023, 11, 1))
    screens.split(place.task, "2", place.labour, date(2024, 4, 20), kind="milestone")
    screens.split(place.task, "3", place.education, date(2025, 3, 1), kind="milestone", starts_on=date(2024, 6, 1))
    screens.split(place.other, "1", place.labour, date(2024, 9, 1))
    return place


def entries(person, place, first=date(2024, 1, 1), last=date(2024, 12, 31), **wanted):
    tasks = Task.objects.filter(plan=place.plan)
    found = queries.entries(tasks, person.actor(), first, last, clock.today(), Wanted(**wanted))
    return [(f"{entry.on:%m-%d}", entry.task, entry.title) for entry in found]


def test_year_holds_sub_tasks_deadlines_and_days_of_reporting(dated):
    with fixture():
        Task.objects.filter(pk=dated.other.pk).update(due_on=date(2024, 6, 30))
        cycle = running.make_cycle(
            starts_on=date(2024, 1, 1),
            ends_on=date(2024, 3, 31),
            opens_on=date(2024, 3, 31),
            due_on=date(2024, 4, 10),
            locks_on=date(2024, 4, 30),
        )
    assert entries(dated.officer, dated) == [
        ("04-01", 1, "1 Step 1"),
        ("04-10", 0, f"Reports on {cycle} are due"),
        ("04-20", 1, "2 Step 2"),
        ("06-30", 2, "2. Train teachers."),
        ("09-01", 2, "1 Step 1"),
    ]
    assert Cycle.objects.count() == 1


def test_units_see_what_they_have_a_part_in(dated):
    found = [[row[:2] for row in entries(unit.liaison, dated)] for unit in (dated.education, dated.labour)]
    assert found == [[("04-01", 1), ("04-20", 1)], [("04-20", 1), ("09-01", 2)]]
    assert entries(dated.finance.liaison, dated) == []


@pytest.mark.parametrize(
    ("wanted", "days"),
    [
        ({"milestones_only": True}, ["04-20"]),
        ({"colour": "red"}, ["04-01"]),
        ({"colour": "yellow"}, ["04-20"]),
        ({"colour": "grey"}, ["09-01"]),
    ],
)
def test_entries_are_narrowed_by_light_and_kind(dated, wanted, days):
    assert [row[0] for row in entries(dated.officer, dated, **wanted)] == days


def test_entries_are_narrowed_by_unit_and_task(dated):
    assert [row[0] for row in entries(dated.officer, dated, units=[dated.labour.row.pk])] == ["04-20", "09-01"]
    assert [row[0] for row in entries(dated.officer, dated, tasks=Task.objects.filter(number=2))] == ["09-01"]


def test_weeks_of_a_month_begin_on_monday():
    weeks = queries.weeks([], date(2024, 4, 1))
    assert (weeks[0][0][0], weeks[-1][-1][0]) == (date(2024, 4, 1), date(2024, 5, 5))
    assert queries.span_of(date(2024, 6, 1)) == (date(2024, 5, 27), date(2024, 6, 30))


def page(person, place, **query):
    return screens.page(person, "calendar", place.plan, query)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 3),
        ({"year": "2025"}, 2),
        ({"year": "twelve"}, 3),
        ({"view": "month", "month": "2024-04"}, 2),
        ({"view": "month", "month": "2024-13"}, 2),
        ({"kind": "milestone"}, 1),
        ({"light": "red"}, 1),
        ({"unit": "nonsense"}, 3),
    ],
)
def test_page_shows_what_the_address_asks_for(dated, query, count):
    found = page(dated.officer, dated, **query)
    assert (found.status_code, found.context["count"]) == (200, count)


def test_bars_are_on_a_page_of_their_own(dated):
    found = page(dated.officer, dated, view="bars")
    assert (found.status_code, found.url) == (302, reverse("planning:gantt", kwargs={"uuid": dated.plan.uuid}))


def test_month_leads_to_those_beside_it_and_keeps_filters(dated):
    found = page(dated.officer, dated, view="month", month="2024-01", light="red").context
    assert found["before"] == "?view=month&light=red&month=2023-12"
    assert found["after"] == "?view=month&light=red&month=2024-02"


def test_page_names_no_sub_task_to_those_without_a_part(dated):
    for query in ({}, {"view": "month"}):
        found = page(dated.finance.liaison, dated, **query)
        assert "Step" not in found.content.decode()


def test_texts_of_entries_are_escaped(dated):
    screens.split(dated.task, "9", dated.education, date(2024, 4, 3), title="<i>x</i>")
    for query in ({}, {"view": "month"}):
        found = page(dated.officer, dated, **query).content.decode()
        assert ("<i>x" in found, "&lt;i&gt;x" in found) == (False, True)


@pytest.mark.parametrize("query", [{}, {"view": "month"}])
def test_number_of_queries_does_not_grow(dated, query):
    client = screens.client_of(dated.officer)
    address = reverse("planning:calendar", kwargs={"uuid": dated.plan.uuid})
    few = screens.queries(client, address, query)
    for task in screens.more_tasks(dated, 3):
        make.running(dated, task, dated.labour)
        screens.split(task, "1", dated.labour, date(2024, 4, 16))
    assert screens.queries(client, address, query) == few
