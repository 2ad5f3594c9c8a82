"""Board, finding, round and burden: what they tell those who supervise, and what a unit sees of it."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.factories import planning
from tests.factories import supervising as make
from tests.factories.planning import decide, step

from jiangxin.desk.links import url_for
from jiangxin.kernel import clock, records
from jiangxin.kernel.actors import process
from jiangxin.supervision.domain import slips
from jiangxin.supervision.domain.queries import board, burden, finding, rounds
from jiangxin.supervision.models import Finding

LATER = planning.BEGIN + timedelta(25)
SECRET = "what nobody of the unit may read"


def client_of(person):
    client = Client(headers={"accept-language": "en"}, raise_request_exception=False)
    client.force_login(person.account)
    return client


def queries(act):
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


@pytest.fixture
def busy(place):
    """Return a round under way with something of every kind, at two units."""
    make.under_way(place)
    place.notice = make.notice(place, place.education, send=True, on_site=True, visit_on=date(2024, 4, 22))
    place.letter = make.notice(place, place.finance, send=True)
    place.draft = make.finding(place, facts=SECRET)
    place.ours, place.theirs = make.put(place), make.put(place, place.labour, facts=SECRET)
    place.said = make.statement(place.ours, place.education.liaison)
    place.slip = make.slip(place)
    place.told = make.conclusion(place)
    return place


def test_board_tells_supervisors_of_everything_and_a_unit_of_its_own(busy):
    with clock.on(LATER):
        everything = board.board(busy.supervisor.actor(), LATER)
        own = board.board(busy.education.liaison.actor(), LATER)
        other = board.board(busy.labour.liaison.actor(), LATER)
    assert [dated.row for dated in everything.findings] == [busy.ours, busy.theirs, busy.draft]
    assert [dated.left for dated in everything.findings[:2]] == [-5, -5]
    assert (everything.states, everything.overdue) == ({"put": 2, "draft": 1}, 2)
    units = [
        (line.unit.name, line.problems, line.open, line.overdue, line.slips, line.burden.visits, line.burden.requests)
        for line in everything.units
    ]
    assert units == [
        ("Education", 1, 1, 1, 1, 1, 1),
        ("Finance", 0, 0, 0, 0, 0, 1),
        ("Labour", 1, 1, 1, 0, 0, 0),
    ]
    assert [dated.row for dated in everything.notices] == [busy.notice, busy.letter]
    assert (everything.statements, [dated.row for dated in everything.conclusions]) == ([busy.said], [busy.told])
    assert [sheet.round for sheet in everything.rounds] == [busy.round]

    assert [dated.row for dated in own.findings] == [busy.ours]
    assert [dated.row for dated in own.notices] == [busy.notice]
    assert [rung.slip for rung in own.slips] == [busy.slip]
    assert (own.rounds, [line.unit for line in own.units]) == ([], [busy.education.row])
    assert ([dated.row for dated in other.findings], other.slips, other.notices) == ([busy.theirs], [], [])

    page = client_of(busy.education.liaison).get("/supervision/")
    assert (page.status_code, SECRET in page.content.decode()) == (200, False)
    assert SECRET in client_of(busy.supervisor).get("/supervision/").content.decode()
    assert client_of(planning.person("reader", busy.office, "reader")).get("/supervision/").status_code == 403


def test_board_and_run_sheets_cost_the_same_queries_however_much_there_is(busy):
    actor = busy.supervisor.actor()
    one = queries(lambda: board.board(actor, planning.BEGIN))
    for number in range(2):
        make.statement(make.put(busy, facts=f"Again {number}."), busy.education.liaison)
        make.slip(busy, finding=make.put(busy, facts=f"And {number}."), task=None)
        make.save(type(busy.round), busy.supervisor, **make.round_of(busy, theme=f"Theme {number}"))
    assert queries(lambda: board.board(actor, planning.BEGIN)) == one
    page = queries(lambda: finding.page(busy.ours, actor, planning.BEGIN))
    for number in range(3):
        make.statement(busy.ours, busy.education.liaison, text=f"It rained {number}.")
    assert queries(lambda: finding.page(busy.ours, actor, planning.BEGIN)) == page


def test_slip_says_when_it_climbs_and_gives_way_to_the_one_that_followed(busy):
    actor = busy.supervisor.actor()
    [rung] = board.board(actor, planning.BEGIN).slips
    assert (rung.left, rung.climbs_on, rung.above.colour) == (10, busy.slip.due_on + timedelta(1), "yellow")
    with clock.on(rung.climbs_on):
        [draft] = slips.propose(clock.today(), actor=process("tests"))
        assert {one.slip for one in board.board(actor, clock.today()).slips} == {busy.slip, draft}
        climbed = step(draft, "issue", busy.supervisor)
        assert [one.slip for one in board.board(actor, clock.today()).slips] == [climbed]


def test_run_sheet_says_what_is_done_and_what_is_missing(busy):
    [sheet] = rounds.run_sheets([busy.round], busy.supervisor.actor())
    assert [(one.done, one.missing) for one in sheet.steps] == [
        (True, ""),
        (False, "2 not acknowledged"),
        (False, "1 to be put to the unit、2 to be settled"),
        (True, ""),
        (False, ""),
    ]
    page = client_of(busy.supervisor).get(url_for(records.of_model(type(busy.round)), "detail", busy.round))
    assert (page.status_code, "2 not acknowledged" in page.content.decode()) == (200, True)


def test_finding_page_shows_what_the_unit_says_and_what_it_may_do(busy):
    row = step(busy.ours, "plan_measures", busy.education.liaison, measures="We build two.")
    unit = finding.page(row, busy.education.liaison.actor(), planning.BEGIN)
    team = finding.page(row, busy.supervisor.actor(), planning.BEGIN)
    assert (unit.statements, team.statements) == ([busy.said], [busy.said])
    assert [(one.may_state, one.may_ask, one.left) for one in (unit, team)] == [(True, True, 20), (False, False, 20)]

    asked = step(make.more_time(row, busy.education.liaison, 10), "submit", busy.education.liaison)
    decide(asked, "approve", busy.chief)
    row.refresh_from_db()
    moved = finding.page(row, busy.education.liaison.actor(), planning.BEGIN)
    assert (moved.left, moved.granted, moved.most, moved.may_ask) == (30, 1, 2, True)
    assert [event.text for event in moved.course][-1] == "Found"

    address = url_for(records.of_model(Finding), "detail", row)
    page = client_of(busy.education.liaison).get(address).content.decode()
    assert ["It rained." in page, "Explain or object" in page, "Write a slip" in page] == [True, True, False]
    assert "Write a slip" in client_of(busy.supervisor).get(address).content.decode()
    assert client_of(busy.labour.liaison).get(address).status_code == 404


def test_burden_shows_requests_and_sheets_by_quarter_and_is_taken_away_by_those_who_may(busy):
    found = burden.of_units(busy.supervisor.actor(), planning.BEGIN)
    assert [(row.unit.name, row.burden.visits, row.burden.requests, row.who) for row in found] == [
        ("Education", 1, 1, "Plan office 1"),
        ("Finance", 0, 1, "Plan office 1"),
    ]
    assert [(one.name, one.requests) for one in burden.totals(found)][-1] == ("2024 Q2", 2)
    own = client_of(busy.finance.liaison)
    page = own.get("/supervision/burden/").content.decode()
    assert ("Finance" in page, "Education" in page) == (True, False)
    assert own.get("/supervision/burden/?format=xlsx").status_code == 403
    answer = client_of(busy.supervisor).get("/supervision/burden/?format=xlsx")
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    assert [sheet.cell(line, 1).value for line in (3, 4)] == ["Education", "Finance"]
