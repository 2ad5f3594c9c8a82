"""What rooms above add to the pages of rows of lower rooms: buttons on top, a panel below the facts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from jiangxin.kernel.actors import Actor
from jiangxin.kernel.records import RecordType


@dataclass(frozen=True)
class Button:
    """A button that leads to a page of the room's own."""

    label: str
    url: str
    icon: str = ""


@dataclass(frozen=True)
class Panel:
    """A template of the room, with what it shows."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)


Buttons = Callable[[type[RecordType], Model, Actor], list[Button]]
Panels = Callable[[type[RecordType], Model, Actor], Panel | None]

_buttons: list[Buttons] = []
_panels: list[Panels] = []


def add(*, buttons: Buttons, panel: Panels) -> None:
    """Add to the pages of rows (in a room's `ready()`); both answer with nothing for rows they do not know."""
    _buttons.append(buttons)
    _panels.append(panel)


def buttons_of(record: type[RecordType], row: Model, actor: Actor) -> list[Button]:
    """Return the buttons for a row."""
    return [button for found in _buttons for button in found(record, row, actor)]


def panels_of(record: type[RecordType], row: Model, actor: Actor) -> SafeString:
    """Return the panels for a row, drawn."""
    panels = [panel for found in _panels if (panel := found(record, row, actor))]
    # what the templates drew is safe already
    return mark_safe("".join(render_to_string(panel.template, panel.context) for panel in panels))  # noqa: S308
