"""How one value looks, the same on lists, details, histories and previews."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from jiangxin.kernel.records import RecordType

EMPTY = "—"


def plain(value: Any) -> str:  # noqa: PLR0911 - one line for each kind of value
    """Return a value as plain text: 2026-11-23, yes or no, parts joined; "" for nothing."""
    match value:
        case None | "":
            return ""
        case bool():
            return _("yes") if value else _("no")
        case datetime():
            return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
        case date():
            return value.isoformat()
        case Decimal():
            return str(number_format(value.normalize() if value % 1 else value.to_integral_value(), use_l10n=True))
        case int() | float():
            return str(number_format(value, use_l10n=True))
        case dict():
            return "; ".join(f"{name}: {plain(part)}" for name, part in value.items())
        case list() | tuple():
            return "; ".join(plain(part) for part in value)
        case _:
            return str(value)


def render_value(value: Any) -> str | SafeString:
    """Return a value as markup for a page; a dash stands for nothing."""
    if isinstance(value, (list, tuple)) and value:
        return tags(value)
    return plain(value) or EMPTY


def tags(values: Iterable[Any]) -> SafeString:
    """Return one small box for each value."""
    return format_html_join("", '<span class="tag">{}</span>', ((plain(value),) for value in values))


def render_light(colour: Any, label: Any) -> SafeString:
    """Return a light: shape, colour and word; grey where there is none."""
    return format_html('<span class="light light-{}">{}</span>', colour or "grey", label or "")


def render_state(record: type[RecordType], instance: Any, column: str = "") -> SafeString:
    """Return the state of a row as a coloured badge; the word says what the colour hints at."""
    if record.workflow is None:
        return SafeString("")
    column = column or record.workflow.column
    colour = record.workflow.colours.get(getattr(instance, column), "grey")
    return format_html('<span class="state state-{}">{}</span>', colour, state_label(record, instance, column))


def state_label(record: type[RecordType], instance: Any, column: str = "") -> str:
    """Return the state of a row in words."""
    column = column or (record.workflow.column if record.workflow else "")
    value = getattr(instance, column, "")
    return str(getattr(instance, f"get_{column}_display", lambda: value)())
