"""Measuring, and printing the rows of a benchmark."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

#: Load per core from which other programs disturb what is measured.
BUSY = 0.75


def row(measure: str, size: str, value: str, bar: str, *, holds: bool | None, note: str = "") -> None:
    """Print one row; `holds` is None for figures that have no bar."""
    verdict = {True: "ok", False: "MISSED", None: ""}[holds]
    print(f"{measure:<50} {size:<26} {value:>22} {bar:>15}  {verdict} {note}".rstrip(), flush=True)


def seconds(call: Callable[[], object], *, repeats: int = 3) -> float:
    """Return the shortest of several runs in seconds: the one least disturbed by the rest of the machine."""
    times = []
    for _ in range(repeats):
        begun = time.perf_counter()
        call()
        times.append(time.perf_counter() - begun)
    return min(times)


class Clock:
    """Seconds by the clock on the wall, and seconds of processor used here and by our database session.

    With one thing done after the other, the second is what the first would be on a machine that does
    nothing else, but for waiting on the disk.
    """

    def __init__(self) -> None:
        self.began = self._now()

    @staticmethod
    def _now() -> tuple[float, float]:
        return time.perf_counter(), time.process_time() + session_seconds()

    def read(self) -> tuple[float, float]:
        """Return both since the clock was made or last read."""
        before, self.began = self.began, self._now()
        return self.began[0] - before[0], self.began[1] - before[1]


def session_seconds() -> float:
    """Return the processor seconds of our session at the database server, which runs on this machine."""
    from django.db import connection

    if connection.connection is None or connection.connection.closed:
        connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def judged(measure: str, size: str, wall: float, used: float, limit: float | None, *, unit: str = "s") -> None:
    """Print a time with its bar in seconds; on a busy machine processor time decides, and the row says so."""
    factor, digits = (1000, 0) if unit == "ms" else (1, 1)
    value = f"{wall * factor:.{digits}f} {unit} ({used * factor:.{digits}f} used)"
    if limit is None:
        row(measure, size, value, "", holds=None)
        return
    by_processor = wall > limit and os.getloadavg()[0] > BUSY * (os.cpu_count() or 1)
    holds = (used if by_processor else wall) <= limit
    note = "by processor time: the machine is busy" if by_processor and holds else ""
    row(measure, size, value, f"<= {limit * factor:g} {unit}", holds=holds, note=note)


def percentile(values: list[float], share: int) -> float:
    """Return the smallest value that `share` per cent of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * share // 100) - 1)]


def load() -> str:
    """Return how busy the machine has been over the last minute, in words."""
    return f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
