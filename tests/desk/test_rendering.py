"""Controls drawn without templates are those that Django draws."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest
from django import forms
from django.conf import settings
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from jiangxin.desk.interfaces.rendering import DRAWN, Renderer

NASTY = "\n<b>\"'&amp;</textarea>"
CONTROLS = (
    forms.TextInput,
    forms.NumberInput,
    forms.EmailInput,
    forms.URLInput,
    forms.TelInput,
    forms.SearchInput,
    forms.DateInput,
    forms.DateTimeInput,
    forms.TimeInput,
    forms.HiddenInput,
    forms.Textarea,
    forms.Select,
)
CHOICES = [
    ("", "---"),
    (1, gettext_lazy("yes")),
    ("<", NASTY),
    (NASTY, [("a", mark_safe("<i>a</i>")), (None, "nothing")]),
]


def both(widget, name, value, attrs):
    return [widget.render(name, value, attrs, renderer=renderer) for renderer in (Renderer(), DjangoTemplates())]


def test_forms_are_drawn_by_it():
    assert f"{Renderer.__module__}.{Renderer.__name__}" == settings.FORM_RENDERER


def test_every_control_drawn_here_is_compared_below():
    assert {kind.template_name for kind in CONTROLS} == set(DRAWN)


@pytest.mark.parametrize("kind", CONTROLS)
@pytest.mark.parametrize(
    "value", [None, "", NASTY, mark_safe("<b>"), 0, 1200, Decimal("1.50"), date(2024, 9, 30), time(8)]
)
def test_control_is_what_django_draws(kind, value):
    widget = kind(choices=CHOICES) if kind is forms.Select else kind()
    attrs = {"id": "id_x", "required": True, "disabled": False, "min": 0, "class": "form-control", "title": NASTY}
    drawn, template = both(widget, "r-x", value, attrs)
    assert drawn == template


def test_choice_of_several_is_what_django_draws():
    drawn, template = both(forms.SelectMultiple(choices=CHOICES), "x", ["1", "a"], {})
    assert drawn == template
    assert drawn.count(" selected") == 2


@given(name=st.text(), value=st.text(), title=st.text())
def test_any_text_is_written_as_django_writes_it(name, value, title):
    for kind in (forms.TextInput, forms.Textarea):
        drawn, template = both(kind(), name, value, {"title": title})
        assert drawn == template
