"""Carrying over that is killed at any moment has moved all of it or nothing, and can be done again."""

from __future__ import annotations

import random
import time
from pathlib import Path

from tests.factories import planning as make
from tests.factories import records as rows
from tests.factories import screens, versions
from tests.factories.forks import Forks, wait_until_gone
from tests.factories.workflow import fixture

from jiangxin.kernel import clock
from jiangxin.planning.models import (
    Responsibility,
    Subtask,
    Task,
)

CARRIER = Path(__file__).with_name("carrier.py")


def test_killed_at_random_moments_it_is_all_or_nothing(transactional_db):
    with clock.on(make.BEGIN):
        place = make.district()
    carrier, chance = Forks(CARRIER), random.Random(8)

    def prepared():
        with clock.on(make.BEGIN):
            plan = rows.make("planning.plans", place.office)
            with fixture():
                tasks = [
                    Task.objects.create(plan=plan, number=n, content=f"Task {n}.", start=0, end=1) for n in range(1, 5)
                ]
            for task in tasks:
                make.running(place, task, place.education, place.labour)
                screens.split(task, "1", place.education)
            place.plan = plan
        return plan, versions.revised(place, *(task.content for task in tasks)).plan

    def stands(plans):
        ids = [plan.pk for plan in plans]
        states = [set(Task.objects.filter(plan=pk).values_list("state", flat=True)) for pk in ids]
        split_ = Subtask.objects.filter(task__plan=ids[1]).count()
        return (*states, split_, Responsibility.objects.filter(task__plan=ids[1]).count())

    nothing, everything = ({"running"}, {"unassigned"}, 0, 0), ({"carried"}, {"running"}, 4, 8)
    first = prepared()
    assert carrier.run(*(plan.pk for plan in first)) == "4"
    plans = prepared()
    began = time.monotonic()
    assert carrier.run(*(plan.pk for plan in plans)) == "4"
    whole = time.monotonic() - began
    assert stands(plans) == everything
    plans, killed = prepared(), 0
    for moment in [chance.uniform(0, whole) for _ in range(8)]:
        carrier.run(*(plan.pk for plan in plans), killed_after=moment)
        wait_until_gone()
        found = stands(plans)
        assert found in (nothing, everything)
        if found == everything:
            plans = prepared()
        else:
            killed += 1
    assert killed > 0
    assert (carrier.run(*(plan.pk for plan in plans)), stands(plans)) == ("4", everything)
    assert carrier.run(*(plan.pk for plan in plans)) == "0"
    carrier.close()
