"""Explanations as sentences, in English and Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from jiangxin.engines.appraisal.phrases import EN, ZH
from jiangxin.engines.appraisal.result import Explanation, TotalExplanation
from jiangxin.engines.appraisal.rounding import half_up
from jiangxin.engines.appraisal.rules import Step
from jiangxin.engines.appraisal.values import Number

Language = Literal["en", "zh"]

#: Up to so many decimal places a number is written in full; beyond them it is rounded, and said to be.
_FULL_PLACES = 6
_ROUNDED_PLACES = 4

_PHRASES: Mapping[Language, Mapping[str, str]] = {"en": EN, "zh": ZH}
_BRACKETS: Mapping[Language, tuple[str, str]] = {"en": (" (", ")"), "zh": ("（", "）")}
_COMMA: Mapping[Language, str] = {"en": ", ", "zh": "、"}


class _Number:
    """Numbers that a phrase writes as such, as per cent, or with their sign."""

    def __init__(self, numbers: Iterable[Fraction], language: Language) -> None:
        self._numbers = tuple(numbers)
        self._language = language

    def __format__(self, spec: str) -> str:
        unit, factor = ("%", 100) if spec == "%" else ("", 1)
        signs = ["+" if spec == "+" and number > 0 else "" for number in self._numbers]
        texts = [f"{written(number * factor)}{unit}" for number in self._numbers]
        return _COMMA[self._language].join(sign + text for sign, text in zip(signs, texts, strict=True))


class _Word:
    """A word that a phrase writes as such, or in brackets where there is one."""

    def __init__(self, word: str, language: Language) -> None:
        self._word = word
        self._language = language

    def __format__(self, spec: str) -> str:
        if spec == "()" and self._word:
            left, right = _BRACKETS[self._language]
            return f"{left}{self._word}{right}"
        return self._word


def written(number: Fraction) -> str:
    """Return a number in full where it has few decimal places, else rounded behind ≈."""
    rounded = half_up(number, _FULL_PLACES)
    if Fraction(rounded) == number:
        return _plain(rounded)
    return f"≈{_plain(half_up(number, _ROUNDED_PLACES))}"


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def sentences(explanation: Explanation | TotalExplanation, language: Language) -> list[str]:
    """Return an explanation as sentences: what it is about, how it was computed, what came of it."""
    if isinstance(explanation, TotalExplanation):
        return [*(sentence(step, language) for step in explanation.steps), *_total(explanation, language)]
    head = {"criterion": explanation.name, "basis": explanation.basis}
    return [
        sentence(Step("head", words=head), language),
        *_value(explanation, language),
        *(sentence(step, language) for step in explanation.steps),
        _points(explanation, language),
    ]


def sentence(step: Step, language: Language) -> str:
    """Return one step as a sentence."""
    filled: dict[str, _Number | _Word] = {name: _Number([number], language) for name, number in step.numbers.items()}
    filled |= {name: _Number(numbers, language) for name, numbers in step.lists.items()}
    filled |= {name: _Word(word, language) for name, word in step.words.items()}
    # What is rounded for reading equals nothing: ≈ stands in place of the sign before it.
    return _PHRASES[language][step.code].format(**filled).replace("＝≈", "≈").replace("= ≈", "≈ ")


def _value(explanation: Explanation, language: Language) -> list[str]:
    """Figures are said first; other values are told by the steps."""
    value = explanation.value
    if not isinstance(value, Number) or explanation.status == "not_in_group":
        return []
    words = {"measure": explanation.measure, "unit": _unit(explanation.unit, language)}
    return [sentence(Step("value", {"value": value.exact}, words=words), language)]


def _unit(unit: str, language: Language) -> str:
    return f" {unit}" if unit and language == "en" and unit != "%" else unit


def _points(explanation: Explanation, language: Language) -> str:
    if explanation.points is None:
        return sentence(Step("points.none"), language)
    code = "points.off" if explanation.points < 0 else "points"
    shown = {"points": Fraction(explanation.points), "possible": explanation.possible}
    return sentence(Step(code, shown), language)


def _total(explanation: TotalExplanation, language: Language) -> list[str]:
    group = {"group": explanation.group}
    if explanation.points is None:
        return [sentence(Step("total.none"), language), sentence(Step("rank.none", words=group), language)]
    shown = {"points": Fraction(explanation.points), "possible": explanation.possible}
    said = [sentence(Step("total", shown), language)]
    if explanation.rank is None:
        return [*said, sentence(Step("rank.none", words=group), language)]
    ranks = {"rank": Fraction(explanation.rank), "of": Fraction(explanation.of)}
    tied = _COMMA[language].join(explanation.tied)
    return [*said, sentence(Step("rank.tied" if tied else "rank", ranks, words=group | {"tied": tied}), language)]
