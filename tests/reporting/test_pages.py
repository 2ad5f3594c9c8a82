"""Pages of documents: drafting from a template, the pages as on paper, the files of what was frozen."""

from __future__ import annotations

from tests.factories import reporting as way
from tests.factories.screens import client_of

from jiangxin.evidence.domain.files import open_file
from jiangxin.reporting.domain import composing
from jiangxin.reporting.models import Document, Template


def test_document_is_drafted_from_a_template_on_screen(place):
    client = client_of(place.officer)
    offered = client.get("/documents/new/").context["templates"]
    assert "progress-circular" in [template.code for template in offered]
    given = {"template": str(place.template.uuid), "organisation": place.office.pk, "subject": place.plan.pk}
    answer = client.post("/documents/new/", given)
    assert (answer.status_code, answer.url) == (302, f"/documents/{Document.objects.get().uuid}/edit/")


def test_page_shows_the_pages_and_what_is_to_be_put_right(place):
    document, client = way.draft(place, dated=None), client_of(place.officer)
    page = client.get(f"/documents/{document.uuid}/")
    assert page.context["problems"] == ["The date of the document is missing."]
    answers = [client.get(f"/documents/{document.uuid}/pages/{number}.png") for number in page.context["pages"]]
    assert {(answer.status_code, answer.content[:4]) for answer in answers} == {(200, b"\x89PNG")}
    assert client.get(f"/documents/{document.uuid}/pages/99.png").status_code == 404


def test_number_and_seal_are_entered_on_screen(place):
    document, client = way.signed(place), client_of(place.officer)
    missing = client.post(f"/documents/{document.uuid}/number/", {})
    assert missing.status_code == 422
    assert client.post(f"/documents/{document.uuid}/number/", {"series": place.series.pk}).status_code == 302
    assert client.post(f"/documents/{document.uuid}/seal/", {}).status_code == 302
    document.refresh_from_db()
    assert (document.number_text, document.sealed_on is not None) == ("津府办发〔2024〕1号", True)
    file = client.get(f"/documents/{document.uuid}/files/pdf/")
    assert b"".join(file.streaming_content) == open_file(document.pdf)


def test_draft_its_pages_and_files_do_not_exist_for_units(place):
    document, client = way.numbered(place), client_of(place.education.liaison)
    for address in ("", "pages/1.png", "files/pdf/", "bundle/"):
        assert client.get(f"/documents/{document.uuid}/{address}").status_code == 404


def test_text_is_set_while_it_is_typed_and_nothing_is_saved(place):
    document, client = way.draft(place), client_of(place.officer)
    page = client.get(f"/documents/{document.uuid}/edit/").content.decode()
    assert 'data-insert="[[红灯任务清单]]"' in page
    typed = {
        "title": "试验通报",
        "body": "一、情况\n[[红灯任务清担]]",
        "dated": "2024-10-09",
        "layout": "ordinary",
    }
    answer = client.post(f"/documents/{document.uuid}/preview/", typed)
    assert [(one.field, one.line) for one in answer.context["problems"]] == [("body", 2)]
    answer = client.post(f"/documents/{document.uuid}/preview/", typed | {"body": "一、情况", "annexes": ""})
    assert (answer.context["problems"], len(answer.context["pages"])) == ([], answer.context["total"])
    document.refresh_from_db()
    assert document.title != "试验通报"
    assert client_of(place.education.liaison).post(f"/documents/{document.uuid}/preview/", typed).status_code == 404


def test_template_is_set_with_facts_of_the_newest_row_or_with_its_names(place):
    client = client_of(place.officer)
    page = client.get(f"/document-templates/{place.template.uuid}/preview/")
    assert (page.context["set"]["problems"], page.context["set"]["total"] > 1) == ([], True)
    typed = {"title": "{{方案名称}}", "body": "共{{任务总书}}项。"}
    answer = client.post(f"/document-templates/{place.template.uuid}/set/", typed)
    assert [(one.field, one.line) for one in answer.context["problems"]] == [("body", 1)]
    slip = Template.objects.get(code="slip-notice")
    assert "督办事项" in str(composing.example(slip, place.office, place.officer.actor()).body)
    assert client.get(f"/document-templates/{slip.uuid}/edit/").status_code == 200


def test_form_shows_the_rows_that_a_document_names_already(place):
    document = way.draft(place, countersigners=[place.education.row])
    page = client_of(place.officer).get(f"/documents/{document.uuid}/edit/")
    form = page.context["form"]
    shown = {name: str(form[name]) for name in ("organisation", "countersigners")}
    assert f'<option value="{place.office.uuid}" selected>' in shown["organisation"]
    assert f'<option value="{place.education.row.uuid}" selected>' in shown["countersigners"]
