"""The pages that read the running plan, in a real browser: by keyboard, on a phone, each scanned for accessibility."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from tests.factories import planning as make
from tests.factories import screens

from jiangxin.kernel import clock
from jiangxin.planning.models import Urging

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def place(settings):
    """Return the district with two tasks under way, one of them split on two levels."""
    settings.JIANGXIN_TODAY = make.BEGIN
    with clock.on(make.BEGIN):
        found = make.district()
        make.running(found, found.task, found.education, found.labour)
        make.running(found, found.other, found.labour)
        first = screens.split(found.task, "1", found.education, date(2024, 4, 1))
        screens.split(found.task, "1.1", found.labour, date(2024, 3, 1), parent=first)
        screens.split(found.task, "2", found.education, date(2024, 4, 20), kind="milestone")
        screens.report(found.task, found.education)
    return found


@pytest.fixture
def visit(context, live_server):
    """Return the function that opens a page as a person."""

    def run(person, name, plan, query="", viewport=None):
        client = Client()
        client.force_login(person.account)
        cookie = client.cookies[django_settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": django_settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        page = context.new_page()
        if viewport:
            page.set_viewport_size(viewport)
        kwargs = {"uuid": plan.uuid} if plan else None
        page.goto(f"{live_server.url}{reverse(f'planning:{name}', kwargs=kwargs)}{query}")
        return page

    return run


def titles(page):
    return page.locator("tbody tr:not([hidden]) .opener").all_inner_texts()


def test_tree_is_unfolded_and_walked_by_keyboard(place, visit, accessible):
    page = visit(place.officer, "tree", place.plan)
    assert titles(page) == ["1. Build schools.", "2. Train teachers."]
    page.locator(".jx-toggle").first.press("Enter")
    page.locator("text=1.1 Step 1.1").wait_for()
    assert titles(page)[:4] == ["1. Build schools.", "1 Step 1", "1.1 Step 1.1", "2 Step 2"]
    accessible(page)
    page.locator("tr[data-d='1'] .jx-toggle").click()
    assert titles(page)[:3] == ["1. Build schools.", "1 Step 1", "2 Step 2"]
    page.locator(".jx-toggle").first.click()
    page.locator(".jx-toggle").first.click()
    assert titles(page)[:3] == ["1. Build schools.", "1 Step 1", "2 Step 2"]
    for key in "jjjjx":
        page.keyboard.press(key)
    assert page.locator("tr.current .opener").inner_text() == "2. Train teachers."
    assert page.locator("[data-selected]").inner_text() == "1"


def test_units_are_urged_from_the_tree_after_a_preview(place, visit, accessible):
    page = visit(place.officer, "tree", place.plan, "?group=lead")
    page.check("[data-select-all]")
    page.click("button[formaction]")
    accessible(page)
    page.fill("textarea[name=text]", "Please report.")
    page.click("button.btn-primary")
    page.wait_for_url(lambda url: url.endswith("/tree/?group=lead"))
    assert sorted(Urging.objects.values_list("organisation__name", flat=True)) == ["Education", "Labour"]


def test_progress_is_explained_in_a_dialog(place, visit, accessible):
    page = visit(place.officer, "tree", place.plan)
    page.click("a[data-dialog]")
    page.locator("dialog[open] table").wait_for()
    accessible(page)
    assert page.locator("dialog tbody tr").count() == 2


@pytest.mark.parametrize("viewport", [None, PHONE])
@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("tree", "?open=all"),
        ("ledger", ""),
        ("board", ""),
        ("calendar", ""),
        ("calendar", "?view=month"),
        ("gantt", "?range=plan"),
        ("plan", "?at=task-1"),
        ("unit-own", ""),
    ],
)
def test_pages_are_accessible_and_fit_the_screen(place, visit, accessible, name, query, viewport):
    page = visit(place.education.liaison, name, None if name == "unit-own" else place.plan, query, viewport)
    if page.locator("[data-toggle=filters]").count():
        page.click("[data-toggle=filters]")
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
