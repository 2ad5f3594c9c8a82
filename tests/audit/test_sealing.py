"""Every committed row is sealed once, in an order that never changes."""

from __future__ import annotations

import contextlib
import threading

import pytest
from django.db import DatabaseError, connection, transaction

from jiangxin.audit.domain.keys import PRIVATE, PUBLIC
from jiangxin.audit.domain.sealing import export_head, seal_waiting
from jiangxin.audit.models import Activity, Seal, SignedHead, Waiting
from jiangxin.kernel import activity
from jiangxin.kernel.actors import process
from jiangxin.kernel.write import writing


def test_activity_carries_actor_reason_and_context_of_the_write(log):
    log(1)
    row = Activity.objects.get()
    assert (row.actor_name, row.via, row.reason, row.details) == ("tests", "page", "", {"n": 0})
    assert row.context is not None


@pytest.mark.parametrize("statement", ["UPDATE {} SET {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
@pytest.mark.parametrize(
    ("table", "change"),
    [("audit_activity", "verb = 'x'"), ("audit_seal", "hash = ''"), ("audit_signedhead", "hash = ''")],
)
def test_the_database_refuses_to_change_the_log(log, statement, table, change):
    log(2)
    export_head()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table, change))


def test_sealing_takes_every_row_once(log):
    assert log(5) == 5
    assert seal_waiting() == 0
    assert list(Seal.objects.order_by("position").values_list("position", flat=True)) == [1, 2, 3, 4, 5]
    assert Waiting.objects.count() == 0


def test_a_rolled_back_write_leaves_nothing_to_seal(log):
    with contextlib.suppress(ZeroDivisionError), writing(process("tests"), "fails"):
        activity.record(process("tests"), activity.Entry("add", "people.persons", 1))
        raise ZeroDivisionError
    assert (Activity.objects.count(), seal_waiting()) == (0, 0)


def test_a_late_commit_is_sealed_at_a_later_position(committed_log):
    written, go = threading.Event(), threading.Event()

    def late():
        try:
            with writing(process("late"), "long import"):
                activity.record(process("late"), activity.Entry("import", "people.persons"))
                written.set()
                go.wait(10)
        finally:
            connection.close()

    thread = threading.Thread(target=late)
    thread.start()
    assert written.wait(10)
    committed_log(2)
    names = Activity.objects.order_by("seal__position").values_list("actor_name", flat=True)
    assert list(names.filter(seal__isnull=False)) == ["tests", "tests"]
    go.set()
    thread.join()
    assert seal_waiting() == 1
    assert list(names) == ["tests", "tests", "late"]
    assert Activity.objects.earliest("pk").actor_name == "late"


def test_two_sealers_never_work_at_once(committed_log):
    committed_log(300, seal=False)
    results = []

    def run():
        try:
            results.append(seal_waiting())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seal_waiting()
    assert (Seal.objects.count(), Seal.objects.first().position) == (300, 300)


def test_a_key_is_made_once_and_only_its_owner_reads_it(log, home):
    log(1)
    export_head()
    private, public = home / "keys" / PRIVATE, home / "keys" / PUBLIC
    content = private.read_bytes()
    log(1)
    row = export_head()
    assert private.stat().st_mode & 0o777 == 0o600
    assert (private.read_bytes(), public.is_file()) == (content, True)
    assert (row.position, SignedHead.objects.count()) == (2, 2)
    assert (home / "heads" / "latest.json").is_file()
