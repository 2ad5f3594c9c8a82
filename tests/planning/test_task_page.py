"""The page of a task: its standing, its course, and what of it the reader may see."""

from __future__ import annotations

from datetime import date

from tests.factories import planning as make
from tests.factories import screens
from tests.factories.screens import client_of, queries
from tests.factories.workflow import fixture

from jiangxin.desk.links import url_for
from jiangxin.kernel import clock, records
from jiangxin.planning.domain.lights import standing
from jiangxin.planning.domain.queries.course import course
from jiangxin.planning.models import Task

RECORD = records.of_model(Task)
JULY = date(2024, 7, 5)


def told(task, person, day=JULY):
    """Return what happened, lights aside, and what is ahead."""
    found = course(task, person.actor(), day)
    return [(f"{event.day}", event.text) for event in found.past if not event.colour], [
        (f"{e.day}", e.text) for e in found.ahead
    ]


def finish(subtask, day):
    with fixture():
        subtask.state, subtask.done_on = "done", day
        subtask.save()


def test_course_tells_what_happened_the_newest_first(place):
    task = make.running(place, place.task, place.education, place.labour)
    with clock.on(date(2024, 6, 20)):
        screens.split(task, "1", place.education, due=date(2024, 9, 1), title="Plans drawn")
        finish(screens.split(task, "2", place.education, title="Ground"), date(2024, 6, 10))
    [draft] = make.open_cycle(place)
    with clock.on(date(2024, 7, 20)):
        make.hand_in(draft, place.education)
        make.step(draft, "return", place.officer, "Say how many.", return_kind="incomplete")
    past, ahead = told(task, place.education.liaison, date(2024, 7, 20))
    assert past == [
        ("2024-07-20", "Report on 2024 Q2 handed in · 10 days late"),
        ("2024-07-20", "Report on 2024 Q2 returned"),
        ("2024-06-10", "2 Ground: done"),
        ("2024-04-15", "Issued"),
        ("2024-04-15", "Acknowledged by the lead unit"),
        ("2024-04-15", "Education: Lead unit"),
        ("2024-04-15", "Labour: Supporting unit"),
    ]
    assert ("2024-09-01", "1 Plans drawn") in ahead


def test_course_tells_nobody_outside_of_a_draft(place):
    task = make.running(place, place.task, place.education)
    [draft] = make.open_cycle(place)
    make.write_report(draft, place.education.liaison, progress="We are far behind.")
    due = ("2024-07-10", "Report on 2024 Q2 is due")
    assert due in told(task, place.education.liaison)[1]
    assert [due in told(task, person)[1] for person in (place.officer, place.labour.liaison)] == [False, False]
    with clock.on(JULY):
        page = client_of(place.officer).get(url_for(RECORD, "detail", task)).content.decode()
    assert [str(draft.uuid) in page, "far behind" in page] == [False, False]


def test_page_says_how_a_task_stands_and_why(place):
    task = make.running(place, place.task, place.education)
    make.open_cycle(place)
    with clock.on(date(2024, 7, 25)):
        standing.refresh()
        page = client_of(place.officer).get(url_for(RECORD, "detail", task)).content.decode()
    assert "Why this light" in page
    assert "was due on 2024-07-10" in page
    assert "Acknowledged by the lead unit" in page


def test_long_course_is_shown_in_part_until_all_is_asked_for(place):
    task = make.running(place, place.task, place.education)
    for month in range(1, 13):
        finish(screens.split(task, f"{month}", place.education), date(2023, month, 1))
    with clock.on(JULY):
        client, address = client_of(place.officer), url_for(RECORD, "detail", task)
        pages = [client.get(address, query) for query in ({}, {"course": "all"})]
    assert [(len(page.context["past"]), page.context["hidden"]) for page in pages] == [(12, 4), (16, 0)]


def test_page_takes_the_same_queries_however_much_happened(place):
    task = make.running(place, place.task, place.education)
    client, address = client_of(place.officer), url_for(RECORD, "detail", task)
    with clock.on(JULY):
        screens.split(task, "1", place.education, due=date(2024, 9, 1))
        screens.report(task, place.education)
        client.get(address)
        one = queries(client, address)
        for number in range(2, 5):
            screens.split(task, f"{number}", place.education, due=date(2024, 9, number))
        assert queries(client, address) == one
