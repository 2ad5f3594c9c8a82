"""Styles of a DOCX by the names that officials know, so that who edits the file changes a style and not paragraphs.

A style is known by its name, also inside the file. What depends on the whole document, such as the size of the mark, is
in the style as well; formatting of a single paragraph is left for what follows from its own text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from types import MappingProxyType
from typing import Any

from lxml import etree

from jiangxin.engines.typeset import measures
from jiangxin.engines.typeset.document import Document, Layout
from jiangxin.engines.typeset.docx_xml import (
    A_POINT,
    PITCH,
    Parts,
    characters,
    element,
    lines,
    nested,
    properties,
    twips,
)
from jiangxin.engines.typeset.titles import width
from jiangxin.engines.typeset.words import chinese_date, corner_lines, mark_size

#: The faces of the standard by the names that they have on the reader's machine.
FONTS = MappingProxyType(
    {"fang": "仿宋_GB2312", "biaosong": "方正小标宋简体", "hei": "黑体", "kai": "楷体_GB2312", "song": "宋体"}
)
LATIN = "Times New Roman"
LANGUAGE = "zh-CN"

#: Width of the type area, and what a line of text, as readers set it in a row of exact height, leaves free below it.
ACROSS = twips(measures.PAGE[0]) - twips(measures.LEFT) - twips(measures.RIGHT)
_BASELINE, _ABOVE, _BELOW = 0.8, 0.88, 0.1
_FREE_IN_ROW = round((1 - _BASELINE) * PITCH - _BELOW * measures.SIZE_3 * A_POINT)
#: How far the ink of a character reaches above the baseline, and what it leaves free of the em square there.
_INK = 0.85
_FREE_ABOVE_INK = _ABOVE - _INK
#: A character of the imprint and of page numbers, which stand outside the grid.
SMALL_CHARACTER = round(measures.SIZE_4 * A_POINT)
_THINNEST = 20
# Borders are measured in eighths of a point.
_EIGHTHS = 8
_LETTER_RULE = 24


@dataclass(frozen=True)
class Style:
    """A style: what it is called and what it says."""

    name: str
    paragraph: Parts = field(default_factory=dict)
    text: Parts = field(default_factory=dict)
    based: str = "Normal"
    id: str = ""
    """Its name inside the file, where it is another one."""
    aliases: str = ""
    kind: str = "paragraph"
    following: str = ""
    """The style of the paragraph that is typed after it."""
    table: tuple[etree._Element, ...] = ()
    hidden: bool = False
    """Whether it is not offered to who edits."""

    def element(self, place: int) -> Any:
        """Return the style as it is written, at its place in the list that the reader sees."""
        attributes = {"type": self.kind, "styleId": self.id or self.name}
        if self.name in {"Normal", "Normal Table", "Default Paragraph Font"}:
            attributes["default"] = "1"
        elif not self.id:
            attributes["customStyle"] = "1"
        made = element("style", element("name", val=self.name), **attributes)
        named = {"aliases": self.aliases, "basedOn": self.based, "next": self.following}
        made.extend(element(tag, val=value) for tag, value in named.items() if value)
        made.append(element("uiPriority", val=place))
        made.extend(element(tag) for tag in (("semiHidden", "unhideWhenUsed") if self.hidden else ("qFormat",)))
        if self.paragraph:
            made.append(properties("pPr", self.paragraph))
        if self.text:
            made.append(properties("rPr", self.text))
        made.extend(self.table)
        return made


def styles(document: Document) -> bytes:
    """Return the part of a DOCX that holds its styles."""
    parts = (
        _basic(),
        _head(document),
        _body(),
        _after_body(document),
        _annexes(),
        _figures(),
        _imprint(document),
        _pages(),
    )
    places = count(1)
    written = [style.element(next(places)) for part in parts for style in part]
    root = element("styles", _defaults(), _latent(), *written)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def face(name: str, points: float = 0) -> dict[str, Any]:
    """Return what sets text in a face: the East Asian slot apart from the Latin ones; and in a size."""
    fonts = {"ascii": LATIN, "hAnsi": LATIN, "eastAsia": FONTS[name], "cs": LATIN}
    half_points = int(points * 2)
    return {"rFonts": fonts} | ({"sz": {"val": half_points}, "szCs": {"val": half_points}} if points else {})


def indent(**sides: float) -> dict[str, int]:
    """Return indents in characters, which word processors keep when the size changes, with their twips."""
    return {f"{side}Chars": round(value * 100) for side, value in sides.items()} | {
        side: characters(value) for side, value in sides.items()
    }


def hanging(left: float, hang: float) -> dict[str, int]:
    """Return the indent of a paragraph whose further lines stand in.

    In twips alone, for in characters word processors do not agree whether the one holds the other.
    """
    return {"left": characters(left), "hanging": characters(hang)}


def signature_indents(document: Document) -> tuple[list[float], float]:
    """Return how many characters the offices, and then the date, stand in from the right (7.3.5)."""
    date_width = width(chinese_date(document.dated)) if document.dated else 0.0
    widths = [width(office) for office in document.signatories]
    if document.sealed:
        # Each is centred on the date, which moves left where a name would pass the edge.
        edge = max([measures.DATE_IN_SEALED, *((office - date_width) / 2 for office in widths)])
        return [edge - (office - date_width) / 2 for office in widths], edge
    longest = max(widths, default=0.0)
    least = measures.DATE_IN_UNSEALED
    office_in = max(least, least + 2 + date_width - longest)
    return [office_in] * len(widths), office_in + longest - 2 - date_width if widths else least


def letter_head_frames(document: Document) -> tuple[dict[str, object], dict[str, object]]:
    """Return where the mark and the double line of a letter are: above the type area (10.1)."""
    size = _mark_height(document)
    top = twips(measures.MARK_BELOW_PAGE_LETTER)
    line = top + round((_INK + _BELOW) * size) + twips(measures.LETTER_LINE_BELOW) - _THINNEST
    # 10.1: the number is 7/8 of a character below the line.
    below = round(measures.SIZE_3 * A_POINT * 7 / 8) - round(_BASELINE * PITCH - _INK * measures.SIZE_3 * A_POINT)
    return _letter_frame(top - round(size * _FREE_ABOVE_INK)), _letter_frame(line) | {"vSpace": below}


def _mark_height(document: Document) -> float:
    """Return the size of the mark in twips; files know half points only."""
    return int(mark_size(document.mark) * 2) * A_POINT / 2


def letter_foot_frame() -> dict[str, object]:
    """Return where the double line at the foot of a letter's first page is (10.1)."""
    return _letter_frame(twips(measures.PAGE[1] - measures.LETTER_FOOT) - _THINNEST)


