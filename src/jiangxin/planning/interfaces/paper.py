"""The text of a plan with its marks as HTML.

Written here and not in a template, because a plan has hundreds of pieces and everybody opens it.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString, mark_safe

from jiangxin.planning.domain.queries.markup import Mark, Paragraph, Piece


def drawn(blocks: Iterable[Paragraph]) -> SafeString:
    """Return the blocks of a paper as HTML."""
    return mark_safe("\n".join(map(_block, blocks)))  # noqa: S308 - every text is escaped below


def _block(block: Paragraph) -> str:
    if block.kind == "table":
        rows = ("".join(f"<td>{_pieces(cell)}</td>" for cell in row) for row in block.rows)
        return f'<div class="jx-list"><table>{"".join(f"<tr>{row}</tr>" for row in rows)}</table></div>'
    level = f' data-level="{escape(str(block.level))}"' if block.level else ""
    notes = f'<ul class="jx-notes">{"".join(map(_note, block.notes))}</ul>' if block.notes else ""
    return f'<div class="jx-block"><p data-kind="{escape(block.kind)}"{level}>{_pieces(block.pieces)}</p>{notes}</div>'


def _pieces(pieces: Iterable[Piece]) -> str:
    return "".join(map(_piece, pieces))


def _piece(piece: Piece) -> str:
    text, inner = escape(piece.text), piece.inner
    if inner is None:
        return f'<span data-start="{piece.start}">{text}</span>'
    light = f" light-{escape(piece.task.state)}" if piece.task and piece.task.state else ""
    level = f' data-level="{escape(str(inner.level))}"' if inner.level else ""
    refs = escape(" ".join(mark.ref for mark in piece.marks if mark.ref))
    return (
        f'<span class="jx-mark{light}" data-start="{piece.start}" data-kind="{escape(inner.kind)}"'
        f' data-state="{escape(inner.state)}"{level} data-ref="{escape(inner.ref)}" data-refs="{refs}">{text}</span>'
    )


def _note(mark: Mark) -> str:
    value = f"<b>{escape(mark.value)}</b> / " if mark.value else ""
    ref = escape(mark.ref)
    return (
        f'<li><a class="light light-{escape(mark.state)}" href="?at={ref}" data-at="{ref}">'
        f"{value}{escape(mark.note)}</a></li>"
    )
