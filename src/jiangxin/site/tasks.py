"""Periodic work that joins rooms which do not know the queue."""

from __future__ import annotations

from datetime import time

from jiangxin.kernel import write
from jiangxin.kernel.actors import process
from jiangxin.people.domain.organisations import refresh_today
from jiangxin.workflow.periodic import every


def organisations_of_today() -> int:
    """Bring organisations up to reorganisations planned for today; return how many changed."""
    with write.writing(process("ticker"), "a planned reorganisation takes effect", via="task"):
        return refresh_today()


every(time(0, 1), "people.organisations")(organisations_of_today)
