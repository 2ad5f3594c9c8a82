"""A row is in the list of somebody exactly when they may see it, for every verb and reach."""

from __future__ import annotations

import pytest
from tests.factories import records as factory
from tests.registry.support import RECORDS, account_with, every

from jiangxin.kernel import access
from jiangxin.kernel.actors import ANONYMOUS, process


@pytest.fixture
def actors(own, other):
    names = {name for record in RECORDS for name in record.capabilities()}
    accounts = [account_with(names, own, reach=reach) for reach in ("self", "own", "subtree", "everything")]
    some = {name for name in names if name.endswith(".view")}
    return [*(a.actor for a in accounts), account_with(some, other, reach="own").actor, ANONYMOUS, process("tests")]


@every()
def test_rows_of_an_actor_are_those_they_may(record, own, other, actors):
    made = [factory.make(record.key(), place) for place in (own, other, own)]
    for actor in actors:
        for verb in [*record.permissions, "nonsense"]:
            reached = set(access.rows(record, actor, verb).values_list("pk", flat=True))
            assert len(access.rows(record, actor, verb)) == len(reached)
            for row in made:
                assert access.may(record, actor, verb, row) == (row.pk in reached)


@every(lambda record: not record.scope.shared)
def test_nobody_reaches_rows_of_others_with_a_narrow_reach(record, own, other, actors):
    far = factory.make(record.key(), other)
    for actor in actors[:3]:
        for verb in record.permissions:
            assert not access.rows(record, actor, verb).filter(pk=far.pk).exists()
