"""A leader reads the cockpit on a large screen, on a phone, while the plan goes on and while the server is away."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.factories import planning as make
from tests.factories import screens

from jiangxin.kernel import clock

SCREENS = ((1280, 720), (1920, 1080), (3840, 2160))
PHONE = {"width": 390, "height": 844}
#: Whether everything stands within the screen, nothing in an instrument is cut off at its side, and how large type is.
FITS = """() => [
  document.documentElement.scrollWidth <= innerWidth && document.documentElement.scrollHeight <= innerHeight,
  [...document.querySelectorAll('.jx-instrument')].filter((one) => one.scrollWidth > one.clientWidth + 1).length,
  parseFloat(getComputedStyle(document.documentElement).fontSize)]"""


@pytest.fixture
def place(settings):
    """Return the district with a leader, two tasks under way and something overdue."""
    settings.JIANGXIN_TODAY = make.BEGIN
    with clock.on(make.BEGIN):
        found = make.district()
        found.leader = make.person("leader", found.office, "district-leader")
        make.running(found, found.task, found.education, found.labour)
        make.running(found, found.other, found.labour)
        screens.shine(found.task, "red")
        screens.split(found.task, "1", found.education, clock.today() - timedelta(14))
    return found


def test_leader_reads_the_cockpit(place, visit_as, accessible):
    page = visit_as(place.leader, "/cockpit/")
    for width, height in SCREENS:
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate(FITS) == [True, 0, pytest.approx(width / 96, abs=0.01)]
        accessible(page)
    page.set_viewport_size(PHONE)
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    screens.split(place.task, "2", place.education, make.BEGIN - timedelta(15))
    page.evaluate("htmx.trigger('#main', 'refresh')")
    page.get_by_role("link", name="逾期 2 项").wait_for()
    page.route("**/cockpit/", lambda route: route.abort())
    page.evaluate("htmx.trigger('#main', 'refresh')")
    page.locator(".jx-state.lost").wait_for()
    accessible(page)
    assert page.get_by_role("link", name="逾期 2 项").count() == 1
    page.unroute("**/cockpit/")
    page.evaluate("htmx.trigger('#main', 'refresh')")
    page.locator(".jx-state.lost").wait_for(state="detached")

    page.set_viewport_size({"width": 1366, "height": 768})
    page.get_by_role("link", name="逾期 2 项").click()
    page.locator(".jx-gantt").wait_for()
    assert page.locator("tr[data-d='1'] .opener").all_inner_texts() == ["1 Step 1", "2 Step 2"]
    page.locator(".jx-toggle").press("Enter")
    assert page.locator("tr[data-d='1']:visible").count() == 0
