"""On whose behalf a job runs when a worker takes it up."""

from __future__ import annotations

from typing import Any

from jiangxin.kernel.actors import Actor, of_account, process


def actor_of_job(job: Any) -> Actor:
    """Return the actor of the account that owns the job, with its rights of today; commands have none."""
    return of_account(job.account) if job.account_id is not None else process("import")
