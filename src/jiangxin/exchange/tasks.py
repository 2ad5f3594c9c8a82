"""Background work of the room. Each task can be run again after its worker was killed."""

from __future__ import annotations

from datetime import time

from django_tasks import task

from jiangxin.exchange.domain import committing, exporting, reaping, staging
from jiangxin.workflow.periodic import every


@task()
def stage(job_id: int) -> None:
    """Read and check the file of an import."""
    staging.run(job_id)


@task()
def commit(job_id: int) -> None:
    """Save the rows of an import."""
    committing.run(job_id)


@task()
def export(job_id: int) -> None:
    """Write the file of an export."""
    exporting.run(job_id)


every(60, "exchange.reap", inline=True)(reaping.reap)
every(time(2, 40), "exchange.expire")(exporting.expire)
