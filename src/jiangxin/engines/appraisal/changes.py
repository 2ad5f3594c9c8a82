"""What moved the scores of a subject, as sentences in English and Chinese."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from jiangxin.engines.appraisal.comparing import Comparison, Movement
from jiangxin.engines.appraisal.result import Result
from jiangxin.engines.appraisal.rules import Step
from jiangxin.engines.appraisal.scheme import Scheme
from jiangxin.engines.appraisal.values import Events, Items, Missing, NotApplicable, Number, Scores, Value
from jiangxin.engines.appraisal.wording import Language, sentence, written


def change_sentences(comparison: Comparison, after: Result, subject: str, language: Language) -> list[str]:
    """Return what changed for a subject: its values, the rules, and what both did to its scores.

    Rules are said in their JSON form, as the scheme has them. ``after`` is the newer of the results compared.
    """
    said = []
    for value in comparison.values:
        if value.subject == subject:
            measure = after.scheme.measure(value.measure).name
            words = {"measure": measure, **_pair(_value(value.before, language), _value(value.after, language))}
            said.append(sentence(Step("changed.value", words=words), language))
    for rule in comparison.rules:
        words = {"where": rule.where, **_pair(_json(rule.before, language), _json(rule.after, language))}
        said.append(sentence(Step("changed.rule", words=words), language))
    for movement in comparison.of(subject):
        said += _movement(movement, after.scheme, language)
    return said


def _pair(before: str, after: str) -> dict[str, str]:
    return {"before": before, "after": after}


def _movement(movement: Movement, scheme: Scheme, language: Language) -> Iterator[str]:
    words = _pair(_number(movement.before, language), _number(movement.after, language))
    if movement.criterion:
        names = {criterion.code: criterion.name for criterion in scheme.criteria}
        words["criterion"] = names.get(movement.criterion, movement.criterion)
    yield sentence(Step("moved" if movement.criterion else "moved.total", words=words), language)
    if movement.own is None or movement.peers is None or movement.rules is None:
        yield sentence(Step("moved.open"), language)
    else:
        parts = {"own": movement.own, "peers": movement.peers, "rules": movement.rules}
        yield sentence(Step("moved.parts", parts), language)
    if movement.rank_before != movement.rank_after:
        ranks = _pair(_number(movement.rank_before, language), _number(movement.rank_after, language))
        yield sentence(Step("moved.rank", words=ranks), language)


def _number(number: Decimal | int | None, language: Language) -> str:
    return sentence(Step("none"), language) if number is None else written(Fraction(number))


def _json(part: Any, language: Language) -> str:
    return sentence(Step("none"), language) if part is None else json.dumps(part, ensure_ascii=False)


def _value(value: Value, language: Language) -> str:
    """Return a figure, or how many entries there are."""
    if isinstance(value, Missing):
        return sentence(Step("missing.short"), language)
    if isinstance(value, NotApplicable):
        return sentence(Step("not_applicable.short"), language)
    if isinstance(value, Number):
        return written(value.exact)
    if isinstance(value, Items):
        count = len(value.items)
    elif isinstance(value, Events):
        count = len(value.events)
    else:
        count = len(value.scores) if isinstance(value, Scores) else len(value.questions)
    return sentence(Step("entries", {"count": Fraction(count)}), language)
