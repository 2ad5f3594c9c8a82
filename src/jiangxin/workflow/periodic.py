"""Periodic work that rooms declare. The ticker starts it, once, however many tickers run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

Work = Callable[[], object]


@dataclass(frozen=True)
class Job:
    """A piece of periodic work: every so many seconds, or daily at a local time.

    `inline` work is short and done by the ticker itself; the rest becomes a background task.
    It may run twice when a process dies under it, so it has to be idempotent.
    """

    name: str
    when: int | time
    function: Work
    inline: bool = False

    def next_after(self, moment: datetime) -> datetime:
        """Return when it is due after a moment."""
        if isinstance(self.when, int):
            return moment + timedelta(seconds=self.when)
        local = timezone.localtime(moment)
        due = local.replace(hour=self.when.hour, minute=self.when.minute, second=self.when.second, microsecond=0)
        return due if due > local else due + timedelta(days=1)


_jobs: dict[str, Job] = {}


def every(when: int | time, name: str, *, inline: bool = False) -> Callable[[Work], Work]:
    """Declare periodic work: `every(60, "room.what")(function)` or `every(time(2, 30), "room.what")`.

    Call it when the application starts (in a room's `tasks.py`). Raises RuntimeError for a name
    that is taken by another function.
    """

    def declare(function: Work) -> Work:
        known = _jobs.get(name)
        if known is not None and known.function is not function:
            raise RuntimeError(f"the periodic work {name} is declared twice")
        _jobs[name] = Job(name, when, function, inline)
        return function

    return declare


def jobs() -> dict[str, Job]:
    """Return all periodic work by name."""
    return dict(_jobs)
