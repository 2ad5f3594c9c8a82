"""Takes back the tasks of workers that died. Tasks are idempotent, so they simply run again."""

from __future__ import annotations

import logging
import os
import socket
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from jiangxin.workflow.models import WorkerHeartbeat

logger = logging.getLogger(__name__)
#: A worker beats every few seconds; silent for this long, it is dead or cut off.
SILENCE = timedelta(seconds=60)
#: A task that outlived so many workers probably killed them.
ATTEMPTS = 5


def host() -> str:
    """Return the name of this machine (or container), within which process ids mean something."""
    return socket.gethostname()[:200]


def process_began(pid: int) -> str:
    """Return when a process of this machine began, in clock ticks since boot; "" when it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] == "Z" else fields[19]


def beat(worker_id: str) -> None:
    """Say that this process lives and works under that id."""
    pid = os.getpid()
    WorkerHeartbeat.objects.update_or_create(
        worker_id=worker_id,
        defaults={"host": host(), "pid": pid, "began": process_began(pid), "beat_at": Now()},
    )


def leave(worker_id: str) -> None:
    """Say that a worker ended in good order."""
    WorkerHeartbeat.objects.filter(worker_id=worker_id).delete()


def reap() -> int:
    """Requeue the running tasks of dead workers and return how many that were.

    A worker is dead when it is silent for a minute, when its process on this machine is gone, or
    when it left. A task that saw too many workers die is marked as failed instead.
    """
    with transaction.atomic():
        bury()
        alive = set(WorkerHeartbeat.objects.values_list("worker_id", flat=True))
        count = 0
        for task in DBTaskResult.objects.select_for_update(skip_locked=True).filter(status="RUNNING"):
            if task.worker_ids and task.worker_ids[-1] in alive:
                continue
            _take_back(task)
            count += 1
    return count


def bury() -> None:
    """Remove the heartbeats of dead workers."""
    WorkerHeartbeat.objects.filter(beat_at__lt=Now() - SILENCE).delete()
    here = WorkerHeartbeat.objects.filter(host=host()) if Path("/proc/self/stat").exists() else ()
    gone = [row.pk for row in here if process_began(row.pid) != row.began]
    if gone:
        WorkerHeartbeat.objects.filter(pk__in=gone).delete()


def _take_back(task: DBTaskResult[Any, Any]) -> None:
    if len(task.worker_ids) >= ATTEMPTS:
        task.status, task.finished_at = "FAILED", timezone.now()
        task.exception_class_path = "jiangxin.kernel.errors.JiangxinError"
        task.traceback = f"given up: {len(task.worker_ids)} workers died while it ran"
    else:
        task.status, task.started_at = "READY", None
    logger.warning("task %s of a dead worker: %s", task.task_path, task.status)
    task.save(update_fields=["status", "started_at", "finished_at", "exception_class_path", "traceback"])
