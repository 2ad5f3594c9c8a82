"""Parts of units that were merged pass to their successor; a closed unit leaves its parts to a person's decision."""

from __future__ import annotations

from datetime import date

import pytest
from tests.factories import planning as make
from tests.factories import running

from jiangxin.kernel import clock
from jiangxin.kernel.actors import process
from jiangxin.people.domain import organisations
from jiangxin.people.models import OrganisationPeriod
from jiangxin.planning.domain import succession
from jiangxin.planning.models import Responsibility

ROBOT = process("tests")
MERGED = date(2024, 6, 1)


@pytest.fixture
def merged(place):
    """Return the district after Labour, which leads the first task, was merged into Education, which supports it."""
    make.running(place, place.task, place.labour, place.education)
    step = running.make_subtask_of(place.task, place.labour.row)
    with running.fixture():
        for unit in (place.labour, place.education):
            OrganisationPeriod.objects.get_or_create(
                organisation=unit.row, valid_from=unit.row.valid_from,
                defaults={"name": unit.row.name, "kind": unit.row.kind},
            )  # fmt: skip
    with clock.on(MERGED):
        organisations.merge([place.labour.row], place.education.row, on=MERGED, actor=ROBOT, reason="Reform")
        place.step = step
        yield place


def parts(task):
    rows = Responsibility.objects.filter(task=task).order_by("valid_from", "part", "pk")
    return [(row.part, row.organisation.name, row.state, row.valid_from, row.valid_to) for row in rows]


def test_lead_passes_to_the_successor_with_what_is_still_to_be_done(merged):
    assert succession.follow(MERGED, actor=ROBOT) == 1
    assert parts(merged.task) == [
        ("lead", "Labour", "acknowledged", make.BEGIN, MERGED),
        ("support", "Education", "pending", make.BEGIN, MERGED),
        ("lead", "Education", "acknowledged", MERGED, None),
    ]
    merged.task.refresh_from_db()
    merged.step.refresh_from_db()
    assert (merged.task.lead, merged.step.organisation) == (merged.education.row, merged.education.row)


def test_following_again_changes_nothing(merged):
    succession.follow(MERGED, actor=ROBOT)
    before = parts(merged.task)
    assert (succession.follow(MERGED, actor=ROBOT), parts(merged.task)) == (0, before)


def test_support_that_the_successor_has_already_is_not_doubled(place):
    make.running(place, place.task, place.finance, place.labour, place.education)
    with clock.on(MERGED):
        with running.fixture():
            for unit in (place.labour, place.education):
                OrganisationPeriod.objects.get_or_create(
                    organisation=unit.row, valid_from=unit.row.valid_from,
                    defaults={"name": unit.row.name, "kind": unit.row.kind},
                )  # fmt: skip
        organisations.merge([place.labour.row], place.education.row, on=MERGED, actor=ROBOT, reason="Reform")
        succession.follow(MERGED, actor=ROBOT)
    left = [(part, name) for part, name, _state, _from, until in parts(place.task) if until is None]
    assert left == [("lead", "Finance"), ("support", "Education")]


def test_parts_of_a_closed_unit_stay_until_somebody_decides(place):
    make.running(place, place.task, place.labour)
    with running.fixture():
        OrganisationPeriod.objects.get_or_create(
            organisation=place.labour.row, valid_from=place.labour.row.valid_from,
            defaults={"name": "Labour", "kind": place.labour.row.kind},
        )  # fmt: skip
    with clock.on(MERGED):
        organisations.close(place.labour.row, on=MERGED, actor=ROBOT, reason="Reform")
        assert succession.follow(MERGED, actor=ROBOT) == 0
