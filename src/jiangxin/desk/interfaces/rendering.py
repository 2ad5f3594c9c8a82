"""Drawing the plainest form controls without templates.

A page for many rows has hundreds of fields, and Django draws each through nested templates; the markup is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

Widget = Mapping[str, Any]


class Renderer(DjangoTemplates):
    """Django's renderer of forms, with a short way for inputs, text areas and choices (`FORM_RENDERER`).

    A control with a template of its own is drawn by that; one that only has another `option_template_name` is not.
    """

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """Return the markup of a form or control."""
        draw = DRAWN.get(template_name)
        return draw(context["widget"]) if draw else super().render(template_name, context, request)


def _input(widget: Widget) -> str:
    value = "" if widget["value"] is None else f' value="{_text(widget["value"])}"'
    return f'<input type="{_text(widget["type"])}" name="{_text(widget["name"])}"{value}{_attributes(widget)}>'


def _textarea(widget: Widget) -> str:
    # the first line break after the tag is no part of the text
    value = _text(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{_text(widget["name"])}"{_attributes(widget)}>\n{value}</textarea>'


def _select(widget: Widget) -> str:
    groups = "".join(_group(label, options) for label, options, _index in widget["optgroups"])
    return f'<select name="{_text(widget["name"])}"{_attributes(widget)}>{groups}\n</select>'


def _group(label: Any, options: list[Widget]) -> str:
    drawn = "".join(
        f'\n  <option value="{_text(option["value"])}"{_attributes(option)}>{_text(option["label"])}</option>\n'
        for option in options
    )
    return f'\n  <optgroup label="{_text(label)}">{drawn}\n  </optgroup>' if label else drawn


def _attributes(widget: Widget) -> str:
    given = ((name, value) for name, value in widget["attrs"].items() if value is not False)
    return "".join(f" {_text(name)}" if value is True else f' {_text(name)}="{_text(value)}"' for name, value in given)


def _text(value: Any) -> SafeString:
    return conditional_escape(value if isinstance(value, str) else str(value))


#: How the templates of Django's own controls are drawn.
DRAWN: dict[str, Callable[[Widget], str]] = {
    **{
        f"django/forms/widgets/{kind}.html": _input
        for kind in ("text", "number", "email", "url", "tel", "search", "date", "datetime", "time", "hidden")
    },
    "django/forms/widgets/textarea.html": _textarea,
    "django/forms/widgets/select.html": _select,
}
