"""`manage worker`: runs background tasks and keeps saying that it lives."""

from __future__ import annotations

import os
import threading
import time
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import Error, InterfaceError, OperationalError, close_old_connections, connection, connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from jiangxin.workflow.domain.reaping import beat, leave

#: Seconds between two heartbeats.
PULSE = 5.0


class _Worker(Worker):
    """A worker that a second signal ends at once: the reaper requeues its task instead of failing it."""

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """End after the present task; at once the second time."""
        if not self.running:
            os._exit(1)
        super().shutdown(signum, frame)


class Command(BaseCommand):
    """A worker of django-tasks-db with a heartbeat, which survives a restart of the database."""

    help = "Run background tasks. Example: jiangxin manage worker"

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the options."""
        parser.add_argument("--interval", type=float, default=0.5, help="Seconds between two looks into the queue.")
        parser.add_argument("--batch", action="store_true", help="Do what is in the queue and end.")

    def handle(self, *_args: Any, interval: float, batch: bool, **_options: Any) -> None:
        """Run until a signal asks to end."""
        worker = _Worker(
            queue_names=["*"],
            interval=interval,
            batch=batch,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        if threading.current_thread() is threading.main_thread():
            worker.configure_signals()
        stop = threading.Event()
        pulse = threading.Thread(target=self._pulse, args=(worker.worker_id, stop), daemon=True)
        try:
            self._start(worker.worker_id, batch=batch)
            pulse.start()
            self._work(worker, batch=batch)
        finally:
            stop.set()
            self._leave(worker.worker_id)

    def _start(self, worker_id: str, *, batch: bool) -> None:
        """Beat before the first task is claimed, or the reaper might take it away."""
        while True:
            try:
                beat(worker_id)
            except (OperationalError, InterfaceError) as error:
                if batch:
                    raise
                self._wait(error)
            else:
                return

    def _work(self, worker: _Worker, *, batch: bool) -> None:
        while worker.running:
            try:
                worker.run()
            except (OperationalError, InterfaceError) as error:
                if batch:
                    raise
                self._wait(error)
            else:
                return

    def _wait(self, error: Exception) -> None:
        connections.close_all()
        self.stderr.write(f"worker waits for the database: {' '.join(str(error).split())[:200]}")
        time.sleep(1)

    def _leave(self, worker_id: str) -> None:
        try:
            leave(worker_id)
        except Error:  # the reaper notices the silence
            connections.close_all()

    def _pulse(self, worker_id: str, stop: threading.Event) -> None:
        try:
            while not stop.wait(PULSE):
                try:
                    close_old_connections()
                    beat(worker_id)
                except Error:
                    connection.close()
        finally:
            connection.close()
