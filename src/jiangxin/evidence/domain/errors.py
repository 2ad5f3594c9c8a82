"""What this room refuses with, beside Django's ValidationError for files that policy does not take."""

from __future__ import annotations

from jiangxin.kernel.errors import Correctable


class FileMissing(Correctable):
    """The disk no longer holds a file that the database knows."""
