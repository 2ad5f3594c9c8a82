"""Asking for more time on a page: for reports, sub-tasks and tasks, by their lead, with what was asked before."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from tests.factories import planning as make
from tests.factories import screens

from jiangxin.desk.links import url_for
from jiangxin.kernel import clock, records
from jiangxin.planning.domain import extending
from jiangxin.planning.models import Extension, Report

JULY = date(2024, 7, 5)


@pytest.fixture
def draft(place):
    """Return the draft of the one task under way, five days before it is due."""
    make.running(place, place.task, place.education, place.labour)
    found = make.open_cycle(place)[0]
    with clock.on(JULY):
        yield found


def address(row, kind="report"):
    return reverse(f"planning:extend-{kind}", args=[row.uuid])


def ask(person, row, until="2024-07-20", grounds="Flood", kind="report"):
    return screens.client_of(person).post(address(row, kind), {"until": until, "grounds": grounds})


def asked():
    return list(Extension.objects.order_by("pk").values_list("state", "count", "from_on", "until", "grounds"))


def test_unit_asks_for_more_time_for_its_report(place, draft):
    response = ask(place.education.liaison, draft)
    assert response["Location"] == f"{reverse('planning:sheet')}?cycle={draft.cycle.uuid}#{draft.uuid}"
    assert asked() == [("in_approval", 1, date(2024, 7, 10), date(2024, 7, 20), "Flood")]


def test_page_shows_the_date_the_limit_and_what_was_asked(place, draft):
    first = extending.request(draft, date(2024, 7, 20), "Flood", actor=place.education.liaison.actor())
    make.decide(first, "return", place.chief, "Not needed.")
    page = screens.client_of(place.education.liaison).get(address(draft))
    moved = page.context["moved"]
    assert (moved.due_on, moved.counted, moved.limit, moved.refusal) == (date(2024, 7, 10), 0, 2, "")
    assert (page.context["requests"], "Not needed." in page.content.decode()) == ([first], True)


def test_request_that_waits_is_told_instead_of_a_form(place, draft):
    ask(place.education.liaison, draft)
    page = screens.client_of(place.education.liaison).get(address(draft))
    assert (page.context["moved"].refusal != "", "<textarea" in page.content.decode()) == (True, False)
    assert ask(place.education.liaison, draft).status_code == 422
    assert len(asked()) == 1


@pytest.mark.parametrize(
    ("until", "grounds", "wrong"),
    [("2024-07-10", "Flood", "until"), ("soon", "Flood", "until"), ("2024-07-20", " ", "grounds")],
)
def test_what_is_wrong_is_told_beside_its_field(place, draft, until, grounds, wrong):
    response = ask(place.education.liaison, draft, until, grounds)
    assert (response.status_code, list(response.context["form"].errors), asked()) == (422, [wrong], [])


def test_lead_asks_for_more_time_for_sub_tasks_and_tasks(place):
    make.running(place, place.other, place.education, place.labour)
    step = screens.split(place.other, "1", place.labour)
    liaison = place.education.liaison
    back = [ask(liaison, step, "2024-07-01", kind="subtask"), ask(liaison, place.other, "2025-09-30", kind="task")]
    assert [response["Location"] for response in back] == [
        url_for(records.of_model(type(row)), "detail", row) for row in (step, place.other)
    ]
    assert list(Extension.objects.order_by("pk").values_list("subtask", "cycle", "from_on", "until")) == [
        (step.pk, None, date(2024, 6, 1), date(2024, 7, 1)),
        (None, None, date(2025, 6, 30), date(2025, 9, 30)),
    ]


def test_nobody_else_asks(place, draft):
    make.running(place, place.other, place.education, place.labour)
    step = screens.split(place.other, "1", place.labour)
    others = (place.labour.liaison, place.education.head, place.officer, place.finance.liaison)
    wanted = ((draft, "report"), (step, "subtask"), (place.other, "task"))
    found = [ask(person, row, "2026-01-01", kind=kind).status_code for person in others for row, kind in wanted]
    assert (found, asked()) == ([404] * 12, [])


def test_nothing_is_asked_where_nothing_is_due(place, draft):
    with_deadline = screens.client_of(place.education.liaison)
    assert with_deadline.get(address(place.task, "task")).status_code == 404  # it is kept up and has no deadline
    make.hand_in(draft, place.education)
    assert with_deadline.get(address(draft)).status_code == 404


def test_card_of_the_sheet_says_what_became_of_the_request(place, draft):
    def card():
        page = screens.client_of(place.education.liaison).get(reverse("planning:sheet")).content.decode()
        words = ("is asked for until 2024-07-20", "is granted until 2024-07-20", address(draft))
        return [word in page for word in words]

    assert card() == [False, False, True]
    ask(place.education.liaison, draft)
    assert card() == [True, False, True]
    make.decide(Extension.objects.get(), "approve", place.chief, "Granted.")
    assert (card(), Report.objects.get().due_on) == ([False, True, True], date(2024, 7, 20))


def test_page_takes_the_same_queries_for_one_and_two_requests(place, draft):
    client, liaison, found = screens.client_of(place.education.liaison), place.education.liaison, []
    for day in (15, 20):
        row = extending.request(draft, date(2024, 7, day), "Flood", actor=liaison.actor())
        make.decide(row, "return", place.chief, "No.")
        found.append(screens.queries(client, address(draft)))
    assert found[0] == found[1]


def test_rows_of_the_lead_offer_it(place):
    make.running(place, place.other, place.education, place.labour)
    step = screens.split(place.other, "1", place.labour)
    for person, offered in ((place.education.liaison, True), (place.labour.liaison, False)):
        client = screens.client_of(person)
        for row, kind in ((step, "subtask"), (place.other, "task")):
            page = client.get(url_for(records.of_model(type(row)), "detail", row)).content.decode()
            assert (address(row, kind) in page) == offered
