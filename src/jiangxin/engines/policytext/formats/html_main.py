"""Finds what a saved page is about: the text of the document and the table of its metadata.

No site is known by name. Navigation gives itself away by being made of links, the document by
holding nearly all sentences, metadata by the field names that the rules on open government
information prescribe.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from jiangxin.engines.policytext.formats.html_tree import Node, Page

# fmt: off
_BLOCKS = frozenset({
    "address", "article", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset",
    "figure", "figcaption", "form", "header", "hr", "html", "li", "main", "ol", "p", "pre", "section",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "h1", "h2", "h3", "h4", "h5", "h6",
})
# fmt: on
_HEADINGS = frozenset({"h1", "h2", "h3"})
_SENTENCE = re.compile("[。；，：、;,]")
_LABEL = re.compile(
    r"索引号|发文字号|文号|发文机关|发文单位|发布机构|制发机构|成文日期|生成日期|发布日期|发文日期|主题分类|体裁分类"
    r"|公文种类|有效性|主题词|公开方式|公开范围|信息名称|标题"
)
_FURNITURE = re.compile(
    r"ICP[备证]|公网安备|版权所有|网站标识码|技术支持[:：]|(?:浏览|点击|阅读)(?:次数|量)?[:：]|访问量|打印(?:本页|此页|文章)"
    r"|关闭(?:窗口|本页|此页)|扫一扫|分享到|字体[:：]|字号[:：]|【打印】|您?(?:当前|现在)?(?:的|所在)位置[:：]|当前位置|无障碍"
    r"|[上下]一[篇条][:：]|返回(?:顶部|首页)|责任编辑[:：]"
)
_FURNITURE_LENGTH = 60
_LINK_SHARE = 0.6
_MAIN_SHARE = 0.9
_MIN_LINKS = 3
_METADATA_LENGTH = 1_500
_SIDE_TEXT = 200
_MIN_LABELS = 2
_MIN_TITLE = 8
_MAX_TITLE = 120
_SHORT_PIECE = 24


def is_block(node: Node) -> bool:
    """Whether the element begins and ends a line."""
    return node.tag in _BLOCKS


def is_furniture(line: str) -> bool:
    """Whether a short line belongs to the site (print, share, licence) and not to the document."""
    return len(line) <= _FURNITURE_LENGTH and "。" not in line and bool(_FURNITURE.search(line))


@dataclass(slots=True)
class _Measure:
    characters: int = 0
    linked: int = 0
    links: int = 0
    prose: float = 0.0


class _Measures:
    """Text, links and prose of every element, counted once."""

    def __init__(self, root: Node) -> None:
        self._by_node: dict[int, _Measure] = {}
        self._count(root, linked=False)

    def __getitem__(self, node: Node) -> _Measure:
        return self._by_node[id(node)]

    def _count(self, node: Node, *, linked: bool) -> _Measure:
        linked = linked or node.tag == "a"
        total = _Measure(links=int(node.tag == "a"))
        own: list[str] = []
        for child in node.children:
            if isinstance(child, str):
                own.append(child)
                continue
            part = self._count(child, linked=linked)
            total.characters += part.characters
            total.linked += part.linked
            total.links += part.links
            total.prose += part.prose
        text = "".join("".join(own).split())
        total.characters += len(text)
        if linked:
            total.linked += len(text)
        elif text:
            total.prose += len(text) * (1.0 if len(text) > _SHORT_PIECE or _SENTENCE.search(text) else 0.2)
        self._by_node[id(node)] = total
        return total

    def is_navigation(self, node: Node) -> bool:
        """Whether an element is a list of links; a list of attachments is not dropped."""
        here = self[node]
        return (
            is_block(node)
            and here.links >= _MIN_LINKS
            and here.linked > _LINK_SHARE * here.characters
            and "附件" not in node.text()
        )


def document_parts(page: Page) -> list[Node]:
    """Elements that make up the document, in order, without navigation and site furniture."""
    measures = _Measures(page.root)
    _drop_navigation(page.root, measures)
    measures = _Measures(page.root)
    total = measures[page.root].prose
    chain = [page.root]
    while True:
        inside = [child for child in chain[-1].elements() if is_block(child) or len(list(child.elements())) > 0]
        largest = max(inside, key=lambda child: measures[child].prose, default=None)
        if largest is None or measures[largest].prose < _MAIN_SHARE * total or largest.tag in {"p", "tr", "tbody"}:
            break
        chain.append(largest)
    while len(chain) > 1 and chain[-1].tag in {"table", "ul", "ol", "dl"}:
        chain.pop()
    main_text = _squeezed(chain[-1])
    parts: list[Node] = []
    _around(chain, page.title, main_text, measures, parts)
    return parts


def _drop_navigation(node: Node, measures: _Measures) -> None:
    kept: list[Node | str] = []
    for child in node.children:
        if isinstance(child, Node):
            if measures.is_navigation(child):
                continue
            _drop_navigation(child, measures)
        kept.append(child)
    node.children = kept


def _around(chain: list[Node], title: str, main_text: str, measures: _Measures, parts: list[Node]) -> None:
    """Collect what belongs to the document beside the main element, level by level."""
    if len(chain) == 1:
        parts.append(chain[0])
        return
    passed = False
    for child in chain[0].elements():
        if child is chain[1]:
            _around(chain[1:], title, main_text, measures, parts)
            passed = True
        else:
            parts.extend(_side_parts(child, title, main_text, measures, after=passed))


def _side_parts(node: Node, title: str, main_text: str, measures: _Measures, *, after: bool) -> list[Node]:
    text = _squeezed(node)
    if not text:
        return []
    labels = set(_LABEL.findall(text))
    if len(labels) >= _MIN_LABELS and len(text) <= _METADATA_LENGTH:
        return [_smallest(node, labels)]
    measure = measures[node]
    if measure.prose >= _SIDE_TEXT and measure.linked < measure.characters / 5:
        return [node]
    if after:
        return []
    squeezed_title = "".join(title.split())
    for element in node.walk():
        line = _squeezed(element)
        is_title = element.tag in _HEADINGS or (
            is_block(element) and len(line) >= _MIN_TITLE and line in squeezed_title
        )
        if is_title and line and line not in main_text and len(line) <= _MAX_TITLE:
            return [element]
    return []


def _smallest(node: Node, labels: set[str]) -> Node:
    """The lowest element that still holds all the labels, a table never cut into its rows."""
    if node.tag == "table":
        return node
    for child in node.elements():
        if set(_LABEL.findall(_squeezed(child))) == labels:
            return _smallest(child, labels)
    return node


def _squeezed(node: Node) -> str:
    return "".join(node.text().split())
