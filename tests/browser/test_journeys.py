"""The three journeys that this product stands on, in a real browser, each page scanned for accessibility."""

from pathlib import Path

import pytest
from django.utils import translation

import jiangxin.demo
from jiangxin.demo.domain import build
from jiangxin.demo.domain.organisations import build_organisations
from jiangxin.kernel import write
from jiangxin.kernel.actors import process
from jiangxin.people.models import Account
from jiangxin.planning.models import Finding, Plan, Target, Task, TaskUnit
from jiangxin.site.domain.defaults import load_defaults

PLAN = Path(jiangxin.demo.__file__).parent / "data" / "plan.txt"
PASSWORD = "Jiangxin-Demo-1"


@pytest.fixture(autouse=True)
def _district(settings, transactional_db):
    """The organisations and accounts of the demonstration, without its plan."""
    settings.JIANGXIN_DEMO = True
    settings.JIANGXIN_DEMO_PASSWORD = PASSWORD
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    load_defaults()
    actor = process("tests")
    with translation.override("zh-hans"), write.writing(actor, "fixture", via="command"):
        build_organisations(actor)
        build._people(actor)
        build._region(actor)


def sign_in(page, live_server, username, password=PASSWORD):
    page.goto(f"{live_server.url}/account/login/")
    page.fill("input[name=login]", username)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/account/login/" not in url)


def sign_out(page, live_server):
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/account/login/")


def decide(page, key):
    """Press a key of the desk, by then ready for it, and wait until the panel has moved on."""
    page.wait_for_selector(".htmx-request, .htmx-added", state="detached")
    with page.expect_response(lambda response: "/findings/" in response.url and response.request.method == "POST"):
        page.keyboard.press(key)
    page.wait_for_load_state("networkidle")


def test_officer_checks_a_plan_by_keyboard_and_it_comes_into_force(page, live_server, accessible):
    sign_in(page, live_server, "planofficer")
    page.goto(f"{live_server.url}/plans/upload/")
    accessible(page)
    page.set_input_files("input[name=file]", str(PLAN))
    page.click("main button[type=submit]")
    page.wait_for_selector("#finding-form")
    accessible(page)
    plan = Plan.objects.get()
    assert Finding.objects.filter(plan=plan, state="open").count() == 81

    with page.expect_response(lambda response: "/findings/" in response.url):
        for _ in range(3):  # the first doubt, a date that lost its marks: as suggested, and nothing that was not read
            page.keyboard.press("a")
    page.wait_for_load_state("networkidle")
    assert page.url.endswith("/check/")
    assert Finding.objects.filter(plan=plan, kind="doubt", state="accepted").count() == 1
    page.goto(f"{live_server.url}/plans/{plan.uuid}/check/?kind=target")
    first = page.get_attribute("#finding-form", "data-ref")
    page.fill("#finding-value", "3")  # a correction, by keyboard
    with page.expect_response(lambda response: response.request.method == "POST"):
        page.press("#finding-value", "Enter")
    assert Finding.objects.get(uuid=first).state == "corrected"
    assert Finding.objects.get(uuid=first).data["value"] == "3"
    page.wait_for_function("ref => document.getElementById('finding-form').dataset.ref !== ref", arg=first)
    second = page.get_attribute("#finding-form", "data-ref")
    decide(page, "r")
    assert Finding.objects.get(uuid=second).state == "rejected"

    mark_text(page, "t")
    page.wait_for_selector("#mark-kind", state="attached")
    page.click("#panel button[type=submit]")
    page.wait_for_url("**/check/?at=*")
    assert Finding.objects.filter(plan=plan, by_person=True, kind="task", state="accepted").count() == 1

    finish(page, live_server, plan, accessible)
    submit(page, live_server, plan, accessible)

    sign_out(page, live_server)
    sign_in(page, live_server, "planhead")
    accessible(page)
    page.get_by_role("link", name=plan.title).first.click()
    page.wait_for_load_state("networkidle")
    approve(page)
    plan.refresh_from_db()
    assert plan.state == "adopted"
    assert (Task.objects.count(), Target.objects.count()) == (34, 44)
    assert TaskUnit.objects.count() == 83
    page.goto(f"{live_server.url}/plans/{plan.uuid}/")
    accessible(page)


