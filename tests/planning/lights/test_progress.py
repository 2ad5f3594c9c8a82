"""Progress by sub-tasks: weights on every level, exact, missing is not zero, every figure explained."""

import random
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import records as factory
from tests.factories import running

from jiangxin.kernel import write
from jiangxin.kernel.actors import process
from jiangxin.planning.domain.lights.figures import rounded
from jiangxin.planning.domain.lights.progress import progress
from jiangxin.planning.models import Subtask

pytestmark = pytest.mark.django_db
DAY = date(2024, 6, 1)


@pytest.fixture
def task():
    with write.writing(process("tests")):
        yield running.make_running(factory.home())


def add(task, weight, percent=None, parent=None, state="open", **extra):
    percent = None if percent is None else Decimal(str(percent))
    values = {"weight": Decimal(str(weight)), "percent": percent, "parent": parent, "due_on": date(2024, 12, 1)}
    row = running.make_subtask(factory.home(), task=task, **{**values, **extra})
    if state != "open":
        row.state, row.done_on = state, DAY if state == "done" else None
        row.save()
    return row


def test_each_counts_by_its_weight_among_its_siblings_on_every_level(task):
    above = add(task, 3)
    add(task, 1, 100)
    half, rest = add(task, 2, 50, above), add(task, 2, 20, above)
    found = progress([task.pk], DAY)[task.pk]
    assert [(leaf.subtask, leaf.share) for leaf in found.leaves][1:] == [
        (half.pk, Fraction(3, 8)),
        (rest.pk, Fraction(3, 8)),
    ]
    assert found.percent == Decimal("51.25")


def test_what_is_not_known_is_left_out_and_told(task):
    add(task, 1, 40)
    add(task, 3)
    found = progress([task.pk], DAY)[task.pk]
    assert (found.percent, found.known, found.is_complete) == (40, Fraction(1, 4), False)


def test_zero_is_known(task):
    add(task, 1, 40)
    add(task, 3, 0)
    found = progress([task.pk], DAY)[task.pk]
    assert (found.percent, found.known, found.is_complete) == (10, 1, True)


def test_milestones_are_reached_or_not_and_what_has_not_begun_is_at_zero(task):
    add(task, 1, kind="milestone")
    add(task, 1, kind="milestone", state="done")
    add(task, 1, starts_on=date(2024, 7, 1))
    add(task, 1, state="done", percent=90)
    assert progress([task.pk], DAY)[task.pk].percent == 50


def test_what_was_dropped_counts_nowhere(task):
    add(task, 1, 40)
    dropped = add(task, 5, 0, state="dropped")
    add(task, 1, 0, dropped)
    assert progress([task.pk], DAY)[task.pk].percent == 40


def test_task_without_anything_known_has_no_figure(task):
    assert progress([task.pk], DAY)[task.pk].percent is None
    add(task, 1)
    add(task, 0, 50)
    found = progress([task.pk], DAY)[task.pk]
    assert (found.percent, found.known, found.is_complete) == (None, 0, False)


def test_half_a_unit_of_the_last_decimal_is_rounded_up(task):
    add(task, 1, "0.01")
    add(task, 1, 0)
    assert progress([task.pk], DAY)[task.pk].percent == Decimal("0.01")
    assert [rounded(Fraction(value, 3000)) for value in (14, 15, 16)] == [0, Decimal("0.01"), Decimal("0.01")]


def test_weights_that_do_not_divide_evenly_lose_nothing(task):
    for _row in range(3):
        add(task, 1, 100)
    found = progress([task.pk], DAY)[task.pk]
    assert (found.exact, found.known) == (100, 1)


@pytest.mark.parametrize("seed", range(8))
def test_figure_is_that_of_exact_fractions_and_the_sum_of_its_points(task, seed):
    chance = random.Random(seed)
    rows = []
    for _number in range(30):
        parent = chance.choice([None, *rows[-8:]])
        weight = Decimal(chance.randrange(0, 1000)) / 100
        percent = chance.choice([None, 0, 100, Decimal(chance.randrange(10_000)) / 100])
        rows.append(add(task, weight, percent, parent, chance.choice(["open"] * 5 + ["dropped"])))
    children = {}
    for row in Subtask.objects.filter(task=task).exclude(state="dropped"):
        children.setdefault(row.parent_id, []).append(row)

    def spread(parent, share):
        below = children.get(parent, [])
        whole = sum(Fraction(row.weight) for row in below)
        for row in below:
            if not whole:
                continue
            own = share * Fraction(row.weight) / whole
            yield from spread(row.pk, own) if row.pk in children else [(own, row.percent)]

    leaves = list(spread(None, Fraction(1)))
    known = sum(share for share, percent in leaves if percent is not None)
    wanted = sum(share * Fraction(percent) for share, percent in leaves if percent is not None) / known
    found = progress([task.pk], DAY)[task.pk]
    assert (found.exact, found.known) == (wanted, known)
    assert sum(add for _leaf, add in found.explained() if add is not None) == wanted


def test_one_query_for_any_number_of_tasks(task):
    others = [running.make_running(factory.home()).pk for _number in range(2)]
    for tasks in ([task.pk], [task.pk, *others]):
        with CaptureQueriesContext(connection) as captured:
            progress(tasks, DAY)
        assert len(captured) == 1
