"""A believable invented district: organisations with a past, one account per role, an adopted plan."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jiangxin.demo.domain.accounts import DemoAccount


def load(*, say: Callable[[str], None] = print, plan: Path | None = None) -> None:
    """Load what is missing of the demonstration district; with `plan`, that document waits at the desk.

    Raises RuntimeError outside demonstration mode, ValidationError for a document that cannot be read.
    """
    from jiangxin.demo.domain.build import build  # noqa: PLC0415 - models are ready only at call time

    build(say=say, plan=plan)


def accounts() -> list[DemoAccount]:
    """Return one account for each role, with its demonstration password."""
    from jiangxin.demo.domain.accounts import demo_accounts  # noqa: PLC0415 - see above

    return demo_accounts()
