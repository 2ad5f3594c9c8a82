"""Figures of the workbench: each is the count of a list under filters, and opens that list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiangxin.desk.interfaces.filters import filterset_for
from jiangxin.desk.interfaces.paging import EXACT_TO, counted
from jiangxin.desk.links import url_for
from jiangxin.kernel import access, records
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.records import RecordType
from jiangxin.people.models import Person, SetMembership


@dataclass(frozen=True)
class Glance:
    """A list under filters. It is shown to those who may do `verb` to its rows.

    `query` is that of the list; `{today}`, `{unit}` and `{sets}` stand for the day, the person's
    organisation and the named sets that it belongs to, `{log_day}` for the day by which the log counts, which a
    demonstration does not stop. A glance that lacks one is left out.
    """

    record: str
    label: Any
    query: str = ""
    verb: str = "view"


#: What is looked at together, in the order in which it is shown.
GROUPS: tuple[tuple[Any, tuple[Glance, ...]], ...] = (
    (
        _("Tasks of my organisation"),
        (
            Glance("planning.tasks", _("named itself"), "unit={unit}"),
            Glance("planning.tasks", _("through a collective name"), "{sets}"),
        ),
    ),
    (
        _("Plans in force"),
        (
            Glance("planning.plans", _("plans"), "state=adopted"),
            Glance("planning.tasks", _("tasks")),
            Glance("planning.targets", _("targets")),
            Glance("planning.targets", _("targets without a task"), "uncarried=1"),
        ),
    ),
    (
        _("Organisations and accounts"),
        (
            Glance("people.organisations", _("organisations today"), "as_of={today}", "change"),
            Glance("people.persons", _("persons"), "", "change"),
            Glance("people.accounts", _("active accounts"), "is_active=1", "change"),
            Glance("people.accounts", _("first password not changed"), "must_change_password=1", "change"),
        ),
    ),
    (
        _("Roles and rights"),
        (
            Glance("people.assignments", _("roles given, in force"), "as_of={today}", "change"),
            Glance("people.roles", _("roles in force"), "as_of={today}", "change"),
            Glance("people.capabilities", _("capabilities in force"), "as_of={today}", "change"),
            Glance("people.security-policies", _("security policy in force"), "as_of={today}", "change"),
        ),
    ),
    (
        _("Log"),
        (
            Glance("audit.activities", _("entries today"), "at_from={log_day}"),
            Glance("audit.activities", _("failed sign-ins today"), "at_from={log_day}&verb=sign-in-failed"),
            Glance("audit.activities", _("changes of rights today"), "at_from={log_day}&record=people.assignments"),
            Glance("audit.heads", _("signed heads")),
        ),
    ),
)


def glances(actor: Actor, day: date) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the groups that the actor may look at, each with label, count and address of its figures.

    A group of nothing but zeros says nothing and is left out.
    """
    known = {"today": day.isoformat(), "log_day": timezone.localdate().isoformat(), **_own(actor, day)}
    found = [(str(title), list(_figures(group, actor, known))) for title, group in GROUPS]
    return [(title, figures) for title, figures in found if any(figure["count"] for figure in figures)]


def _figures(group: tuple[Glance, ...], actor: Actor, known: dict[str, str]) -> Iterator[dict[str, Any]]:
    for glance in group:
        record = records.get(glance.record)
        try:
            query = glance.query.format(**known)
        except KeyError:
            continue
        if access.may(record, actor, glance.verb):
            count = counted(_rows(record, query, actor))
            yield {
                "label": glance.label,
                "count": count if count <= EXACT_TO else f"{EXACT_TO}+",
                "url": f"{url_for(record, 'list')}?{query}",
            }


def _rows(record: type[RecordType], query: str, actor: Actor) -> QuerySet[Any]:
    """Return what the list shows under these filters."""
    rows = access.rows(record, actor)
    if not query:
        return rows
    made = filterset_for(record)  # type: ignore[arg-type]  # a class is hashable
    return made(QueryDict(query), queryset=rows, actor=actor, only_given=True).qs


def _own(actor: Actor, day: date) -> dict[str, str]:
    """Return the addresses' words for the person's organisation and its sets."""
    person = Person.objects.select_related("organisation").filter(pk=actor.person_id).first()
    if person is None or person.organisation is None:
        return {}
    members = SetMembership.objects.on(day).filter(organisation=person.organisation)
    sets = sorted(str(uuid) for uuid in members.values_list("organisation_set__uuid", flat=True))
    own = {"unit": str(person.organisation.uuid)}
    return {**own, "sets": "&".join(f"set={uuid}" for uuid in sets)} if sets else own
