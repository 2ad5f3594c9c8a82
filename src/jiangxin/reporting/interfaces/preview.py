"""Pages of documents as pictures, kept for a while: a reader asks for one after the other."""

from __future__ import annotations

import json
from functools import lru_cache

from jiangxin.engines.typeset.document import Document, from_dict, to_dict
from jiangxin.engines.typeset.pdf import pictures

KEPT = 8


def pages(document: Document, keep: tuple[str, ...] = ()) -> list[bytes]:
    """Return the pages as PNG. Raises FontsMissing."""
    return _pages(json.dumps(to_dict(document), ensure_ascii=False), keep)


@lru_cache(maxsize=KEPT)
def _pages(content: str, keep: tuple[str, ...]) -> list[bytes]:
    return pictures(from_dict(json.loads(content)), keep)
