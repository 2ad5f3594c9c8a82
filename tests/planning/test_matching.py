"""Which item of a new version is which of the old one."""

from __future__ import annotations

from jiangxin.planning.domain.matching import How, Item, match

SCHOOLS = "Build three schools with workshops in the north of the district"
ROADS = "Repair all roads that lead to villages before the winter begins"


def items(*texts, first=1):
    return [Item(first * 100 + number, number, text) for number, text in enumerate(texts, 1)]


def found(old, new, decided=None):
    """Return pairs of numbers, new → old, and how they were found."""
    taken = match(items(*old), items(*new, first=2), decided or {})
    return {after - 200: (before - 100, how) for after, (before, how) in taken.items()}


def test_equal_wording_is_a_pair_whatever_the_number_and_punctuation():
    assert found([SCHOOLS, ROADS], [f"{ROADS}.", SCHOOLS]) == {1: (2, How.EQUAL), 2: (1, How.EQUAL)}


def test_among_equal_wordings_the_same_number_counts():
    assert found(["Do it", "Do it"], ["Do it", "Do it", "Do it"]) == {1: (1, How.EQUAL), 2: (2, How.EQUAL)}


def test_similar_wording_is_proposed_and_another_is_not():
    assert found([SCHOOLS, ROADS], [SCHOOLS.replace("three", "five"), "Print a newspaper"]) == {1: (1, How.ALIKE)}


def test_the_more_similar_is_taken_first_and_each_once():
    nearly, hardly = SCHOOLS.replace("three", "two"), SCHOOLS.replace("three schools with workshops", "a house")
    assert found([SCHOOLS], [hardly, nearly]) == {2: (1, How.ALIKE)}


def test_what_a_person_decided_comes_first():
    assert found([SCHOOLS, ROADS], [SCHOOLS], {201: 102}) == {1: (2, How.DECIDED)}
    assert found([SCHOOLS], [SCHOOLS], {201: 999}) == {1: (1, How.EQUAL)}


def test_nothing_matches_nothing():
    assert (found([], [SCHOOLS]), found([SCHOOLS], [])) == ({}, {})
