"""Starts what is due. A row lock per job makes sure that one ticker does it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import Error, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from jiangxin.workflow import periodic
from jiangxin.workflow.models import PeriodicJob
from jiangxin.workflow.periodic import Job

logger = logging.getLogger(__name__)
#: Takes the name of a job and queues it for a worker.
Enqueue = Callable[[str], object]


def announce(jobs: Iterable[Job] | None = None, now: datetime | None = None) -> None:
    """Make the rows of the declared jobs: frequent ones are due at once, daily ones at their time."""
    now = now or timezone.now()
    declared = periodic.jobs().values() if jobs is None else jobs
    rows = [PeriodicJob(name=j.name, due_at=now if isinstance(j.when, int) else j.next_after(now)) for j in declared]
    PeriodicJob.objects.bulk_create(rows, ignore_conflicts=True)


def tick(enqueue: Enqueue, now: datetime | None = None) -> list[str]:
    """Start every job that is due and return their names."""
    now = now or timezone.now()
    declared = periodic.jobs()
    due = PeriodicJob.objects.filter(due_at__lte=now, name__in=declared).order_by("due_at", "name")
    names = list(due.values_list("name", flat=True))
    return [name for name in names if _start(declared[name], enqueue, now)]


def _start(job: Job, enqueue: Enqueue, now: datetime) -> bool:
    with transaction.atomic():
        found = PeriodicJob.objects.select_for_update(skip_locked=True).filter(name=job.name, due_at__lte=now)
        row = found.first()
        if row is None:  # another ticker has it
            return False
        row.started_at, row.due_at, row.failure = now, job.next_after(now), ""
        if job.inline:
            row.failure = _run(job)
        elif not _queued(job.name):
            enqueue(job.name)
        row.save(update_fields=["started_at", "due_at", "failure"])
    return True


def _run(job: Job) -> str:
    """Run a short job and return why it failed, or ""; a lost database is the caller's matter."""
    try:
        with transaction.atomic():
            job.function()
    except Error:
        raise
    except Exception as error:
        logger.exception("periodic work %s failed", job.name)
        return f"{type(error).__name__}: {error}"[:500]
    return ""


def _queued(name: str) -> bool:
    """Whether the job still waits in the queue from an earlier time."""
    waiting = DBTaskResult.objects.filter(status="READY", args_kwargs={"args": [name], "kwargs": {}})
    return waiting.filter(task_path="jiangxin.workflow.tasks.run_periodic").exists()