def _letter_frame(from_top: int) -> dict[str, object]:
    place = {"wrap": "notBeside", "vAnchor": "page", "hAnchor": "page", "xAlign": "center", "y": from_top}
    return {"w": twips(measures.LETTER_LINE)} | place


def attendance_width(document: Document) -> float:
    """Return the width of the longest label of minutes with its colon, in characters."""
    return max((width(one.label) for one in document.attendance), default=2.0) + 1


def _before(rows: float, after: float = 0) -> dict[str, int]:
    """Return free rows above and below a paragraph."""
    spacing = {"before": lines(rows), "beforeLines": round(rows * 100)} if rows else {}
    return spacing | ({"after": lines(after), "afterLines": round(after * 100)} if after else {})


def _exact(height: int) -> dict[str, Any]:
    return {"line": max(height, _THINNEST), "lineRule": "exact"}


def _right_tab(place: int) -> Parts:
    return {"tab": {"val": "right", "pos": place}}


def _off_grid() -> dict[str, Any]:
    return {"snapToGrid": {"val": 0}}


def _defaults() -> Any:
    """Return what holds where no style says anything."""
    language = {"val": LANGUAGE, "eastAsia": LANGUAGE, "bidi": "ar-SA"}
    text = properties("rPr", face("fang", measures.SIZE_3) | {"lang": language})
    return element("docDefaults", element("rPrDefault", text), element("pPrDefault", element("pPr")))


