"""Tasks for tests that kill workers."""

from __future__ import annotations

import time
from pathlib import Path

from django_tasks import task


@task()
def sleep_once(mark: str) -> str:
    """Sleep long the first time, so that the worker can be killed; be quick the second time."""
    path = Path(mark)
    if not path.exists():
        path.touch()
        time.sleep(300)
    return "done"


@task()
def nap(mark: str, seconds: float) -> str:
    """Sleep a little."""
    if mark:
        Path(mark).touch()
    time.sleep(seconds)
    return "done"
