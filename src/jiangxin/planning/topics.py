"""What digests tell of the running plan: lights of one's own tasks, for offices of all, and what turned since."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.desk import digests
from jiangxin.desk.digests import Figure, Light, Line, Part, Span, Topic
from jiangxin.desk.links import url_for
from jiangxin.kernel import access, records
from jiangxin.kernel.actors import Actor
from jiangxin.kernel.clock import today
from jiangxin.planning import models
from jiangxin.planning.domain.lights.words import SHORT
from jiangxin.planning.domain.queries.board import board
from jiangxin.planning.domain.queries.mine import LOOKS_AFTER_ALL, Tally, tallies
from jiangxin.planning.domain.queries.tree import Mine, mine
from jiangxin.planning.enums import Colour
from jiangxin.planning.interfaces.tree import MINE

#: Tasks that a section lists; of more the number is said.
LISTED = 10


def _light(colour: str) -> Light:
    return Light(colour, str(SHORT[Colour(colour)]))


def _own(actor: Actor, span: Span) -> list[Part]:
    """Return the lights of the tasks one has a part in, and those that turned."""
    return _told(_("Lights of my tasks"), actor, span, [t for t in tallies(actor, span.day) if t.mine], Mine.ANY)


def _all(actor: Actor, span: Span) -> list[Part]:
    """Return the lights of all tasks, for those who look after them, and those that turned."""
    return _told(_("Lights of the whole plan"), actor, span, [t for t in tallies(actor, span.day) if not t.mine], None)


def _told(title: str, actor: Actor, span: Span, told: list[Tally], how: Mine | None) -> list[Part]:
    if not told:
        return []
    rows = access.rows(records.of_model(models.Task), actor).filter(plan=told[0].plan)
    if how is not None:
        rows = rows.filter(pk__in=mine(actor, how, span.day))
    turned = _turned(rows, actor, span)
    lines = [
        Line(
            str(light.task),
            url_for(records.of_model(models.Task), "detail", light.task),
            _("since %(day)s") % {"day": f"{light.valid_from}"},
            _light(light.colour),
        )
        for light in turned[:LISTED]
    ]
    figures = [] if span.every_day else [_figure(tally) for tally in told]
    url = reverse("planning:tree", kwargs={"uuid": told[0].plan.uuid})
    return [Part(title, lines, figures, len(turned) - len(lines), url)]


def _turned(tasks: QuerySet[models.Task], actor: Actor, span: Span) -> list[models.Light]:
    """Return the lights that tasks have since a day after `since` and that press, red ones first (one query)."""
    rows = access.rows(records.of_model(models.Light), actor).filter(task__in=tasks, valid_to__isnull=True)
    rows = rows.filter(valid_from__gt=span.since, valid_from__lte=span.day, colour__in=[Colour.RED, Colour.YELLOW])
    return sorted(
        rows.select_related("task").defer("task__conclusion"),
        key=lambda light: (light.colour != Colour.RED, light.task.number),
    )


def _figure(tally: Tally) -> Figure:
    url = reverse("planning:tree", kwargs={"uuid": tally.plan.uuid})
    counts = [(_light(colour), tally.colours[colour]) for colour in Colour.values if tally.colours.get(colour)]
    if tally.mine is None:
        return Figure(_("all tasks"), url, counts)
    return Figure(str(MINE[tally.mine]), f"{url}?mine={tally.mine}", counts)


def _lights_of_tasks(ids: Sequence[int], _actor: Actor) -> dict[int, Light]:
    rows = models.Standing.objects.filter(task__in=ids).values_list("task_id", "light")
    return {task: _light(colour or Colour.GREY) for task, colour in rows}


def _lights_of_targets(ids: Sequence[int], actor: Actor) -> dict[int, Light]:
    lines = board(models.Target.objects.filter(pk__in=ids), actor, today())
    return {line.target.pk: _light(line.colour) for line in lines}


digests.register(
    Topic(
        "lights",
        gettext_lazy("Lights of my tasks"),
        gettext_lazy("How the tasks stand in which you or your unit have a part, and which turned yellow or red."),
        _own,
        visible=lambda actor: actor.can("planning.task.view"),
        order=20,
    )
)
digests.register(
    Topic(
        "plan",
        gettext_lazy("Lights of the whole plan"),
        gettext_lazy("How all tasks of the plan stand, and which turned yellow or red."),
        _all,
        visible=lambda actor: actor.can("planning.task.view") and actor.reach(LOOKS_AFTER_ALL).everything,
        order=30,
    )
)
digests.may_be_followed("planning.tasks", _lights_of_tasks)
digests.may_be_followed("planning.targets", _lights_of_targets)
digests.may_be_followed("planning.plans")
