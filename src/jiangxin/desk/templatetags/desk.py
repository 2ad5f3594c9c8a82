"""Tags and filters for the templates of every room: `{% load desk %}`."""

from __future__ import annotations

from functools import cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from jiangxin.desk import digests
from jiangxin.desk.additions import Button, buttons_of, panels_of
from jiangxin.desk.domain.following import follows
from jiangxin.desk.interfaces.cells import render_state, render_value
from jiangxin.desk.links import url_for
from jiangxin.evidence.domain import attachments
from jiangxin.evidence.domain.previews import has_preview
from jiangxin.kernel.languages import english
from jiangxin.kernel.records import RecordType, of_model

register = template.Library()

#: The shapes of lights where only text is sure to arrive, as in letters.
SHAPES = {"green": "●", "yellow": "▲", "red": "■", "grey": "○", "blue": "◆"}
LIGHTS = frozenset(SHAPES)


@register.simple_tag
@cache
def icon(name: str, classes: str = "") -> SafeString:
    """Draw an icon of the sprite; it is decoration, the word beside it speaks."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        classes,
        static("vendor/icons.svg"),
        name,
    )


@register.simple_tag
def other_language() -> str:
    """Return the name of the language one may switch to, in that language."""
    return "中文" if english() else "English"


@register.simple_tag
def light(colour: str, label: Any) -> SafeString:
    """Show a light: shape, colour and word. Colours: green, yellow, red, grey, blue."""
    return format_html('<span class="light light-{}">{}</span>', colour if colour in LIGHTS else "grey", label)


@register.simple_tag
def days_left(days: int, soon: int) -> SafeString:
    """Say how many days are left as a light: red when over, yellow from `soon` days on, else green."""
    if days < 0:
        label = ngettext("%(n)s day overdue", "%(n)s days overdue", -days) % {"n": -days}
        return light("red", label)
    label = ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days} if days else gettext("today")
    return light("yellow" if days <= soon else "green", label)


@register.simple_tag
def state(record: type[RecordType], instance: Any) -> SafeString:
    """Show the state of a row as a labelled badge."""
    return render_state(record, instance)


@register.simple_tag
def record_url(instance_or_record: Any, page: str = "detail", **kwargs: Any) -> str:
    """Return the address of a page of a row (or of a record type: list, add, …)."""
    if isinstance(instance_or_record, type):
        return url_for(instance_or_record, page, **kwargs)
    return url_for(of_model(type(instance_or_record)), page, instance_or_record, **kwargs)


@register.inclusion_tag("desk/parts/evidence.html", takes_context=True)
def evidence_panel(context: template.Context, instance: Any) -> dict[str, Any]:
    """Show the files that hang on a row the page already shows; nothing where its record type takes none."""
    record, actor = of_model(type(instance)), context["request"].actor
    return {
        "record": record,
        "instance": instance,
        "attachments": list(attachments.of(record, instance, actor=actor)) if record.evidence else [],
        "may_attach": record.evidence and attachments.may_attach(record, instance, actor=actor),
    }


@register.simple_tag(takes_context=True)
def added_buttons(context: template.Context, instance: Any) -> list[Button]:
    """Return the buttons that rooms above add for a row, for pages that are not the generic one."""
    return buttons_of(of_model(type(instance)), instance, context["request"].actor)


@register.simple_tag(takes_context=True)
def additions(context: template.Context, instance: Any) -> SafeString:
    """Show what rooms above know about a row that the page shows."""
    return panels_of(of_model(type(instance)), instance, context["request"].actor)


@register.inclusion_tag("desk/parts/follow.html", takes_context=True)
def follow_button(context: template.Context, instance: Any) -> dict[str, Any]:
    """Let the reader follow a row that the page shows; nothing where rows of its kind cannot be followed."""
    record, actor = of_model(type(instance)), context["request"].actor
    if record.key() not in digests.followable() or actor.person_id is None:
        return {}
    return {
        "instance": instance,
        "follows": follows(instance, actor),
        "csrf_token": context.get("csrf_token"),
    }


@register.filter
def shape(colour: str) -> str:
    """Return the shape of a light as a character."""
    return SHAPES.get(colour, SHAPES["grey"])


@register.filter
def display(value: Any) -> Any:
    """Show a value as lists and details do: dates as 2026-11-23, yes and no, tags."""
    return render_value(value)


@register.filter
def previewed(file: Any) -> bool:
    """Whether a stored file has a preview."""
    return has_preview(file)


@register.filter
def item(mapping: Any, key: Any) -> Any:
    """Return mapping[key], or "" where there is none."""
    return mapping.get(key, "") if mapping else ""


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """Return the present query string with these parameters changed ("" or None removes one)."""
    params = context["request"].GET.copy()
    for name, value in changes.items():
        if value in {"", None}:
            params.pop(name, None)
        else:
            params[name] = value
    return "?" + params.urlencode() if params else "?"


@register.filter
def room(model: Any) -> str:
    """Return the name of the room to which a model belongs."""
    return str(model._meta.app_label)


@register.simple_tag
def state_of(instance: Any) -> SafeString:
    """Show the state of a row whose record type the page does not hold."""
    return render_state(of_model(type(instance)), instance)
