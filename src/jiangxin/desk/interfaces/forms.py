"""The form of a record type, generated from its sections."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.forms import BoundField
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from jiangxin.desk.interfaces.widgets import Combo, MultiCombo
from jiangxin.kernel import access
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.records import RecordType
from jiangxin.kernel.states import Transition

#: Separators that people type between the parts of a list.
SEPARATORS = re.compile(r"[;；\n]+")


class ListField(forms.CharField):
    """Several texts in one control, separated by semicolons."""

    def prepare_value(self, value: Any) -> Any:
        """Join the parts for the control."""
        return "; ".join(value) if isinstance(value, (list, tuple)) else value

    def to_python(self, value: Any) -> Any:
        """Split what was typed, dropping empty parts and repetitions."""
        if isinstance(value, (list, tuple)):
            return list(value)
        parts = (part.strip() for part in SEPARATORS.split(value or ""))
        return list(dict.fromkeys(part for part in parts if part))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare parts, not spelling."""
        return bool(self.to_python(initial or []) != self.to_python(data))


class RecordForm(forms.ModelForm):
    """Base of the generated forms. `actor` limits the choices to rows that may be seen.

    `changes()` returns what `kernel.write.save` is given. `reason` is asked for on change.
    """

    record: type[RecordType]

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = access.visible(field.queryset.model, actor)
                if isinstance(self.initial.get(name), int):
                    # rows are named by their uuid in the page, which Django knows of a row only, not of its key
                    self.initial[name] = getattr(self.instance, name)
            field.widget.attrs.setdefault("class", _css(field.widget))
        # a record may have a column `reason` of its own
        self.reason_name = "change_reason" if "reason" in self.fields else "reason"
        self.added = frozenset({self.reason_name, "version"} if self.instance.pk else ())
        if self.instance.pk:
            self.fields[self.reason_name] = forms.CharField(
                label=_("Reason of the change"),
                help_text=_("It is kept with the record."),
                max_length=500,
                widget=forms.TextInput(attrs={"class": "form-control"}),
            )
            self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, initial=self.instance.version)

    def changes(self) -> dict[str, Any]:
        """Return the fields that were changed, with their cleaned values (all of them for a new row)."""
        names = [name for name in self.fields if name not in self.added]
        if not self.instance.pk:
            return {name: self.cleaned_data[name] for name in names}
        return {name: self.cleaned_data[name] for name in names if name in self.changed_data}

    def sections(self) -> list[dict[str, Any]]:
        """Return the groups of bound fields in declared order; the reason comes last."""
        found = [
            {"title": section.title, "fields": [self[name] for name in section.fields if name in self.fields]}
            for section in self.record.form_sections
        ]
        if self.reason_name in self.added:
            found.append({"title": _("Why"), "fields": [self[self.reason_name]]})
        return [section for section in found if section["fields"]]

    def tell(self, error: ValidationError) -> None:
        """Put the errors of the write path beside the fields they are about."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            field = name.partition(".")[0]  # of a structured column the path is named
            self.add_error(field if field in self.fields and field != NON_FIELD_ERRORS else None, errors)

    @cached_property
    def wrong_fields(self) -> list[BoundField]:
        """The fields with errors, in the order of the page."""
        return [field for section in self.sections() for field in section["fields"] if field.errors]


class StepForm(RecordForm):
    """What a step of the life cycle asks for: the values of its fields, and the reason."""

    step: Transition

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["version"]  # the state decides whether the step is still possible
        for name in self.step.needs:
            self.fields[name].required = True
        reason = self.fields[self.reason_name]
        reason.label, reason.required = _("Reason"), self.step.reason_required
        reason.widget = forms.Textarea(attrs={"class": "form-control", "rows": 3})

    def _post_clean(self) -> None:
        """Leave the rules to the write path, which asks them of the row as the step makes it."""

    def sections(self) -> list[dict[str, Any]]:
        """Return everything as one group, the reason last."""
        return [{"title": "", "fields": [self[name] for name in self.fields]}]


@cache
def step_form_for(record: type[RecordType], step: Transition) -> type[StepForm]:
    """Return the form class of a step."""
    return type(
        f"{record.__name__}StepForm", (StepForm,), {"Meta": _meta(record, step.fields), "record": record, "step": step}
    )


@cache
def form_for(record: type[RecordType]) -> type[RecordForm]:
    """Return the form class of a record type."""
    return type(
        f"{record.__name__}Form", (RecordForm,), {"Meta": _meta(record, record.form_fields()), "record": record}
    )


def _meta(record: type[RecordType], names: Sequence[str]) -> type:
    columns = {"model": record.model, "fields": list(names), "formfield_callback": staticmethod(_control)}
    return type("Meta", (), columns)


def _control(field: models.Field[Any, Any], **kwargs: Any) -> forms.Field | None:
    """Return the control that suits a column."""
    if isinstance(field, ArrayField):
        return ListField(
            label=field.verbose_name, required=not field.blank, help_text=field.help_text, widget=forms.TextInput
        )
    if field.is_relation:
        widget = (MultiCombo if field.many_to_many else Combo).of(field.related_model)
        return field.formfield(widget=widget, to_field_name="uuid", **kwargs)
    if isinstance(field, models.DateTimeField):
        return field.formfield(
            widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"), **kwargs
        )
    if isinstance(field, models.DateField):
        return field.formfield(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)
    if isinstance(field, models.TextField) and not field.choices:
        return field.formfield(widget=forms.Textarea(attrs={"rows": 4}), **kwargs)
    return field.formfield(**kwargs)


def _css(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput):
        return "form-check-input"
    return "form-select" if isinstance(widget, forms.Select) else "form-control"
