"""One cell: from what a sheet holds to a value of a field, and back."""

from __future__ import annotations

import json
import re
import unicodedata
import uuid
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone, translation
from django.utils.translation import gettext as _

#: A number in a sheet keeps 15 significant digits; a longer one has lost its end already.
EXACT = 10**15
_SCIENTIFIC = re.compile(r"-?\d(\.\d+)?[eE]\+\d{2,}")
_DATES = (
    re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]00:00(?::00)?)?"),
    re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日?"),
    re.compile(r"(\d{4})(\d{2})(\d{2})"),
)
_YES = frozenset({"是", "有", "对", "√", "✓", "✔", "yes", "y", "true", "1", "on"})
_NO = frozenset({"否", "无", "没有", "×", "✗", "x", "no", "n", "false", "0", "off"})
_SEPARATORS = re.compile(r"[;；\n]")
#: Texts that a spreadsheet program would run as a formula (Chinese ones take the wide signs too), and those
#: that already carry our quote.
_LIVE = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_QUOTED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def clean_text(raw: Any) -> str:
    """Return the text of a cell as a reader sees it, trimmed; numbers and dates in plain notation."""
    if raw is None:
        return ""
    if isinstance(raw, str):
        return _CONTROLS.sub("", raw.replace("\r\n", "\n")).strip()
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() else repr(raw)
    if isinstance(raw, datetime):
        return raw.date().isoformat() if not (raw.hour or raw.minute or raw.second) else raw.isoformat(" ")
    return raw.isoformat() if hasattr(raw, "isoformat") else str(raw)


def quote(text: str) -> str:
    """Return a text that no spreadsheet program runs as a formula; `unquote` gives it back."""
    return f"'{text}" if _LIVE.match(text) else text


def unquote(text: str) -> str:
    """Return the text that was quoted."""
    return text[1:] if _QUOTED.match(text) else text


def parse(field: Any, raw: Any, *, validate: bool = True) -> Any:
    """Return the value of a field that a cell stands for; an empty cell gives the field's empty value.

    `validate=False` only converts (keys of related rows). Raises ValidationError.
    """
    if isinstance(raw, (int, float)) and not isinstance(raw, bool) and abs(raw) >= EXACT and _textual(field):
        raise ValidationError(
            _("It was stored as a number and has lost its last digits. Format the column as text and enter it again.")
        )
    text = clean_text(raw)
    if text == "":
        value = _empty(field)
        return field.clean(value, None) if validate else value
    kind: Any = type(field)
    value = _reader(kind)(field, raw, text)
    return field.clean(value, None) if validate else field.to_python(value)


def show(field: Any, value: Any) -> str:
    """Return the text of a value, which `parse` reads back unchanged in any language."""
    if value is None or value == "":
        return ""
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, str):
        return _CONTROLS.sub("", value.replace("\r\n", "\n")).strip()
    if isinstance(field, ArrayField):
        parts = [show(field.base_field, item) for item in value]
        return json.dumps(parts, ensure_ascii=False) if any(_awkward(part) for part in parts) else "；".join(parts)
    if isinstance(field, models.JSONField):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return str(_("yes")) if value else str(_("no"))
    if isinstance(value, datetime):
        local = timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
        return local.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def same(field: Any, old: Any, new: Any) -> bool:
    """Whether two values are the same to a reader of files (white space at the ends does not count)."""
    return bool(old == new) or show(field, old) == show(field, new)


def _awkward(part: str) -> bool:
    return bool(_SEPARATORS.search(part)) or part.startswith('["') or part != part.strip() or not part


def _empty(field: Any) -> Any:
    if field.null:
        return None
    return "" if field.blank and _textual(field) else field.get_default()


def _textual(field: Any) -> bool:
    return isinstance(field, (models.CharField, models.TextField))


def _read_text(field: Any, raw: Any, text: str) -> Any:
    if field.choices:
        return _choice(field, text)
    if _SCIENTIFIC.fullmatch(text) and (isinstance(raw, str) or abs(raw) >= EXACT):
        raise ValidationError(
            _("“%(text)s” has lost its last digits. Format the column as text and enter it again.") % {"text": text}
        )
    return text


def _read_boolean(_field: Any, _raw: Any, text: str) -> bool:
    folded = unicodedata.normalize("NFKC", text).casefold()
    if folded in _YES or folded in _words("yes"):
        return True
    if folded in _NO or folded in _words("no"):
        return False
    raise ValidationError(_("“%(text)s” is neither 是 nor 否.") % {"text": text})


