"""Reporting in a real browser: on a phone without a connection, two people at once, and a quarter of thirty tasks."""

from __future__ import annotations

import sys
from datetime import date

import pytest
from django.conf import settings as django_settings
from django.test import Client
from tests.factories import planning as make
from tests.factories.workflow import fixture

from jiangxin.kernel import clock, write
from jiangxin.planning.domain import assignment
from jiangxin.planning.domain.assignment import Parts
from jiangxin.planning.models import Report, Responsibility, Task

TODAY = date(2024, 7, 2)


@pytest.fixture
def place(settings):
    """Return the district, in the cycle of the second quarter; the server keeps the same day."""
    settings.JIANGXIN_TODAY = TODAY
    with clock.on(make.BEGIN):
        found = make.district()
        make.running(found, found.task, found.education)
    make.open_cycle(found)
    return found


@pytest.fixture
def signed_in(context, live_server):
    """Return the function that opens a page of a person, by default in the fresh profile of the test."""

    def run(person, profile=context):
        client = Client()
        client.force_login(person.account)
        cookie = client.cookies[django_settings.SESSION_COOKIE_NAME].value
        profile.add_cookies([{"name": django_settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        page = profile.new_page()
        page.goto(f"{live_server.url}/reporting/")
        return page

    return run


def card(page):
    return page.locator("form[data-card]").first


def saved(page):
    page.wait_for_function("() => document.querySelector('[data-saved]').textContent !== ''")


def test_lost_connection_on_a_phone_loses_no_draft(place, context, signed_in, accessible):
    page = signed_in(place.education.liaison)
    page.set_viewport_size({"width": 390, "height": 844})
    accessible(page)
    context.set_offline(True)
    card(page).locator("[name=r-progress]").fill("Three schools stand.")
    page.locator("[data-offline]").wait_for(state="visible")
    page.close()
    context.set_offline(False)
    again = signed_in(place.education.liaison)
    saved(again)
    assert card(again).locator("[name=r-progress]").input_value() == "Three schools stand."
    assert Report.objects.get().progress == "Three schools stand."


def test_what_is_kept_on_the_device_is_not_for_another_account(place, context, signed_in):
    page = signed_in(place.education.liaison)
    context.set_offline(True)
    card(page).locator("[name=r-progress]").fill("Ours alone.")
    page.locator("[data-offline]").wait_for(state="visible")
    context.set_offline(False)
    page.evaluate("window.onbeforeunload = null")
    page.close()
    other = signed_in(place.education.head)
    assert other.evaluate("Object.keys(localStorage).filter(key => key.startsWith('jiangxin-report:'))") == []


def test_two_people_editing_one_report_lose_nothing(place, signed_in):
    page = signed_in(place.education.liaison)
    report = Report.objects.get()
    write.save(
        make.records.of_model(Report), report, {"progress": "By the other."},
        actor=place.education.liaison.actor(), reason="written elsewhere",
    )  # fmt: skip
    card(page).locator("[name=r-progress]").fill("By me.")
    page.locator("[data-choose]").first.wait_for()
    merge = page.locator("[data-merge]").first.inner_text()
    assert ["By me." in merge, "By the other." in merge] == [True, True]
    page.locator('[data-choose="r-progress"]').nth(1).click()
    saved(page)
    assert Report.objects.get().progress == "By the other."


def test_officer_reports_thirty_tasks_with_few_fields_and_clicks(place, signed_in, capsys):
    with fixture():
        tasks = [
            Task.objects.create(plan=place.plan, number=n, content=f"Do {n}.", start=0, end=1) for n in range(10, 39)
        ]
    with clock.on(make.BEGIN):
        assignment.assign_many({task: Parts(place.education.row) for task in tasks}, actor=place.officer.actor())
        write.apply_many(make.records.of_model(Task), tasks, "issue", actor=place.officer.actor(), reason="issued")
        parts = list(Responsibility.objects.filter(task__in=tasks))
        write.apply_many(
            make.records.of_model(Responsibility),
            parts,
            "acknowledge",
            actor=place.education.liaison.actor(),
            reason="x",
        )
    first = Report.objects.get()
    with fixture():
        for task in tasks:
            Report.objects.create(
                task=task, cycle=first.cycle, organisation=place.education.row, due_on=first.due_on, status="under_way"
            )
        Report.objects.filter(pk=first.pk).update(status="under_way")
    page = signed_in(place.education.liaison)
    fields = clicks = 0
    for number in range(30):
        form = page.locator("form[data-card]").nth(number)
        if not form.is_visible():
            page.locator("details.jx-card > summary .jx-card-title").nth(number).click()
            clicks += 1
        form.locator("[name=r-percent]").fill("50")
        form.locator("[name=r-progress]").fill(f"Half of task {number} is done.")
        fields += 2
    page.wait_for_function(
        "() => [...document.querySelectorAll('[data-saved]')].every(place => place.textContent !== '')"
    )
    page.locator("[data-choose-all]").click()
    page.locator("button[form=submit-form]").click()
    clicks += 2
    page.wait_for_load_state()
    assert Report.objects.filter(state="signing").count() == 30
    with capsys.disabled():
        sys.stdout.write(f"\n30 tasks reported: {fields} fields, {clicks} clicks\n")
