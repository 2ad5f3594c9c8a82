"""The head: mark, document number, title, recipients (7.2, 7.3.1, 7.3.2)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from jiangxin.engines.typeset import measures
from jiangxin.engines.typeset.check_deviations import Certainty, Deviation, Part, Place, at
from jiangxin.engines.typeset.check_reading import Paragraph
from jiangxin.engines.typeset.check_roles import NUMBER, Element, Role, is_red, leading
from jiangxin.engines.typeset.titles import NOT_FIRST, hourglass, width, word_ends

_COPY_NUMBER_FIGURES, _YEAR_FIGURES = 6, 4
#: 2号 characters in a line.
_TITLE_LIMIT = measures.TYPE_AREA[0] * measures.POINTS_A_MM / measures.SIZE_2
_AT_EDGE = 0.3
_SHOWN = 4
#: Conjunctions may begin a line, though it reads better when they do not.
_NOT_FIRST = NOT_FIRST - frozenset("和与及等了")
#: Longer titles are not looked at for words.
_LONGEST = 200


def check(elements: list[Element]) -> Iterator[Deviation]:
    """Yield what deviates in the head."""
    for element in elements:
        if element.role is Role.COPY_NUMBER and len(element.text) != _COPY_NUMBER_FIGURES:
            yield at("copy-number-form", element.paragraph, sure=False, number=element.text)
        elif element.role is Role.MARK:
            yield from _mark(element.paragraph)
        elif element.role is Role.RECIPIENTS:
            yield from _recipients(element)
        for line in element.text.split("\t"):
            if element.role in {Role.NUMBER, Role.SECRECY, Role.URGENCY} and (match := NUMBER.fullmatch(line.strip())):
                yield from _number(element, match["office"], line.strip())
    yield from _title([element for element in elements if element.role is Role.TITLE], elements)


def _mark(paragraph: Paragraph) -> Iterator[Deviation]:
    if not any(is_red(piece.look.colour) for piece in paragraph.pieces):
        yield at("mark-colour", paragraph, sure=False)
    if paragraph.margin is None and paragraph.layout.alignment not in {"center", "distribute"}:
        yield at("mark-alignment", paragraph, sure=False)


def _number(element: Element, office: str, line: str) -> Iterator[Deviation]:
    match = NUMBER.fullmatch(line)
    if match is None or not office:
        return
    paragraph = element.paragraph
    shown = line.partition("签发人")[0].strip()
    if (match["open"], match["close"]) != ("〔", "〕"):
        # Announcements are numbered by year without brackets.
        yield at("number-brackets", paragraph, sure=bool(match["open"]), number=shown)
    if len(match["year"]) != _YEAR_FIGURES or not match["year"].isdecimal():
        yield at("number-year", paragraph, number=shown)
    if match["ordinal"]:
        yield at("number-ordinal", paragraph, sure=bool(match["open"]), number=shown)
    if match["serial"].startswith("0"):
        yield at("number-zeros", paragraph, number=shown)
    beside = match["signer"] or "签发人" in element.text or element.text != line
    stands = paragraph.layout.alignment
    if not beside and paragraph.margin is None and stands not in {"center", "right"} and not leading(paragraph):
        yield at("number-alignment", paragraph, sure=False)


def _title(title: list[Element], elements: list[Element]) -> Iterator[Deviation]:
    if not title:
        if not any(element.role is Role.ANNEX_MARK for element in elements[:1]):
            yield Deviation("title-missing", Place(Part.PAGE), certainty=Certainty.LIKELY)
        return
    for element in title:
        if element.paragraph.layout.alignment != "center":
            yield at("title-alignment", element.paragraph, sure=element.sure and not leading(element.paragraph))
    first = title[0].paragraph
    lines = [line.strip() for element in title for line in element.paragraph.text.split("\n") if line.strip()]
    whole = "".join(lines)
    if len(whole) > _LONGEST:
        return
    if len(lines) == 1:
        lines = _filled(whole)
    free, end = word_ends(whole), 0
    for before, after in pairwise(lines):
        end += len(before)
        if end not in free or after[0] in _NOT_FIRST:
            yield at("title-break", first, sure=False, before=before[-_SHOWN:], after=after[:_SHOWN])
    if hourglass([width(line) for line in lines]):
        yield at("title-shape", first, sure=False)


def _filled(text: str) -> list[str]:
    """Return the lines that a word processor makes of a title which is broken nowhere."""
    lines = [""]
    for character in text:
        if width(lines[-1] + character) > _TITLE_LIMIT:
            # A closing mark takes the character before it along.
            taken = lines[-1][-1:] if character in _NOT_FIRST - {"的"} else ""
            lines[-1] = lines[-1].removesuffix(taken)
            lines.append(taken)
        lines[-1] += character
    return lines


def _recipients(element: Element) -> Iterator[Deviation]:
    paragraph = element.paragraph
    inset = paragraph.layout.left + paragraph.layout.first + leading(paragraph)
    if paragraph.layout.alignment in {"left", "both", "distribute"} and abs(inset) > _AT_EDGE:
        yield at("recipients-indent", paragraph, sure=element.sure, count=f"{inset:.1f}")
    end = paragraph.text.rstrip()[-1]
    if end != "：":
        yield at("recipients-colon", paragraph, sure=end == ":", found=end)
