"""What this room refuses with."""

from __future__ import annotations

from jiangxin.kernel.errors import Correctable


class FileRefused(Correctable):
    """The file cannot be taken at all; the sentence says what to do."""
