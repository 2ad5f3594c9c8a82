"""What the room does every day by itself."""

from __future__ import annotations

from datetime import time

from jiangxin.kernel import clock
from jiangxin.kernel.actors import process
from jiangxin.planning.domain import reporting, splitting, succession
from jiangxin.planning.domain.lights.standing import refresh
from jiangxin.workflow.periodic import every

ACTOR = process("planning")


def begin_day() -> None:
    """Pass on parts of merged units, work the lights out, call for what is due, lock what is past, open the next."""
    day = clock.today()
    succession.follow(day, actor=ACTOR)
    refresh(None, day)  # monthly checks ask for the lights of the day
    splitting.call(day, actor=ACTOR)
    reporting.lock_cycles(day, actor=ACTOR)
    reporting.make_cycles(day, actor=ACTOR)
    reporting.open_cycles(day, actor=ACTOR)


every(time(0, 10), "planning.day")(begin_day)
