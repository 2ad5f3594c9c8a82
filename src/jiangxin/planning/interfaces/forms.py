"""Forms of the ingestion desk: one per kind of finding, and the upload."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from jiangxin.kernel import access, records
from jiangxin.kernel.actors import Actor
from jiangxin.people.models import Organisation
from jiangxin.planning.enums import Comparator, FindingKind, PlanState, TargetKind, UnitRole
from jiangxin.planning.models import Plan


class UploadForm(forms.Form):
    """The document of a plan, the office that keeps it, and the plan it replaces."""

    file = forms.FileField(
        label=_("Document"),
        help_text=_("txt, md, html, docx or pdf."),
        widget=forms.FileInput(attrs={"accept": ".txt,.md,.html,.htm,.docx,.pdf", "class": "form-control"}),
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Plan office"), widget=forms.Select(attrs={"class": "form-select"})
    )
    supersedes = forms.ModelChoiceField(
        Plan.objects.none(),
        label=_("Replaces"),
        required=False,
        empty_label=_("No plan"),
        help_text=_("The plan in force that this one takes the place of, if any."),
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plans = records.of_model(Plan)
        manage = access.can("planning.plan.manage")
        offices = access.permitted(records.of_model(Organisation), actor, manage).filter(valid_to=None)
        self.fields["organisation"].queryset = offices.order_by("sort_key")
        in_force = access.rows(plans, actor).filter(state=PlanState.ADOPTED)
        self.fields["supersedes"].queryset = in_force
        own = offices.filter(persons=actor.person_id).first() if actor.person_id else None
        if own is not None:
            self.initial.setdefault("organisation", own.pk)


class FindingForm(forms.Form):
    """What the desk asks about a finding; `rare` fields stay folded away until they hold something.

    `widths` says which fields do not take the whole width of the panel: half or narrow.
    """

    rare: ClassVar[tuple[str, ...]] = ()
    widths: ClassVar[Mapping[str, str]] = {}

    def main_fields(self) -> list[tuple[forms.BoundField, str]]:
        """The fields that are always shown, each with its width."""
        return [(field, self.widths.get(field.name, "")) for field in self if field.name not in self.rare]

    def rare_fields(self) -> list[tuple[forms.BoundField, str]]:
        """The fields that are folded away, each with its width."""
        return [(field, self.widths.get(field.name, "")) for field in self if field.name in self.rare]

    def rare_filled(self) -> bool:
        """Whether one of the rare fields holds something or is wrong."""
        return any(field.errors or field.value() not in (None, "", False) for field, _width in self.rare_fields())


class HeadingForm(FindingForm):
    """A numbered heading."""

    widths = {"number": "half", "level": "half"}

    number = forms.CharField(label=_("Number"), max_length=20, required=False)
    title = forms.CharField(label=_("Title"), max_length=300)
    level = forms.IntegerField(label=_("Level"), min_value=1, max_value=9, initial=1)


class TaskForm(FindingForm):
    """A task with its units; the units travel as parallel lists `unit_name`, `unit_role`."""

    widths = {"number": "half"}

    number = forms.IntegerField(label=_("No."), min_value=1, max_value=9999)
    content = forms.CharField(label=_("Content"), widget=forms.Textarea(attrs={"rows": 5}))
    deadlines = forms.CharField(
        label=_("Deadlines as printed"), required=False, help_text=_("Several are separated by semicolons.")
    )
    others_follow = forms.BooleanField(label=_("The list of units ends with an et cetera"), required=False)

    def units(self) -> list[dict[str, str]]:
        """The rows of units, as sent or as found."""
        if isinstance(self.data, QueryDict) and "unit_name" in self.data:
            names, roles = self.data.getlist("unit_name"), self.data.getlist("unit_role")
            return [{"name": n, "role": r} for n, r in zip(names, roles, strict=False) if n.strip()]
        return list(self.initial.get("units", ()))

    def has_lead(self) -> bool:
        """Whether one of the units leads."""
        return any(unit["role"] == UnitRole.LEAD for unit in self.units())

    role_choices = UnitRole.choices


class FigureForm(FindingForm):
    """A target or policy parameter."""

    rare = ("strict", "period", "per", "note")
    widths = {
        **dict.fromkeys(("comparator", "value", "low", "high", "unit"), "narrow"),
        **dict.fromkeys(("kind", "hedge", "deadline", "period", "per"), "half"),
    }

    subject = forms.CharField(label=_("What is counted or measured"), max_length=300)
    comparator = forms.ChoiceField(label=_("Comparison"), choices=Comparator.choices)
    strict = forms.BooleanField(label=_("Strictly more or less"), required=False)
    value = forms.CharField(label=_("Value"), required=False)
    low = forms.CharField(label=_("From"), required=False)
    high = forms.CharField(label=_("To"), required=False)
    unit = forms.CharField(label=_("Unit"), max_length=40, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=TargetKind.choices)
    hedge = forms.CharField(label=_("Hedge"), max_length=20, required=False)
    deadline = forms.CharField(label=_("Deadline as printed"), max_length=80, required=False)
    period = forms.CharField(label=_("Period"), max_length=40, required=False)
    per = forms.CharField(label=_("For each"), max_length=80, required=False)
    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class DoubtForm(FindingForm):
    """A place that looks damaged, and what should stand there."""

    resolution = forms.CharField(
        label=_("Should read"),
        max_length=300,
        required=False,
        help_text=_("Accept: the document means this. Reject: the print is right."),
    )


FORMS: dict[str, type[FindingForm]] = {
    FindingKind.HEADING: HeadingForm,
    FindingKind.TASK: TaskForm,
    FindingKind.TARGET: FigureForm,
    FindingKind.PARAMETER: FigureForm,
    FindingKind.DOUBT: DoubtForm,
}


def form_of(kind: str, data: dict[str, Any], posted: QueryDict | None = None) -> FindingForm:
    """Return the form of a kind of finding, filled from its data or from what was sent."""
    initial = dict(data)
    if kind == FindingKind.TASK:
        initial["deadlines"] = "；".join(data.get("deadlines", ()))
    return FORMS[kind](posted, initial=initial, auto_id="finding-%s")


def data_of(kind: str, form: forms.Form, known: dict[str, Any]) -> dict[str, Any]:
    """Return the data a valid form stands for, in the structure of `domain/findings.py`."""
    data = dict(form.cleaned_data)
    if isinstance(form, TaskForm):
        data["units"] = form.units()
        data["deadlines"] = [part for part in data["deadlines"].replace(";", "；").split("；") if part.strip()]
    if kind == FindingKind.DOUBT:
        data["suggestion"] = known.get("suggestion", "")
    return data
