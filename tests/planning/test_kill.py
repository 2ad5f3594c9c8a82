"""An adoption killed at any moment leaves the whole plan or nothing of it, and can be taken again."""

from __future__ import annotations

import random
import time
from pathlib import Path

from tests.factories import records as factory
from tests.factories.forks import Forks, wait_until_gone

from jiangxin.kernel import bulk
from jiangxin.planning.models import Finding, TaskUnit

MOMENTS = 20
TASKS = 300
ADOPTER = Path(__file__).with_name("adopter.py")


def prepared(office):
    """Return a plan in approval with many tasks, each with a unit."""
    plan = factory.make("planning.plans", office, state="in_approval")
    name = factory.in_state("planning.unit-names", office, "matched")
    units = [{"name": name.name, "role": "lead"}]
    data = {"content": "Do it.", "deadlines": [], "others_follow": False, "units": units}
    common = {"plan": plan, "kind": "task", "start": 0, "end": 6, "quote": "Do it.", "state": "accepted"}
    with factory.fixture():
        name.plan = plan
        name.save()
        numbers = range(2, TASKS + 1)
        bulk.insert(Finding, [Finding(order=n, data={**data, "number": n}, **common) for n in numbers])
    return plan


def stands(plan):
    """Return the state with the numbers of tasks and units, and whether the day of adoption is set."""
    plan.refresh_from_db()
    units = TaskUnit.objects.filter(task__plan=plan).count()
    return plan.state, plan.tasks.count(), units, plan.adopted_on is not None


NOTHING, EVERYTHING = ("in_approval", 0, 0, False), ("adopted", TASKS, TASKS - 1, True)


def test_adoption_killed_at_random_moments_is_all_or_nothing(transactional_db):
    office = factory.make("people.organisations")
    adopter, chance = Forks(ADOPTER), random.Random(8)
    assert adopter.run(prepared(office).pk) == "adopted"  # waits for the process to load
    plan = prepared(office)
    began = time.monotonic()
    assert adopter.run(plan.pk) == "adopted"
    whole = time.monotonic() - began
    assert stands(plan) == EVERYTHING
    plan, killed = prepared(office), 0
    for moment in [chance.uniform(0, whole) for _ in range(MOMENTS)]:
        adopter.run(plan.pk, killed_after=moment)
        wait_until_gone()
        found = stands(plan)
        assert found in (NOTHING, EVERYTHING)
        if found == EVERYTHING:
            plan = prepared(office)
        else:
            killed += 1
    assert killed > 0
    assert (adopter.run(plan.pk), stands(plan)) == ("adopted", EVERYTHING)
    adopter.close()
