"""A district whose plan runs: an office, units with people, a plan with tasks, and the steps they take."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

from tests.factories import records as rows
from tests.factories import workflow as make
from tests.factories.workflow import fixture

from jiangxin.kernel import clock, records, write
from jiangxin.people.models import Role, RoleAssignment
from jiangxin.planning.domain import assignment, reporting
from jiangxin.planning.domain.assignment import Parts
from jiangxin.planning.models import Report, Responsibility, Task
from jiangxin.site.domain.defaults import load_defaults
from jiangxin.workflow.domain import approvals
from jiangxin.workflow.models import Approval

#: A day on which nothing of the demonstration's cycles is open.
BEGIN = date(2024, 4, 15)


def person(name, at, *codes):
    """Return a person with roles that an installation starts with."""
    row = make.person(name, at)
    with fixture():
        for code in codes:
            RoleAssignment.objects.create(
                person=row, role=Role.objects.get(code=code), organisation=at, valid_from=make.SINCE
            )
    return row


def unit(name):
    """Return an organisation with a liaison and a head who signs."""
    row = make.organisation(name)
    liaison, head = person(f"{name}-liaison", row, "liaison"), person(f"{name}-head", row, "unit-head")
    post = make.post(row, "Head", head, is_head=True)
    return SimpleNamespace(row=row, liaison=liaison, head=head, post=post)


def district():
    """Return office, three units and an adopted plan with two tasks."""
    load_defaults()
    office = make.organisation("Plan office")
    found = SimpleNamespace(
        office=office,
        officer=person("officer", office, "plan-officer"),
        chief=person("chief", office, "plan-head"),
        supervisor=person("supervisor", office, "supervisor"),
        education=unit("Education"),
        labour=unit("Labour"),
        finance=unit("Finance"),
    )
    found.plan = rows.make("planning.plans", office)
    with fixture():
        found.task = Task.objects.create(plan=found.plan, number=1, content="Build schools.", start=0, end=6)
        found.other = Task.objects.create(
            plan=found.plan,
            number=2,
            content="Train teachers.",
            start=0,
            end=6,
            kind="staged",
            due_on=date(2025, 6, 30),
        )
    return found


def assign(place, task, lead, *supports, **parts):
    assignment.assign(
        task,
        Parts(lead.row, [unit.row for unit in supports], **parts),
        actor=place.officer.actor(),
        reason="as printed",
    )
    task.refresh_from_db()


def part(task, unit):
    return Responsibility.objects.get(task=task, organisation=unit.row, valid_to=None)


def step(row, name, by, reason="", **changes):
    """Take a step as a person does and return the row."""
    return write.apply(records.of_model(type(row)), row, name, actor=by.actor(), reason=reason, changes=changes)


def running(place, task, lead, *supports):
    """Bring a task under way: assigned, issued, acknowledged by its lead."""
    assign(place, task, lead, *supports)
    step(task, "issue", place.officer)
    step(part(task, lead), "acknowledge", lead.liaison)
    task.refresh_from_db()
    return task


def open_cycle(place, day=date(2024, 6, 20)):
    """Make and open the cycles of a day and return the drafts."""
    with clock.on(day):
        actor = place.officer.actor()
        reporting.make_cycles(day, actor=actor)
        return reporting.open_cycles(day, actor=actor)


def write_report(report, by, **content):
    values = {"status": "under_way", "progress": "Half of it is built.", **content}
    return write.save(records.of_model(Report), report, values, actor=by.actor(), reason="written")


def decide(row, decision, by, comment=""):
    """Decide the approval of a row."""
    record = records.of_model(type(row))
    approval = Approval.objects.get(record=record.key(), object_id=row.pk, state="open")
    approvals.decide(approval, decision, actor=by.actor(), comment=comment)
    row.refresh_from_db()
    return row


def hand_in(report, unit, **content):
    """Write, submit and sign a report."""
    write_report(report, unit.liaison, **content)
    step(report, "submit", unit.liaison)
    return decide(report, "approve", unit.head)
