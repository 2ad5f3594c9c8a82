"""Working days: the editable table wins over the official calendar, which wins over weekdays."""

from __future__ import annotations

from datetime import date

import pytest
from tests.factories import workflow as make

from jiangxin.workflow.domain.calendar import add_working_days, working_days
from jiangxin.workflow.models import Holiday


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        (date(2026, 9, 30), 1, date(2026, 10, 8)),  # over the national holiday
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # over a weekend
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
        (date(2040, 1, 6), 1, date(2040, 1, 9)),  # years whose calendar is unknown: weekdays
    ],
)
def test_deadlines_count_working_days(db, start, count, expected):
    assert add_working_days(start, count) == expected


def test_the_table_overrides_the_calendar(db):
    with make.fixture():
        Holiday.objects.create(day=date(2026, 11, 24), working=False, name="local")
        Holiday.objects.create(day=date(2026, 11, 28), working=True, name="made up")
    assert add_working_days(date(2026, 11, 23), 1) == date(2026, 11, 25)
    assert [day.day for day in working_days(date(2026, 11, 23), date(2026, 11, 29))] == [23, 25, 26, 27, 28]


def test_a_long_deadline_takes_one_query(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert add_working_days(date(2026, 1, 1), 200).year == 2026
