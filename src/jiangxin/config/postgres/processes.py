"""Which processes still belong to a cluster, after a crash for instance."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from pathlib import Path

PROC = Path("/proc")


def alive(pid: int) -> bool:
    """Whether a process with this id exists."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def recorded_pid(pid_file: Path) -> int | None:
    """Return the id in the first line of a server's pid file; None when there is none to read."""
    try:
        first = pid_file.read_text(encoding="ascii", errors="replace").split("\n", 1)[0].strip()
    except FileNotFoundError:
        return None
    return int(first) if first.isdecimal() else None


def serves(pid: int, data: Path) -> bool:
    """Whether the process is a PostgreSQL process of the cluster in `data` (a pid may have been reused)."""
    if not alive(pid):
        return False
    if (PROC / "self").exists():
        return _works_in(PROC / str(pid), data)
    listed = subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)],  # noqa: S607 - no fixed place across systems
        capture_output=True,
        text=True,
        check=False,
    )
    return str(data) in listed.stdout and "postgres" in listed.stdout


def _works_in(process: Path, data: Path) -> bool:
    """Every PostgreSQL process makes the data folder its working folder."""
    try:
        state = (process / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[0]
        return state != "Z" and (process / "cwd").readlink() == data.resolve()
    except (OSError, IndexError):
        return False


def processes_of(data: Path) -> list[int]:
    """Return the ids of all processes of the cluster (empty where /proc does not exist)."""
    if not PROC.exists():
        return []
    return [int(entry.name) for entry in PROC.iterdir() if entry.name.isdecimal() and _works_in(entry, data)]


def end_orphans(data: Path, patience: float = 10.0) -> None:
    """Wait for processes that outlived their server to notice, then end them.

    A new server must not start over the shared memory of an old one.
    """
    for wait, kind in ((patience, signal.SIGQUIT), (patience / 2, signal.SIGKILL), (patience / 2, None)):
        deadline = time.monotonic() + wait
        while processes_of(data):
            if time.monotonic() > deadline:
                break
            time.sleep(0.1)
        else:
            return
        if kind:
            for pid in processes_of(data):
                _signal(pid, kind)


def _signal(pid: int, kind: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, kind)
