"""Faces and sizes of the elements (5.2.2 and the clause of each)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiangxin.engines.typeset.check_deviations import Deviation, at
from jiangxin.engines.typeset.check_faces import Face, Fit
from jiangxin.engines.typeset.check_reading import Piece
from jiangxin.engines.typeset.check_roles import HEADINGS, Element, Role
from jiangxin.engines.typeset.check_rules import SETTINGS, shown_size
from jiangxin.engines.typeset.check_words import Both

_CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_NO_FONT = Both("未指定的字体", "no named font")
#: What of a paragraph must deviate for it to be beyond doubt; a name with a rare character has a font of its own.
_MOST, _FEW = 0.9, 2
_SIZE_ROUNDING = 0.01
_LONG_HEADING = 40
_STOP = re.compile(r"[。；：]")


def check(element: Element) -> Iterator[Deviation]:
    """Yield what deviates in the face and the size of an element."""
    pieces, standing = stretch(element)
    setting = SETTINGS.get(element.role)
    if setting is None:
        return
    if setting.face:
        sure = element.sure and element.role is not Role.MARK
        # What begins with a number and goes on in sentences may be an item of the body.
        yield from _face(element, setting.face, pieces, sure=sure, other=None if standing else Face.FANG)
    if setting.size:
        # A heading and the text behind it are of one size.
        yield from _size(element, setting.size, list(element.paragraph.pieces), sure=element.sure)
    if element.role in HEADINGS and element.sure:
        yield from _run_in(element)


def stretch(element: Element) -> tuple[list[Piece], bool]:
    """Return the pieces that are in the face of the element, and whether it stands alone if it is a heading."""
    paragraph, text = element.paragraph, element.paragraph.text
    if element.role in HEADINGS:
        end = heading_end(text)
        title = text[:end].strip()
        standing = end == len(text) and len(title) <= _LONG_HEADING and not _STOP.search(title)
        return paragraph.span(0, end), standing
    if element.role is Role.SIGNER:
        return paragraph.span(_after_colon(text), len(text)), True
    if element.role in {Role.SECRECY, Role.URGENCY, Role.NUMBER}:
        # Behind a tab may stand the number of a letter, or who signs.
        return paragraph.span(0, len(text.split("\t")[0]) if "\t" in text else len(text)), True
    return list(paragraph.pieces), True


def heading_end(text: str) -> int:
    """Return where the heading ends and the text that goes on behind it begins."""
    stop = _STOP.search(text)
    return stop.end() if stop else len(text)


def signer(element: Element) -> Iterator[Deviation]:
    """Yield what deviates in the face of the signer's name beside a document number (7.2.6)."""
    text = element.paragraph.text
    if "签发人" in text:
        pieces = element.paragraph.span(_after_colon(text), len(text))
        named = Element(element.paragraph, Role.SIGNER)
        yield from _face(named, Face.KAI, pieces, sure=True)


def _after_colon(text: str) -> int:
    found = re.search(r"签发人\s*[：:]", text)
    return found.end() if found else 0


def _run_in(element: Element) -> Iterator[Deviation]:
    """Yield that the text behind a heading is not in the face of the body."""
    text = element.paragraph.text
    rest = element.paragraph.span(heading_end(text), len(text))
    yield from _face(Element(element.paragraph, Role.BODY), Face.FANG, rest, sure=False)


def _face(
    element: Element, face: Face, pieces: list[Piece], *, sure: bool, other: Face | None = None
) -> Iterator[Deviation]:
    """Yield that pieces are in another face; that is not sure where they may as well be in the other one."""
    counts: dict[str, int] = {}
    for piece in pieces:
        count = len(_CHINESE.findall(piece.text))
        if count:
            counts[piece.look.east_asian] = counts.get(piece.look.east_asian, 0) + count
    total = sum(counts.values())
    for font, count in counts.items():
        fit = face.fit(font) if font else Fit.DOUBTFUL
        if fit is Fit.RIGHT or (count <= _FEW and count < total):
            continue
        neither = fit is Fit.WRONG and (other is None or other.fit(font) is Fit.WRONG)
        certain = sure and neither and count >= total * _MOST
        yield at(
            f"{element.role.slug}-face", element.paragraph, sure=certain, font=Both(font, font) if font else _NO_FONT
        )


def _size(element: Element, size: float, pieces: list[Piece], *, sure: bool) -> Iterator[Deviation]:
    counts: dict[float, int] = {}
    for piece in pieces:
        count = len(piece.text.strip())
        if count:
            counts[piece.look.size] = counts.get(piece.look.size, 0) + count
    total = sum(counts.values())
    for found, count in counts.items():
        if abs(found - size) <= _SIZE_ROUNDING or (count <= _FEW and count < total):
            continue
        certain = sure and count >= total * _MOST
        yield at(f"{element.role.slug}-size", element.paragraph, sure=certain, size=shown_size(found))
