"""What pages of the running plan show: sub-tasks, lights, reports, and people who look at them."""

from __future__ import annotations

from datetime import date

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories import running
from tests.factories.workflow import fixture

from jiangxin.planning.models import Light, Report, Subtask, Task


def client_of(person, language="en"):
    """Return a client that is signed in as a person."""
    client = Client(raise_request_exception=True)
    client.force_login(person.account)
    client.cookies["jiangxin_language"] = language
    return client


def page(person, name, plan, query=None, **headers):
    """Ask for a page about a plan as a person."""
    address = reverse(f"planning:{name}", kwargs={"uuid": plan.uuid})
    return client_of(person).get(address, query or {}, headers=headers)


def queries(client, address, query=None):
    """Return how many queries a page asks once it is warm."""
    client.get(address, query or {})
    with CaptureQueriesContext(connection) as found:
        assert client.get(address, query or {}).status_code == 200
    return len(found)


def split(task, number, unit, due=date(2024, 6, 1), **extra):
    """Return a sub-task that a unit does."""
    values = {"title": f"Step {number}", "organisation": unit.row, "due_on": due, **extra}
    with fixture():
        return Subtask.objects.create(task=task, number=number, **values)


def shine(task, colour, since=date(2024, 1, 1), until=None, causes=()):
    """Give a task a light, and let it stand so today where the light has no end."""
    with fixture():
        values = {"colour": colour, "computed": colour, "causes": list(causes)}
        Light.objects.filter(task=task).delete()
        Light.objects.create(task=task, valid_from=since, valid_to=until, **values)
        task.standing.light, task.standing.causes = colour, list(causes)
        task.standing.save()


def more_tasks(place, count):
    """Return further tasks of the plan."""
    with fixture():
        first = Task.objects.filter(plan=place.plan).count() + 1
        return [
            Task.objects.create(plan=place.plan, number=first + n, content=f"Task {first + n}.", start=0, end=6)
            for n in range(count)
        ]


def report(task, unit, cycle=None, **extra):
    """Return a report on a task, as it stands in the table."""
    with fixture():
        cycle = cycle or running.make_cycle(
            starts_on=date(2024, 1, 1),
            ends_on=date(2024, 3, 31),
            opens_on=date(2024, 3, 21),
            due_on=date(2024, 4, 10),
            locks_on=date(2024, 4, 30),
        )
        values = {"state": "accepted", "status": "under_way", "percent": 40, "progress": "Walls stand."}
        values |= {"handed_in_on": date(2024, 4, 9), "due_on": cycle.due_on, **extra}
        state = values.pop("state")
        row = Report.objects.create(task=task, cycle=cycle, organisation=unit.row, **values)
        walk(row, {"draft": [], "signing": ["signing"]}.get(state, ["signing", "reported", state]))
        return row


def walk(row, states):
    """Take a row through states, as its table allows, and nothing else with it."""
    for state in dict.fromkeys(states):
        row.state = state
        row.save(update_fields=["state"])
