"""Markdown as text: marks removed, numbers of lists kept, tables, embedded HTML tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from jiangxin.engines.policytext.formats import encoding
from jiangxin.engines.policytext.formats.builder import Cell, SourceBuilder, check_length, clean
from jiangxin.engines.policytext.formats.html import add_fragment
from jiangxin.engines.policytext.formats.lines import joined, runs_on
from jiangxin.engines.policytext.model import Source

MEDIA_TYPE = "text/markdown"

_FRONT_MATTER = re.compile(r"---[ \t]*\n(?:[^\n]*\n){0,60}?(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)


def read_markdown(data: bytes) -> Source:
    """Read Markdown given as bytes; raises ``UnreadableError``."""
    text = clean(encoding.decode(data))
    check_length(len(text))
    front = _FRONT_MATTER.match(text)
    # "code" would swallow paragraphs indented by four spaces, as Chinese writers often have them.
    parser = MarkdownIt("commonmark").enable("table").disable("code")
    return _Walk(parser.parse(text[front.end() :] if front else text)).source()


class _Walk:
    """Goes through the tokens once, left to right."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._builder = SourceBuilder(MEDIA_TYPE)
        self._numbers: list[int | None] = []
        self._marker = ""
        self._level: int | None = None
        self._grid: list[list[Cell]] | None = None

    def source(self) -> Source:
        """The text that the tokens make."""
        for token in self._tokens:
            self._token(token)
        return self._builder.build()

    def _token(self, token: Token) -> None:
        kind, _, edge = token.type.rpartition("_")
        if kind in {"ordered_list", "bullet_list", "list_item"}:
            self._list(kind, token, opens=edge == "open")
        elif kind == "heading":
            self._level = int(token.tag[1]) if edge == "open" else None
        elif kind in {"table", "tr"}:
            self._table(kind, opens=edge == "open")
        elif token.type == "inline":
            self._inline(token)
        elif token.type == "fence":
            self._builder.paragraph(token.content)
        elif token.type == "html_block":
            add_fragment(token.content, self._builder)

    def _list(self, kind: str, token: Token, *, opens: bool) -> None:
        if kind == "list_item":
            if opens:
                number = self._numbers[-1]
                self._marker = "" if number is None else f"{number}{token.markup}"
                self._numbers[-1] = None if number is None else number + 1
        elif opens:
            self._numbers.append(int(token.attrs.get("start", 1)) if kind == "ordered_list" else None)
        else:
            self._numbers.pop()

    def _table(self, kind: str, *, opens: bool) -> None:
        if kind == "table" and opens:
            self._grid = []
        elif self._grid is None:
            return
        elif kind == "tr" and opens:
            self._grid.append([])
        elif kind == "table":
            self._builder.table(self._grid)
            self._grid = None

    def _inline(self, token: Token) -> None:
        text = _shown(token.children or [])
        if self._grid is not None:
            self._grid[-1].append(Cell(text))
            return
        for line in text.split("\n"):
            self._builder.paragraph(self._marker + line, self._level)
            self._marker = ""


def _shown(children: Sequence[Token]) -> str:
    """Text of an inline token; a soft break stays a break where a new paragraph is likelier."""
    lines = [""]
    paragraphs = [0]
    for child in children:
        if child.type in {"softbreak", "hardbreak"} or (
            child.type == "html_inline" and _BREAK_TAG.match(child.content)
        ):
            lines.append("")
            if child.type != "softbreak":
                paragraphs.append(len(lines) - 1)
        elif child.type in {"text", "code_inline"}:
            lines[-1] += child.content
    forced = set(paragraphs)
    groups = [[lines[0]]]
    for index, (line, following) in enumerate(pairwise(lines), 1):
        if index not in forced and runs_on(line, following):
            groups[-1].append(following)
        else:
            groups.append([following])
    return "\n".join(text for text in map(joined, groups) if text)
