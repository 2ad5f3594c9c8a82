"""Elements of WordprocessingML and the lengths in which it measures (twips: twentieths of a point)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from jiangxin.engines.typeset import measures

#: What an element holds: attributes by name, and elements of their own as mappings.
Parts = Mapping[str, Any]

A_POINT = 20
#: 5.2.3: a row of the grid, rounded down so that 22 of them fit the type area.
PITCH = int(measures.LINE_PT * A_POINT)
#: A character of the grid.
CHARACTER = (measures.SIZE_3 + measures.GRID_TRACKING_PT) * A_POINT
#: What the grid adds to a character, in 4096ths of a point.
CHARACTER_SPACE = round(measures.GRID_TRACKING_PT * 4096)

# The order that the schema wants; only what is used.
_ORDER: dict[str, tuple[str, ...]] = {
    "pPr": (
        *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "pBdr", "tabs"),
        *("autoSpaceDE", "autoSpaceDN", "snapToGrid", "spacing", "ind", "contextualSpacing", "jc", "outlineLvl"),
    ),
    "rPr": ("rStyle", "rFonts", "b", "bCs", "snapToGrid", "color", "sz", "szCs", "lang"),
}
# XML has no place for these, whatever is written instead of them.
_UNLAWFUL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def twips(length: float) -> int:
    """Return a length in millimetres as twips."""
    return round(length * measures.POINTS_A_MM * A_POINT)


def element(tag: str, *children: BaseOxmlElement, **attributes: object) -> Any:
    """Return an element whose attributes are of the same namespace."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(_qualified(name), str(value))
    made.extend(children)
    return made


def nested(tag: str, parts: Parts) -> Any:
    """Return an element from data: mappings in it are elements of their own."""
    children = [nested(name, part) for name, part in parts.items() if isinstance(part, Mapping)]
    return element(tag, *children, **{name: part for name, part in parts.items() if not isinstance(part, Mapping)})


def properties(tag: str, parts: Parts) -> Any:
    """Return `pPr` or `rPr` with its parts in the order of the schema."""
    return element(tag, *(nested(name, parts[name]) for name in sorted(parts, key=_ORDER[tag].index)))


def lawful(text: str) -> str:
    """Return a text without the characters that XML cannot hold, its line breaks all of one kind."""
    return _UNLAWFUL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def run(text: str, style: str = "") -> Any:
    """Return a run of text; line breaks and tabs in it become those of the document."""
    text = lawful(text)
    parts: dict[str, Any] = {"rStyle": {"val": style}} if style else {}
    if not text.isascii():
        # Quotation marks and dashes, which both kinds of fonts have, are Chinese here.
        parts["rFonts"] = {"hint": "eastAsia"}
    made = element("r", *([properties("rPr", parts)] if parts else []))
    for piece in filter(None, re.split("([\t\n])", text)):
        made.append(element({"\t": "tab", "\n": "br"}[piece]) if piece in "\t\n" else _text("t", piece))
    return made


def field_code(instruction: str, shown: str) -> list[Any]:
    """Return the runs of a field and of what it shows until it is worked out."""
    return [
        element("r", element("fldChar", fldCharType="begin")),
        element("r", _text("instrText", f" {instruction} ")),
        element("r", element("fldChar", fldCharType="separate")),
        run(shown),
        element("r", element("fldChar", fldCharType="end")),
    ]


def paragraph(style: str, *content: str | BaseOxmlElement, **direct: Parts) -> Any:
    """Return a paragraph; what no style can carry, since it depends on the text, is given by name."""
    runs = [run(part) if isinstance(part, str) else part for part in content]
    return element("p", properties("pPr", {"pStyle": {"val": style}, **direct}), *runs)


def lines(count: float) -> int:
    """Return the height of so many rows of the grid."""
    return round(count * PITCH)


def characters(count: float) -> int:
    """Return the width of so many characters of the grid."""
    return round(count * CHARACTER)


@cache
def _qualified(name: str) -> str:
    return qn(f"w:{name}")


def _text(tag: str, text: str) -> Any:
    made = element(tag)
    made.text = text
    made.set(_SPACE, "preserve")
    return made
