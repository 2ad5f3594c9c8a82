"""What this room refuses with."""

from __future__ import annotations

from jiangxin.kernel.errors import JiangxinError


class FileRefused(JiangxinError):  # noqa: N818 - reads as the sentence it stands for
    """The file cannot be taken at all; the sentence says what to do."""
