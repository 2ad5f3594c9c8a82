"""The form that asks for more time."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ExtendForm(forms.Form):
    """Until when, and why."""

    until = forms.DateField(
        label=_("New date"),
        widget=forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d"),
    )
    grounds = forms.CharField(
        label=_("Grounds"),
        help_text=_("What keeps it from being done in time, and what was done about it."),
        widget=forms.Textarea(attrs={"class": "form-control", "rows": 4}),
    )
