"""Events are told after commit, and only then."""

from __future__ import annotations

import pytest
from tests.factories import records as factory

from jiangxin.kernel import events, records, write
from jiangxin.kernel.actors import process

ACTOR = process("tests")
PERSONS = records.get("people.persons")
FINDINGS = records.get("planning.findings")


@pytest.fixture
def heard(db):
    """Return the list of what a subscriber is told: name and payload."""
    told = []

    def hear(event):
        told.append((event.name, event.payload))

    names = ("record.saved", "record.moved", "record.deleted")
    for name in names:
        events.subscribe(name, hear)
    yield told
    for name in names:
        events._handlers[name].remove(hear)


def fail_after(act, *arguments, **values):
    act(*arguments, **values)
    raise RuntimeError


def save(own, **values):
    return write.save(PERSONS, None, {"code": "N", "name": "N", "organisation": own, **values}, actor=ACTOR)


def test_every_way_to_write_tells_of_itself_once(heard, own, django_capture_on_commit_callbacks):
    finding = factory.make("planning.findings", own)
    with django_capture_on_commit_callbacks(execute=True):
        row = save(own)
        write.save(PERSONS, row, {"name": "M"}, actor=ACTOR)
        write.delete(PERSONS, row, actor=ACTOR, reason="left")
        write.apply(FINDINGS, finding, "accept", actor=ACTOR)
        write.apply_many(FINDINGS, [finding], "reject", actor=ACTOR)
        many = [PERSONS.model(code=f"M{n}", name="M", organisation=own) for n in range(2)]
        write.save_many(PERSONS, create=many, actor=ACTOR, reason="list")
        assert heard == []
    moved = {"record": "planning.findings", "id": finding.pk}
    deleted = {"record": "people.persons", "ids": [heard[0][1]["ids"][0]]}
    assert heard == [
        ("record.saved", {**deleted, "created": True}),
        ("record.saved", {**deleted, "created": False}),
        ("record.deleted", deleted),
        ("record.moved", {**moved, "transition": "accept", "from": "open", "to": "accepted"}),
        ("record.moved", {**moved, "transition": "reject", "from": "accepted", "to": "rejected"}),
        ("record.saved", {"record": "people.persons", "ids": [m.pk for m in many], "created": True}),
    ]


def test_event_waits_for_the_outermost_commit(heard, transactional_db, own):
    with write.writing(ACTOR, "outer"):
        row = save(own)
        assert heard == []
    assert heard == [("record.saved", {"record": "people.persons", "ids": [row.pk], "created": True})]


def test_write_that_is_rolled_back_tells_nothing(heard, transactional_db, own):
    with pytest.raises(RuntimeError), write.writing(ACTOR, "outer"):
        fail_after(save, own)
    with write.writing(ACTOR, "outer"):
        with pytest.raises(RuntimeError), write.writing(ACTOR, "inner"):
            fail_after(save, own, code="LOST")
        kept = save(own, code="KEPT")
    assert heard == [("record.saved", {"record": "people.persons", "ids": [kept.pk], "created": True})]


def test_handler_that_fails_hinders_neither_the_others_nor_the_write(heard, transactional_db, own, caplog):
    def fail(event):
        raise ValueError(event.name)

    events._handlers["record.saved"].insert(0, fail)
    try:
        row = save(own)
    finally:
        events._handlers["record.saved"].remove(fail)
    assert [payload["ids"] for _name, payload in heard] == [[row.pk]]
    assert [record.levelname for record in caplog.records] == ["ERROR"]


def test_handler_that_subscribes_twice_is_told_once(heard):
    hear = events._handlers["record.saved"][-1]
    before = len(events._handlers["record.saved"])
    events.subscribe("record.saved", hear)
    assert len(events._handlers["record.saved"]) == before


def test_event_that_is_not_in_the_catalogue_is_refused():
    for act in (lambda: events.emit("no.such.event"), lambda: events.subscribe("no.such.event", print)):
        with pytest.raises(KeyError):
            act()
