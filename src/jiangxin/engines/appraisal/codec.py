"""Dataclasses of the engine to and from what JSON knows.

Numbers are strings, so that nothing is lost on the way. Where a field may hold one of several classes, their
``kind`` says which. What is unknown, left out or of the wrong type is an error that names the place.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cache
from typing import Any, ClassVar, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

_T = TypeVar("_T")


class CodecError(ValueError):
    """The data is not what is expected; the message says where."""


def encode(thing: Any) -> Any:
    """Return what JSON knows."""
    if is_dataclass(thing) and not isinstance(thing, type):
        kind = {"kind": type(thing).__dict__["kind"]} if _is_tagged(type(thing)) else {}
        return kind | {field.name: encode(getattr(thing, field.name)) for field in fields(thing)}
    if isinstance(thing, Mapping):
        return {str(name): encode(part) for name, part in thing.items()}
    if isinstance(thing, (tuple, list)):
        return [encode(part) for part in thing]
    if isinstance(thing, (Decimal, Fraction)):
        return str(thing)
    return thing.isoformat() if isinstance(thing, date) else thing


def decode(kind: type[_T], data: Any) -> _T:
    """Return a dataclass from what JSON knows. Raises `CodecError`."""
    return _read(kind, data, kind.__name__)


def _is_tagged(kind: type) -> bool:
    """Whether a class says its kind itself; a field of the same name is no tag."""
    return isinstance(kind.__dict__.get("kind"), str)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return {name: hint for name, hint in get_type_hints(kind).items() if get_origin(hint) is not ClassVar}


def _read(kind: Any, data: Any, where: str) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _one_of(get_args(kind), data, where)
    if origin is Literal:
        if data not in get_args(kind):
            raise CodecError(f"{where}: {data!r} is none of {', '.join(map(repr, get_args(kind)))}")
        return data
    if origin is tuple:
        if not isinstance(data, (list, tuple)):
            raise CodecError(f"{where}: a list is expected")
        return tuple(_read(get_args(kind)[0], part, f"{where}[{place}]") for place, part in enumerate(data))
    if origin is not None:  # a mapping
        if not isinstance(data, Mapping):
            raise CodecError(f"{where}: an object is expected")
        return {name: _read(get_args(kind)[1], part, f"{where}.{name}") for name, part in data.items()}
    return _object(kind, data, where) if is_dataclass(kind) else _plain(kind, data, where)


def _one_of(kinds: tuple[Any, ...], data: Any, where: str) -> Any:
    if data is None and types.NoneType in kinds:
        return None
    several = [kind for kind in kinds if kind is not types.NoneType]
    if len(several) == 1:
        return _read(several[0], data, where)
    tag = data.get("kind") if isinstance(data, Mapping) else None
    for kind in several:
        if kind.kind == tag:
            return _read(kind, data, where)
    raise CodecError(f"{where}: {tag!r} is none of the kinds {', '.join(kind.kind for kind in several)}")


def _object(kind: Any, data: Any, where: str) -> Any:
    if not isinstance(data, Mapping):
        raise CodecError(f"{where}: an object is expected")
    known = {field.name: field for field in fields(kind)}
    unknown = set(data) - set(known) - ({"kind"} if _is_tagged(kind) else set())
    left_out = [name for name, field in known.items() if name not in data and _is_required(field)]
    if unknown or left_out:
        raise CodecError(f"{where}: unknown {sorted(unknown)}, left out {left_out}")
    hints = _hints(kind)
    return kind(**{name: _read(hints[name], data[name], f"{where}.{name}") for name in known if name in data})


def _is_required(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _plain(kind: Any, data: Any, where: str) -> Any:
    whole = isinstance(data, int) and not isinstance(data, bool)
    if kind in (str, bool) and isinstance(data, kind):
        return data
    if kind is int and whole:
        return data
    try:
        if kind is Decimal and (whole or isinstance(data, str)) and (number := Decimal(data)).is_finite():
            return number
        if kind is Fraction and (whole or isinstance(data, str)):
            return Fraction(data)
        if kind is date and isinstance(data, str):
            return date.fromisoformat(data)
    except (ValueError, ZeroDivisionError, InvalidOperation):
        pass
    raise CodecError(f"{where}: {data!r} is no {kind.__name__}")
