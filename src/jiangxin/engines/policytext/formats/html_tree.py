"""A light tree of an HTML page, built from parser events.

lxml's own trees stop at a depth of 2 048 and drop what lies deeper; events do not. Below
``_MAX_DEPTH`` elements are hung flat under the last one that fits, so that text is never lost and
no walk over the tree can exhaust the stack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from lxml import etree

from jiangxin.engines.policytext.formats import encoding, limits
from jiangxin.engines.policytext.formats.errors import UnreadableError, gettext_noop

_MAX_DEPTH = 150
_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_\-]{2,20})""", re.IGNORECASE)
# Their content is never shown as text.
# fmt: off
_DROPPED = frozenset({
    "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "math", "canvas", "audio",
    "video", "map", "head", "select", "option", "button", "textarea", "input", "datalist", "dialog", "nav",
    "footer", "aside",
})
# fmt: on
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)


@dataclass(eq=False, slots=True)
class Node:
    """An element with its attributes and, in order, its texts and child elements."""

    tag: str
    attributes: dict[str, str]
    children: list[Node | str] = field(default_factory=list)

    def elements(self) -> Iterator[Node]:
        """Child elements in order."""
        return (child for child in self.children if isinstance(child, Node))

    def walk(self) -> Iterator[Node]:
        """This element and everything below it, in document order."""
        yield self
        for child in self.elements():
            yield from child.walk()

    def text(self) -> str:
        """All text below, joined."""
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)


class _Collector:
    """Receives the parser's events."""

    def __init__(self) -> None:
        self.root = Node("html", {})
        self.title = ""
        self._stack = [self.root]
        self._open: list[Node] = []
        self._count = 0
        self._in_title = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._count += 1
        if self._count > limits.MAX_ELEMENTS:
            raise UnreadableError(
                gettext_noop("The page has more than %(limit)d elements; save its text alone."),
                limit=limits.MAX_ELEMENTS,
            )
        self._in_title = tag == "title" and not self.title
        node = Node(tag, dict(attributes))
        self._stack[-1].children.append(node)
        self._open.append(node)
        if len(self._stack) < _MAX_DEPTH:
            self._stack.append(node)

    def end(self, tag: str) -> None:
        self._in_title = False
        if self._open and self._open[-1].tag == tag:
            node = self._open.pop()
            if self._stack[-1] is node:
                self._stack.pop()

    def data(self, data: str | bytes) -> None:
        text = data if isinstance(data, str) else data.decode("utf-8", "replace")
        if self._in_title:
            self.title += text
        target = self._open[-1] if self._open and self._open[-1].tag in _DROPPED else self._stack[-1]
        target.children.append(text)

    def comment(self, text: str | bytes) -> None:
        """Comments are not text."""

    def close(self) -> _Collector:
        return self


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page: tree without what is never shown, and the text of its title element."""

    root: Node
    title: str


def parse(data: bytes) -> Page:
    """Tree of a page given as bytes; the charset comes from BOM, meta element or trial."""
    declared = _META_CHARSET.search(data[:8192])
    return parse_text(encoding.decode(data, declared[1].decode("ascii") if declared else None))


def parse_text(text: str) -> Page:
    """Tree of a page or a fragment given as text."""
    collector = _Collector()
    parser = etree.HTMLParser(target=cast("Any", collector), huge_tree=True, encoding="utf-8", remove_pis=True)
    try:
        # Bytes, because an encoding declaration inside a str would be an error.
        etree.fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser)
    except etree.LxmlError as error:
        raise UnreadableError(
            gettext_noop("The page cannot be read as HTML; save it again from the browser.")
        ) from error
    _prune(collector.root)
    return Page(collector.root, " ".join(collector.title.split()))


def _prune(node: Node) -> None:
    kept: list[Node | str] = []
    for child in node.children:
        if isinstance(child, Node):
            if child.tag in _DROPPED or _hidden(child):
                continue
            _prune(child)
        kept.append(child)
    node.children = kept


def _hidden(node: Node) -> bool:
    return "hidden" in node.attributes or bool(_HIDDEN_STYLE.search(node.attributes.get("style", "")))
