"""The form of one line of the assignment page: lead, supports and leaders in charge."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.desk.interfaces.widgets import Combo, MultiCombo
from jiangxin.kernel import access, clock
from jiangxin.kernel.actors import Actor
from jiangxin.people.models import Organisation, Post
from jiangxin.planning.domain.assignment import Parts


@dataclass
class Known:
    """Everybody who may be chosen, loaded once for all lines of a page."""

    organisations: dict[str, Organisation] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)

    @classmethod
    def to(cls, actor: Actor) -> Known:
        """Return the organisations and posts of today that an actor sees (two queries)."""
        day = clock.today()
        units = access.visible(Organisation, actor).filter(valid_from__lte=day)
        alive = units.filter(valid_to=None) | units.filter(valid_to__gt=day)
        posts = access.visible(Post, actor).select_related("organisation")
        return cls({str(row.uuid): row for row in alive}, {str(row.uuid): row for row in posts})


class Chosen(forms.Field):
    """One or several rows out of those known, by their identifiers."""

    def __init__(self, rows: dict[str, Any], *, several: bool, **kwargs: Any) -> None:
        model = Post if rows and isinstance(next(iter(rows.values())), Post) else Organisation
        super().__init__(widget=(MultiCombo if several else Combo).of(model), **kwargs)
        self.rows, self.several = rows, several

    def offer(self, chosen: Any) -> None:
        """Put the chosen rows into the control, which looks for others itself."""
        wanted = [str(part) for part in (chosen if isinstance(chosen, (list, tuple)) else [chosen]) if part]
        empty = [] if self.several else [("", "")]
        widget: Any = self.widget
        widget.choices = [*empty, *((part, str(self.rows[part])) for part in wanted if part in self.rows)]

    def to_python(self, value: Any) -> Any:
        """Return the row or rows. Raises ValidationError for one that may not be chosen."""
        wanted = [str(part) for part in (value if self.several else [value]) if part] if value else []
        if any(part not in self.rows for part in wanted):
            raise ValidationError(_("Choose one of those offered."))
        found = [self.rows[part] for part in wanted]
        return found if self.several else (found[0] if found else None)


class PartsForm(forms.Form):
    """Who is to have which part in a task; of a target the lead only."""

    def __init__(self, *args: Any, known: Known, lead_only: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"] = Chosen(known.organisations, several=False, label=gettext_lazy("Lead unit"))
        if not lead_only:
            self.fields["supports"] = Chosen(
                known.organisations, several=True, required=False, label=gettext_lazy("Supporting units")
            )
            self.fields["oversight"] = Chosen(
                known.posts, several=True, required=False, label=gettext_lazy("Leaders in charge")
            )
        for name, control in self.fields.items():
            if isinstance(control, Chosen):
                control.offer(self[name].value())
                # the head of the column is no label to those who do not see it
                number = str(self.prefix or "").rpartition("-")[2]
                control.widget.attrs["aria-label"] = f"{control.label} {number}"

    def parts(self) -> Parts:
        """Return what was chosen."""
        given = self.cleaned_data
        return Parts(given["lead"], given.get("supports") or [], given.get("oversight") or [])
