"""Plain text."""

from __future__ import annotations

from jiangxin.engines.policytext.formats import encoding
from jiangxin.engines.policytext.formats.builder import check_length, clean
from jiangxin.engines.policytext.model import Source

MEDIA_TYPE = "text/plain"


def read_plain(data: bytes) -> Source:
    """Read a text given as bytes: every line a paragraph; raises ``UnreadableError``."""
    text = clean(encoding.decode(data))
    check_length(len(text))
    return Source.from_text(text, MEDIA_TYPE)
