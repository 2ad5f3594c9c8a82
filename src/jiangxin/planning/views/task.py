"""The page of a task: how it stands and why, who answers for it, its course, and the rows that belong to it."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.http import HttpResponse

from jiangxin.desk.views.details import DetailView
from jiangxin.kernel import clock
from jiangxin.planning.domain.queries import gantt as queries
from jiangxin.planning.domain.queries.calendar import DEADLINE
from jiangxin.planning.domain.queries.course import course
from jiangxin.planning.domain.queries.gantt import Show
from jiangxin.planning.domain.queries.panel import panel
from jiangxin.planning.domain.queries.unit import lights_on, quarter_ends
from jiangxin.planning.enums import Colour
from jiangxin.planning.interfaces.gantt import GanttRows, Period
from jiangxin.planning.models import Task

#: What happened is shown up to so many entries; the address `?course=all` shows everything.
SHOWN = 12


class TaskView(DetailView):
    """A task as officials speak of it; its rows and steps are those of the generic page."""

    template = "planning/task.html"

    def happenings(self, instance: Model) -> tuple[list[Any], bool]:
        """Return nothing: the course of the task tells what happened, and the page only links to all changes."""
        return [], False

    def gantt(self, task: Task) -> dict[str, Any] | None:
        """Return what the task is split into over its years; None where the reader sees no sub-task."""
        rows, today = Task.objects.filter(pk=task.pk), clock.today()
        years = Period(*queries.extent(rows, task.plan, self.actor, today))
        found = queries.entries(rows, self.actor, today, (years.first, years.last), Show.ALL)
        if all(entry.kind == DEADLINE for entry in found):
            return None
        drawn = GanttRows(years).entries(sorted(found, key=queries.place))
        return {"heads": years.heads, "lines": years.lines(today), "rows": drawn}

    def page(self, template: str = "", *, status: int = 200, **context: Any) -> HttpResponse:
        """Draw the page with what is only known of tasks."""
        task: Task = context["instance"]
        today = clock.today()
        found = course(task, self.actor, today)
        shown = len(found.past) if self.request.GET.get("course") == "all" else SHOWN
        days = [*quarter_ends(today), today]
        lights = lights_on([task.pk], self.actor, days).get(task.pk, [])
        extra = {
            "panel": panel(task, self.actor, today),
            "course": found,
            "past": found.past[:shown],
            "hidden": max(len(found.past) - shown, 0),
            "strip": [(day, colour) for day, colour in zip(days, lights, strict=False) if colour],
            "labels": dict(Colour.choices),
            "gantt": self.gantt(task),
            "may_read_history": self.can("history", task),
        }
        return super().page(template, status=status, **context, **extra)
