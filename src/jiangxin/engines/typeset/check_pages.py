"""Pages: paper, margins, the grid of lines and characters (chapter 5)."""

from __future__ import annotations

from collections.abc import Iterator

from jiangxin.engines.typeset import measures
from jiangxin.engines.typeset.check_deviations import Deviation, Part, Place, at
from jiangxin.engines.typeset.check_formatting import Pitch
from jiangxin.engines.typeset.check_reading import File, Paragraph, Section
from jiangxin.engines.typeset.check_roles import HEADINGS, Element, Role, is_red
from jiangxin.engines.typeset.check_words import Both

#: 5.2.1 allows one millimetre; files round to a twentieth of a point.
_PAPER, _MARGIN = 1.0, 1.05
_LEAST_PITCH, _MOST_PITCH, _PITCH_ROUNDING = 28.0, 30.0, 0.06
_CHARACTERS = 0.5
_ON_GRID = frozenset({"lines", "linesAndChars", "snapToChars"})
_OF_CHARACTERS = frozenset({"linesAndChars", "snapToChars"})
_BLACK = 0x40
_PITCHED = frozenset({Role.RECIPIENTS, Role.BODY, *HEADINGS, Role.ANNEX_NOTE, Role.SIGNATURE, Role.DATE})
_IN_BLACK = frozenset({*_PITCHED, Role.TITLE, Role.NUMBER, Role.REMARK, Role.COPIES, Role.PRINTED})


def check(file: File, elements: list[Element]) -> Iterator[Deviation]:
    """Yield what deviates in the form of the pages."""
    several = len(file.sections) > 1
    for section in file.sections:
        place = Place(Part.PAGE, section.number if several else 0)
        yield from _paper(section, place)
        yield from _characters(section, place, file.normal_size)
    for element in elements:
        if element.role in _PITCHED:
            yield from _pitch(file, element)
        if element.role in _IN_BLACK:
            yield from _colour(element)


def _paper(section: Section, place: Place) -> Iterator[Deviation]:
    width, height = section.width, section.height
    across, down = measures.PAGE
    landscape = width > height
    if landscape:
        width, height = height, width
    if abs(width - across) > _PAPER or abs(height - down) > _PAPER:
        yield Deviation("page-size", place, {"width": _mm(section.width), "height": _mm(section.height)})
        return
    if landscape:
        # Pages for wide tables are turned (chapter 8), and their margins with them.
        return
    if abs(section.top - measures.TOP) > _MARGIN:
        yield Deviation("margin-top", place, {"found": _mm(section.top)})
    if abs(section.left - measures.LEFT) > _MARGIN:
        yield Deviation("margin-left", place, {"found": _mm(section.left)})
    area = (section.width - section.left - section.right, section.height - section.top - section.bottom)
    if any(abs(found - wanted) > _MARGIN for found, wanted in zip(area, measures.TYPE_AREA, strict=True)):
        yield Deviation("type-area", place, {"width": _mm(area[0]), "height": _mm(area[1])})


def _characters(section: Section, place: Place, normal: float) -> Iterator[Deviation]:
    """Look at the grid of characters, where there is one."""
    if section.grid.kind not in _OF_CHARACTERS or section.width > section.height:
        return
    cell = normal + section.grid.character_space
    room = (section.width - section.left - section.right) * measures.POINTS_A_MM
    count = room / cell if cell > 0 else 0.0
    if abs(count - measures.CHARACTERS) > _CHARACTERS:
        yield Deviation("characters-per-line", place, {"count": f"{count:.1f}"})


def _pitch(file: File, element: Element) -> Iterator[Deviation]:
    paragraph = element.paragraph
    pitch = paragraph.layout.pitch
    section = file.sections[min(paragraph.section, len(file.sections) - 1)]
    points, known = _points(pitch, section, paragraph)
    if points and _LEAST_PITCH - _PITCH_ROUNDING <= points <= _MOST_PITCH + _PITCH_ROUNDING:
        return
    shown = _shown_pitch(pitch, section)
    yield at("line-pitch", paragraph, sure=known and element.sure, pitch=shown)


def _points(pitch: Pitch, section: Section, paragraph: Paragraph) -> tuple[float, bool]:
    """Return the distance between lines in points, none where the font decides it, and whether it is known."""
    if pitch.rule == "exact":
        return pitch.value, True
    on_grid = pitch.on_grid and section.grid.kind in _ON_GRID and section.grid.line_pitch > 0
    if pitch.rule == "atLeast":
        return max(pitch.value, section.grid.line_pitch if on_grid else 0.0), pitch.value > paragraph.size
    if on_grid and section.grid.line_pitch > paragraph.size:
        return section.grid.line_pitch * pitch.value, True
    return 0.0, False


def _shown_pitch(pitch: Pitch, section: Section) -> Both:
    if pitch.rule in {"exact", "atLeast"}:
        zh, en = ("固定值", "exactly") if pitch.rule == "exact" else ("最小值", "at least")
        return Both(f"{zh}{pitch.value:g}磅", f"{en} {pitch.value:g} pt")
    zh, en = f"{pitch.value:g}倍", f"{pitch.value:g} lines"
    if pitch.on_grid and section.grid.kind in _ON_GRID:
        grid = f"{section.grid.line_pitch:g}"
        return Both(f"{zh}（网格{grid}磅）", f"{en} (grid of {grid} pt)")
    return Both(zh, en)


def _colour(element: Element) -> Iterator[Deviation]:
    for piece in element.paragraph.pieces:
        colour = piece.look.colour
        if piece.text.strip() and not _is_black(colour):
            # Red could be a proof-reader's.
            yield at(
                "text-colour",
                element.paragraph,
                sure=element.sure and not is_red(colour),
                element=element.role.shown,
                colour=f"#{colour}",
            )
            return


def _is_black(colour: str) -> bool:
    try:
        parts = bytes.fromhex(colour)
    except ValueError:
        return True
    return all(part < _BLACK for part in parts)


def _mm(length: float) -> str:
    return f"{length:.1f}"
