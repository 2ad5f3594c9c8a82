"""Working days: the editable table first, then the official calendar, then plain weekdays."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar

from jiangxin.workflow.models import Holiday

SATURDAY = 5


def working_days(first: date, last: date) -> list[date]:
    """Return the working days from `first` to `last`, both included (one query)."""
    changed = dict(Holiday.objects.filter(day__range=(first, last)).values_list("day", "working"))
    days = (first + timedelta(n) for n in range((last - first).days + 1))
    return [day for day in days if changed.get(day, _usually_working(day))]


def add_working_days(start: date, count: int) -> date:
    """Return the working day that is `count` working days after `start` (`start` itself for 0)."""
    if count <= 0:
        return start
    horizon = start + timedelta(count * 2 + 30)
    while True:
        days = working_days(start + timedelta(1), horizon)
        if len(days) >= count:
            return days[count - 1]
        horizon += timedelta(count * 2 + 30)


def _usually_working(day: date) -> bool:
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:  # the library knows the years whose calendar was published
        return day.weekday() < SATURDAY
