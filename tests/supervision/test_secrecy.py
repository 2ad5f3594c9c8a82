"""What a unit must not see of its supervision: drafts, other units, selection, team and its notes.

Every test holds a row that the unit sees beside those that could leak.
"""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import supervising as make

from jiangxin.desk.links import url_for
from jiangxin.kernel import access, records
from jiangxin.supervision.models import (
    Conclusion,
    Finding,
    Notice,
    Review,
    Round,
    RoundTask,
    Selection,
    Slip,
    Statement,
    TeamMember,
    TeamNote,
)

SECRET = "what nobody of the unit may read"


@pytest.fixture
def under_way(place):
    """Return the district with a round under way that looks at the task, by rule and by hand."""
    make.choose(place)
    make.select(place)
    make.approve(place)
    place.round = make.step(place.round, "start", place.supervisor)
    return place


def seen(model, person):
    return set(access.rows(records.of_model(model), person.actor()))


def pages(row, person):
    """Return what page, history and API answer about the row, and whether a list or the search tells it."""
    record = records.of_model(type(row))
    client = Client(raise_request_exception=False)
    client.force_login(person.account)
    key = {"uuid": row.uuid}
    statuses = {
        client.get(url_for(record, "detail", row)).status_code,
        client.get(url_for(record, "history", row)).status_code,
        client.get(reverse(f"api:{record.key()}.row", kwargs=key)).status_code,
    }
    listed = client.get(reverse(f"api:{record.key()}")).content.decode()
    found = client.get("/search/", {"q": SECRET}).content.decode()
    return statuses, str(row.uuid) in listed + found


def units(place):
    return (place.education.liaison, place.education.head, place.labour.liaison, place.labour.head)


def test_draft_of_a_finding_is_the_teams_and_what_was_put_is_its_units(under_way):
    draft = make.finding(under_way, facts=SECRET)
    ours, theirs = make.put(under_way), make.put(under_way, under_way.labour)
    assert seen(Finding, under_way.education.liaison) == {ours}
    assert seen(Finding, under_way.labour.head) == {theirs}
    assert seen(Finding, under_way.leader) == {ours, theirs}
    assert seen(Finding, under_way.supervisor) == {draft, ours, theirs}
    for person in units(under_way):
        statuses, told = pages(draft, person)
        assert (statuses <= {403, 404}, told) == (True, False)


def test_history_of_a_finding_tells_the_unit_nothing_of_its_drafts(under_way):
    row = make.finding(under_way, facts=SECRET)
    make.save(Finding, under_way.supervisor, row, facts="Nothing is built.")
    row = make.step(row, "put", under_way.supervisor)
    record = records.of_model(Finding)
    client = Client(raise_request_exception=False)
    client.force_login(under_way.education.head.account)
    page = client.get(url_for(record, "detail", row))
    assert (page.status_code, SECRET in page.content.decode()) == (200, False)
    assert client.get(url_for(record, "history", row)).status_code == 403


def test_selection_team_and_notes_are_for_those_who_supervise(under_way):
    note = make.save(TeamNote, under_way.supervisor, round=under_way.round, text=SECRET)
    for model in (Round, RoundTask, Selection, TeamMember):
        assert len(seen(model, under_way.supervisor)) >= 1
        assert len(seen(model, under_way.leader)) >= 1
        assert [seen(model, person) for person in units(under_way)] == [set()] * 4
    assert (seen(TeamNote, under_way.supervisor), seen(TeamNote, under_way.leader)) == ({note}, set())
    for person in units(under_way):
        statuses, told = pages(note, person)
        assert (statuses <= {403, 404}, told) == (True, False)


def test_notice_is_told_to_its_unit_once_it_was_sent(under_way):
    draft = make.notice(under_way, under_way.education, asks=SECRET)
    dropped = make.step(make.notice(under_way, under_way.education), "withdraw", under_way.supervisor, "Not needed.")
    sent = make.notice(under_way, under_way.education, send=True)
    assert seen(Notice, under_way.education.liaison) == {sent}
    assert seen(Notice, under_way.labour.liaison) == set()
    assert seen(Notice, under_way.supervisor) == {draft, dropped, sent}
    make.step(sent, "withdraw", under_way.supervisor, "Not needed.")
    assert seen(Notice, under_way.education.liaison) == {sent}


def test_conclusions_and_reviews_are_the_units_own(under_way):
    draft = make.conclusion(under_way, told=False, text=SECRET)
    assert [seen(Conclusion, person) for person in units(under_way)] == [set()] * 4
    told = make.step(draft, "feed_back", under_way.supervisor)
    asked = make.review(told, under_way.education.head)
    assert [seen(Conclusion, person) for person in units(under_way)] == [{told}, {told}, set(), set()]
    assert [seen(Review, person) for person in units(under_way)] == [{asked}, {asked}, set(), set()]


def test_statements_are_seen_by_the_unit_and_those_who_supervise(under_way):
    said = make.statement(make.put(under_way), under_way.education.liaison, text=SECRET)
    assert [seen(Statement, person) for person in units(under_way)] == [{said}, {said}, set(), set()]
    assert seen(Statement, under_way.supervisor) == {said}


def test_slip_is_told_to_its_unit_once_it_was_issued(under_way):
    draft = make.slip(under_way, issue=False, text=SECRET)
    dropped = make.step(make.slip(under_way, issue=False), "drop", under_way.supervisor, "Not needed.")
    assert [seen(Slip, person) for person in units(under_way)] == [set()] * 4
    issued = make.step(draft, "issue", under_way.supervisor)
    assert [seen(Slip, person) for person in units(under_way)] == [{issued}, {issued}, set(), set()]
    assert seen(Slip, under_way.supervisor) == {dropped, issued}


def test_readers_and_plan_officers_see_nothing_of_supervision(under_way):
    make.put(under_way)
    make.notice(under_way, under_way.education, send=True)
    for model in (Round, Finding, Notice, RoundTask):
        assert seen(model, under_way.officer) == set()
