"""`manage ticker`: starts periodic work."""

from __future__ import annotations

import signal
import time
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import InterfaceError, OperationalError, close_old_connections, connections

from jiangxin.workflow.domain.ticking import announce, tick
from jiangxin.workflow.tasks import run_periodic


class Command(BaseCommand):
    """Looks for due work once a second until it is told to end. Several may run at once."""

    help = "Start periodic work when it is due. Example: jiangxin manage ticker"

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the options."""
        parser.add_argument("--interval", type=float, default=1.0, help="Seconds between two looks.")
        parser.add_argument("--once", action="store_true", help="Look once and end.")

    def handle(self, *_args: Any, interval: float, once: bool, **_options: Any) -> None:
        """Run until a signal asks to end; a lost database is waited for."""
        self.running = True
        if not once:
            for name in (signal.SIGTERM, signal.SIGINT):
                signal.signal(name, self._end)
        announced = False
        while self.running:
            try:
                close_old_connections()
                if not announced:
                    announce()
                    announced = True
                tick(run_periodic.enqueue)
            except (OperationalError, InterfaceError) as error:
                if once:
                    raise
                connections.close_all()
                self.stderr.write(f"ticker waits for the database: {' '.join(str(error).split())[:200]}")
                time.sleep(1)
            if once:
                return
            time.sleep(interval)

    def _end(self, _signal: int, _frame: FrameType | None) -> None:
        self.running = False
