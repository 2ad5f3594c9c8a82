"""A plan that replaces another, with tasks like those of the old one."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

from tests.factories import records as rows
from tests.factories import screens
from tests.factories.workflow import fixture

from jiangxin.planning.domain import carrying
from jiangxin.planning.models import Completion, Light, Plan, Responsibility, Task
from jiangxin.workflow.domain.queries.items import items_for

#: A day after the report of the second quarter was due, and before it is locked.
DAY = date(2024, 7, 20)


def revised(place, *contents, **extra):
    """Let a plan with these tasks replace the plan of the district and return it with its tasks."""
    plan = rows.make("planning.plans", place.office)
    with fixture():
        old = Plan.objects.get(pk=place.plan.pk)
        plan.supersedes = old
        plan.save(update_fields=["supersedes"])
        old.state = "superseded"
        old.save(update_fields=["state"])
        tasks = [
            Task.objects.create(plan=plan, number=number, content=content, start=0, end=6, **extra)
            for number, content in enumerate(contents, 1)
        ]
    return SimpleNamespace(plan=plan, tasks=tasks)


def carry(place, by=None, reason="Revised", pairs=None):
    pairs = pairs or [(place.task, place.new.tasks[0])]
    done = carrying.carry_over(pairs, actor=(by or place.officer).actor(), reason=reason)
    for task in (place.task, place.other, *place.new.tasks):
        task.refresh_from_db()
    return done


def parts(task):
    found = Responsibility.objects.filter(task=task).order_by("valid_from", "part", "pk")
    return [(row.part, row.organisation.name, row.state, row.valid_from, row.valid_to) for row in found]


def queue(person):
    return sorted((item.kind, item.record, item.object_id) for item in items_for(person.actor()))


def lights(task):
    return list(Light.objects.filter(task=task).order_by("valid_from").values_list("colour", "valid_from", "valid_to"))


def split(revision):
    """Return an open sub-task with one below it, a done one, and a dropped one of the old task."""
    top = screens.split(revision.task, "1", revision.education, percent=30, weight=2)
    below = screens.split(revision.task, "1.1", revision.finance, parent=top)
    done = screens.split(revision.task, "2", revision.labour, kind="milestone", state="done", done_on=date(2024, 6, 3))
    gone = screens.split(revision.task, "3", revision.education)
    with fixture():
        Completion.objects.create(subtask=done, done_on=date(2024, 6, 3), noted_on=date(2024, 6, 4))
        gone.state, gone.dropped_on = "dropped", date(2024, 5, 5)
        gone.save()
    return top, below, done, gone
