"""Settings that officials edit: declared keys, dated values with a source.

A room declares a key in its `ready()`; pages and domain code read the value in force on a day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from jiangxin.kernel.clock import today

#: What a value may be: text, long text, whole number, yes or no, date.
KINDS = ("text", "longtext", "number", "bool", "date")
#: Parameters: keys, day. Every page asks for the name of the region, hence no query built at run time.
IN_FORCE = "SELECT key, value FROM desk_setting WHERE key = ANY(%s) AND valid_from <= %s ORDER BY valid_from"


@dataclass(frozen=True)
class Declared:
    """A key that exists. `default` holds where no row does."""

    key: str
    kind: str
    default: Any
    label: Any
    help: Any = ""
    group: Any = ""


_declared: dict[str, Declared] = {}


def declare(key: str, kind: str, default: Any, label: Any, *, help: Any = "", group: Any = "") -> None:  # noqa: A002 - the word of forms
    """Declare a setting. Raises ValueError for an unknown kind or a key that is taken."""
    if kind not in KINDS or key in _declared:
        raise ValueError(f"setting {key!r}: unknown kind {kind!r} or declared twice")
    _declared[key] = Declared(key, kind, default, label, help, group)


def declared() -> Mapping[str, Declared]:
    """Return every declared setting by key."""
    return _declared


def get(key: str, day: date | None = None) -> Any:
    """Return the value in force on a day (one query). Raises KeyError for undeclared keys."""
    return get_many((key,), day)[key]


def get_many(keys: tuple[str, ...], day: date | None = None) -> dict[str, Any]:
    """Return the values in force on a day (one query). Raises KeyError for undeclared keys."""
    found = {key: _declared[key].default for key in keys}
    with connection.cursor() as cursor:
        cursor.execute(IN_FORCE, [list(keys), day or today()])
        for key, value in cursor.fetchall():
            found[key] = parse(_declared[key], value)
    return found


def parse(setting: Declared, text: str) -> Any:
    """Return the typed value of what is kept as text. Raises ValueError when it does not fit."""
    readers: dict[str, Callable[[str], Any]] = {
        "number": int,
        "bool": lambda value: value == "1",
        "date": date.fromisoformat,
    }
    return readers.get(setting.kind, str)(text)


def spell(setting: Declared, value: Any) -> str:
    """Return the text under which a typed value is kept."""
    if setting.kind == "bool":
        return "1" if value else "0"
    if setting.kind == "date":
        return str(value.isoformat())
    return str(value)


def site_address(value: str) -> str:
    """Return the address of the site as links begin with it, "" for what is no address of the web."""
    address = value.strip().rstrip("/")
    return address if address.startswith(("https://", "http://")) else ""
