"""Hands large jobs to a worker. The tasks stand above the domain and register themselves here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

_runners: dict[str, Callable[[int], Any]] = {}


def register_runners(**runners: Callable[[int], Any]) -> None:
    """Register what puts a job of each kind (stage, commit, export) into the queue."""
    _runners.update(runners)


def hand_over(kind: str, job_id: int) -> None:
    """Put a job into the queue once the current transaction commits. Raises KeyError for unknown kinds."""
    runner = _runners[kind]
    transaction.on_commit(lambda: runner(job_id))
