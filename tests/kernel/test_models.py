"""Dated rows: half-open, and never two of a kind at one time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import records as factory

from jiangxin.kernel import bulk, records, write
from jiangxin.kernel.actors import process
from jiangxin.people.models import Post, PostHolding

ACTOR = process("tests")
HOLDINGS = records.get("people.holdings")
FIRST = date(2024, 1, 1)
DAYS = st.integers(0, 6)


def day(number):
    return FIRST + timedelta(days=number)


@pytest.fixture
def post(own):
    return factory.make("people.posts", own)


@pytest.fixture
def person(own):
    return factory.make("people.persons", own)


def test_row_holds_from_its_first_day_up_to_not_including_its_last(own):
    row = factory.make("people.posts", own, valid_from=day(2), valid_to=day(4))
    assert [n for n in range(7) if Post.objects.on(day(n)).filter(pk=row.pk).exists()] == [2, 3]
    endless = factory.make("people.posts", own, valid_from=day(2))
    assert [n for n in range(7) if Post.objects.on(day(n)).filter(pk=endless.pk).exists()] == [2, 3, 4, 5, 6]


@pytest.mark.parametrize("end", [0, -1])
def test_row_that_ends_before_it_begins_is_refused(own, end):
    values = {"organisation": own, "title": "Head", "valid_from": day(0), "valid_to": day(end)}
    with pytest.raises(ValidationError):
        write.save(records.get("people.posts"), None, values, actor=ACTOR)
    with pytest.raises(IntegrityError, match="people_post_dates"), write.writing(ACTOR, "x"):
        Post.objects.create(**values)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.tuples(DAYS, st.none() | DAYS), second=st.tuples(DAYS, st.none() | DAYS))
def test_two_holdings_stand_together_exactly_when_they_share_no_day(post, person, first, second):
    spans = [(low, low + 1 + high if high is not None else None) for low, high in (first, second)]
    days = [set(range(low, 20 if high is None else high)) for low, high in spans]
    made = [
        {"post": post, "person": person, "valid_from": day(low), "valid_to": None if high is None else day(high)}
        for low, high in spans
    ]
    apart = not days[0] & days[1]

    def refused(act):
        """Return the error, if any, of what is undone in either case."""
        try:
            with write.writing(ACTOR, "x"), transaction.atomic():
                act()
                transaction.set_rollback(True)
        except (IntegrityError, ValidationError) as error:
            return str(error)
        return ""

    def by_form():
        PostHolding.objects.create(**made[0])
        PostHolding(**made[1]).full_clean()

    said = refused(lambda: PostHolding.objects.bulk_create(PostHolding(**values) for values in made))
    assert ("people_holding_overlap" in said) == (not apart)
    assert (refused(by_form) == "") == (said == "") == apart


def test_another_person_or_another_post_may_hold_at_the_same_time(own, post, person):
    kept = {"valid_from": day(0)}
    for values in (
        {"post": post, "person": person},
        {"post": post, "person": factory.make("people.persons", own)},
        {"post": factory.make("people.posts", own), "person": person},
    ):
        write.save(HOLDINGS, None, {**values, **kept}, actor=ACTOR)
    assert PostHolding.objects.count() == 3


def test_change_of_a_row_is_not_held_against_itself_but_against_others(post, person):
    row = write.save(
        HOLDINGS, None, {"post": post, "person": person, "valid_from": day(0), "valid_to": day(2)}, actor=ACTOR
    )
    write.save(HOLDINGS, None, {"post": post, "person": person, "valid_from": day(4)}, actor=ACTOR)
    row = write.save(HOLDINGS, row, {"valid_to": day(4)}, actor=ACTOR)
    with pytest.raises(ValidationError):
        write.save(HOLDINGS, row, {"valid_to": day(5)}, actor=ACTOR)


def test_overlap_among_copied_rows_is_refused(own, post, person):
    rows = [
        PostHolding(post=post, person=person, valid_from=day(2 * n), valid_to=day(2 * n + 1)) for n in range(bulk.FEW)
    ]
    rows[-1].valid_from = day(0)
    with pytest.raises(IntegrityError, match="people_holding_overlap"):
        write.save_many(HOLDINGS, create=rows, actor=ACTOR, reason="x")
    assert PostHolding.objects.count() == 0
