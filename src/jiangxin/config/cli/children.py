"""The processes that `jiangxin up` keeps running."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

LONGEST_PAUSE = 30.0
#: A process that ran this long was healthy: its next failure starts with a short pause again.
HEALTHY_AFTER = 60.0
PATIENCE = 15.0


@dataclass
class Child:
    """One process with its command; restarted with growing pauses when it dies."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    pause: float = 0.5
    start_again_at: float = field(default=0.0)

    def start(self) -> None:
        """Start the process in a group of its own, so that the terminal's Ctrl-C reaches only the parent."""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "jiangxin.config.cli.attached", *self.command],
            env=os.environ | {"JIANGXIN_PARENT": str(os.getpid())},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.started_at = time.monotonic()

    def look_after(self, say: Callable[[str], None]) -> None:
        """Notice a death, and start the process again when its pause is over."""
        now = time.monotonic()
        if self.process is not None and self.process.poll() is not None:
            code = self.process.returncode
            self.signal_group(signal.SIGKILL)  # what it started must not keep the port
            self.process = None
            if now - self.started_at > HEALTHY_AFTER:
                self.pause = 0.5
            self.start_again_at = now + self.pause
            say(f"The {self.name} process ended with code {code}; it starts again in {self.pause:g} s")
            self.pause = min(self.pause * 2, LONGEST_PAUSE)
        if self.process is None and now >= self.start_again_at:
            self.start()

    def signal_group(self, kind: signal.Signals) -> None:
        """Send a signal to the process and everything it started."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, kind)


def stop_all(children: list[Child]) -> None:
    """Ask all processes to end, and insist after a while."""
    running = [child for child in children if child.process is not None and child.process.poll() is None]
    for child in running:
        if child.process is not None:
            child.process.terminate()
    deadline = time.monotonic() + PATIENCE
    for child in running:
        if child.process is None:
            continue
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.process.wait(max(0.1, deadline - time.monotonic()))
    for child in children:
        child.signal_group(signal.SIGKILL)
