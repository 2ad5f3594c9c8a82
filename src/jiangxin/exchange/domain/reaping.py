"""Takes up jobs whose worker died. Whoever still works on a job holds a lock on its row."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from jiangxin.exchange.domain.background import hand_over
from jiangxin.exchange.enums import ExportState, ImportState
from jiangxin.exchange.models import ExportJob, ImportJob
from jiangxin.kernel import records, write
from jiangxin.kernel.actors import process

#: A job is left alone this long after its last change: its worker may be about to begin.
GRACE = timedelta(minutes=2)


def reap(grace: timedelta = GRACE) -> int:
    """Put imports of dead workers back to be confirmed, and unread files and exports into the queue again.

    Returns how many jobs were taken up.
    """
    actor, before = process("reaper"), timezone.now() - grace
    count = 0
    with write.writing(actor, "worker died", via="task"):
        locking: Any = {"skip_locked": True, "no_key": True}
        idle = ImportJob.objects.select_for_update(**locking).filter(updated_at__lt=before)
        for job in idle.filter(state=ImportState.RUNNING):
            write.apply(records.of_model(ImportJob), job, "revive", actor=actor, by_system=True)
            count += 1
        for job in idle.filter(state=ImportState.RECEIVED):
            hand_over("stage", job.pk)
            count += 1
        for export in ExportJob.objects.select_for_update(**locking).filter(
            updated_at__lt=before, state=ExportState.RUNNING
        ):
            write.apply(records.of_model(ExportJob), export, "revive", actor=actor, by_system=True)
            hand_over("export", export.pk)
            count += 1
    return count
