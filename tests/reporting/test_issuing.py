"""Numbering, sealing, issuing, receiving: each once, in order, and by whom it is for."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from docx import Document as Docx
from tests.factories import planning as make
from tests.factories import reporting as way
from tests.factories.workflow import fixture

from jiangxin.engines.typeset.document import from_dict
from jiangxin.engines.typeset.seal import fingerprint
from jiangxin.evidence.domain.files import open_file
from jiangxin.kernel import access, records, write
from jiangxin.kernel.errors import NotAllowed, NotLawful
from jiangxin.reporting.domain import issuing, numbering
from jiangxin.reporting.models import Delivery, Document, Number, NumberSeries
from jiangxin.workflow.domain.queries.items import items_for


def seen_by(person):
    return list(access.rows(records.of_model(Document), person.actor()).values_list("pk", flat=True))


def test_number_freezes_content_and_files(place):
    document = way.numbered(place)
    assert document.number_text == "津府办发〔2024〕1号"
    assert from_dict(document.content).number == "津府办发〔2024〕1号"
    assert document.sha256 == fingerprint(document.content)
    assert open_file(document.pdf).startswith(b"%PDF")
    paragraphs = [paragraph.text for paragraph in Docx(io.BytesIO(open_file(document.docx))).paragraphs]
    assert "津府办发〔2024〕1号" in paragraphs


def test_numbers_of_a_series_follow_each_other_year_by_year(place):
    texts = [way.numbered(place).number_text for _ in range(2)]
    texts.append(way.numbered(place, dated=date(2025, 1, 3)).number_text)
    assert texts == ["津府办发〔2024〕1号", "津府办发〔2024〕2号", "津府办发〔2025〕1号"]


def test_serial_counts_issues_of_the_year_and_in_all(place):
    texts = []
    for day in (date(2024, 10, 9), date(2025, 1, 9)):
        document = way.signed(place, dated=day, layout="bulletin")
        numbering.give(document, place.serial, actor=place.officer.actor())
        document.refresh_from_db()
        assert from_dict(document.content).issue == document.number_text
        texts.append(document.number_text)
    assert texts == ["第1期（总第1期）", "第1期（总第2期）"]


def test_two_serials_may_both_have_a_first_issue(place):
    with fixture():
        other = NumberSeries.objects.create(organisation=place.office, word="专报", serial=True)
    texts = []
    for series in (place.serial, other):
        document = numbering.give(way.signed(place, layout="bulletin"), series, actor=place.officer.actor())
        texts.append(document.number_text)
    assert texts == ["第1期（总第1期）", "第1期（总第1期）"]


def test_number_of_the_offices_own_system_is_entered_once(place):
    document = numbering.enter_outside(way.signed(place), " 津府办发〔2024〕88号 ", actor=place.officer.actor())
    assert (document.number_text, document.external, document.number) == ("津府办发〔2024〕88号", True, None)
    with pytest.raises(ValidationError):
        numbering.enter_outside(way.signed(place), "津府办发〔2024〕88号", actor=place.officer.actor())


def test_what_is_not_signed_gets_no_number(place):
    document = way.draft(place)
    with pytest.raises(NotLawful):
        numbering.give(document, place.series, actor=place.officer.actor())
    assert Number.objects.count() == 0


def test_series_of_another_office_is_refused(place):
    place.series.organisation = place.finance.row
    with pytest.raises(NotLawful):
        numbering.give(way.signed(place), place.series, actor=place.officer.actor())


def test_supervisor_drafts_but_gives_no_number(place):
    with pytest.raises(NotAllowed):
        numbering.give(way.signed(place), place.series, actor=place.supervisor.actor())


def test_void_number_stays_in_the_register(place):
    document = way.numbered(place)
    make.step(document, "void", place.officer, reason="wrong annex")
    assert list(Number.objects.values_list("sequence", "state", "reason")) == [(1, "void", "wrong annex")]
    assert way.numbered(place).number_text == "津府办发〔2024〕2号"


def test_document_without_its_seal_is_not_issued(place):
    document = way.numbered(place)
    with pytest.raises(NotLawful, match="seal"):
        make.step(document, "issue", place.officer)


def test_sealed_copy_must_be_a_pdf(place):
    document = way.numbered(place)
    with pytest.raises(ValidationError):
        issuing.seal(document, b"no pdf", "sealed.pdf", actor=place.officer.actor())


def test_unit_sees_a_document_when_it_is_issued_and_receives_it_once(place):
    document = way.numbered(place)
    liaison = place.education.liaison
    assert (seen_by(liaison), seen_by(place.labour.liaison)) == ([], [])
    issuing.seal(document, open_file(document.pdf), "sealed.pdf", actor=place.officer.actor())
    make.step(document, "issue", place.officer)
    assert (seen_by(liaison), seen_by(place.labour.liaison)) == ([document.pk], [])
    delivery = Delivery.objects.get(document=document)
    assert [item.object_id for item in items_for(liaison.actor()).filter(record="reporting.deliveries")] == [
        delivery.pk
    ]
    issuing.receive(delivery, actor=liaison.actor())
    delivery.refresh_from_db()
    assert (delivery.sent_on, delivery.received_on) == (date(2024, 10, 8), date(2024, 10, 8))
    assert list(items_for(liaison.actor()).filter(record="reporting.deliveries")) == []
    with pytest.raises(NotAllowed):
        issuing.receive(delivery, actor=liaison.actor())


def test_unit_does_not_receive_for_another(place):
    document = way.issued(place)
    with pytest.raises(NotAllowed):
        issuing.receive(Delivery.objects.get(document=document), actor=place.labour.liaison.actor())


def test_issued_document_cannot_be_changed(place):
    document = way.issued(place)
    with pytest.raises(NotAllowed):
        write.save(records.of_model(Document), document, {"title": "Another"}, actor=place.officer.actor())


def test_signed_document_taken_back_begins_its_way_anew(place):
    document = way.signed(place)
    make.step(document, "recall", place.officer, reason="a figure is wrong")
    assert document.__class__.objects.get(pk=document.pk).state == "draft"
    make.step(document, "submit", place.officer)
    assert make.decide(document, "return", place.chief, "still wrong").state == "draft"


def test_bundle_holds_what_was_frozen(place, client):
    from tests.factories.screens import client_of

    document = way.issued(place)
    answer = client_of(place.officer).get(f"/documents/{document.uuid}/bundle/")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert sorted(archive.namelist()) == ["content.json", "document.docx", "document.pdf", "manifest.json"]
        assert archive.read("document.pdf") == open_file(document.pdf)
