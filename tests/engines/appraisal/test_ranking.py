"""Ranks leave out as many places as are shared."""

from decimal import Decimal

from jiangxin.engines.appraisal.ranking import competition_ranks, ties

POINTS = {"x": Decimal("90.0"), "y": Decimal("90.00"), "z": Decimal(80), "w": Decimal(95)}


def test_competition_ranks_leave_out_shared_places():
    assert competition_ranks(POINTS) == {"w": 1, "x": 2, "y": 2, "z": 4}


def test_ties_name_the_others():
    assert ties(POINTS) == {"w": (), "x": ("y",), "y": ("x",), "z": ()}


def test_nobody_has_no_ranks():
    assert (competition_ranks({}), ties({})) == ({}, {})
