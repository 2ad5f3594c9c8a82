"""A round from its draft to its end: by whom it may be organised, approved, begun, concluded, closed, cancelled."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.factories import planning
from tests.factories import supervising as make
from tests.factories.workflow import fixture

from jiangxin.kernel import clock
from jiangxin.kernel.errors import NotAllowed, NotLawful
from jiangxin.supervision.models import Designation, Jurisdiction, Round, TeamMember
from jiangxin.workflow.domain.queries.items import items_for


def queue(person):
    return sorted((item.kind, item.record, item.step) for item in items_for(person.actor()))


def test_scheme_is_approved_by_two_others_and_the_round_goes_to_its_end(place):
    make.choose(place)
    make.step(place.round, "submit", place.supervisor)
    assert [item[1] for item in queue(place.chief)] == ["supervision.rounds"]
    make.decide(place.round, "approve", place.chief)
    assert (place.round.state, [item[1] for item in queue(place.leader)]) == ("in_approval", ["supervision.rounds"])
    make.decide(place.round, "approve", place.leader)
    assert (place.round.state, place.round.approved_on) == ("approved", planning.BEGIN)
    row = make.step(place.round, "start", place.supervisor)
    assert (row.state, row.started_on) == ("under_way", planning.BEGIN)
    make.conclusion(place)
    row = make.step(row, "conclude", place.supervisor)
    row = make.step(row, "close", place.supervisor)
    assert (row.state, row.concluded_on, row.closed_on) == ("closed", planning.BEGIN, planning.BEGIN)


def test_returned_scheme_is_a_draft_again(place):
    make.choose(place)
    make.step(place.round, "submit", place.supervisor)
    assert make.decide(place.round, "return", place.chief, "Too many.").state == "draft"


def test_organiser_has_to_be_designated_on_the_day(place):
    make.choose(place)
    with fixture():
        Designation.objects.update(valid_to=planning.BEGIN)
    with pytest.raises(NotLawful, match="Plan office is not designated"):
        make.step(place.round, "submit", place.supervisor)
    with clock.on(planning.BEGIN - timedelta(1)):
        make.step(place.round, "submit", place.supervisor)


def test_designation_that_ended_in_the_meantime_keeps_the_round_from_beginning(place):
    make.choose(place)
    make.approve(place)
    with fixture():
        Designation.objects.update(valid_to=date(2024, 4, 20))
    with clock.on(date(2024, 4, 20)), pytest.raises(NotLawful, match="not designated"):
        make.step(place.round, "start", place.supervisor)


def test_round_without_leader_tasks_or_scheme_is_not_submitted(place):
    with pytest.raises(NotLawful, match="No task is chosen"):
        make.step(place.round, "submit", place.supervisor)
    make.choose(place)
    with fixture():
        TeamMember.objects.update(part="member")
    with pytest.raises(NotLawful, match="no leader"):
        make.step(place.round, "submit", place.supervisor)
    make.save(Round, place.supervisor, place.round, scheme=" ")
    with pytest.raises(NotLawful, match="Write the scheme"):
        make.step(place.round, "submit", place.supervisor)


def test_unit_that_may_by_now_be_asked_by_letter_only_keeps_the_round_from_going_on(place):
    make.choose(place)
    with fixture():
        Jurisdiction.objects.filter(organisation=place.education.row).update(treatment="letter")
    with pytest.raises(NotLawful, match="May be asked by letter only: Education"):
        make.step(place.round, "submit", place.supervisor)


def test_round_is_concluded_once_every_unit_has_its_conclusion_and_no_finding_is_a_draft(place):
    make.under_way(place)
    draft = make.finding(place)
    told = make.conclusion(place, told=False)
    with pytest.raises(NotLawful, match="1 finding is still a draft"):
        make.step(place.round, "conclude", place.supervisor)
    make.step(draft, "put", place.supervisor)
    with pytest.raises(NotLawful, match="1 unit has no conclusion"):
        make.step(place.round, "conclude", place.supervisor)
    make.step(told, "feed_back", place.supervisor)
    assert make.step(place.round, "conclude", place.supervisor).state == "concluded"
    with pytest.raises(NotLawful, match="1 finding, statement or review is still open"):
        make.step(place.round, "close", place.supervisor)


def test_cancelling_needs_a_reason_and_drops_what_units_were_asked_for(place):
    make.under_way(place)
    asked = make.notice(place, place.education, send=True)
    found = make.put(place)
    assert len(queue(place.education.liaison)) == 2
    make.step(place.round, "cancel", place.supervisor, "The plan changes.")
    asked.refresh_from_db()
    found.refresh_from_db()
    assert (asked.state, found.state, found.answer) == ("withdrawn", "withdrawn", "The plan changes.")
    assert queue(place.education.liaison) == []


def test_scheme_stays_as_it_was_submitted(place):
    make.choose(place)
    make.step(place.round, "submit", place.supervisor)
    with pytest.raises(NotAllowed):
        make.save(Round, place.supervisor, place.round, scheme="Another.")


def test_units_do_not_run_rounds(place):
    for person in (place.education.head, place.education.liaison, place.officer):
        with pytest.raises(NotAllowed):
            make.save(Round, person, **make.round_of(place, theme="Mine"))
