"""A deviation from the standard: what it is, where it is, and how sure the checker is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from jiangxin.engines.typeset.check_reading import Paragraph
from jiangxin.engines.typeset.check_rules import RULES, STANDARD
from jiangxin.engines.typeset.check_words import Both, Language

_WORDS = 12
#: How many further paragraphs are named.
_NAMED = 5


class Certainty(Enum):
    """Whether it is a deviation beyond doubt, or what the checker took for one."""

    CERTAIN = "certain"
    LIKELY = "likely"


class Part(Enum):
    """What part of a file a place is in."""

    PAGE = "page"
    FOOTER = "footer"
    PARAGRAPH = "paragraph"


_PARTS = {Part.PAGE: Both("页面", "page"), Part.FOOTER: Both("页脚", "footer")}


@dataclass(frozen=True)
class Place:
    """Where a deviation is."""

    part: Part
    section: int = 0
    """The section of a page or footer, from 1, where the file has several."""
    paragraph: int = 0
    """The first paragraph that deviates so, from 1; paragraphs without text are not counted."""
    words: str = ""
    """How it begins."""
    others: tuple[int, ...] = ()
    """Further paragraphs, or sections, that deviate in the same way."""

    def told(self, language: Language) -> str:
        """Return the place in words."""
        if self.part is Part.PARAGRAPH:
            zh, en = f"第{self.paragraph}段“{self.words}”", f"paragraph {self.paragraph} “{self.words}”"
        else:
            part = _PARTS[self.part]
            zh = f"第{self.section}节{part.zh}" if self.section else part.zh
            en = f"{part.en} of section {self.section}" if self.section else part.en
        named = [str(number) for number in self.others[:_NAMED]]
        more = len(self.others) - len(named)
        if named and language == "zh":
            unit = "段" if self.part is Part.PARAGRAPH else "节"
            zh += f"（还有第{'、'.join(named)}{unit}" + (f"等{len(self.others)}处）" if more else "）")
        elif named:
            en += f" (also {', '.join(named)}" + (f" and {more} more)" if more else ")")
        return zh if language == "zh" else en


@dataclass(frozen=True)
class Deviation:
    """A deviation from the standard."""

    code: str
    """A key of `RULES`."""
    place: Place
    params: Mapping[str, str | Both] = field(default_factory=dict)
    """What the words of the rule are filled with."""
    certainty: Certainty = Certainty.CERTAIN

    @property
    def clause(self) -> str:
        """The clause of the standard."""
        return f"{STANDARD} {RULES[self.code].clause}"

    def found(self, language: Language) -> str:
        """Return what was found."""
        return self._filled(RULES[self.code].found, language)

    def wanted(self, language: Language) -> str:
        """Return what the standard wants."""
        return self._filled(RULES[self.code].wanted, language)

    def told(self, language: Language) -> str:
        """Return the whole in one line."""
        likely = self.certainty is Certainty.LIKELY
        found, wanted, place = self.found(language), self.wanted(language), self.place.told(language)
        if language == "zh":
            return f"{self.clause} {place}：{found}，{wanted}" + ("（可能）" if likely else "")
        return f"{self.clause}, {place}: {found}; {wanted}" + (" (likely)" if likely else "")

    def to_dict(self, language: Language) -> dict[str, Any]:
        """Return the deviation as values that JSON knows, with its words in one language."""
        return {
            "code": self.code,
            "clause": self.clause,
            "certainty": self.certainty.value,
            "place": {
                "part": self.place.part.value,
                "section": self.place.section or None,
                "paragraph": self.place.paragraph or None,
                "words": self.place.words,
                "others": list(self.place.others),
            },
            "found": self.found(language),
            "wanted": self.wanted(language),
            "message": self.told(language),
        }

    def _filled(self, words: Both, language: Language) -> str:
        values = {
            name: value.told(language) if isinstance(value, Both) else value for name, value in self.params.items()
        }
        return words.told(language).format_map(values)


def at(code: str, paragraph: Paragraph, *, sure: bool = True, **params: str | Both) -> Deviation:
    """Return a deviation of a paragraph."""
    words = " ".join(paragraph.text.lstrip()[: _WORDS * 3].split())
    words = words if len(words) <= _WORDS else f"{words[:_WORDS]}…"
    place = Place(Part.PARAGRAPH, paragraph=paragraph.number, words=words)
    return Deviation(code, place, params, certainty(sure=sure))


def certainty(*, sure: bool) -> Certainty:
    """Return how sure something is."""
    return Certainty.CERTAIN if sure else Certainty.LIKELY


def gathered(deviations: Iterable[Deviation]) -> list[Deviation]:
    """Return the deviations, those that are alike as one with all its places."""
    alike: dict[tuple[object, ...], list[Deviation]] = {}
    for one in deviations:
        key = (
            one.code,
            one.place.part,
            one.certainty,
            *sorted((name, repr(value)) for name, value in one.params.items()),
        )
        alike.setdefault(key, []).append(one)
    found = []
    for first, *rest in alike.values():
        numbers = (other.place.paragraph or other.place.section for other in rest)
        others = tuple(dict.fromkeys(number for number in numbers if number))
        found.append(replace(first, place=replace(first.place, others=others)))
    return found
