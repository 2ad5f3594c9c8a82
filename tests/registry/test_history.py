"""Whatever way a row is changed, its history names the actor and the reason."""

from __future__ import annotations

import pytest
from django.urls import reverse
from tests.factories import records as factory
from tests.registry.support import RECORDS, every

from jiangxin.audit.models import Activity
from jiangxin.desk.links import url_for
from jiangxin.exchange.domain import committing, exporting, staging
from jiangxin.kernel import write
from jiangxin.kernel.actors import process

#: Record types without history, each with its reason.
EXEMPT = {
    "audit.activities": "is the log itself, and append-only",
    "audit.heads": "append-only, signed",
}


def last(row):
    """Return actor's name, reason and way of the newest history row."""
    context = row.history.order_by("-pgh_id").first().pgh_context.metadata
    return context["name"], context["reason"], context["via"]


def logged(record, row, reason):
    return Activity.objects.filter(record=record.key(), object_id=row.pk, reason=reason).count()


def test_exemptions_are_not_stale():
    without = [record.key() for record in RECORDS if not hasattr(record.model, "history")]
    assert without == sorted(EXEMPT)


@every(lambda record: record.key() not in EXEMPT)
def test_history_keeps_what_the_database_is_told(record, own):
    row = factory.make(record.key(), own)
    events = list(row.history.order_by("pgh_id"))
    assert events[0].pgh_label == "insert"
    assert {event.pgh_context.metadata["name"] for event in events} == {"tests"}
    assert {event.pgh_context.metadata["reason"] for event in events} == {"fixture"}


@every(lambda record: record.key() not in EXEMPT)
def test_table_refuses_statements_outside_the_write_path(record, own):
    from django.db import DatabaseError, transaction

    row = factory.make(record.key(), own)
    rows = record.model._default_manager.filter(pk=row.pk)
    for act in (lambda: rows.update(version=row.version + 1), lambda: rows._raw_delete("default")):
        with pytest.raises(DatabaseError, match="write path only"), transaction.atomic():
            act()


@pytest.fixture
def kind(own):
    return factory.make("people.organisation-kinds", name="Old", name_en="Old")


@pytest.fixture
def record():
    from jiangxin.kernel import records

    return records.get("people.organisation-kinds")


def test_page_keeps_actor_and_reason(record, kind, browser, everything):
    data = {"code": kind.code, "name": "New", "name_en": "Old", "order": kind.order, "supervisable": "on"}
    reasons = {"reason": "by page", "change_reason": "by page", "version": kind.version}
    assert browser.post(url_for(record, "edit", kind), {**data, **reasons}).status_code == 302
    assert last(kind) == (everything.username, "by page", "page")
    assert logged(record, kind, "by page") == 1


def test_api_keeps_actor_and_reason(record, kind, browser, everything):
    address = reverse(f"api:{record.key()}.row", kwargs={"uuid": kind.uuid})
    data = {"name": "New", "version": kind.version, "change_reason": "by api"}
    assert browser.patch(address, data, content_type="application/json").status_code == 200
    assert last(kind) == (everything.username, "by api", "api")
    assert logged(record, kind, "by api") == 1


def test_bulk_deletion_keeps_actor_and_reason(record, kind, browser, everything):
    rows = [kind, factory.make("people.organisation-kinds")]
    data = {"action": "delete", "row": [str(row.uuid) for row in rows], "confirm": "1", "reason": "by bulk"}
    assert browser.post(url_for(record, "bulk"), data).status_code == 302
    events = kind.history.model.objects.filter(pgh_label="delete")
    assert {(e.pgh_context.metadata["name"], e.pgh_context.metadata["reason"]) for e in events} == {
        (everything.username, "by bulk")
    }
    assert [logged(record, row, "by bulk") for row in rows] == [1, 1]


def test_import_keeps_actor_and_reason(record, kind, everything):
    path = exporting.export(record, actor=everything.actor, format="csv")
    content = path.read_text(encoding="utf-8-sig").replace("Old", "New")
    path.unlink()
    job = staging.stage(record, content.encode(), "kinds.csv", actor=everything.actor)
    committing.commit(job, actor=everything.actor, reason="by import")
    kind.refresh_from_db()
    assert kind.name == "New"
    assert last(kind) == (everything.username, "by import", "import")
    assert Activity.objects.filter(record=record.key(), verb="import", reason="by import").count() == 1


@pytest.mark.parametrize("via", ["command", "task"])
def test_commands_and_tasks_keep_actor_and_reason(record, kind, via):
    write.save(record, kind, {"name": "New"}, actor=process("upkeep"), reason="by machine", via=via)
    assert last(kind) == ("upkeep", "by machine", via)
    assert logged(record, kind, "by machine") == 1


def test_step_and_many_steps_keep_actor_and_reason(own, everything):
    from jiangxin.kernel import records

    findings = records.get("planning.findings")
    rows = [factory.make("planning.findings", own) for _ in range(3)]
    write.apply(findings, rows[0], "accept", actor=everything.actor, reason="one")
    write.apply_many(findings, rows[1:], "accept", actor=everything.actor, reason="many")
    assert [last(row)[:2] for row in rows] == [(everything.username, word) for word in ("one", "many", "many")]
    assert [logged(findings, row, word) for row, word in zip(rows, ("one", "many", "many"), strict=True)] == [1, 1, 1]


@every(lambda record: "delete" in record.permissions)
def test_deletion_leaves_a_row_of_history(record, own):
    row = factory.make(record.key(), own)
    pk, model = row.pk, row.history.model
    if record.key() == "people.organisations":
        return  # others always refer to it; its end is a reorganisation
    write.delete(record, row, actor=process("tests"), reason="gone")
    event = model.objects.filter(id=pk, pgh_label="delete").get()
    assert event.pgh_context.metadata["reason"] == "gone"
