"""The readable log of what was done. `audit` registers where it is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from jiangxin.kernel.actors import Actor


@dataclass(frozen=True)
class Entry:
    """One line of activity. `details` holds counts, field names and codes, no personal values."""

    verb: str
    record: str
    object_id: int | None = None
    organisation_id: int | None = None
    reason: str = ""
    details: dict[str, Any] = field(default_factory=dict)


Recorder = Callable[[Actor, Iterable[Entry]], None]
_recorder: Recorder | None = None


def register_recorder(recorder: Recorder) -> None:
    """Register where activity is kept (done once, by `audit`)."""
    global _recorder  # noqa: PLW0603 - one slot, filled at start-up
    _recorder = recorder


def record(actor: Actor, *entries: Entry) -> None:
    """Keep the entries in the current transaction. Raises RuntimeError when nothing is registered."""
    if _recorder is None:
        raise RuntimeError("no activity recorder is registered")
    _recorder(actor, entries)
