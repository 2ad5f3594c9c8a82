"""The one error of the readers: a message of one line that says what to do."""

from __future__ import annotations

from typing import Any


class UnreadableError(ValueError):
    """The document cannot be read.

    ``message`` is an English message id with ``%(name)s`` fields and ``params`` their values, so
    that a page can translate it; ``str(error)`` is the English line.
    """

    def __init__(self, message: str, **params: Any) -> None:
        self.message = message
        self.params = params
        super().__init__(message % params if params else message)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle by message and fields: the reader may run in another process."""
        return (_restored, (self.message, self.params))


def _restored(message: str, params: dict[str, Any]) -> UnreadableError:
    return UnreadableError(message, **params)


def gettext_noop(message: str) -> str:
    """Mark a message id for the catalogue; it is translated where it is shown."""
    return message
