"""Form controls of our own: searchable choices, periods, lists of texts."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import pgettext
from django_filters.widgets import DateRangeWidget

from jiangxin.desk.links import url_for
from jiangxin.kernel.records import find_for


class _Combo:
    """What the searchable controls share: they offer what the actor may see, and load it late.

    The markup is a plain `select`; `desk/combo.js` makes it searchable. Of the rows of a table only
    the chosen ones are in it, and `data-url` says where to look for others.
    """

    related: type[Model] | None = None
    choices: Any
    attrs: dict[str, Any]

    @classmethod
    def of(cls, model: type[Model]) -> Any:
        """Return a control that chooses rows of a model."""
        widget: Any = cls()
        widget.related = model
        return widget

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the address for searching, and keep the options few."""
        attrs = {**(attrs or {}), "data-combo": "", "class": "form-select"}
        record = find_for(self.related) if self.related else None
        if record is not None:
            attrs["data-url"] = url_for(record, "options")
        return super().get_context(name, value, attrs)

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> Any:
        """Return the options: all of a short list, otherwise only those chosen."""
        if self.related is not None and hasattr(self.choices, "queryset"):
            queryset = self.choices.queryset
            chosen = [part for part in value if part]
            few = queryset.filter(uuid__in=as_uuids(chosen)) if chosen else queryset.none()
            field = self.choices.field
            empty = [("", "")] if not getattr(self, "allow_multiple_selected", False) else []
            self.choices = [*empty, *((field.prepare_value(row), field.label_from_instance(row)) for row in few)]
        return super().optgroups(name, value, attrs)


class Combo(_Combo, forms.Select):
    """A searchable choice of one."""


class MultiCombo(_Combo, forms.SelectMultiple):
    """A searchable choice of several."""


class Period(DateRangeWidget):
    """Two date fields, from and to."""

    suffixes = ["from", "to"]

    def __init__(self, attrs: Any = None) -> None:
        super().__init__({"type": "date", "class": "form-control", **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Name both fields, since the label of the pair belongs to neither."""
        context = super().get_context(name, value, attrs)
        labels = pgettext("a period", "from"), pgettext("a period", "to")
        for widget, label in zip(context["widget"]["subwidgets"], labels, strict=True):
            widget["attrs"]["aria-label"] = label
        return context


def as_number(text: str, digits: int = 9) -> int | None:
    """Return the natural number that a text of an address or form is, None for what is none or too long."""
    return int(text) if text.isdecimal() and len(text) <= digits else None


def as_uuids(values: list[Any]) -> list[str]:
    """Return those of the values that are identifiers."""
    found = []
    for value in values:
        try:
            found.append(str(uuid.UUID(str(value))))
        except ValueError:
            continue
    return found
