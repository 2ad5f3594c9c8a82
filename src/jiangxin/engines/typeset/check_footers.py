"""Page numbers (7.5): where they are, how they are written, in what they are set."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from jiangxin.engines.policytext.formats import ooxml
from jiangxin.engines.typeset import measures
from jiangxin.engines.typeset.check_deviations import Deviation, Part, Place, certainty
from jiangxin.engines.typeset.check_faces import Face, Fit, is_chinese
from jiangxin.engines.typeset.check_formatting import Layout
from jiangxin.engines.typeset.check_reading import PAGE, File, Piece, Section, properties_of, texts
from jiangxin.engines.typeset.check_roles import leading_spaces
from jiangxin.engines.typeset.check_rules import shown_size
from jiangxin.engines.typeset.check_words import Both

#: A dash as wide as a character, whichever of those that look the same.
_DASHED = re.compile(rf"[—―－─]\s*{PAGE}\s*[—―－─]")
_HYPHENED = re.compile(rf"[-‐‑–−]\s*{PAGE}\s*[-‐‑–−]")
_ONE, _LEAST_IN, _MOST_IN = 1.0, 0.5, 1.7
_CLOSEST, _FARTHEST = 21.0, 30.0
_PAGES = {"default": Both("单页", "odd"), "even": Both("双页", "even")}
_EVERY = Both("各页", "all")
_SIDES = {"left": Both("居左", "at the left"), "right": Both("居右", "at the right"), "center": Both("居中", "centred")}
_TABS_TO = ("left", "center", "right")
#: Characters that surely fill more than one page.
_ONE_PAGE = measures.LINES * measures.CHARACTERS


@dataclass(frozen=True)
class _Number:
    """A paragraph of a footer with the number of the page."""

    pieces: tuple[Piece, ...]
    layout: Layout
    side: str
    """left, right, center, outside, or unknown."""

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


def check(file: File) -> Iterator[Deviation]:
    """Yield what deviates in the page numbers of pages that stand; those of lying pages are turned."""
    standing = [section for section in file.sections if section.width <= section.height]
    several = len(file.sections) > 1
    seen: set[tuple[etree._Element | None, ...]] = set()
    for section in standing:
        parts = (section.footers.get("default"), section.footers.get("even"), section.headers.get("default"))
        if parts in seen:
            continue
        seen.add(parts)
        yield from _section(file, section, Place(Part.FOOTER, section.number if several else 0))


def _section(file: File, section: Section, place: Place) -> Iterator[Deviation]:
    kinds = ["default", "even"] if file.odd_and_even else ["default"]
    numbers = {kind: _number(file, section.footers.get(kind)) for kind in kinds}
    for kind, number in numbers.items():
        if number is not None:
            yield from _written(section, number, place)
            yield from _set(number, place)
            yield from _inset(number, _PAGES[kind] if file.odd_and_even else _EVERY, place)
    if not any(numbers.values()):
        if any(_number(file, section.headers.get(kind)) for kind in kinds):
            yield Deviation("page-number-place", place)
        else:
            yield Deviation("page-number-missing", place)
        return
    yield from _sides(file, numbers, place)
    if section.footer and not _CLOSEST <= section.footer <= _FARTHEST:
        yield Deviation("page-number-distance", place, {"found": f"{section.footer:.1f}"}, certainty(sure=False))


def _number(file: File, root: etree._Element | None) -> _Number | None:
    """Return the paragraph with the number of the page, None where there is none."""
    for paragraph in root.iter() if root is not None else ():
        if ooxml.local(paragraph) != "p" or any(ooxml.local(one) == "Fallback" for one in paragraph.iterancestors()):
            continue
        properties = properties_of(paragraph)
        pieces = tuple(
            Piece(text, file.formatting.look(run, properties)) for text, run in texts(paragraph, file.formatting)
        )
        found = next((piece for piece in pieces if PAGE in piece.text), None)
        if found is not None:
            layout = file.formatting.layout(properties, found.look.size)
            return _Number(pieces, layout, _side(paragraph, layout, "".join(piece.text for piece in pieces)))
    return None


def _side(paragraph: etree._Element, layout: Layout, text: str) -> str:
    """Return the side of the page that a number is on."""
    aligned_tab = next((one for one in paragraph.iter() if ooxml.local(one) == "ptab"), None)
    return (
        ooxml.attribute(ooxml.child(properties_of(paragraph), "framePr"), "xAlign")
        or _side_of_box(paragraph)
        or ooxml.attribute(aligned_tab, "alignment")
        or _side_of_line(layout, text)
    )


def _side_of_box(paragraph: etree._Element) -> str:
    """Return the side of a text box, unknown for one of no named side and for tables; empty where it is in neither."""
    for one in paragraph.iterancestors():
        if ooxml.local(one) == "anchor":
            aligned = ooxml.child(one, "positionH", "align")
            return (aligned.text or "").strip() if aligned is not None else "unknown"
        if ooxml.local(one) in {"tc", "textbox", "inline"}:
            return "unknown"
    return ""


def _side_of_line(layout: Layout, text: str) -> str:
    if layout.alignment in {"center", "right"}:
        return layout.alignment
    before = text.partition(PAGE)[0]
    tabs = before.count("\t")
    if tabs:
        return _TABS_TO[tabs] if tabs < len(_TABS_TO) else "unknown"
    # Spaces may push it anywhere.
    return "left" if leading_spaces(before) <= _MOST_IN * 2 else "unknown"


def _written(section: Section, number: _Number, place: Place) -> Iterator[Deviation]:
    text = number.text.strip()
    if _DASHED.search(text):
        return
    if section.number_format == "numberInDash":
        text = f"- {PAGE} -"
    sure = not _HYPHENED.search(text)
    written = text.replace(PAGE, "1")[:20]
    yield Deviation("page-number-dash", place, {"written": written}, certainty(sure=sure or "-" in text))


def _set(number: _Number, place: Place) -> Iterator[Deviation]:
    look = next(piece.look for piece in number.pieces if PAGE in piece.text)
    if look.size != measures.SIZE_4:
        yield Deviation("page-number-size", place, {"size": shown_size(look.size)})
    if Face.SONG.fit(look.latin) is Fit.RIGHT:
        return
    # Figures are often in a Latin font beside dashes in 宋体; fonts for Chinese have figures of their own.
    font = look.latin if is_chinese(look.latin) else look.east_asian
    fit = Face.SONG.fit(font) if font else Fit.DOUBTFUL
    if fit is not Fit.RIGHT:
        shown = Both(font, font) if font else Both("未指定的字体", "no named font")
        yield Deviation(
            "page-number-face", place, {"font": shown}, certainty(sure=is_chinese(look.latin) and fit is Fit.WRONG)
        )


def _inset(number: _Number, pages: Both, place: Place) -> Iterator[Deviation]:
    """Look at the free character between the number and the edge of the type area."""
    text = number.text.strip("\n")
    sides = {
        "left": number.layout.left + number.layout.first + leading_spaces(text),
        "right": number.layout.right + leading_spaces(text[::-1]),
    }
    sides["outside"] = max(sides.values())
    inset = sides.get(number.side)
    if inset is not None and "\t" not in text and not _LEAST_IN <= inset <= _MOST_IN:
        found = f"{inset:.1f}"
        yield Deviation("page-number-indent", place, {"pages": pages, "count": found}, certainty(sure=False))


def _sides(file: File, numbers: dict[str, _Number | None], place: Place) -> Iterator[Deviation]:
    """Look whether odd numbers are right and even ones left."""
    several_pages = sum(len(paragraph.text) for paragraph in file.paragraphs) > _ONE_PAGE
    allowed = {"default": {"right", "outside", "unknown"}, "even": {"left", "outside", "unknown"}}
    if not file.odd_and_even:
        allowed["default"] = {"outside", "unknown"}
    for kind, number in numbers.items():
        if number is None or number.side in allowed[kind]:
            continue
        pages = _PAGES[kind] if file.odd_and_even else _EVERY
        # On a single page an odd number at the right is all there is.
        sure = several_pages or number.side != "right"
        side = _SIDES.get(number.side, Both(number.side, number.side))
        yield Deviation("page-number-side", place, {"pages": pages, "side": side}, certainty(sure=sure))
