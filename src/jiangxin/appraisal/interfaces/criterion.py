"""The form of a criterion: fields that fit its kind of rule, made from what the engine's rules consist of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, get_args, get_type_hints

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from jiangxin.appraisal import rules
from jiangxin.appraisal.domain import measures
from jiangxin.appraisal.enums import Part, RuleKind, WhenMissing
from jiangxin.appraisal.models import Criterion, Scheme
from jiangxin.engines.appraisal.codec import encode
from jiangxin.kernel import access, records
from jiangxin.kernel.actors import Actor

#: Empty rows that a form offers besides those that are filled.
SPARE = 3
LABELS: Mapping[str, Any] = {
    "fail": gettext_lazy("Fail line"),
    "full": gettext_lazy("Full line"),
    "share_at_fail": gettext_lazy("Share of the points at the fail line (0–1)"),
    "lower_is_better": gettext_lazy("Less is better"),
    "about": gettext_lazy("What is looked up"),
    "brackets": gettext_lazy("Brackets"),
    "at_least": gettext_lazy("From"),
    "below": gettext_lazy("To under"),
    "share": gettext_lazy("Share of the points (0–1)"),
    "each": gettext_lazy("Points for each"),
    "per": gettext_lazy("For each so many"),
    "above": gettext_lazy("Above"),
    "whole": gettext_lazy("Only whole steps count"),
    "levels": gettext_lazy("Levels"),
    "ranks": gettext_lazy("Ranks"),
    "keep": gettext_lazy("Of several entries of one achievement counts"),
    "deductions": gettext_lazy("Matters"),
    "cap": gettext_lazy("At most"),
    "trim": gettext_lazy("Highest and lowest left out"),
    "least": gettext_lazy("At least so many"),
    "options": gettext_lazy("Answers"),
    "ignored": gettext_lazy("Answers that are no opinion"),
    "code": gettext_lazy("Code"),
    "name": gettext_lazy("Name"),
    "weight": gettext_lazy("Weight"),
    "factor": gettext_lazy("Factor"),
    "matter": gettext_lazy("Matter"),
    "worth": gettext_lazy("Worth (0–100)"),
}
CHOICES: Mapping[str, Any] = {
    "value": gettext_lazy("The figure itself"),
    "percent_of_mean": gettext_lazy("Its per cent of the mean of the group"),
    "distance_from_mean": gettext_lazy("Its distance from the mean of the group"),
    "highest_level": gettext_lazy("that of the highest level"),
    "highest_worth": gettext_lazy("that worth most"),
}


def _css(field: forms.Field) -> forms.Field:
    kind = {forms.CheckboxInput: "form-check-input", forms.Select: "form-select"}.get(
        type(field.widget), "form-control"
    )
    field.widget.attrs["class"] = kind
    return field


class KindForm(forms.Form):
    """Scheme, measure and kind of rule: what decides which further fields there are."""

    scheme = forms.ModelChoiceField(Scheme.objects.none(), label=gettext_lazy("Scheme"), to_field_name="uuid")
    measure = forms.ChoiceField(label=gettext_lazy("Measure"))
    kind = forms.ChoiceField(label=gettext_lazy("Kind of rule"), choices=RuleKind.choices)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        schemes: Any = self.fields["scheme"]
        schemes.queryset = access.rows(records.of_model(Scheme), actor, "change")
        measure: Any = self.fields["measure"]
        measure.choices = sorted(measures.titles().items(), key=lambda one: one[0].startswith("supplied"))
        for field in self.fields.values():
            _css(field)

    def clean(self) -> dict[str, Any]:
        """Refuse kinds of rules that do not read the measure."""
        given = super().clean() or {}
        if {"measure", "kind"} <= set(given) and rules.KINDS[given["kind"]].shape != shape_of(given["measure"]):
            self.add_error("kind", _("This kind of rule does not read values of the shape that the measure has."))
        return given


def shape_of(key: str) -> str:
    """Return the shape of a measure, "" where there is none."""
    known = measures.provided().get(key)
    if known is not None:
        return known.measure.shape
    row = measures.supplied().get(key)
    return row.shape if row else ""


class CriterionForm(forms.Form):
    """A criterion with the settings of its kind of rule; rows of a setting are lines of a small table."""

    code = forms.CharField(label=gettext_lazy("Code"), max_length=40)
    order = forms.IntegerField(label=gettext_lazy("Order"), min_value=0, max_value=32_000, initial=100)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    name_en = forms.CharField(label=gettext_lazy("English name"), max_length=200, required=False)
    basis = forms.CharField(label=gettext_lazy("Basis"), max_length=300, required=False)
    points = forms.DecimalField(
        label=pgettext_lazy("of a criterion", "Points"), min_value=0, max_digits=7, decimal_places=2
    )
    part = forms.ChoiceField(label=gettext_lazy("counts as"), choices=Part.choices)
    missing = forms.ChoiceField(
        label=gettext_lazy("if the value is missing"), choices=[("", "—"), *WhenMissing.choices]
    )

    def __init__(self, data: Any = None, *, row: Criterion, chosen: Mapping[str, Any] | None) -> None:
        self.row = row
        self.measure = chosen["measure"] if chosen else row.measure
        rule = rules.read_rule(row.rule) if row.pk else None
        self.kind = rules.KINDS[chosen["kind"]] if chosen else type(rule)
        initial = {
            name: getattr(row, name)
            for name in ("code", "order", "name", "name_en", "basis", "points", "part", "missing")
        }
        super().__init__(data, initial=initial if row.pk else None)
        self.groups = list(row.scheme.peergroup_rows.all())
        own = rules.weights(row.weights) if row.pk else {}
        for group in self.groups:
            self.fields[f"weight-{group.code}"] = forms.DecimalField(
                label=str(group),
                min_value=0,
                max_digits=7,
                decimal_places=2,
                required=False,
                initial=own.get(group.code),
            )
        self.tables: dict[str, int] = {}
        for name, hint, rows, needed in rules.settings_of(self.kind):
            value = getattr(rule, name) if rule else None
            if rows is None:
                self.fields[name] = self._field(hint, needed=needed, name=name, initial=value)
            else:
                self._table(name, rows, value or self._suggested(name))
        if row.pk:
            self.fields["reason"] = forms.CharField(label=gettext_lazy("Reason of the change"), max_length=500)
            self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, initial=row.version)
        for field in self.fields.values():
            if not isinstance(field.widget, forms.HiddenInput):
                _css(field)

    def _field(self, hint: Any, *, needed: bool, name: str, initial: Any) -> forms.Field:
        label = LABELS.get(name, name)
        if initial is None and not needed:
            initial = next((one.default for one in self.kind.__dataclass_fields__.values() if one.name == name), None)
        if hint is bool:
            return forms.BooleanField(label=label, required=False, initial=initial)
        if get_args(hint):
            choices = [(value, CHOICES.get(value, value)) for value in get_args(hint)]
            return forms.ChoiceField(label=label, choices=choices, initial=initial)
        if hint is int:
            return forms.IntegerField(label=label, required=needed, initial=initial)
        return forms.DecimalField(label=label, required=needed, initial=initial)

    def _suggested(self, name: str) -> list[Any]:
        """Return rows for the matters, levels or answers that the measure has."""
        codes: Mapping[str, Any] = {}
        known = measures.provided().get(self.measure)
        if known is not None:
            codes = known.matters
        elif (row := measures.supplied().get(self.measure)) is not None:
            codes = rules.pairs(row.entries)
        wanted = {"deductions": "matter", "levels": "code", "options": "code"}.get(name)
        return [{wanted: code, "name": str(label)} for code, label in codes.items()] if wanted else []

    def _table(self, name: str, kind: type[Any], values: Any) -> None:
        """Add a field for each cell of a small table, with spare lines."""
        given = [one if isinstance(one, Mapping) else ({"text": one} if kind is str else encode(one)) for one in values]
        count = len(given) + SPARE
        if self.data:
            count = max(count, sum(key.startswith(f"{name}-") and key.endswith("-0") for key in self.data))
        self.tables[name] = count
        for place in range(count):
            known = given[place] if place < len(given) else {}
            for at, (column, hint) in enumerate(_columns(kind)):
                field: forms.Field = (
                    forms.CharField(required=False, max_length=120)
                    if hint is str
                    else forms.DecimalField(required=False)
                )
                field.initial = known.get(column)
                field.label = f"{LABELS.get(column, column)} {place + 1}"
                self.fields[f"{name}-{place}-{at}"] = field

    # ── What the page shows ─────────────────────────────────────────────────────────────────────

    def plain_fields(self) -> Iterator[BoundField]:
        """Yield the fields that every criterion has."""
        for name in self.base_fields:
            yield self[name]

    def weight_fields(self) -> list[BoundField]:
        """Return the points of single groups."""
        return [self[f"weight-{group.code}"] for group in self.groups]

    def rule_fields(self) -> list[BoundField]:
        """Return the settings of the rule that are single values."""
        return [self[name] for name, _hint, rows, _needed in rules.settings_of(self.kind) if rows is None]

    def rule_tables(self) -> Iterator[dict[str, Any]]:
        """Yield the settings of the rule that are lines, as tables."""
        for name, _hint, rows, _needed in rules.settings_of(self.kind):
            if rows is not None:
                columns = _columns(rows)
                yield {
                    "title": LABELS.get(name, name),
                    "heads": [LABELS.get(column, column) for column, _kind in columns],
                    "lines": [
                        [self[f"{name}-{place}-{at}"] for at in range(len(columns))]
                        for place in range(self.tables[name])
                    ],
                }

    def why_fields(self) -> list[BoundField]:
        """Return what a change asks for."""
        return [self["reason"]] if "reason" in self.fields else []

    @property
    def wrong_fields(self) -> list[BoundField]:
        """The fields with errors."""
        return [field for field in self if field.errors]

    @property
    def kind_label(self) -> str:
        """The kind of rule in words."""
        return str(dict(RuleKind.choices)[self.kind.kind])

    @property
    def measure_label(self) -> str:
        """The measure in words."""
        return measures.titles().get(self.measure, self.measure)

    # ── What is saved ───────────────────────────────────────────────────────────────────────────

    def clean(self) -> dict[str, Any]:
        """Put the settings together to a rule. Its sense is checked when the scheme is submitted."""
        given = super().clean() or {}
        if not self.errors:
            try:
                self.rule = rules.read_rule("\n".join(self._lines(given)))
            except ValidationError as error:
                self.add_error(None, error)
        return given

    def _lines(self, given: Mapping[str, Any]) -> Iterator[str]:
        yield self.kind.kind
        for name, _hint, rows, _needed in rules.settings_of(self.kind):
            if rows is None:
                if given.get(name) not in (None, ""):
                    value = given[name]
                    yield f"{name}: {'yes' if value is True else 'no' if value is False else value}"
                continue
            for place in range(self.tables[name]):
                cells = [given.get(f"{name}-{place}-{at}") for at in range(len(_columns(rows)))]
                if any(cell not in (None, "") for cell in cells) and self._is_meant(name, cells):
                    yield f"{name}: " + " | ".join("" if cell is None else str(cell) for cell in cells)

    def _is_meant(self, name: str, cells: list[Any]) -> bool:
        """Whether a line is filled in: suggested codes without a figure are not."""
        return name not in ("deductions", "levels", "options") or any(isinstance(cell, Decimal) for cell in cells)

    def changes(self) -> dict[str, Any]:
        """Return what is written."""
        given = self.cleaned_data
        own = {name: given[name] for name in self.base_fields}
        points = ((group.code, given.get(f"weight-{group.code}")) for group in self.groups)
        weights = "; ".join(f"{code}={rules.plain(value)}" for code, value in points if value is not None)
        return {**own, "weights": weights, "measure": self.measure, "rule": rules.write_rule(self.rule)}

    def tell(self, error: ValidationError) -> None:
        """Put the errors of the write path beside the fields they are about."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            self.add_error(name if name in self.fields else None, errors)


def _columns(kind: type[Any]) -> list[tuple[str, Any]]:
    """Return the columns of a table of rows, with what their cells hold."""
    if kind is str:
        return [("text", str)]
    hints = get_type_hints(kind)
    return [(name, str if hints[name] is str else Decimal) for name, _hint, _rows, _needed in rules.settings_of(kind)]
