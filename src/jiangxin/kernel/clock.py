"""The day by which business is done. What is dated asks here; what is timed (sessions, locks, logs) asks the system.

A demonstration stands still on a day of its own (`JIANGXIN_TODAY`), and building one goes through days one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

_day: ContextVar[date | None] = ContextVar("jiangxin_day", default=None)


def today() -> date:
    """Return the local date that dated rows are compared with."""
    fixed: date | None = _day.get() or settings.JIANGXIN_TODAY
    return fixed or timezone.localdate()


def now() -> datetime:
    """Return the present time of day on the day of `today`."""
    moment = timezone.localtime()
    day = today()
    return moment if moment.date() == day else moment.replace(year=day.year, month=day.month, day=day.day)


@contextmanager
def on(day: date) -> Iterator[None]:
    """Do what follows as if it were that day."""
    token = _day.set(day)
    try:
        yield
    finally:
        _day.reset(token)
