"""The form in which the office enters what a unit handed in on paper."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from jiangxin.planning.domain import reporting, values
from jiangxin.planning.interfaces.sheet import ReportForm, ValueForm
from jiangxin.planning.models import Report, TargetValue


class WhyForm(forms.Form):
    """Why the office enters it, and not the unit."""

    why = forms.CharField(
        label=_("Why it is entered here"),
        help_text=_("When and from whom the paper came, and who signed it. The unit is told."),
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 2}),
    )


class Entry:
    """The forms of one report. They begin with what the unit handed in last, not with what it is drafting."""

    def __init__(self, report: Report, data: Mapping[str, Any] | None = None) -> None:
        last = reporting.last_reports([report.task_id]).get(report.task_id)
        begun = {name: getattr(last, name) for name in reporting.CONTENT} if last else {}
        self.report = ReportForm(data, instance=Report(**begun), prefix="r")
        self.report.fields["status"].required = self.report.fields["progress"].required = True
        drafts = list(TargetValue.objects.filter(report=report).select_related("target").order_by("target__number"))
        before = values.last_values([row.target_id for row in drafts])
        self.values = [
            (row, ValueForm(data, instance=_like(before.get(row.target_id)), prefix=f"v{row.pk}")) for row in drafts
        ]
        self.why = WhyForm(data)

    @property
    def forms(self) -> list[Any]:
        """Every form of the page."""
        return [self.report, *(form for _row, form in self.values), self.why]

    def is_valid(self) -> bool:
        """Whether everything that was typed can be read."""
        return False not in [form.is_valid() for form in self.forms]  # each tells its own errors

    def content(self) -> dict[str, Any]:
        """What the paper says."""
        return {name: self.report.cleaned_data[name] for name in reporting.CONTENT}

    def figures(self) -> dict[int, tuple[Decimal | None, str]]:
        """Values and what they rest on, by the keys of their drafts."""
        return {row.pk: (form.cleaned_data["value"], form.cleaned_data["basis"]) for row, form in self.values}

    def tell(self, error: ValidationError) -> None:
        """Put what the rules say beside the fields."""
        places = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        for name, texts in places.items():
            self.report.add_error(name if name in self.report.fields else None, texts)


def _like(value: TargetValue | None) -> TargetValue:
    return TargetValue(value=value.value, basis=value.basis) if value else TargetValue()
