"""What rooms tell each other. Handlers run after commit, never inside the transaction.

What is committed stays committed: a handler that fails is logged and hinders neither the others nor the caller.

Every event of the product is declared here with its payload, so that the list can be read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction


@dataclass(frozen=True)
class Event:
    """A thing that happened. `payload` holds identifiers only, never personal values."""

    name: str
    payload: dict[str, Any] = field(default_factory=dict)


#: name → what it means and what the payload holds
CATALOGUE: dict[str, str] = {
    "record.saved": "Rows of a record type were created or changed: record, ids, created.",
    "record.deleted": "Rows of a record type were deleted: record, ids.",
    "record.moved": "A row passed a step of its life cycle: record, id, transition, from, to.",
    "approval.opened": "An approval was started: record, id, approval.",
    "approval.decided": "An approval ended: record, id, approval, outcome.",
    "plan.adopted": "A plan became the plan in force: plan.",
}

_handlers: dict[str, list[Callable[[Event], None]]] = defaultdict(list)


def subscribe(name: str, handler: Callable[[Event], None]) -> None:
    """Call `handler` after every commit that emitted `name`. Raises KeyError for unknown names."""
    if name not in CATALOGUE:
        raise KeyError(name)
    if handler not in _handlers[name]:
        _handlers[name].append(handler)


def emit(name: str, **payload: Any) -> None:
    """Announce an event once the current transaction commits. Raises KeyError for unknown names."""
    if name not in CATALOGUE:
        raise KeyError(name)
    event = Event(name, payload)
    for handler in _handlers.get(name, ()):
        transaction.on_commit(lambda told=handler: told(event), robust=True)
