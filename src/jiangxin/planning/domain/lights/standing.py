"""Keeps the lights of tasks and how each stands today."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date


def refresh(task_ids: Iterable[int] | None = None, day: date | None = None) -> None:
    """Work out anew how tasks (all where none are named) stand on a day."""
