"""Forms of the room's own pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiangxin.kernel import access, records
from jiangxin.kernel.actors import Actor
from jiangxin.people.enums import ReorganisationKind
from jiangxin.people.models import Organisation, OrganisationKind, Person

CONTROL = {"class": "form-control"}
#: `desk/combo.js` makes these searchable.
COMBO = {"class": "form-select", "data-combo": ""}


def _dressed(form: forms.Form) -> None:
    """Give the controls the look of the other forms."""
    for field in form.fields.values():
        chooses = isinstance(field, forms.ChoiceField | forms.ModelChoiceField)
        field.widget.attrs.update(COMBO if chooses else CONTROL)
        if isinstance(field, forms.ModelChoiceField):
            field.empty_label = "" if not isinstance(field, forms.ModelMultipleChoiceField) else None


class AccountForm(forms.Form):
    """A new sign-in for a person."""

    username = forms.RegexField(
        r"^[a-zA-Z0-9._-]{3,60}$",
        label=_("Username"),
        help_text=_("3 to 60 letters, digits, dots, hyphens or underscores."),
    )
    person = forms.ModelChoiceField(Person.objects.none(), label=_("Person"))
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        visible = access.rows(records.of_model(Person), actor).select_related("organisation")
        self.fields["person"].queryset = visible.order_by("sort_key")
        _dressed(self)


class ReasonForm(forms.Form):
    """A reason, for steps that keep one."""

    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dressed(self)


class ReorganisationForm(forms.Form):
    """One event that changes organisations; which fields count depends on the kind."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=[c for c in ReorganisationKind.choices if c[0] != ReorganisationKind.FOUNDING]
    )
    effective_on = forms.DateField(label=_("Effective on"), widget=forms.DateInput(attrs={"type": "date"}))
    organisations = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        label=_("Organisations"),
        help_text=_("Those that are renamed, moved, merged, split or closed."),
    )
    target = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Into, or below"),
        required=False,
        help_text=_("Merger: the successor, if it exists. Move: what it stands below from then on."),
    )
    new_code = forms.CharField(label=_("Code of the new organisation"), max_length=40, required=False)
    new_name = forms.CharField(
        label=_("New name"), max_length=120, required=False, help_text=_("Renaming, or the new successor.")
    )
    new_kind = forms.ModelChoiceField(
        OrganisationKind.objects.all(), label=_("Kind of the new organisation"), required=False
    )
    second_code = forms.CharField(label=_("Code of the second new organisation"), max_length=40, required=False)
    second_name = forms.CharField(label=_("Name of the second new organisation"), max_length=120, required=False)
    basis = forms.CharField(
        label=_("Basis"), max_length=200, required=False, help_text=_("The document that orders it.")
    )
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = access.rows(records.of_model(Organisation), actor, "change").filter(valid_to=None).order_by("sort_key")
        for name in ("organisations", "target"):
            self.fields[name].queryset = rows
        _dressed(self)
