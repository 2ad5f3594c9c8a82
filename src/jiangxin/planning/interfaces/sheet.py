"""The forms of the reporting sheet: a report with its values and the progress of its milestones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.kernel import clock, records, write
from jiangxin.kernel.actors import Actor
from jiangxin.planning.domain.queries.sheet import Line
from jiangxin.planning.models import Report, Subtask, TargetValue


class _Field(forms.BoundField):
    """A field with the place for what is wrong with it, which the script of the page fills."""

    def as_widget(self, *args: Any, **kwargs: Any) -> SafeString:
        """Draw the control and the place beside it."""
        place = format_html('<span class="invalid-feedback" data-error="{}"></span>', self.html_name)
        return mark_safe(super().as_widget(*args, **kwargs) + place)  # noqa: S308 - both parts are markup


class _Plain:
    """Shows figures without the zeros that their columns hold."""

    bound_field_class = _Field

    def get_initial_for_field(self, field: forms.Field, name: str) -> Any:
        """Return the value a field begins with."""
        value = super().get_initial_for_field(field, name)  # type: ignore[misc]  # of the form it is mixed into
        return Decimal(f"{value.normalize():f}") if isinstance(value, Decimal) else value


class ReportForm(_Plain, forms.ModelForm[Report]):
    """What the unit writes itself."""

    class Meta:
        model = Report
        fields = ("status", "percent", "progress", "problems", "next_steps")
        widgets = {
            "status": forms.Select(attrs={"class": "form-select"}),
            "percent": forms.NumberInput(attrs={"class": "form-control numeric", "min": 0, "max": 100, "step": 1}),
            "progress": forms.Textarea(attrs={"class": "form-control", "rows": 3}),
            "problems": forms.Textarea(attrs={"class": "form-control", "rows": 2}),
            "next_steps": forms.Textarea(attrs={"class": "form-control", "rows": 2}),
        }

    def _post_clean(self) -> None:
        """Leave the rules to the write path, and the row as it is."""


class ValueForm(_Plain, forms.ModelForm[TargetValue]):
    """A value of a target, and what it rests on."""

    class Meta:
        model = TargetValue
        fields = ("value", "basis")
        widgets = {
            "value": forms.NumberInput(attrs={"class": "form-control numeric", "step": "any"}),
            "basis": forms.TextInput(attrs={"class": "form-control"}),
        }

    def _post_clean(self) -> None:
        """Leave the rules to the write path, and the row as it is."""


class StepForm(_Plain, forms.Form):
    """The progress of a sub-task or milestone: a percentage, or the day on which it was done."""

    percent = forms.DecimalField(
        label=gettext_lazy("Progress (%)"),
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(100),
        max_digits=5,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"class": "form-control numeric", "min": 0, "max": 100}),
    )
    done_on = forms.DateField(
        label=gettext_lazy("Done on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d"),
    )

    def clean_done_on(self) -> date | None:
        """Refuse days to come."""
        day: date | None = self.cleaned_data["done_on"]
        if day is not None and day > clock.today():
            raise ValidationError(_("This day is still to come."))
        return day


class Card:
    """The forms of one report, which are saved together."""

    def __init__(self, line: Line, data: Mapping[str, Any] | None = None) -> None:
        self.line = line
        self.report = ReportForm(data, instance=line.report, prefix="r", auto_id=f"id_{line.report.pk}_%s")
        self.values = [(row, ValueForm(data, instance=row, prefix=f"v{row.pk}")) for row in line.values]
        self.steps = [
            (row, StepForm(data, prefix=f"s{row.pk}", initial={"percent": row.percent}))
            for row in line.milestones
            if row.state == "open"
        ]

    def is_valid(self) -> bool:
        """Whether everything that was typed can be read."""
        return all(form.is_valid() for form in self.forms)

    @property
    def forms(self) -> list[Any]:
        """Every form of the card."""
        return [self.report, *(form for _row, form in (*self.values, *self.steps))]

    @property
    def errors(self) -> dict[str, str]:
        """What is wrong, by the name of the field on the page."""
        return {
            form.add_prefix(name): " ".join(str(text) for text in texts)
            for form in self.forms
            for name, texts in form.errors.items()
        }

    def placed(self, error: ValidationError) -> dict[str, str]:
        """Return what the rules of the report say, by the name of the field on the page."""
        if not hasattr(error, "error_dict"):
            return {"": " ".join(error.messages)}
        own = self.report.fields
        return {self.report.add_prefix(n) if n in own else "": " ".join(t) for n, t in error.message_dict.items()}

    @property
    def differing(self) -> list[tuple[Any, Any, str]]:
        """What was typed that differs from what is kept: form, bound field, and what it is called."""
        named = [(self.report, ""), *((form, str(row.target.subject)) for row, form in self.values)]
        named += [(form, str(row)) for row, form in self.steps]
        return [
            (form, form[name], " · ".join(part for part in (about, str(form[name].label)) if part))
            for form, about in named
            for name in form.changed_data
        ]

    def save(self, *, actor: Actor, version: int, reason: str) -> Report:
        """Save what changed, all or nothing; `version` of the report stands for the whole card.

        Raises NotAllowed, Conflict, ValidationError, NotLawful.
        """
        record = records.of_model(Report)
        with write.writing(actor, reason):
            changes = {name: self.report.cleaned_data[name] for name in self.report.changed_data}
            if any(form.changed_data for form in self.forms):
                report = write.locked(record, self.line.report.pk, version)
                # values and milestones raise the version too, so that whoever comes second is told
                self.line.report = write.save(record, report, changes, actor=actor, reason=reason)
            for row, form in self.values:
                if form.changed_data:
                    new = {name: form.cleaned_data[name] for name in form.changed_data}
                    write.save(records.of_model(TargetValue), row, new, actor=actor, reason=reason)
            for step, form in self.steps:
                self._note(step, form, actor, reason)
        return self.line.report

    def _note(self, step: Subtask, form: StepForm, actor: Actor, reason: str) -> None:
        record = records.of_model(Subtask)
        if form.cleaned_data["done_on"]:
            changes: dict[str, Any] = {"done_on": form.cleaned_data["done_on"]}
            write.apply(record, step, "finish", actor=actor, reason=reason, changes=changes)
        elif "percent" in form.changed_data:
            changes = {"percent": form.cleaned_data["percent"]}
            write.apply(record, step, "progress", actor=actor, reason=reason, changes=changes)
