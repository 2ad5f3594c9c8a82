"""Measures from the running plan: reports in time, reports returned, tasks concluded and on course, targets reached.

What is counted is what was known of the days of the period, so that counting later gives the same: a report that was
due in the period and came after it is late, whenever one looks.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.appraisal.domain.measures import Counted, Source, events, provide, shares
from jiangxin.engines.appraisal.values import Event
from jiangxin.kernel.actors import process
from jiangxin.kernel.bulk import AnyOf
from jiangxin.planning.domain.queries.board import board
from jiangxin.planning.enums import GONE, Colour, Part, ReportState, ReturnKind
from jiangxin.planning.models import Light, Report, Responsibility, Target, Task

REPORTS, TASKS, TARGETS = "planning.reports", "planning.tasks", "planning.targets"
ACTOR = process("appraisal")
#: Lights of what is as it should be; blue came late but is there.
GOOD = (Colour.GREEN, Colour.BLUE)


def in_time(organisations: Collection[int], first: date, last: date) -> Mapping[int, Counted]:
    """Return the share of reports due in the period that were handed in by their day (one query)."""
    rows = Report.objects.filter(AnyOf("organisation", organisations), round=1, due_on__range=(first, last))
    known = rows.order_by("due_on", "pk").values_list("organisation_id", "pk", "due_on", "handed_in_on")
    found = []
    for unit, pk, due, handed_in in known:
        note = "missing" if handed_in is None or handed_in > last else "in_time" if handed_in <= due else "late"
        found.append((unit, Source(REPORTS, pk, note), note == "in_time"))
    return shares(organisations, found, _("no report was due"))


def returned(organisations: Collection[int], first: date, last: date) -> Mapping[int, Counted]:
    """Return the reports that were returned in the period (one query)."""
    rows = Report.objects.filter(AnyOf("organisation", organisations), state=ReportState.RETURNED)
    rows = rows.filter(decided_on__range=(first, last)).order_by("decided_on", "pk")
    known = rows.values_list("organisation_id", "pk", "return_kind", "decided_on", "task__number", "round")
    return events(
        organisations,
        [
            (unit, Source(REPORTS, pk, kind), Event(f"{REPORTS}:{pk}", kind, 1, _title(task, turn), day))
            for unit, pk, kind, day, task, turn in known
        ],
    )


def _title(task: int, turn: int) -> str:
    return _("Task %(task)d, round %(round)d") % {"task": task, "round": turn}


def concluded(organisations: Collection[int], first: date, last: date) -> Mapping[int, Counted]:
    """Return the share of led tasks with a deadline in the period that were concluded by it (two queries)."""
    led = _led(organisations, last)
    tasks = Task.objects.filter(AnyOf("pk", led), due_on__range=(first, last)).exclude(
        state__in=GONE, closed_on__lte=last
    )
    known = tasks.order_by("number").values_list("pk", "due_on", "closed_on")
    found = []
    for pk, due, closed in known:
        note = "open" if closed is None or closed > last else "in_time" if due is not None and closed <= due else "late"
        found.append((led[pk], Source(TASKS, pk, note), note == "in_time"))
    return shares(organisations, found, _("no task was to be concluded"))


def on_course(organisations: Collection[int], first: date, last: date) -> Mapping[int, Counted]:  # noqa: ARG001 - one shape
    """Return the share of led tasks whose light at the end is green or blue, grey left out (two queries)."""
    led = _led(organisations, last)
    lights = Light.objects.on(last).filter(AnyOf("task", led)).exclude(colour=Colour.GREY).order_by("task__number")
    known = lights.values_list("task_id", "colour")
    found = [(led[pk], Source(TASKS, pk, colour), colour in GOOD) for pk, colour in known]
    return shares(organisations, found, _("no task that it leads had a light"))


def reached(organisations: Collection[int], first: date, last: date) -> Mapping[int, Counted]:  # noqa: ARG001 - one shape
    """Return the share of targets that were on their path at the end of the period, unmeasured ones left out."""
    wanted = set(organisations)
    lines = [
        line
        for line in board(Target.objects.all(), ACTOR, last)
        if line.lead is not None and line.lead.pk in wanted and line.colour != Colour.GREY
    ]
    found = [
        (line.lead.pk, Source(TARGETS, line.target.pk, line.colour), line.colour in GOOD)
        for line in lines
        if line.lead is not None
    ]
    return shares(organisations, found, _("no target that it answers for could be measured"))


def _led(organisations: Collection[int], day: date) -> dict[int, int]:
    """Return the unit that leads each task on a day, as far as it is one of these (one query)."""
    rows = Responsibility.objects.on(day).filter(AnyOf("organisation", organisations), part=Part.LEAD)
    rows = rows.filter(Q(task__isnull=False), task__issued_on__lte=day)
    return dict(rows.values_list("task_id", "organisation_id"))


provide(
    "planning.reports_in_time",
    gettext_lazy("Reports handed in on time"),
    "timeliness",
    in_time,
    gettext_lazy(
        "Of the reports due in the period: those handed in by their day, extensions that were granted included."
    ),
)
provide(
    "planning.reports_returned",
    gettext_lazy("Reports returned"),
    "quality",
    returned,
    gettext_lazy("Reports that were returned in the period, by the kind of return."),
    matters={kind.value: kind.label for kind in ReturnKind},
)
provide(
    "planning.tasks_concluded",
    gettext_lazy("Tasks concluded in time"),
    "result",
    concluded,
    gettext_lazy("Of the tasks it leads with a deadline in the period: those concluded by it."),
)
provide(
    "planning.tasks_on_course",
    gettext_lazy("Tasks on course"),
    "result",
    on_course,
    gettext_lazy("Of the tasks it leads: those with a green or blue light at the end of the period; grey is left out."),
)
provide(
    "planning.targets_reached",
    gettext_lazy("Targets on their path"),
    "result",
    reached,
    gettext_lazy(
        "Of the targets it answers for: those on their path at the end of the period, unmeasured ones left out."
    ),
)
