"""Periodic work starts once; the tasks of killed workers run again. With real processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from datetime import time as clock

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.models.functions import Now
from django_tasks_db.models import DBTaskResult
from tests.workflow import sleepers

from jiangxin.workflow import periodic
from jiangxin.workflow.domain.reaping import SILENCE, beat, leave, reap
from jiangxin.workflow.domain.ticking import announce, tick
from jiangxin.workflow.models import PeriodicJob, WorkerHeartbeat
from jiangxin.workflow.tasks import run_periodic

PATIENCE = 60


@pytest.fixture
def job(monkeypatch):
    """Return the function that declares periodic work for the length of a test."""
    monkeypatch.setattr(periodic, "_jobs", {})
    return periodic.every


def _wait(condition):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError("it did not happen in time")


@pytest.fixture
def manage(transactional_db):
    """Return the function that starts a management command as a process on the database of the test."""
    running = []

    def start(*arguments):
        database = connection.settings_dict
        code = (
            "import django; from django.conf import settings; django.setup();"
            f"settings.DATABASES['default']['NAME'] = {database['NAME']!r};"
            "from django.core.management import call_command; import sys; call_command(*sys.argv[1:])"
        )
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        process = subprocess.Popen([sys.executable, "-c", code, *arguments], env=environment)
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.wait()


def _status(result):
    return DBTaskResult.objects.get(pk=result.id).status


def test_a_killed_worker_loses_nothing(manage, tmp_path):
    first = manage("worker", "--interval", "0.1")
    result = sleepers.sleep_once.enqueue(str(tmp_path / "began"))
    _wait((tmp_path / "began").exists)
    assert reap() == 0
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    assert (_status(result), reap(), _status(result)) == ("RUNNING", 1, "READY")
    manage("worker", "--interval", "0.1")
    _wait(lambda: _status(result) == "SUCCESSFUL")
    assert len(DBTaskResult.objects.get(pk=result.id).worker_ids) == 2


def test_a_worker_asked_to_end_finishes_its_task_and_says_goodbye(manage, tmp_path):
    worker = manage("worker", "--interval", "0.1")
    result = sleepers.nap.enqueue(str(tmp_path / "began"), 1.0)
    _wait((tmp_path / "began").exists)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(PATIENCE) == 0
    assert (_status(result), WorkerHeartbeat.objects.count()) == ("SUCCESSFUL", 0)


def test_a_silent_worker_on_another_host_is_dead(db):
    WorkerHeartbeat.objects.create(worker_id="far", host="elsewhere", pid=1, began="1")
    task = _running("far")
    assert reap() == 0
    WorkerHeartbeat.objects.update(beat_at=Now() - SILENCE * 2)
    assert (reap(), _status(task)) == (1, "READY")


def test_a_reused_process_id_does_not_look_alive(db):
    beat("here")
    task = _running("here")
    assert reap() == 0
    WorkerHeartbeat.objects.update(began="1")
    assert (reap(), _status(task)) == (1, "READY")


def test_a_task_that_kills_its_workers_is_given_up(db):
    task = _running("a", "b", "c", "d", "e")
    assert (reap(), _status(task)) == (1, "FAILED")
    assert "5 workers died" in DBTaskResult.objects.get(pk=task.id).traceback


def test_leaving_removes_the_heartbeat(db):
    beat("here")
    leave("here")
    assert WorkerHeartbeat.objects.count() == 0


def _running(*workers):
    result = sleepers.nap.enqueue("", 0)
    DBTaskResult.objects.filter(pk=result.id).update(status="RUNNING", worker_ids=list(workers))
    return result


def test_due_work_starts_once_among_many_tickers(transactional_db, job):
    done = []
    job(3600, "tests.inline", inline=True)(lambda: done.append(time.sleep(0.2)))
    job(3600, "tests.queued")(lambda: None)
    announce()

    def run():
        try:
            tick(run_periodic.enqueue)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    queued = DBTaskResult.objects.filter(task_path="jiangxin.workflow.tasks.run_periodic")
    assert (len(done), queued.count()) == (1, 1)
    assert tick(run_periodic.enqueue) == []


def test_work_that_still_waits_is_not_queued_again(db, job):
    job(1, "tests.queued")(lambda: None)
    announce()
    PeriodicJob.objects.update(due_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert tick(run_periodic.enqueue) == ["tests.queued"]
    PeriodicJob.objects.update(due_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert tick(run_periodic.enqueue) == ["tests.queued"]
    assert DBTaskResult.objects.count() == 1


def test_a_failing_job_is_noted_and_the_others_go_on(db, job):
    done = []
    job(60, "tests.bad", inline=True)(lambda: 1 / 0)
    job(60, "tests.good", inline=True)(lambda: done.append(1))
    announce()
    assert tick(run_periodic.enqueue) == ["tests.bad", "tests.good"]
    assert (done, PeriodicJob.objects.get(pk="tests.bad").failure) == ([1], "ZeroDivisionError: division by zero")


def test_daily_work_is_due_at_its_local_time(job):
    job(clock(2, 30), "tests.daily")(lambda: None)
    daily = periodic.jobs()["tests.daily"]
    assert settings.TIME_ZONE == "Asia/Shanghai"
    assert daily.next_after(datetime(2026, 5, 1, 12, tzinfo=UTC)) == datetime(2026, 5, 1, 18, 30, tzinfo=UTC)
    assert daily.next_after(datetime(2026, 5, 1, 18, 30, tzinfo=UTC)) == datetime(2026, 5, 2, 18, 30, tzinfo=UTC)


def test_a_name_is_declared_once(job):
    job(1, "tests.one")(test_a_name_is_declared_once)
    with pytest.raises(RuntimeError):
        job(1, "tests.one")(_running)


def test_the_rooms_declare_their_work():
    assert sorted(periodic.jobs()) == [
        "audit.head",
        "audit.seal",
        "desk.digests",
        "desk.following",
        "exchange.expire",
        "exchange.reap",
        "people.organisations",
        "planning.day",
        "supervision.day",
        "workflow.prune",
        "workflow.reap",
        "workflow.remind",
    ]


def test_a_ticker_seals_within_five_seconds(manage):
    from jiangxin.audit.models import Activity, Seal
    from jiangxin.kernel import activity
    from jiangxin.kernel.actors import process

    manage("ticker", "--interval", "0.5")
    _wait(lambda: PeriodicJob.objects.exclude(started_at=None).exists())
    activity.record(process("tests"), activity.Entry("view", "people.persons"))
    begun = time.monotonic()
    _wait(Seal.objects.exists)
    assert (time.monotonic() - begun < 5, Activity.objects.filter(seal__isnull=True).count()) == (True, 0)


def test_a_killed_ticker_leaves_work_that_the_next_one_takes_up(manage):
    ticker = manage("ticker", "--interval", "0.1")
    _wait(lambda: PeriodicJob.objects.exclude(started_at=None).count() >= 3)
    ticker.kill()
    ticker.wait()
    PeriodicJob.objects.update(due_at=datetime(2026, 1, 1, tzinfo=UTC), started_at=None)
    call_command("ticker", once=True)
    assert PeriodicJob.objects.filter(started_at=None).count() == 0
