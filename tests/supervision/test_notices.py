"""Notices to units: in the form that suits them, early enough, not too many, acknowledged by somebody."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import planning
from tests.factories import supervising as make
from tests.factories.workflow import fixture

from jiangxin.kernel import clock
from jiangxin.kernel.errors import NotAllowed, NotLawful
from jiangxin.supervision.domain.queries import burden
from jiangxin.supervision.models import Jurisdiction, Notice, SupervisionPolicy
from jiangxin.workflow.domain.queries.items import items_for


def queue(person):
    return [(item.kind, item.record, item.due_on) for item in items_for(person.actor())]


def limits(**values):
    with fixture():
        SupervisionPolicy.objects.update(**values)


def test_notice_is_acknowledged_by_a_person_of_the_unit_within_its_days(place):
    make.under_way(place)
    row = make.notice(place, place.education, send=True)
    # two working days after Monday the 15th of April
    assert (row.state, row.sent_on, row.due_on) == ("sent", planning.BEGIN, date(2024, 4, 17))
    assert queue(place.education.liaison) == [("new", "supervision.notices", date(2024, 4, 17))]
    with pytest.raises(NotAllowed):
        make.step(row, "acknowledge", place.labour.liaison)
    row = make.step(row, "acknowledge", place.education.liaison)
    row.refresh_from_db()
    assert (row.state, row.acknowledged_on, row.acknowledged_by) == (
        "acknowledged",
        planning.BEGIN,
        place.education.liaison,
    )
    assert queue(place.education.liaison) == []


def test_visit_is_announced_the_working_days_of_the_rules_before(place):
    make.under_way(place)
    row = make.notice(place, place.education, on_site=True, visit_on=date(2024, 4, 17))
    with pytest.raises(NotLawful, match="3 working days before: not before 2024-04-18"):
        make.step(row, "send", place.supervisor)
    make.save(Notice, place.supervisor, row, visit_on=date(2024, 4, 18))
    assert make.step(row, "send", place.supervisor).state == "sent"


def test_visit_needs_its_day(place):
    make.under_way(place)
    with pytest.raises(ValidationError, match="on which day"):
        make.notice(place, place.education, on_site=True)


def test_refusal_says_how_many_visits_there_were_and_the_limit(place):
    make.under_way(place)
    limits(visits_per_year=2, requests_per_quarter=100)
    for day in (20, 21):
        make.notice(place, place.education, send=True, on_site=True, visit_on=date(2024, 5, day))
    third = make.notice(place, place.education, on_site=True, visit_on=date(2024, 5, 22))
    with pytest.raises(NotLawful, match=r"Education has been .* 2 times in 2024; the limit is 2"):
        make.step(third, "send", place.supervisor)
    # another year has a count of its own
    make.save(Notice, place.supervisor, third, visit_on=date(2025, 1, 8))
    assert make.step(third, "send", place.supervisor).state == "sent"


def test_refusal_says_how_many_requests_there_were_and_the_limit(place):
    make.under_way(place)
    limits(requests_per_quarter=1)
    first = make.notice(place, place.education, send=True)
    second = make.notice(place, place.education)
    with pytest.raises(NotLawful, match="Education has been asked 1 times in this quarter; the limit is 1"):
        make.step(second, "send", place.supervisor)
    make.step(first, "withdraw", place.supervisor, "Not needed.")
    assert make.step(second, "send", place.supervisor).state == "sent"
    third = make.notice(place, place.education)
    with clock.on(date(2024, 7, 1)):
        assert make.step(third, "send", place.supervisor).state == "sent"


def test_limits_are_those_of_the_day(place):
    make.under_way(place)
    limits(requests_per_quarter=0, valid_to=date(2024, 4, 16))
    with fixture():
        SupervisionPolicy.objects.create(valid_from=date(2024, 4, 16), requests_per_quarter=1, source="A decision")
    row = make.notice(place, place.education)
    with pytest.raises(NotLawful):
        make.step(row, "send", place.supervisor)
    with clock.on(date(2024, 4, 16)):
        assert make.step(row, "send", place.supervisor).state == "sent"


def test_unit_that_may_be_asked_by_letter_only_gets_a_letter_and_no_visit(place):
    make.under_way(place)
    with pytest.raises(ValidationError, match="not visited"):
        make.notice(place, place.finance, on_site=True, visit_on=date(2024, 5, 20))
    row = make.notice(place, place.finance, send=True)
    assert (row.form, row.state) == ("letter", "sent")
    assert make.notice(place, place.education).form == "notice"


def test_draft_in_a_form_that_does_not_suit_any_more_is_not_sent(place):
    make.under_way(place)
    row = make.notice(place, place.education)
    with fixture():
        Jurisdiction.objects.filter(organisation=place.education.row).update(treatment="letter")
    with pytest.raises(NotLawful, match="another form"):
        make.step(row, "send", place.supervisor)


def test_units_outside_the_round_and_rounds_before_approval_ask_nothing(place):
    early = make.notice(place, place.education)
    with pytest.raises(NotLawful, match="once the scheme is approved"):
        make.step(early, "send", place.supervisor)
    make.under_way(place)
    with pytest.raises(NotLawful, match="no task of Labour"):
        make.notice(place, place.labour, send=True)


def test_burden_of_units_counts_visits_of_the_year_and_requests_of_the_quarter_in_one_query(place):
    make.under_way(place)
    limits(requests_per_quarter=9, visits_per_year=9)
    make.notice(place, place.education, send=True, on_site=True, visit_on=date(2024, 6, 20))
    make.notice(place, place.education, send=True)
    make.notice(place, place.education)
    make.notice(place, place.finance, send=True)
    units = [place.education.row.pk, place.finance.row.pk, place.labour.row.pk]
    with CaptureQueriesContext(connection) as captured:
        found = burden.burdens(units, planning.BEGIN)
    assert len(captured) == 1
    counted = [(found[pk].visits, found[pk].requests) for pk in units]
    assert counted == [(1, 2), (0, 1), (0, 0)]
    later = burden.burdens(units, date(2024, 7, 1))
    assert [(later[pk].visits, later[pk].requests) for pk in units] == [(1, 0), (0, 0), (0, 0)]


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2024, 1, 1), (date(2024, 1, 1), date(2024, 4, 1))),
        (date(2024, 6, 30), (date(2024, 4, 1), date(2024, 7, 1))),
        (date(2024, 12, 31), (date(2024, 10, 1), date(2025, 1, 1))),
    ],
)
def test_quarter_of_a_day(day, quarter):
    assert burden.quarter_of(day) == quarter
