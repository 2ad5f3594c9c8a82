"""The database itself knows the state tables: no statement jumps, whoever runs it."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from tests.factories import records as factory
from tests.registry.support import every

from jiangxin.kernel import bulk, records, write
from jiangxin.kernel.access import can
from jiangxin.kernel.actors import process
from jiangxin.kernel.states import StateTable, Transition
from jiangxin.planning.models import Finding

ACTOR = process("tests")
with_states = every(lambda record: record.workflow is not None)


def unlawful(table):
    """Return every pair of different states that no step leads over."""
    lawful = {(source, step.target) for step in table.transitions for source in step.sources}
    return [(a, b) for a in table.states for b in table.states if a != b and (a, b) not in lawful]


@with_states
def test_database_refuses_every_jump(record, own):
    table = record.workflow
    rows = record.model._default_manager
    for source, target in unlawful(table):
        row = factory.in_state(record.key(), own, source)
        with (
            pytest.raises(IntegrityError, match=f"unlawful step {source} to {target}"),
            write.writing(ACTOR, "x"),
        ):
            rows.filter(pk=row.pk).update(**{table.column: target})
        assert rows.filter(pk=row.pk).values_list(table.column, flat=True).get() == source


@with_states
def test_database_refuses_every_initial_state_but_the_declared_ones(record, own):
    table = record.workflow
    row = factory.in_state(record.key(), own, table.initial[0])
    later = [state for state in table.states if state not in table.initial]
    assert later != []
    for state in later:
        row.pk = None
        row._state.adding = True
        setattr(row, table.column, state)
        with pytest.raises(IntegrityError, match=f"unlawful initial state {state}"), write.writing(ACTOR, "x"):
            row.save(force_insert=True)


def test_database_refuses_initial_states_of_copied_rows_too(own):
    plan = factory.make("planning.plans", own, state="checking")
    values = {"plan": plan, "kind": "doubt", "start": 0, "end": 1, "data": {}}
    rows = [Finding(order=n, state="open", **values) for n in range(bulk.FEW)]
    rows[-1].state = "rejected"
    before = plan.findings.count()
    with (
        pytest.raises(IntegrityError, match="unlawful initial state rejected"),
        write.writing(ACTOR, "x"),
        transaction.atomic(),
    ):
        bulk.insert(Finding, rows)
    assert plan.findings.count() == before


def test_table_tells_its_states_and_the_steps_from_each():
    step = Transition("go", ("a", "b"), "c", "Go", can("x.y.z"))
    table = StateTable(initial=("a",), transitions=(step, Transition("back", ("c",), "b", "Back", None)))
    assert table.states == ("a", "b", "c")
    assert [[step.name for step in table.leaving(state)] for state in table.states] == [["go"], ["go"], ["back"]]
    assert table.get("go") is step
    with pytest.raises(KeyError):
        table.get("stay")
    with pytest.raises(ValueError, match="repeat"):
        StateTable(initial=("a",), transitions=(step, step))


def test_first_guard_that_refuses_is_the_one_that_speaks():
    guards = (lambda *_: None, lambda row, _actor: f"no, {row}", lambda *_: "never")
    step = Transition("go", ("a",), "b", "Go", None, guards=guards)
    assert (step.refusal("row", ACTOR), Transition("go", ("a",), "b", "Go", None).refusal("row", ACTOR)) == (
        "no, row",
        "",
    )


def test_steps_offered_are_those_of_the_state_and_the_actor(own, acting):
    plan = factory.make("planning.plans", own, state="checking")
    factory.make("planning.findings", own, plan=plan)
    record = records.get("planning.plans")
    offered = write.lawful(record, plan, acting("planning.plan.manage"))
    assert [(step.name, bool(why)) for step, why in offered] == [("submit", True), ("discard", False)]
    assert write.lawful(record, plan, acting("planning.plan.approve")) == []
    assert write.lawful(records.get("people.persons"), factory.make("people.persons", own), ACTOR) == []
