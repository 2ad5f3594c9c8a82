"""The settings of the region: what holds now, what will hold, and giving a new value from a day on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from jiangxin.desk import settings
from jiangxin.desk.domain.settings import set_value
from jiangxin.desk.models import Setting
from jiangxin.desk.settings import Declared
from jiangxin.kernel import access
from jiangxin.kernel.clock import today
from jiangxin.kernel.errors import REFUSALS, sentences
from jiangxin.kernel.records import of_model


class SettingForm(forms.Form):
    """A new value of one setting. The kind of the value comes with the declaration."""

    value = forms.CharField(label=gettext_lazy("Value"), required=False)
    valid_from = forms.DateField(
        label=gettext_lazy("Valid from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("The rule or decision it follows."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason of the change"),
        max_length=500,
        help_text=gettext_lazy("It is kept with the record."),
    )

    def __init__(self, *args: Any, declared: Declared, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"] = _control(declared)
        for field in self.fields.values():
            css = "form-check-input" if isinstance(field.widget, forms.CheckboxInput) else "form-control"
            field.widget.attrs["class"] = css

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The one group of fields."""
        return [{"title": "", "fields": list(self)}]


class SettingsView(View):
    """Every declared setting with the value in force."""

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show the settings, group by group."""
        record = of_model(Setting)
        access.require(record, request.actor, record.permissions["view"])
        declared = settings.declared()
        values = settings.get_many(tuple(declared))
        coming = {row.key: row for row in Setting.objects.filter(valid_from__gt=today()).order_by("-valid_from")}
        groups: dict[str, list[dict[str, Any]]] = {}
        for item in declared.values():
            row = {"setting": item, "value": values[item.key], "coming": coming.get(item.key)}
            groups.setdefault(str(item.group), []).append(row)
        context = {
            "title": _("Settings"),
            "lead": _("Values of the region. Each holds from a day on and says where it comes from."),
            "groups": groups,
            "record": record,
            "may_change": access.may(record, request.actor, "change"),
        }
        return render(request, "desk/settings.html", context)


class SettingView(View):
    """One setting: its values over time and the form for a new one."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the setting."""
        super().setup(request, *args, **kwargs)
        try:
            self.declared = settings.declared()[kwargs["key"]]
        except KeyError:
            raise Http404 from None

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show the form with the value in force."""
        initial = {"value": settings.get(self.declared.key), "valid_from": today()}
        return self.show(SettingForm(initial=initial, declared=self.declared))

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Save the new value."""
        form = SettingForm(request.POST, declared=self.declared)
        if form.is_valid():
            try:
                set_value(
                    self.declared.key,
                    settings.spell(self.declared, form.cleaned_data["value"]),
                    valid_from=form.cleaned_data["valid_from"],
                    source=form.cleaned_data["source"],
                    actor=request.actor,
                    reason=form.cleaned_data["reason"],
                )
            except REFUSALS as error:
                form.add_error(None, sentences(error))
            else:
                messages.success(request, _("“%(name)s” is saved.") % {"name": self.declared.label})
                return redirect("desk:settings")
        return self.show(form, status=422)

    def show(self, form: SettingForm, *, status: int = 200) -> HttpResponse:
        """Draw the page, for those who may change settings."""
        record = of_model(Setting)
        access.require(record, self.request.actor, record.permissions["change"])
        context = {
            "title": str(self.declared.label),
            "lead": self.declared.help,
            "crumbs": [(_("Settings"), reverse("desk:settings"))],
            "form": form,
            "values": Setting.objects.filter(key=self.declared.key).order_by("-valid_from"),
            "today": today(),
        }
        return render(self.request, "desk/setting.html", context, status=status)


def _control(declared: Declared) -> forms.Field:
    match declared.kind:
        case "number":
            return forms.IntegerField(label=_("Value"))
        case "bool":
            return forms.BooleanField(label=declared.label, required=False)
        case "date":
            return forms.DateField(label=_("Value"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        case "longtext":
            return forms.CharField(label=_("Value"), required=False, widget=forms.Textarea(attrs={"rows": 4}))
        case _:
            return forms.CharField(label=_("Value"), required=False, max_length=500)
