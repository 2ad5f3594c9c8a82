"""Every role of the demonstration has a tour of five minutes, with pictures, the same in both languages."""

from __future__ import annotations

import pytest
from tests.demo.test_data import ACCOUNTS
from tests.demo.tours import GUIDES, addresses, pictures, steps, tours
from tools.screenshots import PICTURES

KILOBYTES = 80


def test_every_account_has_one_tour():
    walked = [account for tour in tours() for account in tour.accounts]
    assert sorted(walked) == sorted(row["username"] for row in ACCOUNTS)


@pytest.mark.parametrize("tour", tours(), ids=lambda tour: tour.path.stem)
def test_tour_has_five_to_eight_steps_and_two_or_three_pictures_in_either_language(tour):
    for half in tour.halves:
        assert steps(half) == list(range(1, len(steps(half)) + 1))
        assert 5 <= len(steps(half)) <= 8
        assert len(pictures(half)) in (2, 3)
    chinese, english = tour.halves
    assert pictures(chinese) == pictures(english)
    assert addresses(chinese) == addresses(english)


def test_pictures_are_those_that_the_script_takes_and_small():
    shown = {name for tour in tours() for name in pictures(tour.text)}
    kept = {f"pictures/{path.name}" for path in (GUIDES / "pictures").iterdir()}
    assert kept == shown == {f"pictures/{row.name}.png" for row in PICTURES if row.place == GUIDES / "pictures"}
    heavy = [path.name for path in (GUIDES / "pictures").iterdir() if path.stat().st_size > KILOBYTES * 1024]
    assert heavy == []


def test_pictures_are_taken_with_an_account_that_walks_the_tour():
    for tour in tours():
        takers = {row.account for row in PICTURES if f"pictures/{row.name}.png" in pictures(tour.text)}
        assert takers <= set(tour.accounts)
