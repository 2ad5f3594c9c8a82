"""Supporting units contribute to the report of the lead: asked for on its sheet, given on theirs, seen by both."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from tests.factories import planning as make
from tests.factories import screens
from tests.factories.workflow import fixture

from jiangxin.evidence.domain import attachments
from jiangxin.kernel import clock, records
from jiangxin.kernel.errors import NotAllowed, NotLawful
from jiangxin.planning.domain import contributing
from jiangxin.planning.models import Contribution
from jiangxin.workflow.domain.queries.items import items_for

JULY = date(2024, 7, 2)
SHEET = "planning:sheet"


@pytest.fixture
def draft(place):
    """Return the draft on a task that Education leads and the two others support."""
    make.running(place, place.task, place.education, place.labour, place.finance)
    found = make.open_cycle(place)[0]
    with clock.on(JULY):
        yield found


def ask(person, draft, *units):
    address = reverse("planning:sheet-ask", args=[draft.uuid])
    return screens.client_of(person).post(address, {"unit": [str(unit.row.uuid) for unit in units]})


def give(person, row, progress="Ours is done.", problems="No land."):
    address = reverse("planning:sheet-give", args=[row.uuid])
    return screens.client_of(person).post(address, {"progress": progress, "problems": problems})


def sheet(person):
    return screens.client_of(person).get(reverse(SHEET))


def asked():
    rows = Contribution.objects.order_by("organisation__name")
    return list(rows.values_list("organisation__name", "state", "due_on", "progress", "problems"))


def queue(person):
    return [(item.kind, item.record) for item in items_for(person.actor()) if item.record == "planning.contributions"]


def test_lead_asks_the_units_it_chooses_once(place, draft):
    back = ask(place.education.liaison, draft, place.labour)
    assert back["Location"] == f"{reverse(SHEET)}?cycle={draft.cycle.uuid}#{draft.uuid}"
    ask(place.education.liaison, draft, place.labour)
    assert asked() == [("Labour", "asked", date(2024, 7, 7), "", "")]
    assert (queue(place.labour.liaison), queue(place.finance.liaison)) == ([("new", "planning.contributions")], [])


def test_card_offers_the_units_that_are_not_asked_and_shows_the_others(place, draft):
    ask(place.education.liaison, draft, place.labour)
    line = sheet(place.education.liaison).context["cards"][0].line
    assert ([row.organisation for row in line.contributions], line.unasked) == (
        [place.labour.row], [place.finance.row],
    )  # fmt: skip


def test_shortly_before_the_due_date_it_is_asked_for_today(place, draft):
    with clock.on(date(2024, 7, 9)):
        ask(place.education.liaison, draft, place.labour)
    assert asked() == [("Labour", "asked", date(2024, 7, 9), "", "")]


def test_unit_gives_on_its_own_sheet_and_the_lead_reads_it_beside_the_report(place, draft):
    ask(place.education.liaison, draft, place.labour)
    row = Contribution.objects.get()
    own = sheet(place.labour.liaison).context
    assert ([(item.contribution, item.may_give) for item in own["asked"]], own["cards"]) == ([(row, True)], [])
    back = give(place.labour.liaison, row)
    assert back["Location"] == f"{reverse(SHEET)}?cycle={draft.cycle.uuid}#{row.uuid}"
    assert asked() == [("Labour", "given", date(2024, 7, 7), "Ours is done.", "No land.")]
    assert queue(place.labour.liaison) == []
    assert [item.may_give for item in sheet(place.labour.liaison).context["asked"]] == [False]
    page = sheet(place.education.liaison).content.decode()
    assert ['data-part="progress">Ours is done.' in page, 'data-part="problems">No land.' in page] == [True, True]


def test_what_is_sent_back_is_given_again(place, draft):
    ask(place.education.liaison, draft, place.labour)
    row = Contribution.objects.get()
    give(place.labour.liaison, row)
    make.step(row, "send_back", place.education.liaison, "Which schools?")
    assert [item.may_give for item in sheet(place.labour.liaison).context["asked"]] == [True]
    give(place.labour.liaison, row, "Two schools.")
    assert asked() == [("Labour", "given", date(2024, 7, 7), "Two schools.", "No land.")]


def test_nothing_is_given_that_says_nothing(place, draft):
    ask(place.education.liaison, draft, place.labour)
    give(place.labour.liaison, Contribution.objects.get(), progress="  ")
    assert asked() == [("Labour", "asked", date(2024, 7, 7), "", "")]


def test_nobody_else_asks_or_gives(place, draft):
    others = (place.labour.liaison, place.education.head, place.officer)
    assert [ask(person, draft, place.labour).status_code for person in others] == [404] * 3
    ask(place.education.liaison, draft, place.labour)
    row = Contribution.objects.get()
    found = [give(p, row).status_code for p in (place.education.liaison, place.labour.head, place.finance.liaison)]
    assert found == [404, 403, 404]  # only the unit itself reads what it has not given yet
    assert asked() == [("Labour", "asked", date(2024, 7, 7), "", "")]
    with pytest.raises(NotAllowed):
        contributing.ask(draft, [place.labour.row], actor=place.officer.actor())


def test_only_units_that_support_the_task_are_asked(place, draft):
    assert ask(place.education.liaison, draft, place.education).status_code == 302
    assert asked() == []
    with pytest.raises(NotLawful, match="support the task"):
        contributing.ask(draft, [place.education.row], actor=place.education.liaison.actor())


def test_contribution_is_seen_by_its_unit_and_the_lead_only(place, draft):
    ask(place.education.liaison, draft, place.labour)
    give(place.labour.liaison, Contribution.objects.get())
    readers = (place.education.liaison, place.education.head, place.labour.head, place.finance.liaison)
    assert ["Ours is done." in sheet(person).content.decode() for person in readers] == [True, True, True, False]


def test_what_is_not_given_yet_is_the_unit_s_own_with_its_files(place, draft):
    ask(place.education.liaison, draft, place.labour)
    row, record = Contribution.objects.get(), records.of_model(Contribution)
    file = attachments.attach(record, row, b"x", "unsent.txt", actor=place.labour.liaison.actor())
    people = (place.labour.liaison, place.labour.head, place.education.liaison, place.education.head)

    def readable():
        return [attachments.readable(file, actor=person.actor()) for person in people]

    assert readable() == [True, True, False, False]
    give(place.labour.liaison, row)
    assert readable() == [True, True, True, True]


def test_sheet_takes_the_same_queries_for_one_and_three_contributions(place, draft):
    address = reverse(SHEET)

    def costs():
        found = (place.education.liaison, place.labour.liaison)
        return [screens.queries(screens.client_of(person), address) for person in found]

    ask(place.education.liaison, draft, place.labour)
    before = costs()
    ask(place.education.liaison, draft, place.finance)
    for task in screens.more_tasks(place, 2):
        make.running(place, task, place.education, place.labour)
        with fixture():
            Contribution.objects.create(
                task=task, cycle=draft.cycle, organisation=place.labour.row, due_on=draft.due_on
            )
    assert costs() == before
