"""Rules and values as plain text, a line for each thing: what tables, files and the API carry, and forms are made of.

A rule is its kind, then its settings, one line each; rows of a setting stand on lines of their own, columns parted
by bars, empty columns left empty::

    brackets
    about: value
    brackets: 90 | | 1
    brackets: | 90 | 0.6
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from types import NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jiangxin.engines.appraisal.rules import AnyRule
from jiangxin.engines.appraisal.values import (
    Answers,
    Event,
    Events,
    ExpertScore,
    Item,
    Items,
    Known,
    Number,
    Question,
    Scores,
)

KINDS: Mapping[str, type[Any]] = {kind.kind: kind for kind in get_args(AnyRule)}
LINES = re.compile(r"[\n;；]+")
BAR = re.compile(r"\s*[|｜]\s*")
#: What says that a list is known to be empty.
NONE = ("0", "无", "none")
_YES, _NO = ("yes", "true", "是", "1"), ("no", "false", "否", "0", "")


@cache
def settings_of(kind: type[Any]) -> tuple[tuple[str, Any, type[Any] | None, bool], ...]:
    """Return the settings of a kind of rule, or columns of its rows: name, type, class of its rows, whether needed."""
    hints = get_type_hints(kind)
    return tuple((field.name, *_typed(hints[field.name]), _needed(field)) for field in fields(kind))


def _typed(hint: Any) -> tuple[Any, type[Any] | None]:
    if get_origin(hint) is tuple:
        return tuple, get_args(hint)[0]
    kinds = [kind for kind in get_args(hint) if kind is not NoneType]
    return (hint, None) if get_origin(hint) is Literal or not kinds else (kinds[0], None)


def _needed(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


# ── Rules ───────────────────────────────────────────────────────────────────────────────────────


def read_rule(text: str) -> AnyRule:
    """Return the rule of a text. Raises ValidationError that names the line."""
    lines = [line.strip() for line in LINES.split(text) if line.strip()]
    kind = KINDS.get(lines[0]) if lines else None
    if kind is None:
        raise ValidationError(_("The first line names the kind of rule: %(kinds)s.") % {"kinds": ", ".join(KINDS)})
    known = {name: (hint, rows) for name, hint, rows, _need in settings_of(kind)}
    given: dict[str, Any] = {}
    for line in lines[1:]:
        name, colon, rest = (part.strip() for part in re.split(r"([:：])", line, maxsplit=1) or (line, "", ""))
        if name not in known or not colon:
            raise ValidationError(_unread(line))
        hint, rows = known[name]
        if rows is None:
            given[name] = _cell(hint, rest, line)
        else:
            given.setdefault(name, []).append(_row(rows, rest, line))
    return _made(kind, given)


def _made(kind: type[Any], given: Mapping[str, Any]) -> Any:
    """Return a rule of what was read; rows become tuples."""
    left_out = [name for name, _hint, _rows, needed in settings_of(kind) if needed and name not in given]
    if left_out:
        raise ValidationError(_("Still missing: %(names)s.") % {"names": ", ".join(left_out)})
    return kind(**{name: tuple(value) if isinstance(value, list) else value for name, value in given.items()})


def _row(kind: type[Any], text: str, line: str) -> Any:
    if kind is str:
        return text
    columns = settings_of(kind)
    cells = BAR.split(text.strip(" "))
    if len(cells) > len(columns):
        raise ValidationError(_unread(line))
    given = {}
    for (name, hint, _rows, needed), cell in zip(columns, [*cells, *[""] * len(columns)], strict=False):
        value = _cell(hint, cell, line)
        if value is None and needed and not _may_be_empty(kind, name):
            raise ValidationError(_unread(line))
        if value is not None or needed:
            given[name] = value
    return kind(**given)


def _may_be_empty(kind: type[Any], name: str) -> bool:
    return NoneType in get_args(get_type_hints(kind)[name])


def _cell(hint: Any, text: str, line: str) -> Any:
    """Return what a cell says; None where it is empty and no text is asked for."""
    text = text.strip()
    if get_origin(hint) is Literal and text in get_args(hint):
        return text
    if hint is str:
        return text
    if hint is bool and text.lower() in (*_YES, *_NO):
        return text.lower() in _YES
    if not text:
        return None
    try:
        if hint is int:
            return int(text)
        if hint is Decimal:
            return number(text)
    except ValueError:
        pass
    raise ValidationError(_unread(line))


def _unread(line: str) -> str:
    return _("“%(line)s” cannot be read here.") % {"line": line}


def write_rule(rule: AnyRule) -> str:
    """Return a rule as text; settings that are as usual are left out."""
    lines = [rule.kind]
    for field in fields(rule):
        value = getattr(rule, field.name)
        if isinstance(value, tuple):
            lines += [f"{field.name}: {row if isinstance(row, str) else _written_row(row)}" for row in value]
        elif _needed(field) or value != field.default:
            lines.append(f"{field.name}: {_written(value)}")
    return "\n".join(lines)


def _written_row(row: Any) -> str:
    return " | ".join(_written(getattr(row, column.name)) for column in fields(row)).rstrip()


def _written(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return plain(value) if isinstance(value, Decimal) else str(value)


def plain(value: Decimal) -> str:
    """Return a number without zeros at its end."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def number(text: str) -> Decimal:
    """Return a finite number, also one in per cent. Raises ValueError."""
    try:
        share = text.strip().endswith(("%", "％"))
        value = Decimal(text.strip().rstrip("%％").strip())
    except InvalidOperation:
        raise ValueError(text) from None
    if not value.is_finite():
        raise ValueError(text)
    return value / 100 if share else value


