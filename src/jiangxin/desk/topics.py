"""Topics of the digest that every room shares: one's work, what was decided in one's name, what one follows."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jiangxin.desk import digests
from jiangxin.desk.digests import Light, Line, Part, Span, Topic
from jiangxin.desk.interfaces.cells import state_label
from jiangxin.desk.links import optional, url_for
from jiangxin.desk.models import Follow
from jiangxin.kernel import records
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.records.pointers import rows_at
from jiangxin.workflow.domain.queries.absences import decided_for
from jiangxin.workflow.domain.queries.items import Work, work_of
from jiangxin.workflow.enums import Kind

#: Matters that a section lists; of more the number is said.
LISTED = 10
#: A daily digest tells of what is due within so many days.
PRESSING = 3


def _work(actor: Actor, span: Span) -> list[Part]:
    """Return the queues; a daily digest holds what is due shortly, or came since the last."""
    works = work_of(actor, span.day)
    if span.every_day:
        works = [work for work in works if _presses(work, span.since)]
    parts = []
    for kind in Kind:
        queue = [work for work in works if work.item.kind == kind]
        lines = [_line(work) for work in queue[:LISTED]]
        parts.append(Part(str(kind.label), lines, more=len(queue) - len(lines), url=optional("site:workbench")))
    made = decided_for(actor, span.since)
    decided = [
        Line(
            entry.title,
            reverse("workflow:decide", kwargs={"uuid": entry.note.approval.uuid}),
            f"{entry.note.get_decision_display()} · {entry.note.person}",
        )
        for entry in made
    ]
    return [*parts, Part(_("Decided in my name"), decided, url=optional("workflow:absence"))]


def _presses(work: Work, since: date) -> bool:
    soon = work.days_left is not None and work.days_left <= PRESSING
    return soon or work.item.created_at.date() >= since


def _line(work: Work) -> Line:
    words = [str(work.record.title())] if work.record else []
    if work.behalf:
        words.append(_("for %(person)s") % {"person": work.behalf})
    light = None
    if work.item.due_on and work.days_left is not None:
        words.append(f"{work.item.due_on}")
        light = _days(work.days_left)
    url = url_for(work.record, "detail", work.row) if work.record and work.row is not None else ""
    return Line(work.title, url, " · ".join(words), light)


def _days(days: int) -> Light:
    if days < 0:
        return Light("red", ngettext("%(n)s day overdue", "%(n)s days overdue", -days) % {"n": -days})
    label = ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days} if days else _("today")
    return Light("yellow" if days <= PRESSING else "green", label)


def _followed(actor: Actor, span: Span) -> list[Part]:
    """Return the matters followed whose state or light changed, with how they stand now."""
    found = Follow.objects.filter(person=actor.person_id, changed_on__gte=span.since)
    kept = list(found.order_by("-changed_on", "-pk"))
    rows = rows_at({(row.record, row.object_id) for row in kept}, actor)
    lines = []
    for key in dict.fromkeys(row.record for row in kept):
        record, ids = records.get(key), [row.object_id for row in kept if row.record == key]
        ask = digests.followable().get(key)
        lights = ask(ids, actor) if ask else {}
        for pk in ids:
            if (row := rows.get((key, pk))) is not None:
                state = state_label(record, row) if record.workflow else ""
                note = " · ".join(filter(None, (str(record.title()), state)))
                lines.append(Line(str(row), url_for(record, "detail", row), note, lights.get(pk)))
    more = max(len(lines) - LISTED, 0)
    return [Part(_("What I follow"), lines[:LISTED], more=more, url=reverse("desk:subscriptions"))]


digests.register(
    Topic(
        "work",
        gettext_lazy("My work"),
        gettext_lazy("What is due, came back, is to be approved or is new, and what was decided in your name."),
        _work,
        order=10,
    )
)
digests.register(
    Topic(
        "followed",
        gettext_lazy("What I follow"),
        gettext_lazy("Single matters whose state or light changed. A notice on screen comes at once."),
        _followed,
        order=15,
    )
)
