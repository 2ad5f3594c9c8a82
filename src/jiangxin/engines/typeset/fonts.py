"""The faces that official documents are set in, as free fonts: which are here, and what to install where one is not.

GB/T 9704-2012 names 仿宋, 小标宋, 黑体, 楷体 and 宋体. Each is a chain of families: the first that is installed sets
the text, the others set the characters that it lacks, which are those of rare names.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import typst
from fontTools.ttLib import TTFont

from jiangxin.engines.typeset.document import Document, to_dict

#: Where `tools/fonts.sh` puts what the package registries have.
BUNDLED = Path(__file__).parent / "fonts"

LATIN = ("Liberation Serif", "Libertinus Serif")
WENKAI, SERIF, SANS = "LXGW WenKai", "Noto Serif CJK SC", "Noto Sans CJK SC"
RARE = (WENKAI, SERIF, SANS)


@dataclass(frozen=True)
class Face:
    """One of the faces of the standard."""

    name: str
    """What the standard calls it."""
    families: tuple[str, ...]
    """Free fonts of this face, the best first."""
    install: str
    """The packages that bring them."""


FACES: dict[str, Face] = {
    "fang": Face("仿宋", ("FandolFang R",), "texlive-lang-chinese (its file FandolFang-Regular.otf)"),
    "biaosong": Face("小标宋", (SERIF, "FandolSong"), "fonts-noto-cjk"),
    "hei": Face("黑体", (SANS, "FandolHei"), "fonts-noto-cjk"),
    "kai": Face("楷体", (WENKAI, "FandolKai"), "@fontsource/lxgw-wenkai"),
    "song": Face("宋体", (SERIF, "FandolSong"), "fonts-noto-cjk"),
}


#: Every family, in the order in which they are asked for a character that a face lacks.
FAMILIES = (*dict.fromkeys((*RARE, *(family for face in FACES.values() for family in face.families), *LATIN)),)


class FontsMissing(Exception):  # noqa: N818 - reads as the sentence it stands for
    """A face of the standard is not installed; the message says what to install."""


@dataclass(frozen=True)
class Fonts:
    """The fonts that are installed."""

    handle: typst.Fonts
    files: dict[str, tuple[tuple[str, int], ...]]
    """Family to the files (with the index in a collection) that hold it; fonts built into typst have none."""

    def chain(self, face: str) -> list[str]:
        """Return the installed families for a face: those of it, those with rare characters, then every other."""
        wanted = (*FACES[face].families, *FAMILIES)
        return [family for family in dict.fromkeys(wanted) if family in self.files]

    def latin(self) -> str:
        """Return the family for Latin letters and digits."""
        return next(family for family in LATIN if family in self.files)

    def missing(self) -> list[Face]:
        """Return the faces that no installed font can show."""
        return [face for face in FACES.values() if not any(family in self.files for family in face.families)]

    def without_glyph(self, text: str) -> str:
        """Return the characters that no installed font of the chains can show, each once."""
        rest = {character for character in text if _is_drawn(character)}
        for family in FAMILIES:
            for path, index in self.files.get(family, ())[:1]:
                rest -= {character for character in rest if ord(character) in _characters(path, index)}
        return "".join(sorted(rest))


#: typst's own fonts show everything up to here.
LAST_LATIN = 0x24F
#: Controls and marks of format, and the selectors of variants that stand behind a character.
UNDRAWN, SELECTORS = frozenset({"Cc", "Cf"}), (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))


@cache
def installed() -> Fonts:
    """Return the fonts of this machine, those of `JIANGXIN_FONTS` and those that came with the set-up; found once."""
    return found(folder for folder in (os.environ.get("JIANGXIN_FONTS", ""), str(BUNDLED)) if folder)


def found(folders: Iterable[str], *, system: bool = True) -> Fonts:
    """Return the fonts in some folders, and those of the machine unless told otherwise."""
    handle = typst.Fonts(include_system_fonts=system, font_paths=list(folders))
    files: dict[str, list[tuple[str, int]]] = {}
    for font in handle.fonts():
        places = files.setdefault(font.family, [])
        if font.path:
            places.append((font.path, font.index))
    return Fonts(handle, {family: tuple(places) for family, places in files.items()})


def demand(document: Document, fonts: Fonts | None = None) -> Fonts:
    """Return the fonts, those that are installed unless told otherwise, if they show the whole document.

    Raises:
        FontsMissing: a face of the standard, or a character of the document, cannot be shown.
    """
    fonts = fonts or installed()
    if missing := fonts.missing():
        names = "、".join(face.name for face in missing)
        packages = ", ".join(dict.fromkeys(face.install for face in missing))
        raise FontsMissing(f"No font for {names}. Run tools/fonts.sh, or install: {packages}")
    if rare := fonts.without_glyph(_text(to_dict(document))):
        raise FontsMissing(
            f"No installed font shows {'、'.join(rare)}. Install a font that does, such as fonts-hanazono"
        )
    return fonts


def _is_drawn(character: str) -> bool:
    """Tell whether a character has to have a glyph: not what only divides, joins, or chooses between forms."""
    code = ord(character)
    return not (
        code <= LAST_LATIN
        or character.isspace()
        or unicodedata.category(character) in UNDRAWN
        or any(code in selectors for selectors in SELECTORS)
    )


@cache
def _characters(path: str, index: int) -> frozenset[int]:
    with TTFont(path, fontNumber=index, lazy=True) as font:
        return frozenset(font.getBestCmap())


def _text(value: object) -> str:
    """Return everything that is written in a document."""
    if isinstance(value, dict):
        return "".join(_text(part) for part in value.values())
    if isinstance(value, list):
        return "".join(_text(part) for part in value)
    return value if isinstance(value, str) else ""
