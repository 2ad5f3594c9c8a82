"""The day by which business is done: today, the day of a demonstration, or the day of a story."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from jiangxin.kernel import clock

STILL, TOLD = date(2024, 9, 30), date(2023, 2, 28)


def test_today_is_today():
    assert (clock.today(), clock.now().date()) == (timezone.localdate(), timezone.localdate())


def test_demonstration_stands_still_at_the_present_time_of_day(settings):
    settings.JIANGXIN_TODAY = STILL
    now, real = clock.now(), timezone.localtime()
    assert (clock.today(), now.date(), now.tzinfo) == (STILL, STILL, real.tzinfo)


def test_what_is_done_on_a_day_sees_that_day_and_no_longer(settings):
    settings.JIANGXIN_TODAY = STILL
    with clock.on(TOLD):
        assert (clock.today(), clock.now().date()) == (TOLD, TOLD)
        with clock.on(STILL):
            assert clock.today() == STILL
        assert clock.today() == TOLD
    assert clock.today() == STILL
