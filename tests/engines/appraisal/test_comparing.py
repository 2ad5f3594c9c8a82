"""What moved a score: the own value, the peers, the rules."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from tests.engines.appraisal import samples

from jiangxin.engines.appraisal import compare, compute
from jiangxin.engines.appraisal.rules import BestOfPeers, BetweenLines, Level, LevelCounts
from jiangxin.engines.appraisal.values import Item, Items, Missing

number = samples.number
WHO = samples.subjects("x", "y")
BEST = samples.scheme(samples.criterion("C", BestOfPeers()), groups=("a", "b"))
BEFORE = compute(BEST, WHO, samples.values("c", x=number("5"), y=number("10")))


def after(scheme=BEST, subjects=WHO, **values):
    return compare(BEFORE, compute(scheme, subjects, samples.values("c", **values)))


def parts(comparison):
    return {(move.subject, move.criterion): (move.own, move.peers, move.rules) for move in comparison.movements}


def test_an_own_value_moves_the_own_score_only_where_nobody_is_measured_by_it():
    moved = after(x=number("8"), y=number("10"))
    assert [(change.subject, change.measure, change.before, change.after) for change in moved.values] == [
        ("x", "c", number("5"), number("8"))
    ]
    assert (parts(moved), moved.rules) == ({("x", "C"): (3, 0, 0), ("x", ""): (3, 0, 0)}, ())


def test_a_value_of_a_peer_is_told_apart():
    moved = after(x=number("5"), y=number("20"))
    assert parts(moved) == {("x", "C"): (0, Fraction(-5, 2), 0), ("x", ""): (0, Fraction(-5, 2), 0)}


def test_own_value_peers_and_rules_are_told_apart():
    scheme = replace(BEST, criteria=(replace(BEST.criteria[0], points=Decimal(20)),), total=Decimal(20))
    moved = after(scheme, x=number("8"), y=number("20"))
    assert parts(moved)["x", "C"] == (3, -4, 4)
    assert [(change.where, change.before, change.after) for change in moved.rules] == [
        ("total", "10", "20"),
        ("criteria.C.points", "10", "20"),
    ]


def test_movements_tell_published_points_and_ranks():
    moved = after(x=number("12"), y=number("10"))
    total = next(move for move in moved.of("x") if not move.criterion)
    assert (total.before, total.after, total.rank_before, total.rank_after) == (5, 10, 2, 1)


def test_who_joins_or_leaves_moves_those_who_stay_as_peers():
    moved = after(subjects=samples.subjects("x", "z"), x=number("5"), z=number("5"))
    assert (moved.joined, moved.left, parts(moved)["x", "C"]) == (("z",), ("y",), (0, 5, 0))


def test_another_peer_group_is_said_and_counts_as_own():
    moved = after(subjects=(*samples.subjects("x", group="b"), WHO[1]), x=number("5"), y=number("10"))
    assert (moved.regrouped, parts(moved)["x", "C"]) == (("x",), (5, 0, 0))


def test_a_value_that_went_missing_is_said():
    moved = after(x=Missing("撤回"), y=number("10"))
    assert [(change.before, change.after) for change in moved.values] == [(number("5"), Missing("撤回"))]
    assert parts(moved)["x", "C"] == (-5, 0, 0)


def test_a_new_criterion_moves_by_the_rules():
    more = samples.scheme(
        BEST.criteria[0], samples.criterion("D", BetweenLines(Decimal(0), Decimal(10))), groups=("a", "b")
    )
    values = {"x": {"c": number("5"), "d": number("4")}, "y": {"c": number("10"), "d": number("0")}}
    moved = compare(BEFORE, compute(more, WHO, values))
    assert (moved.values, parts(moved)["x", "D"]) == ((), (0, 0, 4))
    assert [change.where for change in moved.rules] == ["total", "measures.d", "criteria.D"]


def test_a_criterion_that_is_gone_moves_by_the_rules():
    more = samples.scheme(
        BEST.criteria[0], samples.criterion("D", BetweenLines(Decimal(0), Decimal(10))), groups=("a", "b")
    )
    values = {"x": {"c": number("5"), "d": number("4")}, "y": {"c": number("10"), "d": number("0")}}
    moved = compare(compute(more, WHO, values), BEFORE)
    assert parts(moved)["x", "D"] == (0, 0, -4)


def test_values_that_do_not_fit_the_old_scheme_leave_the_parts_open():
    old = samples.scheme(samples.criterion("C", LevelCounts(samples.LEVELS)))
    municipal = (*samples.LEVELS, Level("municipal", "市级", Decimal("0.5")))
    new = replace(old, criteria=(replace(old.criteria[0], rule=LevelCounts(municipal)),))
    before = compute(old, WHO[:1], samples.values("c", x=Items()))
    moved = compare(before, compute(new, WHO[:1], samples.values("c", x=Items((Item("k", "municipal"),)))))
    assert [(move.after, move.own, move.peers, move.rules) for move in moved.movements] == [
        (Decimal("0.50"), None, None, None),
        (Decimal("0.50"), None, None, None),
    ]


def test_a_comparison_may_be_of_some_subjects_only():
    values = samples.values("c", x=number("8"), y=number("9"))
    everybody, alone = (compare(BEFORE, compute(BEST, WHO, values), only) for only in (None, ["x"]))
    assert (alone.of("x"), alone.of("y")) == (everybody.of("x"), ())
    assert [change.subject for change in alone.values] == ["x"]


def test_version_and_dates_are_no_rules():
    moved = after(replace(BEST, version="2"), x=number("5"), y=number("10"))
    assert (moved.rules, moved.movements) == ((), ())
