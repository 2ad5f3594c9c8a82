"""What this room refuses with, beside Django's ValidationError for files that policy does not take."""

from __future__ import annotations

from jiangxin.kernel.errors import JiangxinError


class FileMissing(JiangxinError):  # noqa: N818 - reads as the sentence it stands for
    """The disk no longer holds a file that the database knows."""
