"""The page on which the office confirms units and issues tasks."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories import planning as make
from tests.factories import records as rows
from tests.factories import running
from tests.factories.workflow import fixture

from jiangxin.planning.models import Responsibility, Target, Task, TaskUnit


def browser(person):
    client = Client()
    client.force_login(person.account)
    return client


@pytest.fixture
def page(place):
    """Return the address of the page; the first task prints Labour, then Education."""
    with fixture():
        for order, unit in enumerate((place.labour, place.education), 1):
            TaskUnit.objects.create(
                task=place.task, order=order, printed="Unit", role="responsible", organisation=unit.row
            )
    return reverse("planning:assign", args=[place.plan.uuid])


def chosen(task, lead, *supports):
    prefix = f"task-{task.number}"
    return {"chosen": prefix, f"{prefix}-lead": lead.row.uuid, f"{prefix}-supports": [u.row.uuid for u in supports]}


def test_first_listed_is_suggested_and_marked_as_a_guess(place, page):
    lines = browser(place.officer).get(page).context["tasks"]
    found = [(line.subject, line.form["lead"].value(), line.guessed) for line in lines]
    assert found == [(place.task, place.labour.row.uuid, True), (place.other, None, False)]


def test_chosen_lines_are_confirmed_and_issued(place, page):
    answer = browser(place.officer).post(page, {**chosen(place.task, place.labour, place.education), "issue": "1"})
    assert answer.status_code == 302
    place.task.refresh_from_db()
    place.other.refresh_from_db()
    assert (place.task.state, place.task.lead, place.other.state) == ("issued", place.labour.row, "unassigned")
    parts = Responsibility.objects.order_by("part").values_list("part", "organisation__name")
    assert list(parts) == [("lead", "Labour"), ("support", "Education")]


def test_line_without_lead_is_told_and_nothing_is_assigned(place, page):
    data = {"chosen": ["task-1", "task-2"], "task-1-lead": place.labour.row.uuid, "task-2-lead": ""}
    answer = browser(place.officer).post(page, data)
    wrong = [line.subject for line in answer.context["tasks"] if line.form.errors]
    assert (answer.status_code, wrong, Responsibility.objects.count()) == (422, [place.other], 0)


def test_organisation_that_is_not_offered_is_refused(place, page):
    data = {"chosen": "task-1", "task-1-lead": place.task.uuid}
    assert browser(place.officer).post(page, data).status_code == 422


def test_target_without_a_task_gets_a_lead(place, page):
    with fixture():
        target = Target.objects.create(**{**rows.figure(place.office), "plan": place.plan, "clause": None})
    prefix = f"target-{target.number}"
    browser(place.officer).post(page, {"chosen": prefix, f"{prefix}-lead": place.finance.row.uuid})
    assert Responsibility.objects.get().organisation == place.finance.row


def test_units_do_not_assign(place, page):
    assert browser(place.labour.liaison).get(page).status_code == 403


def test_page_takes_the_same_queries_for_two_and_four_tasks(place, page):
    def cost():
        client = browser(place.officer)
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        return len(queries)

    cost()  # fills what is kept between requests
    two = cost()
    with fixture():
        for number in (3, 4):
            task = Task.objects.create(plan=place.plan, number=number, content="More.", start=0, end=1)
            TaskUnit.objects.create(task=task, order=1, printed="U", role="lead", organisation=place.finance.row)
    assert cost() == two


def test_approved_work_plan_is_revised_beside_the_one_in_force(place):
    make.running(place, place.task, place.education)
    with fixture():
        plan = running.make_work_plan(place.education.row, task=place.task)
    rows.bring(plan, place.education.row, "approved")
    address = reverse("planning:revise", args=[plan.uuid])
    client = browser(place.education.liaison)
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "New money"}).status_code == 302
    found = list(type(plan).objects.order_by("revision").values_list("revision", "state", "goal"))
    assert found == [(1, "approved", plan.goal), (2, "draft", plan.goal)]
    assert browser(place.labour.liaison).get(address).status_code == 404