def _latent() -> Any:
    """Return that styles of the word processor's own, which are in another look, are not offered."""
    return element(
        "latentStyles",
        defLockedState=0,
        defUIPriority=99,
        defSemiHidden=1,
        defUnhideWhenUsed=0,
        defQFormat=0,
        count=376,
    )


def _basic() -> Iterator[Style]:
    """Yield the styles that every file has; the size of Normal is that of the grid's characters."""
    yield Style(
        "Normal",
        # A 22nd line stays where it is, whatever paragraph it belongs to.
        {"widowControl": {"val": 0}, "spacing": _exact(PITCH), "jc": {"val": "both"}},
        face("fang", measures.SIZE_3),
        based="",
        id="Normal",
    )
    yield Style("Default Paragraph Font", based="", id="DefaultParagraphFont", kind="character", hidden=True)
    margins = nested("tblCellMar", {"left": {"w": 0, "type": "dxa"}, "right": {"w": 0, "type": "dxa"}})
    table = (element("tblPr", margins),)
    yield Style("Normal Table", based="", id="NormalTable", kind="table", table=table, hidden=True)


def _head(document: Document) -> Iterator[Style]:
    """Yield the styles of what stands above the body (7.2, 10.1, 10.3)."""
    corner = {"tabs": _right_tab(ACROSS), "jc": {"val": "left"}}
    yield Style("份号", corner)
    yield Style("密级和紧急程度", corner, face("hei"))
    yield from _mark(document)
    across = {"ind": indent(left=1), "tabs": _right_tab(ACROSS - characters(1)), "jc": {"val": "left"}}
    yield Style("期号", {"keepNext": {}, "spacing": _before(1), "jc": {"val": "center"}})
    yield Style("编发单位", {"keepNext": {}} | across)
    number: dict[str, Any] = {"keepNext": {}, "jc": {"val": "center"}}
    if document.layout is Layout.LETTER:
        number["jc"] = {"val": "right"}
    elif document.layout is Layout.MINUTES:
        number["spacing"] = _before(1)
    else:
        number |= {"spacing": _before(2)} | (across if document.signer else {})
    yield Style("发文字号", number)
    yield Style("签发人姓名", text=face("kai"), based="DefaultParagraphFont", kind="character")
    title = {"keepNext": {}, "keepLines": {}, "spacing": _before(2, after=1), "jc": {"val": "center"}}
    # Off the grid, in which type of this size would take two rows.
    yield Style("公文标题", title | _off_grid(), face("biaosong", measures.SIZE_2) | _off_grid(), following="主送机关")
    yield Style("主送机关", {"jc": {"val": "left"}}, following="公文正文")


