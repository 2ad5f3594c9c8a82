"""Forms of the steps that ask for more than a reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from jiangxin.kernel import access, clock, records
from jiangxin.kernel.actors import Actor
from jiangxin.people.models import Organisation
from jiangxin.reporting.domain import sources
from jiangxin.reporting.domain.composing import subjects, templates_on
from jiangxin.reporting.models import Document, NumberSeries, Template

SELECT = {"class": "form-select"}
CONTROL = {"class": "form-control"}
#: Rows offered to draft about; more are found by the page of the row itself.
OFFERED = 200


class DraftForm(forms.Form):
    """Which office drafts, and what about."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Issuing office"), widget=forms.Select(SELECT), empty_label=None
    )

    def __init__(self, template: Template, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = offices(actor)
        self.fields["organisation"].initial = own_office(actor)
        source = sources.get(template.source)
        if source is not None:
            record = records.get(source.record)
            rows = subjects(source, actor)
            self.fields["subject"] = forms.ModelChoiceField(
                rows.filter(pk__in=rows.order_by("-pk").values("pk")[:OFFERED]),
                label=record.title().capitalize(),
                widget=forms.Select(SELECT),
                empty_label=None,
            )


class AboutForm(forms.Form):
    """Which template, and which office drafts, for a document about a row that is known."""

    template = forms.ModelChoiceField(
        Template.objects.none(),
        label=_("Template"),
        widget=forms.RadioSelect({"class": "form-check-input"}),
        empty_label=None,
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Issuing office"), widget=forms.Select(SELECT), empty_label=None
    )

    def __init__(self, templates: list[Template], actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = Template.objects.filter(pk__in=[template.pk for template in templates]).order_by("code")
        self.fields["template"].queryset = chosen
        self.fields["template"].initial = chosen.first()
        self.fields["organisation"].queryset = offices(actor)
        self.fields["organisation"].initial = own_office(actor)


class NumberForm(forms.Form):
    """The series that gives the next number, or the number that the office's own system gave."""

    series = forms.ModelChoiceField(
        NumberSeries.objects.none(),
        label=_("Series of numbers"),
        required=False,
        widget=forms.Select(SELECT),
        empty_label=_("numbered in the office's own system"),
    )
    number = forms.CharField(
        label=_("Number given by the office's own system"),
        required=False,
        max_length=60,
        widget=forms.TextInput(CONTROL),
        help_text=_("As it stands on the document; only where no series is chosen."),
    )

    def __init__(self, document: Document, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["series"].queryset = NumberSeries.objects.filter(organisation=document.organisation)
        if document.template and document.template.series_id:
            self.fields["series"].initial = document.template.series_id

    def clean(self) -> dict[str, Any]:
        """Ask for exactly one of the two."""
        given = super().clean() or {}
        if bool(given.get("series")) == bool(given.get("number")):
            raise ValidationError(_t("Choose a series, or enter the number of the office's own system."))
        return given


class SealForm(forms.Form):
    """The sealed copy, where there is one."""

    copy = forms.FileField(
        label=_("Sealed copy (PDF)"),
        required=False,
        widget=forms.FileInput({"class": "form-control", "accept": "application/pdf"}),
        help_text=_("From the office's own system or scanned; empty where the paper alone was sealed."),
    )


def offices(actor: Actor) -> Any:
    """Return the organisations for which the actor may draft."""
    if actor.system:
        return Organisation.objects.all()
    reach = actor.reach("reporting.document.draft")
    rows = Organisation.objects.filter(valid_to=None)
    return rows if reach.everything else rows.filter(pk__in=reach.organisations)


def own_office(actor: Actor) -> Organisation | None:
    """Return the office for which the actor drafts unless told otherwise: his own, else the first."""
    rows = offices(actor)
    own = rows.filter(persons=actor.person_id).first() if actor.person_id else None
    return own or rows.order_by("pk").first()


def choices(actor: Actor) -> list[Template]:
    """Return the templates in force that can be drafted from: those whose facts the actor may see."""
    found = []
    for template in templates_on(clock.today()):
        source = sources.get(template.source)
        if not template.source or (source and access.may(records.get(source.record), actor, "view")):
            found.append(template)
    return found
