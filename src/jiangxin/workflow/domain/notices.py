"""What persons are told. Where it appears (desk, e-mail) is registered from above."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Notice:
    """A sentence for some persons about a row: an untranslated message and its parameters."""

    person_ids: tuple[int, ...]
    message: str
    params: dict[str, str] = field(default_factory=dict)
    record: str = ""
    object_id: int | None = None
    by_email: bool = False


Notifier = Callable[[Notice], None]
_notifiers: list[Notifier] = []


def register_notifier(notifier: Notifier) -> None:
    """Register a place where notices appear. It is called in the transaction that gives rise to them."""
    if notifier not in _notifiers:
        _notifiers.append(notifier)


def notify(notice: Notice) -> None:
    """Hand a notice to every place that is registered."""
    if notice.person_ids:
        for notifier in _notifiers:
            notifier(notice)