def _mark(document: Document) -> Iterator[Style]:
    """Yield the mark and the red rules; a mark is set in a row so high that its ink begins where the standard says."""
    size = _mark_height(document)
    row = round(size * _ABOVE / _BASELINE)
    free_above, free_below = round(size * _FREE_ABOVE_INK), round(row * (1 - _BASELINE) - size * _BELOW)
    letter = document.layout is Layout.LETTER
    corner = len(corner_lines(document)) * PITCH
    before = {} if letter else {"before": max(twips(measures.MARK_BELOW_TYPE_AREA) - corner - free_above, 0)}
    red = {"color": {"val": measures.RED_RGB}}
    yield Style(
        "发文机关标志",
        {"keepNext": {}, "spacing": before | _exact(row), "jc": {"val": "center"}} | _off_grid(),
        face("biaosong", size / A_POINT) | red | _off_grid(),
    )
    # Under the row of the number, or under the mark itself where there is none.
    bare = document.layout is Layout.MINUTES and not document.number
    thin = face("fang", 1)
    rule = twips(measures.RED_LINE_BELOW) - (free_below if bare else _FREE_IN_ROW)
    kind = "thickThinSmallGap" if letter else "single"
    thick = _LETTER_RULE if letter else round(measures.RED_LINE_PT * _EIGHTHS)
    border = {"bottom": {"val": kind, "sz": thick, "space": 0, "color": measures.RED_RGB}}
    yield Style(
        "红色分隔线",
        {"keepNext": {}, "pBdr": border, "spacing": _exact(_THINNEST if letter else rule)} | _off_grid(),
        thin,
    )
    if letter:
        border = {"bottom": border["bottom"] | {"val": "thinThickSmallGap"}}
        yield Style("页脚红色双线", {"pBdr": border, "spacing": _exact(_THINNEST)} | _off_grid(), thin)


def _body() -> Iterator[Style]:
    """Yield the styles of the body (7.3.3); headings are those of the word processor, which it can navigate by."""
    first = {"ind": indent(firstLine=2)}
    yield Style("公文正文", first)
    yield Style("公文正文（顶格）", following="公文正文")
    levels = zip(("一级标题", "二级标题", "三级标题", "四级标题"), measures.HEADING_FACES, strict=True)
    for level, (alias, name) in enumerate(levels):
        yield Style(
            f"heading {level + 1}",
            {"keepNext": {}, "outlineLvl": {"val": level}} | first,
            face(name, measures.SIZE_3),
            id=f"Heading{level + 1}",
            aliases=alias,
            following="公文正文",
        )
    yield Style("标题后正文", text=face("fang"), based="DefaultParagraphFont", kind="character")


def _after_body(document: Document) -> Iterator[Style]:
    """Yield the styles of what stands between body and annexes (7.3.4 to 7.3.6, 10.3)."""
    once = {"spacing": _before(1), "contextualSpacing": {}}
    yield Style("附件说明", {"keepNext": {}, "ind": hanging(5, 3), "jc": {"val": "left"}} | once)
    label = attendance_width(document)
    yield Style("出席人员", {"ind": hanging(2 + label, label), "jc": {"val": "left"}} | once)
    yield Style("出席类别", text=face("hei"), based="DefaultParagraphFont", kind="character")
    # Nothing between figures and characters, so that the width of a date is known.
    right = {"autoSpaceDE": {"val": 0}, "autoSpaceDN": {"val": 0}, "jc": {"val": "right"}}
    room = {"spacing": _before(3 if document.sealed else 1)}
    yield Style("发文机关署名", {"keepNext": {}, "contextualSpacing": {}} | room | right, following="成文日期")
    _offices, date_in = signature_indents(document)
    alone = {} if document.signatories else room
    yield Style(
        "成文日期", {"ind": indent(right=date_in)} | ({"keepNext": {}} if document.remark else {}) | alone | right
    )
    yield Style("附注", {"ind": indent(firstLine=2)})


def _annexes() -> Iterator[Style]:
    """Yield the styles of annexes (7.3.7)."""
    yield Style(
        "附件标记",
        {"keepNext": {}, "pageBreakBefore": {}, "jc": {"val": "left"}},
        face("hei"),
        following="附件标题",
    )
    yield Style(
        "附件标题",
        {"spacing": _before(1, after=1), "outlineLvl": {"val": 0}},
        based="公文标题",
        following="公文正文",
    )


