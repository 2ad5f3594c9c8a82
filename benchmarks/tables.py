"""Printing the rows of a benchmark: `from tables import row, seconds`."""

from __future__ import annotations

import time
from collections.abc import Callable


def row(measure: str, size: str, value: str, bar: str, *, holds: bool | None) -> None:
    """Print one row; `holds` is None for figures that have no bar."""
    verdict = {True: "holds", False: "MISSED", None: ""}[holds]
    print(f"{measure:<48} {size:<24} {value:>14} {bar:>14}  {verdict}", flush=True)


def seconds(call: Callable[[], object], *, repeats: int = 3) -> float:
    """Return the shortest of several runs in seconds: the one least disturbed by the rest of the machine."""
    times = []
    for _ in range(repeats):
        begun = time.perf_counter()
        call()
        times.append(time.perf_counter() - begun)
    return min(times)
