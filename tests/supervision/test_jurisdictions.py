"""Who may be treated how: what is said of one goes before its kind, on the day that is asked for."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from tests.factories import planning
from tests.factories import records as rows
from tests.factories import supervising as make
from tests.factories.workflow import fixture

from jiangxin.people.models import OrganisationKind, OrganisationPeriod
from jiangxin.supervision.domain.jurisdictions import may_be_supervised, treatments

DAY = planning.BEGIN


def shipped(code):
    """Return an organisation of a kind that every installation starts with."""
    return rows.make("people.organisations", kind=OrganisationKind.objects.get(code=code))


def test_shipped_kinds_say_departments_and_schools_supervised_colleges_by_letter(place):
    codes = ["department", "secondary", "primary-school", "college", "university", "city", "enterprise"]
    found = {code: shipped(code).pk for code in codes}
    told = treatments(found.values(), DAY)
    assert {code: told[pk] for code, pk in found.items()} == {
        "department": "supervised",
        "secondary": "supervised",
        "primary-school": "supervised",
        "college": "letter",
        "university": "letter",
        "city": "letter",
        "enterprise": "letter",
    }


def test_organisation_of_which_nothing_is_said_is_asked_by_letter(place):
    assert treatments([place.office.pk], DAY) == {place.office.pk: "letter"}


def test_what_is_said_of_one_goes_before_its_kind_on_its_days(place):
    private = shipped("secondary")
    make.say(private, "letter", valid_from=date(2024, 1, 1), valid_to=date(2024, 5, 1))
    days = [date(2023, 12, 31), date(2024, 1, 1), date(2024, 4, 30), date(2024, 5, 1)]
    assert [may_be_supervised(private.pk, day) for day in days] == [True, False, False, True]


def test_kind_of_the_day_counts(place):
    row = shipped("secondary")
    college = OrganisationKind.objects.get(code="college")
    with fixture():
        OrganisationPeriod.objects.filter(organisation=row).update(valid_to=date(2024, 1, 1))
        OrganisationPeriod.objects.create(organisation=row, name=row.name, kind=college, valid_from=date(2024, 1, 1))
        row.kind = college
        row.save()
    assert [may_be_supervised(row.pk, day) for day in (date(2023, 12, 31), date(2024, 1, 1))] == [True, False]


def test_one_thing_is_said_at_a_time_and_of_one_subject(place):
    with pytest.raises(IntegrityError), fixture():
        make.say(place.education.row, "letter")
    with pytest.raises(IntegrityError), fixture():
        make.say(place.office, "letter", kind=OrganisationKind.objects.first())


def test_queries_do_not_grow_with_organisations(place):
    def cost(*codes):
        found = [shipped(code).pk for code in codes]
        with CaptureQueriesContext(connection) as captured:
            treatments(found, DAY)
        return len(captured)

    assert [cost("college"), cost("secondary", "college", "department")] == [3, 3]
