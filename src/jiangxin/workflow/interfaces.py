"""Forms of the room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiangxin.people.models import Person
from jiangxin.workflow.enums import Decision


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
