"""Supervision in a real browser: a round from its scheme to the circular, and a unit that answers on a phone."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from tests.factories import planning
from tests.factories import supervising as make

from jiangxin.desk.links import url_for
from jiangxin.kernel import clock, records
from jiangxin.reporting.models import Document
from jiangxin.supervision.models import Conclusion, Finding, Notice, Round, RoundTask, Statement, TeamMember
from jiangxin.workflow.models import Approval

FACTS = "Two of three rooms stand empty."


@pytest.fixture
def place(settings):
    """Return the district; the server keeps its day, and the round of the factory is out of the way."""
    settings.JIANGXIN_TODAY = planning.BEGIN
    with clock.on(planning.BEGIN):
        found = make.district()
        make.step(found.round, "cancel", found.supervisor, "Another one is made on screen.")
    return found


def form_of(model, **known):
    """Return the address of a form in which some fields are filled."""
    values = {name: str(getattr(value, "uuid", value)) for name, value in known.items()}
    return f"{url_for(records.of_model(model), 'add')}?{urlencode(values)}"


def fill(page, **values):
    """Fill the fields of a form and save it."""
    for name, value in values.items():
        page.fill(f"main [name={name}]", str(value))
    page.click("main .form-actions button.btn-primary")
    page.wait_for_load_state("networkidle")


def take(page, name, **values):
    """Take a step of the row that the page shows, in the dialog that says what it does."""
    page.click(f'.stepbar a[href*="/move/{name}/"]')
    page.wait_for_selector("dialog[open] form")
    for field, value in values.items():
        page.fill(f"dialog [name={field}]", value)
    page.click("dialog[open] form button.btn-primary")
    page.wait_for_selector(".note-success")


def detail(row):
    return url_for(records.of_model(type(row)), "detail", row)


def approve(visit_as, person, accessible):
    """Agree on the page of the approval."""
    page = visit_as(person, f"/approvals/{Approval.objects.get(state='open').uuid}/")
    accessible(page)
    page.click("main button[value=approve]")
    page.wait_for_load_state("networkidle")


def test_round_goes_from_its_scheme_to_the_circular(place, visit_as, accessible):
    page = visit_as(place.supervisor, "/supervision/")
    accessible(page)
    page.click("main a.btn-primary")
    page.goto(f"{page.url}?{urlencode({'plan': place.plan.uuid, 'organiser': place.office.uuid})}")
    accessible(page)
    page.select_option("main [name=basis]", "annual_plan")
    basis = {"basis_text": "Plan of inspections", "basis_on": "2024-01-10", "scheme": "Look at it."}
    fill(page, year=2024, theme="Rooms", starts_on="2024-04-15", ends_on="2024-05-15", **basis)
    row = Round.objects.get(theme="Rooms")
    make.save(TeamMember, place.supervisor, round=row, part="leader", person=place.supervisor)
    page.click('a[href*="/select/"]')
    accessible(page)
    page.click("main .form-actions button")
    page.wait_for_url(f"**{detail(row)}")
    assert list(RoundTask.objects.filter(round=row).values_list("task", "ground")) == [(place.task.pk, "sample")]
    take(page, "submit")
    for person in (place.chief, place.leader):
        approve(visit_as, person, accessible)
    page = visit_as(place.supervisor, detail(row))
    accessible(page)
    take(page, "start")

    page.goto(page.url.split("/supervision/")[0] + form_of(Notice, round=row, organisation=place.education.row))
    fill(page, asks="Keep the list of rooms at hand.")
    take(page, "send")
    page = visit_as(place.education.liaison, detail(Notice.objects.get(round=row)))
    take(page, "acknowledge")

    known = {"round": row, "task": place.task, "organisation": place.education.row, "found_on": planning.BEGIN}
    page = visit_as(place.supervisor, form_of(Finding, **known))
    accessible(page)
    fill(page, facts=FACTS, rectify_by="2024-05-10")
    take(page, "put")
    accessible(page)
    found = Finding.objects.get(round=row)
    answered_on_a_phone(found, place, visit_as, accessible)

    page = visit_as(place.verifier, detail(found))
    take(page, "close", verification="All three are used.")
    found.refresh_from_db()
    assert (found.state, found.verified_by) == ("closed", place.verifier)

    page = visit_as(place.supervisor, form_of(Conclusion, round=row, organisation=place.education.row))
    fill(page, facts="One problem, rectified.", text="Go on.")
    take(page, "feed_back")
    make.step(Statement.objects.get(), "answer", place.supervisor, answer="Noted.")
    page.goto(page.url.split("/records/")[0] + detail(row))
    take(page, "conclude")
    accessible(page)
    page.click('a[href*="/documents/about/"]')
    accessible(page)
    page.click("main .form-actions button")
    page.wait_for_load_state("networkidle")
    drafted = Document.objects.get()
    assert (drafted.source, drafted.subject_id, FACTS in str(drafted.facts)) == ("supervision.round", row.pk, True)


def answered_on_a_phone(found, place, visit_as, accessible):
    """Let the unit object, plan and report as rectified with evidence, all from its board on a phone."""
    page = visit_as(place.education.liaison, "/supervision/", phone=True)
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.click("main td a.opener")
    page.wait_for_load_state("networkidle")
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.click('main aside a[href*="statements"]')
    page.select_option("main [name=kind]", "complaint")
    fill(page, text="One room is used since March.")
    page.goto(page.url.split("/records/")[0] + detail(found))
    assert "One room is used since March." in page.inner_text("main aside")
    take(page, "plan_measures", measures="We open the third room.")
    seen = {"name": "seen.txt", "mimeType": "text/plain", "buffer": b"All three rooms are used."}
    page.set_input_files("#evidence input[type=file]", seen)
    page.click("#evidence form button")
    page.wait_for_load_state("networkidle")
    take(page, "report_result", result="All three are used.")
    assert page.locator("#evidence li a").first.inner_text() == "seen.txt"
    accessible(page)


def test_burden_page_is_read_by_a_unit_on_a_phone(place, visit_as, accessible):
    with clock.on(planning.BEGIN):
        place.round = make.save(Round, place.supervisor, **make.round_of(place, theme="Again"))
        make.save(TeamMember, place.supervisor, round=place.round, part="leader", person=place.supervisor)
        make.under_way(place)
        make.notice(place, place.education, send=True)
    page = visit_as(place.education.liaison, "/supervision/burden/", phone=True)
    accessible(page)
    assert page.locator("main tbody td.main").all_inner_texts() == ["Education"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
