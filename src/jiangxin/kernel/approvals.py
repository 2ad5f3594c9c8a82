"""How a step that asks for approval opens one. `workflow` registers the function that does it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from jiangxin.kernel.actors import Actor
from jiangxin.kernel.errors import NotLawful

#: `(record, row, actor, reason)`; runs in the transaction of the step and refuses by raising.
Opener = Callable[[Any, Any, Actor, str], object]
_opener: Opener | None = None


def register_opener(opener: Opener) -> None:
    """Register what opens approvals (done once, by `workflow`)."""
    global _opener  # noqa: PLW0603 - one slot, filled at start-up
    _opener = opener


def open_for(record: Any, row: Any, step: str, actor: Actor, reason: str) -> None:
    """Open an approval where this step of the record asks for one. Raises NotLawful."""
    if record.approval is None or record.approval.submit != step:
        return
    if _opener is None:
        raise NotLawful(_("Nothing is installed that could approve this."))
    _opener(record, row, actor, reason)
