"""A real browser: Debian's Chromium driven by Playwright, with a page in Chinese at 1366 × 768.

Tests here ask for `page` (signed out) and pytest-django's `live_server`, and call `accessible(page)`.
"""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
TIMEOUT = 15_000


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def chromium():
    """Return the path of the browser; its absence is an error where `JIANGXIN_BROWSER=required`."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path:
        return path
    message = "CHROMIUM IS NOT INSTALLED: the browser tests are left out"
    if os.environ.get("JIANGXIN_BROWSER") == "required":
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture(scope="session")
def browser(chromium):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium)
        yield browser
        browser.close()


@pytest.fixture
def context(browser):
    """A fresh profile; what the page complains about in its console fails the test."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 1366, "height": 768}, timezone_id="Asia/Shanghai")
    context.set_default_timeout(TIMEOUT)
    complaints = []
    context.on("weberror", lambda error: complaints.append(str(error.error)))
    context.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    yield context
    context.close()
    # answers such as 403 that a test provokes on purpose, and what htmx says of a server that is away
    expected = ("Failed to load resource", "htmx:sendError", "htmx:afterRequest")
    assert [text for text in complaints if not text.startswith(expected)] == []


@pytest.fixture
def page(context):
    return context.new_page()


@pytest.fixture
def visit_as(context, live_server):
    """Return the function that opens an address as a person (None: signed out), on a phone or on a desk."""

    def run(person, address, *, phone=False):
        context.clear_cookies()
        if person is not None:
            client = Client()
            client.force_login(person.account)
            name = settings.SESSION_COOKIE_NAME
            context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
        page = context.new_page()
        if phone:
            page.set_viewport_size({"width": 390, "height": 844})
        page.goto(f"{live_server.url}{address}")
        return page

    return run


@pytest.fixture
def accessible():
    """Return a function that scans a page and fails on any breach of WCAG 2.1 A and AA."""

    def scan(page):
        # The content policy refuses inline scripts, so the scanner comes in through the debugger.
        page.evaluate(AXE.read_text(encoding="utf-8"))
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
        result = page.evaluate("tags => axe.run(document, {runOnly: tags})", tags)
        breaches = [
            f"{violation['id']}: {violation['help']}: {node['html'][:200]}"
            for violation in result["violations"]
            for node in violation["nodes"]
        ]
        assert breaches == []

    return scan