def _figures() -> Iterator[Style]:
    """Yield the styles of tables and charts, which stand outside the grid."""
    tight = {"spacing": {"line": round(measures.SIZE_TABLE * 1.45 * A_POINT), "lineRule": "atLeast"}} | _off_grid()
    small = face("fang", measures.SIZE_TABLE) | _off_grid()
    head = face("hei", measures.SIZE_4) | _off_grid()
    yield Style("表题", {"keepNext": {}, "keepLines": {}, "jc": {"val": "center"}}, head)
    yield Style("表格文字", tight | {"jc": {"val": "left"}}, small)
    yield Style("表格文字（居中）", {"jc": {"val": "center"}}, based="表格文字")
    yield Style("表格文字（居右）", {"jc": {"val": "right"}}, based="表格文字")
    yield Style("表头", {"keepNext": {}, "jc": {"val": "center"}}, face("hei"), based="表格文字")
    yield Style("表注", {"spacing": {"before": 80, "after": 80}}, based="表格文字")
    # In a row of exact height a picture would be cut off.
    yield Style("图", {"spacing": {"line": 240, "lineRule": "auto"}, "jc": {"val": "center"}} | _off_grid())
    line = {"val": "single", "sz": 4, "space": 0, "color": "auto"}
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    yield _table_style("公文表格", dict.fromkeys(sides, line), 80, 100)


def _imprint(document: Document) -> Iterator[Style]:
    """Yield the styles of the imprint (7.4): 4号, a character in on both sides, between rules; a letter has none."""
    row = {"spacing": {"line": round(measures.SIZE_4 * 1.5 * A_POINT), "lineRule": "atLeast"}} | _off_grid()
    small = face("fang", measures.SIZE_4) | _off_grid()
    hang = 3 * SMALL_CHARACTER
    yield Style("版记", row | {"ind": {"left": hang, "hanging": hang}, "jc": {"val": "left"}}, small)
    inside = {"tabs": _right_tab(ACROSS - 2 * SMALL_CHARACTER), "ind": {"left": 0, "firstLine": 0}}
    yield Style("印发机关和印发日期", inside, based="版记")
    thick, thin = (
        {"val": "single", "sz": round(rule * measures.POINTS_A_MM * _EIGHTHS), "space": 0, "color": "auto"}
        for rule in (measures.RULE_THICK, measures.RULE_THIN)
    )
    rules = {} if document.layout is Layout.LETTER else {"top": thick, "bottom": thick, "insideH": thin}
    yield _table_style("版记表格", rules, SMALL_CHARACTER, 100)


def _pages() -> Iterator[Style]:
    """Yield the styles of what stands in headers and footers, and of paragraphs that only the file format needs."""
    song = {"rFonts": dict.fromkeys(("ascii", "hAnsi", "eastAsia", "cs"), FONTS["song"])}
    small = face("song", measures.SIZE_4) | song | _off_grid()
    row = {"spacing": _exact(SMALL_CHARACTER)} | _off_grid()
    # 7.5: half-width figures of 宋体, a character in from the outer edge: at the right on odd pages, else at the left.
    yield Style("页码", row | {"ind": {"right": SMALL_CHARACTER}, "jc": {"val": "right"}}, small)
    even = {"ind": {"left": SMALL_CHARACTER, "right": 0}, "jc": {"val": "left"}}
    yield Style("页码（双页）", even, based="页码")
    yield Style("占位行", {"spacing": _exact(_THINNEST)} | _off_grid(), face("fang", 1), hidden=True)
    draft = _exact(round(measures.SIZE_3 * A_POINT * _ABOVE / _BASELINE))
    yield Style("草稿标记", {"spacing": draft} | _off_grid(), face("hei"))


def _table_style(name: str, borders: Parts, beside: int, above: int) -> Style:
    """Return a style of tables with its rules and the room around the text of a cell."""
    sides = {"top": above, "left": beside, "bottom": above, "right": beside}
    margins = nested("tblCellMar", {side: {"w": room, "type": "dxa"} for side, room in sides.items()})
    rules = [nested("tblBorders", borders)] if borders else []
    centred = element("tcPr", element("vAlign", val="center"))
    table = (element("tblPr", *rules, margins), centred)
    return Style(name, based="NormalTable", kind="table", table=table)
