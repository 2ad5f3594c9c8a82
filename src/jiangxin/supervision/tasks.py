"""What the room does every day by itself."""

from __future__ import annotations

from datetime import time

from jiangxin.kernel import clock
from jiangxin.kernel.actors import process
from jiangxin.supervision.domain import slips
from jiangxin.workflow.periodic import every

ACTOR = process("supervision")


def begin_day() -> None:
    """Draft the steps of the ladder that are due; a person issues them or not."""
    slips.propose(clock.today(), actor=ACTOR)


every(time(0, 40), "supervision.day")(begin_day)
