"""What the data of a finding must be, by its kind; the structure is that of `domain/findings.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jiangxin.planning.enums import Comparator, FindingKind, TargetKind, UnitRole


def clean(kind: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data of a kind in its canonical structure. Raises ValidationError by field."""
    if not isinstance(data, Mapping):
        raise ValidationError(_("Give the values by name."))
    return _CLEANERS[FindingKind(kind)](data)


def _clean_heading(data: Mapping[str, Any]) -> dict[str, Any]:
    title = _text(data, "title", 300)
    if not title:
        raise ValidationError({"title": _("Give the title of the heading.")})
    return {"number": _text(data, "number", 20), "title": title, "level": _integer(data, "level", 1, 9)}


def _clean_task(data: Mapping[str, Any]) -> dict[str, Any]:
    content = _text(data, "content", 20_000)
    if not content:
        raise ValidationError({"content": _("Give the content of the task.")})
    units: list[dict[str, str]] = []
    for unit in _list(data, "units"):
        if not isinstance(unit, Mapping):
            raise ValidationError({"units": _("Give the values by name.")})
        name, role = str(unit.get("name", "")).strip()[:160], str(unit.get("role") or UnitRole.RESPONSIBLE)
        if role not in UnitRole.values:
            raise ValidationError({"units": _("Unknown role of a unit.")})
        if name and name not in {known["name"] for known in units}:
            units.append({"name": name, "role": role})
    if sum(unit["role"] == UnitRole.LEAD for unit in units) > 1:
        raise ValidationError({"units": _("A task has one lead at most.")})
    deadlines = [str(item).strip()[:80] for item in _list(data, "deadlines") if str(item).strip()]
    return {
        "number": _integer(data, "number", 1, 9999),
        "content": content,
        "units": units,
        "others_follow": bool(data.get("others_follow")),
        "deadlines": deadlines,
    }


def _clean_figure(data: Mapping[str, Any]) -> dict[str, Any]:
    errors: dict[str, str] = {}
    subject = _text(data, "subject", 300)
    comparator = str(data.get("comparator", ""))
    value, low, high = (_decimal(data, name, errors) for name in ("value", "low", "high"))
    if not subject:
        errors["subject"] = _("Say what is counted or measured.")
    if comparator not in Comparator.values:
        errors["comparator"] = _("Choose how values are compared.")
    elif comparator == Comparator.BETWEEN:
        value = None
        if low is None or high is None or low > high:
            errors["low"] = _("Give both ends of the range, the smaller first.")
    else:
        low = high = None
        if value is None:
            errors.setdefault("value", _("Give the figure."))
    kind = str(data.get("kind") or TargetKind.GOAL)
    if kind not in TargetKind.values:
        errors["kind"] = _("Choose goal or requirement.")
    if errors:
        raise ValidationError(errors)
    return {
        "subject": subject,
        "comparator": comparator,
        "strict": bool(data.get("strict")),
        "value": _shown(value),
        "low": _shown(low),
        "high": _shown(high),
        "unit": _text(data, "unit", 40),
        "hedge": _text(data, "hedge", 20),
        "deadline": _text(data, "deadline", 80),
        "period": _text(data, "period", 40),
        "per": _text(data, "per", 80),
        "kind": kind,
        "note": _text(data, "note", 300),
    }


def _clean_doubt(data: Mapping[str, Any]) -> dict[str, Any]:
    return {"suggestion": _text(data, "suggestion", 300), "resolution": _text(data, "resolution", 300)}


_CLEANERS: dict[FindingKind, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    FindingKind.HEADING: _clean_heading,
    FindingKind.TASK: _clean_task,
    FindingKind.TARGET: _clean_figure,
    FindingKind.PARAMETER: _clean_figure,
    FindingKind.DOUBT: _clean_doubt,
}


def _text(data: Mapping[str, Any], name: str, length: int) -> str:
    value = str(data.get(name) or "").strip()
    if len(value) > length:
        raise ValidationError({name: _("At most %(length)d characters.") % {"length": length}})
    return value


def _list(data: Mapping[str, Any], name: str) -> list[Any]:
    value = data.get(name) or []
    if not isinstance(value, list):
        raise ValidationError({name: _("Give a list.")})
    return value


def _integer(data: Mapping[str, Any], name: str, low: int, high: int) -> int:
    try:
        value = int(data.get(name) or 0)
    except (TypeError, ValueError):
        value = 0
    if not low <= value <= high:
        raise ValidationError({name: _("Give a number from %(low)d to %(high)d.") % {"low": low, "high": high}})
    return value


def _decimal(data: Mapping[str, Any], name: str, errors: dict[str, str]) -> Decimal | None:
    raw = data.get(name)
    if raw is None or str(raw).strip() == "":
        return None
    try:
        value = Decimal(str(raw).strip().replace(",", ""))
    except InvalidOperation:
        errors[name] = _("This is not a number.")
        return None
    if not value.is_finite() or abs(value) >= Decimal(10) ** 16 or value != round(value, 4):
        errors[name] = _("Give a number with at most four decimals.")
        return None
    return value


def _shown(value: Decimal | None) -> str | None:
    if value is None:
        return None
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
