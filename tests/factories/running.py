"""Rows of a plan that runs, by record type; `tests.factories.records.make` finds them here."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

from tests.factories import records as rows
from tests.factories.workflow import SINCE, fixture

from jiangxin.kernel import clock
from jiangxin.planning.models import (
    Contribution,
    Cycle,
    Extension,
    Light,
    LightOverride,
    LightRule,
    Release,
    Report,
    ReportingPolicy,
    Responsibility,
    Subtask,
    Suspension,
    Target,
    TargetStep,
    TargetValue,
    Urging,
    WorkPlan,
)

_numbers = itertools.count(1)


def make_running(organisation, **extra):
    """Return a task under way that the organisation leads."""
    row = rows.make_task(organisation, lead=organisation, **extra)
    for state in ("issued", "running"):
        row.state = state
        row.save(update_fields=["state"])
    return row


def make_responsibility(organisation, **extra):
    """Return a support of a task that is issued, so that it may be acknowledged."""
    task = extra.pop("task", None) or make_running(organisation)
    values = {"task": task, "part": "support", "organisation": organisation, "valid_from": clock.today()}
    return Responsibility.objects.create(**{**values, **extra})


def make_subtask(organisation, **extra):
    task = extra.pop("task", None) or make_running(organisation)
    number = next(_numbers)
    Responsibility.objects.get_or_create(
        task=task, organisation=organisation, part="lead", valid_to=None, defaults={"valid_from": SINCE}
    )
    values = {"task": task, "number": f"{number}", "title": f"Sub-task {number}", "organisation": organisation}
    return Subtask.objects.create(**{**values, "due_on": date(2030, 1, 1), **extra})


def make_subtask_of(task, organisation, **extra):
    """Return a sub-task of a task in which the organisation has a part already."""
    with fixture():
        number = next(_numbers)
        values = {"task": task, "number": f"{number}", "organisation": organisation, "due_on": date(2030, 1, 1)}
        return Subtask.objects.create(**{**values, **extra})


def make_work_plan(organisation, **extra):
    task = extra.pop("task", None) or make_running(organisation)
    return WorkPlan.objects.create(**{"task": task, "year": 2024, "goal": "Do a part of it.", **extra})


def make_cycle(_organisation=None, **extra):
    """Return a cycle after every other that is neither due nor locked."""
    first = Cycle.objects.order_by("-starts_on").values_list("starts_on", flat=True).first() or date(2030, 1, 1)
    first += timedelta(days=31)
    values = {"starts_on": first, "ends_on": first + timedelta(29), "opens_on": first + timedelta(20)}
    days = {"due_on": first + timedelta(40), "locks_on": first + timedelta(60)}
    return Cycle.objects.create(**{"kind": "quarterly", "name": f"Cycle {next(_numbers)}", **values, **days, **extra})


def make_report(organisation, **extra):
    task = extra.pop("task", None) or make_running(organisation)
    cycle = extra.pop("cycle", None) or make_cycle()
    values = {"task": task, "cycle": cycle, "organisation": organisation, "due_on": cycle.due_on}
    content = {"status": "under_way", "percent": 50, "progress": "Half of it.", "problems": "", "next_steps": ""}
    return Report.objects.create(**{**values, **content, "handed_in_on": cycle.opens_on, **extra})


def make_contribution(organisation, **extra):
    task, cycle = make_running(organisation), make_cycle()
    values = {"task": task, "cycle": cycle, "organisation": organisation, "due_on": cycle.due_on}
    return Contribution.objects.create(**{**values, **extra})


def make_extension(organisation, **extra):
    task = make_running(organisation, due_on=date(2030, 1, 1))
    values = {"task": task, "organisation": organisation, "from_on": date(2030, 1, 1), "until": date(2030, 2, 1)}
    return Extension.objects.create(**{**values, "grounds": "Ill weather", **extra})


def make_light(organisation, **extra):
    return Light.objects.create(**_of_task(organisation), **{"colour": "green", "computed": "green", **extra})


def make_override(organisation, **extra):
    values = {**_of_task(organisation), "valid_from": clock.today(), "colour": "yellow", "grounds": "Seen on site"}
    return LightOverride.objects.create(**{**values, **extra})


def make_suspension(organisation, **extra):
    return Suspension.objects.create(**{**_of_task(organisation), **extra})


def _of_task(organisation):
    task = make_responsibility(organisation).task
    return {"task": task, "valid_from": SINCE}


def make_light_rule(_organisation=None, **extra):
    day = date(2010, 1, 1) + timedelta(days=next(_numbers))
    values = {"condition": "report_overdue", "threshold": 1, "colour": "red", "source": "A rule"}
    return LightRule.objects.create(**{**values, "valid_from": day, **extra})


def make_reporting_policy(_organisation=None, **extra):
    return ReportingPolicy.objects.create(**{**rows.following(ReportingPolicy), "source": "A rule", **extra})


def make_target_step(organisation, **extra):
    target = Target.objects.create(**rows.figure(organisation))
    day = date(2024, 1, 1) + timedelta(days=next(_numbers))
    return TargetStep.objects.create(**{"target": target, "on": day, "value": 10, **extra})


def make_target_value(organisation, **extra):
    target = Target.objects.create(**rows.figure(organisation))
    cycle = make_cycle()
    values = {"target": target, "cycle": cycle, "organisation": organisation, "due_on": cycle.due_on}
    content = {"value": 40, "basis": "The register", "handed_in_on": cycle.opens_on}
    return TargetValue.objects.create(**{**values, **content, **extra})


def make_urging(organisation, **extra):
    task = make_running(organisation)
    values = {"task": task, "organisation": organisation, "urged_on": SINCE, "urged_by": "somebody", "text": "Please"}
    return Urging.objects.create(**{**values, **extra})


def make_release(organisation, **extra):
    task = make_running(organisation, disclosure="open")
    values = {"plan": task.plan, "task": task, "cycle": make_cycle(), "title": f"Release {next(_numbers)}"}
    return Release.objects.create(**{**values, "text": "Half of it is done.", **extra})


MAKERS = {
    "planning.contributions": make_contribution,
    "planning.cycles": make_cycle,
    "planning.extensions": make_extension,
    "planning.light-overrides": make_override,
    "planning.light-rules": make_light_rule,
    "planning.lights": make_light,
    "planning.releases": make_release,
    "planning.reporting-rules": make_reporting_policy,
    "planning.reports": make_report,
    "planning.responsibilities": make_responsibility,
    "planning.subtasks": make_subtask,
    "planning.suspensions": make_suspension,
    "planning.target-paths": make_target_step,
    "planning.target-values": make_target_value,
    "planning.urgings": make_urging,
    "planning.work-plans": make_work_plan,
}
