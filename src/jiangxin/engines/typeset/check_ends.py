"""What follows the body: list of annexes, date, remark, annexes, imprint (7.3.4 to 7.3.7, 7.4)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jiangxin.engines.typeset import measures
from jiangxin.engines.typeset.check_deviations import Deviation, at
from jiangxin.engines.typeset.check_reading import Paragraph
from jiangxin.engines.typeset.check_roles import (
    ANNEX_NOTE,
    COPIES,
    DATE,
    LISTED,
    PRINTED,
    Element,
    Role,
    leading,
    leading_spaces,
)
from jiangxin.engines.typeset.titles import width

_TWO, _ONE, _TOLERANCE, _AT_EDGE = 2.0, 1.0, 0.3, 0.3
_DATE_TOLERANCE, _IMPRINT_TOLERANCE = 0.6, 0.6
_YEAR_FIGURES = 4
_MARKS = "。；;，,、.：:"
_MARKS_OF_NAMES = re.compile(r"[《》“”\"\s]")


def check(elements: list[Element]) -> Iterator[Deviation]:
    """Yield what deviates after the body."""
    by_role: dict[Role, list[Element]] = {}
    for element in elements:
        by_role.setdefault(element.role, []).append(element)
    names: list[str] = []
    notes = [element for element in by_role.get(Role.ANNEX_NOTE, []) if not element.in_annex]
    if notes:
        yield from _annex_note(notes, names)
    yield from _annexes(elements, names)
    for element in by_role.get(Role.DATE, []):
        yield from _figures("date", element.paragraph, DATE.fullmatch(element.text))
        yield from _date_place(element, by_role.get(Role.SIGNATURE, []))
    for element in by_role.get(Role.REMARK, []):
        yield from _remark(element.paragraph)
    for element in by_role.get(Role.COPIES, []):
        yield from _copies(element)
    for element in by_role.get(Role.PRINTED, []):
        match = PRINTED.fullmatch(element.text)
        yield from _figures("printed", element.paragraph, match and DATE.fullmatch(match["date"].strip()))
        if match and match["office"].strip():
            yield from _imprint_indent("printed-indent", element.paragraph)


# ── List of annexes ───────────────────────────────────────────────────────────────────────────────


def _annex_note(notes: list[Element], names: list[str]) -> Iterator[Deviation]:
    """Look at the list, and collect the names in it."""
    first = notes[0].paragraph
    inset = first.layout.left + first.layout.first + leading(first)
    if first.layout.alignment in {"left", "both"} and abs(inset - _TWO) > _TOLERANCE:
        yield at("annex-note-indent", first, count=f"{inset:.1f}")
    head = ANNEX_NOTE.fullmatch(notes[0].text)
    if head is None:
        return
    if head["colon"] != "：":
        yield at("annex-note-colon", first, found=head["colon"])
    lines = [(first, line.strip()) for line in head["rest"].split("\n")]
    for note in notes[1:]:
        lines += [(note.paragraph, line.strip()) for line in note.text.split("\n")]
    lines = [(paragraph, line) for paragraph, line in lines if line]
    if head["number"]:
        wanted = "附件：1." if len(lines) > 1 else "附件："
        yield at("annex-note-numbers", first, sure=False, found=f"附件{head['number']}", wanted=wanted)
        lines = [(paragraph, f"{place}.{line}") for place, (paragraph, line) in enumerate(lines, start=1)]
    yield from _listed(lines, names)


def _listed(lines: list[tuple[Paragraph, str]], names: list[str]) -> Iterator[Deviation]:
    numbered = [(paragraph, line, LISTED.fullmatch(line)) for paragraph, line in lines]
    several = sum(1 for _paragraph, _line, match in numbered if match and match["dot"]) > 1
    for paragraph, line, match in numbered:
        if not (match and match["dot"]):
            if several:
                # A name that goes on in a line of its own.
                names[-1:] = ["".join([*names[-1:], line])]
            else:
                names.append(line)
        else:
            names.append(match["name"].strip())
            wanted = f"{len(names)}."
            found = f"{match['number']}{match['dot']}"
            if several and found != wanted:
                yield at("annex-note-numbers", paragraph, found=found, wanted=wanted)
        if line[-1] in _MARKS:
            yield at("annex-note-punctuation", paragraph, found=line[-1])


# ── Annexes ───────────────────────────────────────────────────────────────────────────────────────


def _annexes(elements: list[Element], names: list[str]) -> Iterator[Deviation]:
    marks = [element for element in elements if element.role is Role.ANNEX_MARK]
    for place, mark in enumerate(marks, start=1):
        yield from _annex_mark(
            mark.paragraph, mark.text, str(place) if len(marks) > 1 else "", first=mark is elements[0]
        )
    titles = _annex_titles(elements)
    for title in titles:
        if title and title[0].paragraph.layout.alignment != "center":
            yield at("annex-title-alignment", title[0].paragraph, sure=title[0].sure)
    if not marks or not names:
        return
    if len(marks) != len(names):
        yield at("annex-count", marks[0].paragraph, sure=False, listed=str(len(names)), found=str(len(marks)))
        return
    for title, name in zip(titles, names, strict=True):
        found = "".join(part.paragraph.text for part in title)
        if title and _bare(found) != _bare(name):
            yield at("annex-title-differs", title[0].paragraph, sure=False, found="".join(found.split()), wanted=name)


def _annex_titles(elements: list[Element]) -> list[list[Element]]:
    """Return the title of each annex, whose lines may be paragraphs."""
    titles: list[list[Element]] = []
    for element in elements:
        if element.role is Role.ANNEX_MARK:
            titles.append([])
        elif element.role is Role.ANNEX_TITLE and titles:
            titles[-1].append(element)
    return titles


def _annex_mark(paragraph: Paragraph, text: str, number: str, *, first: bool) -> Iterator[Deviation]:
    wanted = f"附件{number}"
    found = "".join(text.split())
    # A file may hold one annex of several.
    if found != wanted and (number or not re.fullmatch(r"附件\d*", found)):
        wanted = found.rstrip("：:") if not number and re.match(r"附件\d", found) else wanted
        yield at("annex-mark-form", paragraph, sure=found[-1] in "：:", found=found, wanted=wanted)
    inset = paragraph.layout.left + paragraph.layout.first + leading(paragraph)
    if paragraph.layout.alignment in {"center", "right"} or abs(inset) > _AT_EDGE:
        yield at("annex-mark-indent", paragraph, sure=paragraph.layout.alignment == "left", count=f"{inset:.1f}")
    if not paragraph.new_page and not first:
        yield at("annex-mark-page", paragraph, sure=False)


def _bare(name: str) -> str:
    return _MARKS_OF_NAMES.sub("", name).rstrip(_MARKS)


# ── Date and remark ───────────────────────────────────────────────────────────────────────────────


def _figures(prefix: str, paragraph: Paragraph, match: re.Match[str] | None) -> Iterator[Deviation]:
    """Look at the figures of a day."""
    if match is None:
        return
    date = "".join(match[0].split())
    parts = (match["year"], match["month"], match["day"])
    if (match["after_year"], match["after_month"], match["after_day"]) != ("年", "月", "日"):
        yield at(f"{prefix}-form", paragraph, date=date)
    if not all(part.isdecimal() for part in parts):
        yield at(f"{prefix}-digits", paragraph, date=date)
    elif len(match["year"]) != _YEAR_FIGURES:
        yield at(f"{prefix}-year", paragraph, date=date)
    if any(part.startswith("0") for part in parts[1:]):
        yield at(f"{prefix}-zeros", paragraph, date=date)


def _date_place(element: Element, signatures: list[Element]) -> Iterator[Deviation]:
    paragraph = element.paragraph
    right, known = _from_right(paragraph)
    if right is None:
        return
    date_width = width(element.text)
    office_width = max((width(one.text) for one in signatures), default=0.0)
    signed = _from_right(signatures[-1].paragraph)[0] if signatures else None
    # With a seal; a name stands in the middle above, and moves the date where it would pass the edge.
    allowed = [max(float(measures.DATE_IN_SEALED), (office_width - date_width) / 2)]
    if signed is None or date_width > office_width:
        allowed.append(float(measures.DATE_IN_UNSEALED))
    if signed is not None and signed > measures.DATE_IN_UNSEALED - _DATE_TOLERANCE:
        allowed.append(signed + office_width - 2 - date_width)
    if all(abs(right - one) > _DATE_TOLERANCE for one in allowed):
        at_edge = known and abs(right) < _AT_EDGE
        yield at("date-indent", paragraph, sure=element.sure and at_edge, count=f"{right:.1f}")


def _from_right(paragraph: Paragraph) -> tuple[float | None, bool]:
    """Return how many characters a line ends from the right edge, none where tabs decide it; whether it is known."""
    text = paragraph.text.strip("\n")
    if "\t" in text:
        return None, False
    layout = paragraph.layout
    spaces = leading_spaces(text[::-1])
    if layout.alignment == "right":
        return layout.right + spaces, not spaces
    line = width(text.strip())
    room = measures.CHARACTERS * measures.SIZE_3 / paragraph.size
    if layout.alignment == "center":
        return (room - layout.left + layout.right - line) / 2, True
    return room - layout.left - layout.first - leading(paragraph) - line, False


def _remark(paragraph: Paragraph) -> Iterator[Deviation]:
    text = paragraph.text.strip()
    if not (text.startswith("（") and text.endswith("）")):
        yield at("remark-brackets", paragraph, sure=False)
    inset = paragraph.layout.left + paragraph.layout.first + leading(paragraph)
    if paragraph.layout.alignment in {"left", "both"} and abs(inset - _TWO) > _TOLERANCE:
        yield at("remark-indent", paragraph, sure=False, count=f"{inset:.1f}")


# ── Imprint ───────────────────────────────────────────────────────────────────────────────────────


def _copies(element: Element) -> Iterator[Deviation]:
    match = COPIES.fullmatch(element.text)
    if match and match["colon"] != "：":
        yield at("copies-colon", element.paragraph, sure=match["colon"] == ":")
    if not element.paragraph.text.rstrip().endswith("。"):
        yield at("copies-stop", element.paragraph, sure=element.sure)
    yield from _imprint_indent("copies-indent", element.paragraph)


def _imprint_indent(code: str, paragraph: Paragraph) -> Iterator[Deviation]:
    margin = paragraph.margin[0] / paragraph.size if paragraph.margin else 0.0
    inset = margin + paragraph.layout.left + paragraph.layout.first + leading(paragraph)
    if paragraph.layout.alignment in {"left", "both"} and abs(inset - _ONE) > _IMPRINT_TOLERANCE:
        yield at(code, paragraph, sure=False, count=f"{inset:.1f}")
