"""The Gantt chart: what is drawn of a period and where, filters, folding, and who sees it."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from tests.factories import planning as make
from tests.factories import screens
from tests.factories.workflow import fixture

from jiangxin.kernel import clock
from jiangxin.planning.domain.queries import gantt as queries
from jiangxin.planning.domain.queries.gantt import Show
from jiangxin.planning.domain.queries.tree import Grouping
from jiangxin.planning.interfaces.gantt import GanttRows, Period, period_of, shifted
from jiangxin.planning.models import Task

YEAR = Period(date(2024, 1, 1), date(2024, 12, 31))


@pytest.fixture
def dated(place):
    """Return the district on 2024-04-15 with two tasks under way, each with something to do."""
    make.running(place, place.task, place.education, place.labour)
    make.running(place, place.other, place.labour)
    screens.split(place.task, "1", place.education, date(2024, 4, 1), starts_on=date(2023, 11, 1))
    screens.split(place.task, "2", place.labour, date(2024, 4, 20), kind="milestone")
    screens.split(place.task, "10", place.education, date(2025, 3, 1), starts_on=date(2024, 6, 1))
    screens.split(place.other, "1", place.labour, date(2025, 9, 1))
    return place


def chart(person, place, period=YEAR, show=Show.ALL, grouping=Grouping.CLAUSE):
    tasks = Task.objects.filter(plan=place.plan)
    days = (period.first, period.last)
    return queries.gantt(tasks, place.plan, person.actor(), clock.today(), days, grouping=grouping, show=show)


def drawn(found):
    return [
        (row.item.number, [entry.title.partition(" ")[0] for entry in row.entries])
        for band in found.bands
        for row in band.rows
    ]


def test_tasks_hold_what_is_worked_on_in_the_period_and_their_deadlines(dated):
    found = chart(dated.officer, dated)
    assert (drawn(found), found.idle) == ([(1, ["1", "2", "10"])], 1)
    found = chart(dated.officer, dated, Period(date(2025, 1, 1), date(2025, 12, 31)))
    assert (drawn(found), found.idle) == ([(1, ["10"]), (2, ["1", "2."])], 0)
    found = chart(dated.officer, dated, grouping=Grouping.LEAD)
    assert [band.group.title for band in found.bands] == ["Education"]


def test_chart_is_narrowed_to_milestones_or_what_is_open_whenever_it_is_due(dated):
    found = {show: drawn(chart(dated.officer, dated, show=show)) for show in Show if show != Show.ALL}
    assert found == {Show.MILESTONES: [(1, ["2"])], Show.LATE: [(1, ["1"])], Show.AHEAD: [(1, ["2"])]}


def test_units_see_what_they_have_a_part_in(dated):
    assert drawn(chart(dated.labour.liaison, dated)) == [(1, ["2"])]
    assert drawn(chart(dated.finance.liaison, dated)) == []


def test_months_are_equally_wide_and_days_outside_lie_on_the_edge():
    days = (date(2023, 5, 1), date(2024, 1, 1), date(2024, 2, 1), date(2024, 7, 1), date(2025, 1, 1))
    assert [YEAR.place(day) for day in days] == [0, 0, 8.33, 50, 100]
    assert YEAR.place(date(2024, 12, 31), end=True) == 100
    assert YEAR.heads[:2] == [("2024", True), ("2", False)]
    assert Period(date(2023, 1, 1), date(2025, 12, 31)).heads == [("2023", True), ("2024", True), ("2025", True)]


def test_periods_lie_within_a_year_and_follow_each_other():
    found = period_of(6, date(2024, 9, 1))
    assert (found.first, found.last) == (date(2024, 7, 1), date(2024, 12, 31))
    assert (shifted(found, -1), shifted(found, 1)) == (date(2024, 1, 1), date(2025, 1, 1))


def test_marks_say_what_was_done_late_and_what_is_still_open(dated):
    late = screens.split(dated.task, "3", dated.education, date(2024, 3, 1), kind="milestone")
    with fixture():
        late.state, late.done_on = "done", date(2024, 3, 13)
        late.save()
    entries = {entry.title: entry for entry in chart(dated.officer, dated).entries}
    shapes = [GanttRows(YEAR).shape(entries[title]) for title in ("1 Step 1", "2 Step 2", "3 Step 3")]
    assert [name in shapes[2] for name in ("#g-milestone", "#g-done", "<line")] == [True] * 3
    assert ("#g-open" in shapes[1], 'class="jx-red"' in shapes[0]) == (True, True)
    assert 'x="0.0%"' in shapes[0]  # it began the year before


def page(person, place, **query):
    return screens.page(person, "gantt", place.plan, query)


def test_page_shows_what_the_address_asks_for(dated):
    begin = date(2024, 1, 1)
    for query, count, first in (
        ({}, 3, begin),
        ({"range": "quarter"}, 3, date(2024, 4, 1)),
        ({"range": "half", "on": "2025-02"}, 2, date(2025, 1, 1)),
        ({"range": "plan"}, 5, date(2023, 1, 1)),
        ({"range": "decade", "on": "2024-13"}, 3, begin),
        ({"mine": "lead"}, 0, begin),
        ({"light": "green"}, 0, begin),
        ({"show": "late"}, 1, begin),
        ({"q": "Train", "range": "plan"}, 2, date(2025, 1, 1)),
    ):
        found = page(dated.officer, dated, **query)
        assert (query, found.context["count"], found.context["period"].first) == (query, count, first)


def test_page_leads_to_the_periods_beside_it_and_keeps_filters(dated):
    found = page(dated.officer, dated, range="quarter", on="2024-01", light="red").context
    assert found["before"] == "?range=quarter&light=red&on=2023-10"
    assert found["after"] == "?range=quarter&light=red&on=2024-04"


def test_folded_tasks_are_filled_in_when_they_are_opened(dated):
    folded, opened = (page(dated.officer, dated, open=number).content.decode() for number in ("0", "1"))
    assert [text.count('data-d="1"') for text in (folded, opened)] == [0, 3]
    client = screens.client_of(dated.officer)
    address = reverse("planning:gantt-steps", kwargs={"uuid": dated.task.uuid})
    rows = client.get(address, {"first": "2024-01-01", "last": "2024-12-31"}).content.decode()
    assert (rows.count("<tr"), rows.count('data-d="1"')) == (3, 3)
    assert client.get(address, {"first": "never", "show": "late"}).content.decode().count("<tr") == 1
    strange = screens.client_of(dated.finance.liaison).get(address)
    assert "Step" not in strange.content.decode()


def test_page_names_no_sub_task_to_those_without_a_part_and_escapes_texts(dated):
    assert "Step" not in page(dated.finance.liaison, dated).content.decode()
    screens.split(dated.task, "9", dated.education, date(2024, 4, 3), title="<i>x</i>")
    found = page(dated.officer, dated).content.decode()
    assert ("<i>x" in found, "&lt;i&gt;x" in found) == (False, True)


def test_number_of_queries_does_not_grow(dated):
    client = screens.client_of(dated.officer)
    address = reverse("planning:gantt", kwargs={"uuid": dated.plan.uuid})
    queries_ = ({}, {"range": "plan", "open": "all"}, {"show": "late"})
    few = [screens.queries(client, address, query) for query in queries_]
    for task in screens.more_tasks(dated, 3):
        make.running(dated, task, dated.labour)
        screens.split(task, "1", dated.labour, date(2024, 4, 1))
    assert [screens.queries(client, address, query) for query in queries_] == few
