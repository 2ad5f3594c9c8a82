"""Forms of the room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jiangxin.kernel import records
from jiangxin.kernel.clock import today
from jiangxin.people.models import Person
from jiangxin.workflow.enums import Decision
from jiangxin.workflow.rules import stand_ins_for


class DecisionForm(forms.Form):
    """A decision at the present step, or the withdrawal by who submitted."""

    decision = forms.ChoiceField(choices=Decision.choices)
    stage = forms.IntegerField(required=False, widget=forms.HiddenInput)
    comment = forms.CharField(
        label=_("Comment"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "form-control"}),
    )
    to_person = forms.ModelChoiceField(
        label=_("Hand over to"),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    def __init__(self, *args: Any, persons: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to_person"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = persons


class AbsenceForm(forms.Form):
    """From when to when somebody is away, who stands in, and for what."""

    first = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    last = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    stand_in = forms.ModelChoiceField(
        label=_("Who stands in"),
        queryset=Person.objects.none(),
        help_text=_("Colleagues of your organisation and holders of your roles; administrators never."),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Only for"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing chosen: all that waits for you."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("Such as a journey or leave."))

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stand_in, kinds = self.fields["stand_in"], self.fields["kinds"]
        if isinstance(stand_in, forms.ModelChoiceField):
            stand_in.queryset = stand_ins_for(person, today()).select_related("organisation")
            stand_in.label_from_instance = lambda other: f"{other} · {other.organisation}"
        if isinstance(kinds, forms.MultipleChoiceField):
            approved = (record for record in records.all_records() if record.approval)
            kinds.choices = [(record.key(), capfirst(record.title())) for record in approved]
        for name, field in self.fields.items():
            css = {"stand_in": "form-select", "kinds": "form-check-input"}.get(name, "form-control")
            field.widget.attrs["class"] = css

    def clean(self) -> dict[str, Any]:
        """Refuse days in the wrong order."""
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            raise ValidationError({"last": gettext("The last day lies before the first.")})
        return data

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The one group of fields."""
        return [{"title": "", "fields": list(self)}]
