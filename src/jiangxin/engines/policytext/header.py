"""Header, signature and closing lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiangxin.engines.policytext.model import Meta, Source, Span

if TYPE_CHECKING:
    from jiangxin.engines.policytext.outline import Structure


def find_meta(source: Source, folded: str, lines: list[Span], structure: Structure) -> Meta:
    """What the document says about itself."""
    return Meta()
