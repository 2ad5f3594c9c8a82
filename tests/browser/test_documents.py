"""A document from its draft to the archive in a real browser: every person on the page that is his."""

from __future__ import annotations

from datetime import date

import pytest
from tests.factories import official_docx
from tests.factories import planning as make
from tests.factories.workflow import fixture

from jiangxin.kernel import clock, records, write
from jiangxin.reporting.models import Delivery, Document, NumberSeries
from jiangxin.workflow.models import Approval

TODAY = date(2024, 10, 8)


@pytest.fixture
def place(settings):
    """Return the district on the day on which a document is drafted; the server keeps the same day."""
    settings.JIANGXIN_TODAY = TODAY
    with clock.on(make.BEGIN):
        found = make.district()
        make.running(found, found.task, found.education)
        found.leader = make.person("leader", found.office, "district-leader")
        with fixture():
            found.series = NumberSeries.objects.create(organisation=found.office, word="津府办发")
    return found


def submit_form(page):
    page.locator("main form button.btn-primary").click()
    page.wait_for_load_state("networkidle")


def test_document_goes_from_the_draft_to_the_archive(place, visit_as, accessible):
    page = visit_as(place.officer, f"/documents/about/planning/plans/{place.plan.uuid}/")
    accessible(page)
    submit_form(page)
    page.wait_for_selector("#set img")
    accessible(page)
    page.fill("#id_body", "一、总体情况\n任务按序时进度推进。[[红灯任务清担]]")
    page.click("#set [data-field=body]")
    assert page.evaluate("document.activeElement.id") == "id_body"

    document = Document.objects.get()
    values = {"dated": TODAY, "countersigners": [place.education.row], "annexes": ""}
    write.save(records.of_model(Document), document, values, actor=place.officer.actor(), reason="dated")
    make.step(document, "submit", place.officer)
    approval = Approval.objects.get(object_id=document.pk, record="reporting.documents")
    for person in (place.chief, place.education.head, place.leader):
        page = visit_as(person, f"/approvals/{approval.uuid}/")
        accessible(page)
        page.click("main button[name=decision][value=approve]")
        page.wait_for_load_state("networkidle")
        page.close()
    document.refresh_from_db()
    assert document.state == "signed"

    page = visit_as(place.officer, f"/documents/{document.uuid}/number/")
    accessible(page)
    page.select_option("select[name=series]", str(place.series.pk))
    submit_form(page)
    page.goto(page.url.split("/documents/")[0] + f"/documents/{document.uuid}/seal/")
    submit_form(page)
    make.step(document, "issue", place.officer)
    delivery = Delivery.objects.get(document=document)
    page = visit_as(place.education.liaison, f"/deliveries/{delivery.uuid}/receive/", phone=True)
    accessible(page)
    submit_form(page)
    accessible(page)  # the document, on the phone of whoever received it

    page = visit_as(place.officer, f"/records/reporting/documents/{document.uuid}/move/archive/")
    page.fill("input[name=file_number]", "2024-0017")
    page.select_option("select[name=retention]", "years_30")
    accessible(page)
    submit_form(page)
    document.refresh_from_db()
    assert (document.state, document.number_text, document.file_number) == (
        "archived",
        "津府办发〔2024〕1号",
        "2024-0017",
    )
    accessible(visit_as(place.officer, f"/documents/{document.uuid}/"))


def test_format_check_shows_its_report_without_leaving_the_page(place, visit_as, accessible):
    made = official_docx.right()
    made.section.left_margin = 720_000
    page = visit_as(place.education.liaison, "/documents/check/", phone=True)
    file = {"name": "通知.docx", "mimeType": "application/octet-stream", "buffer": made.bytes()}
    page.set_input_files("input[name=file]", file)
    page.click("button[hx-post]")
    page.wait_for_selector("#result")
    accessible(page)