def finish(page, live_server, plan, accessible):
    """Decide what is left: the undoubted together, the doubtful one by one, then the unit names."""
    for kind in ("task", "target"):
        page.goto(f"{live_server.url}/plans/{plan.uuid}/check/?kind={kind}")
        page.once("dialog", lambda dialog: dialog.accept())
        page.click(f".jx-queues form:has(input[value={kind}]) button")
        page.wait_for_load_state("networkidle")
    while Finding.objects.filter(plan=plan, state="open").exists():
        page.goto(f"{live_server.url}/plans/{plan.uuid}/check/")
        decide(page, "a")

    page.goto(f"{live_server.url}/plans/{plan.uuid}/check/units/")
    accessible(page)
    while plan.unit_names.filter(state="open").exists():
        with page.expect_response(lambda response: response.request.method == "POST"):
            page.locator(".jx-suggestions button").first.click()
        page.wait_for_load_state("networkidle")


def submit(page, live_server, plan, accessible):
    """Submit the plan for adoption from the desk."""
    page.goto(f"{live_server.url}/plans/{plan.uuid}/check/")
    page.click("#check-submit a")
    page.wait_for_load_state("networkidle")
    accessible(page)
    page.locator("#dialog-part form button").click()
    page.wait_for_load_state("networkidle")
    plan.refresh_from_db()
    assert plan.state == "in_approval"


def mark_text(page, key):
    """Select the first characters of a paragraph as a mouse would, and press the key of a kind."""
    page.evaluate("""() => {
        const unmarked = [...document.querySelectorAll('#paper [data-start]:not(.jx-mark)')];
        const piece = unmarked.find((item) => item.textContent.length > 30);
        piece.scrollIntoView();
        const range = document.createRange();
        range.setStart(piece.firstChild, 0);
        range.setEnd(piece.firstChild, 20);
        const selection = document.getSelection();
        selection.removeAllRanges();
        selection.addRange(range);
    }""")
    page.wait_for_selector("#marker:not([hidden])")
    page.keyboard.press(key)


def approve(page):
    """Agree on the approval's page, which the plan's page leads to."""
    if not page.locator("main button[value=approve]").count():
        page.locator("main #approval a.btn").click()
        page.wait_for_load_state("networkidle")
    page.locator("main button[value=approve]").click()
    page.wait_for_load_state("networkidle")


def test_account_that_an_administrator_creates_reads_no_business_data(page, live_server, accessible):
    sign_in(page, live_server, "sysadmin")
    page.goto(f"{live_server.url}/administration/accounts/new/")
    accessible(page)
    page.fill("input[name=username]", "newcomer")
    page.click("#id_person-input")
    page.locator(".combo-list:not([hidden]) li[role=option]").nth(2).click()
    page.click("main button[type=submit]")
    password = page.inner_text("main code")
    account = Account.objects.get(username="newcomer")
    assert account.must_change_password
    with write.writing(process("tests"), "fixture"):  # the person has a role in a unit already
        account.person.assignments.all().delete()

    sign_out(page, live_server)
    sign_in(page, live_server, "newcomer", password)
    assert page.url.endswith("/account/password/")
    accessible(page)
    page.fill("input[name=oldpassword]", password)
    page.fill("input[name=password1]", "Ganz-neu-4711-x")
    page.fill("input[name=password2]", "Ganz-neu-4711-x")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state("networkidle")
    assert not Account.objects.get(username="newcomer").must_change_password

    page.goto(live_server.url)
    assert page.locator("#sidenav a").all_inner_texts() == ["我的工作台"]
    addresses = ("planning/tasks", "planning/targets", "planning/plans", "people/persons", "audit/activities")
    assert [page.goto(f"{live_server.url}/records/{a}/").status for a in addresses] == [403] * 5
    assert page.request.get(f"{live_server.url}/api/planning/tasks/").status == 403
    page.goto(f"{live_server.url}/search/?q=区教育局")
    assert page.locator(".hits").count() == 0


def test_auditor_verifies_the_log_on_screen(page, live_server, accessible):
    sign_in(page, live_server, "auditor")
    page.goto(f"{live_server.url}/records/audit/activities/")
    accessible(page)
    page.goto(f"{live_server.url}/audit/verify/")
    accessible(page)
    page.locator("main form[method=post] button, main a.btn-primary").first.click()
    page.wait_for_load_state("networkidle")
    assert page.locator(".alert-success, [data-outcome=holds]").count() == 1