def _read_integer(field: Any, raw: Any, text: str) -> Any:
    if field.choices:
        return _choice(field, text)
    if isinstance(raw, float) and not raw.is_integer():
        raise ValidationError(_("“%(text)s” is not a whole number.") % {"text": text})
    plain = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "")
    if re.fullmatch(r"[+-]?\d+(\.0+)?", plain) is None:
        raise ValidationError(_("“%(text)s” is not a whole number.") % {"text": text})
    return int(plain.partition(".")[0])


def _read_decimal(field: Any, raw: Any, text: str) -> Any:
    plain = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "")
    try:
        value = Decimal(f"{raw:.15g}") if isinstance(raw, float) else Decimal(plain)
    except InvalidOperation:
        raise ValidationError(_("“%(text)s” is not a number.") % {"text": text}) from None
    if not value.is_finite():
        raise ValidationError(_("“%(text)s” is not a number.") % {"text": text})
    places = getattr(field, "decimal_places", None)
    if isinstance(raw, float) and places is not None and abs(value) < EXACT:
        rounded = round(value, places)
        return rounded if abs(rounded - value) < Decimal("1e-9") else value
    return value


def _read_float(_field: Any, _raw: Any, text: str) -> float:
    try:
        return float(unicodedata.normalize("NFKC", text).replace(",", ""))
    except ValueError:
        raise ValidationError(_("“%(text)s” is not a number.") % {"text": text}) from None


def _read_date(_field: Any, raw: Any, text: str) -> date:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    plain = unicodedata.normalize("NFKC", text)
    if "年" in plain:
        plain = plain.replace(" ", "")
    for pattern in _DATES:
        found = pattern.fullmatch(plain)
        if found:
            year, month, day = (int(part) for part in found.groups())
            try:
                return date(year, month, day)
            except ValueError:
                break
    message = _("“%(text)s” is not a date. Write 2026-11-23, 2026/11/23 or 2026年11月23日.")
    raise ValidationError(message % {"text": text})


def _read_datetime(_field: Any, raw: Any, text: str) -> datetime:
    if isinstance(raw, datetime):
        value = raw
    else:
        try:
            value = datetime.fromisoformat(text.replace("/", "-"))
        except ValueError:
            day = _read_date(_field, raw, text)
            value = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - made aware below
    return timezone.make_aware(value) if timezone.is_naive(value) else value


def _read_array(field: Any, _raw: Any, text: str) -> list[Any]:
    if text.startswith('["'):
        try:
            parts = [str(part) for part in json.loads(text)]
        except ValueError:
            raise ValidationError(_("Separate several entries by semicolons.")) from None
    else:
        parts = [part.strip() for part in _SEPARATORS.split(text) if part.strip()]
    kind: Any = type(field.base_field)
    return [_reader(kind)(field.base_field, part, part) for part in parts]


def _read_json(_field: Any, _raw: Any, text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise ValidationError(_("“%(text)s” is not valid JSON.") % {"text": text[:60]}) from None


def _read_uuid(_field: Any, _raw: Any, text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise ValidationError(_("“%(text)s” is not an identifier.") % {"text": text}) from None


def _choice(field: Any, text: str) -> Any:
    """Return the stored value of a choice, which may be given as stored or by its label in any language."""
    known = _labels(field)
    folded = unicodedata.normalize("NFKC", text).casefold()
    if folded in known:
        return known[folded]
    options = "、".join(str(label) for _value, label in field.flatchoices)
    raise ValidationError(_("“%(text)s” is not in the list: %(options)s.") % {"text": text, "options": options})


@cache
def _labels(field: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for code, _label in settings.LANGUAGES:
        with translation.override(code):
            for value, label in field.flatchoices:
                found.setdefault(unicodedata.normalize("NFKC", str(label)).casefold(), value)
    found.update({str(value).casefold(): value for value, _label in field.flatchoices})
    return found


@cache
def _words(message: str) -> frozenset[str]:
    found = set()
    for code, _label in settings.LANGUAGES:
        with translation.override(code):
            found.add(_(message).casefold())
    return frozenset(found)


Reader = Callable[[Any, Any, str], Any]
_READERS: tuple[tuple[type[Any], Reader], ...] = (
    (models.BooleanField, _read_boolean),
    (models.DateTimeField, _read_datetime),
    (models.DateField, _read_date),
    (models.DecimalField, _read_decimal),
    (models.FloatField, _read_float),
    (models.IntegerField, _read_integer),
    (models.UUIDField, _read_uuid),
    (models.JSONField, _read_json),
    (ArrayField, _read_array),
)


@cache
def _reader(kind: Any) -> Reader:
    return next((reader for known, reader in _READERS if issubclass(kind, known)), _read_text)
