"""Readers: a file of any supported format becomes a ``Source``.

``open_source`` tells formats apart by content first and by name second, keeps to the limits of
``limits`` and raises ``UnreadableError``, one line that says what to do, for everything else.
"""

from __future__ import annotations

from jiangxin.engines.policytext.formats.errors import UnreadableError
from jiangxin.engines.policytext.formats.opening import open_source

__all__ = ["FORMATS", "UnreadableError", "open_source"]

FORMATS = ("txt", "md", "html", "docx", "pdf")
"""Name endings that can be read."""