# ── Pairs: codes with words, codes with points ──────────────────────────────────────────────────


def pairs(text: str) -> dict[str, str]:
    """Return lines of ``code = words`` as a mapping. Raises ValidationError."""
    found: dict[str, str] = {}
    for line in filter(None, map(str.strip, LINES.split(text))):
        code, sign, words = (part.strip() for part in line.replace("＝", "=").rpartition("="))
        if not (code and sign and words) or code in found:
            raise ValidationError(_("“%(line)s” is not of the form code = value, each code once.") % {"line": line})
        found[code] = words
    return found


def weights(text: str) -> dict[str, Decimal]:
    """Return the points of single groups. Raises ValidationError."""
    found = {}
    for code, points in pairs(text).items():
        try:
            found[code] = number(points)
        except ValueError:
            raise ValidationError(_("“%(text)s” is no number.") % {"text": points}) from None
    return found


# ── Values ──────────────────────────────────────────────────────────────────────────────────────


def read_value(shape: str, text: str) -> Known:
    """Return the value of a text in the shape of its measure. Raises ValidationError that names the line."""
    lines = [line.strip() for line in LINES.split(text) if line.strip()]
    if not lines:
        raise ValidationError(_("Give the value."))
    if shape == "number":
        return _figure(text.strip())
    rows = [] if len(lines) == 1 and lines[0].lower() in NONE else [(line, BAR.split(line)) for line in lines]
    try:
        match shape:
            case "items":
                return Items(tuple(_item(*cells) for _line, cells in rows))
            case "events":
                return Events(tuple(_event(*cells) for _line, cells in rows))
            case "scores":
                return Scores(tuple(ExpertScore(expert, number(score)) for _line, (expert, score) in rows))
            case _:
                return Answers(tuple(_question(*cells) for _line, cells in rows))
    except (ValueError, TypeError):
        raise ValidationError(_("Not read. Write one entry a line: %(how)s") % {"how": HOW[shape]}) from None


def _figure(text: str) -> Number:
    amount, slash, per = text.replace("／", "/").partition("/")
    try:
        found = Number(number(amount), number(per) if slash else Decimal(1))
    except ValueError:
        raise ValidationError(_("“%(text)s” is no figure. Write 85.5, or 12/18.") % {"text": text}) from None
    if found.per <= 0:
        raise ValidationError(_("What a figure is divided by is more than 0."))
    return found


def _item(level: str, name: str, rank: str = "", on: str = "") -> Item:
    return Item(key=name, level=level, rank=rank, name=name, on=_day(on))


def _event(matter: str, count: str, name: str, on: str = "") -> Event:
    return Event(key=name, matter=matter, count=int(count), name=name, on=_day(on))


def _question(code: str, *answers: str) -> Question:
    return Question(code, {option.strip(): number(count) for option, count in (a.split("=") for a in answers)})


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


#: How entries of a shape are written.
HOW = {
    "number": "85.5 / 12/18",
    "items": "level | name | rank | 2024-05-31",
    "events": "matter | count | name | 2024-05-31",
    "scores": "expert | 92.5",
    "answers": "question | a=10 | b=5",
}


def write_value(value: Known) -> str:
    """Return a value as text."""
    if isinstance(value, Number):
        return plain(value.amount) + (f"/{plain(value.per)}" if value.per != 1 else "")
    return "\n".join(_entries(value)) or NONE[1]


def _entries(value: Known) -> Iterator[str]:
    if isinstance(value, Items):
        yield from (_line(one.level, one.name or one.key, one.rank, one.on) for one in value.items)
    elif isinstance(value, Events):
        yield from (_line(one.matter, one.count, one.name or one.key, one.on) for one in value.events)
    elif isinstance(value, Scores):
        yield from (_line(one.expert, plain(one.score)) for one in value.scores)
    elif isinstance(value, Answers):
        for one in value.questions:
            yield _line(one.code, *(f"{option}={plain(count)}" for option, count in one.answers.items()))


def _line(*cells: Any) -> str:
    return " | ".join("" if cell is None else str(cell) for cell in cells).rstrip(" |")
