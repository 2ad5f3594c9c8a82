"""Archiving: after issue and receipts a document is closed, with its file number and a bundle that verifies."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from tests.factories import planning as make
from tests.factories import reporting as way
from tests.factories.screens import client_of

from jiangxin.engines.typeset.seal import verify
from jiangxin.evidence.domain.files import open_file
from jiangxin.kernel import records, write
from jiangxin.kernel.errors import NotAllowed, NotLawful
from jiangxin.reporting.domain import issuing
from jiangxin.reporting.models import Delivery
from jiangxin.workflow.domain.queries.items import items_for

FILE = {"file_number": "2024-0017", "retention": "years_30"}


def add_recipient(document, unit, by):
    values = {"document": document, "organisation": unit.row}
    return write.save(records.of_model(Delivery), None, values, actor=by.actor(), reason="forgotten")


def test_issued_document_goes_to_a_forgotten_unit_is_received_and_archived(place):
    document = way.issued(place)
    added = add_recipient(document, place.labour, place.officer)
    assert added.sent_on is not None
    queue = items_for(place.labour.liaison.actor()).filter(record="reporting.deliveries")
    assert list(queue.values_list("object_id", flat=True)) == [added.pk]
    with pytest.raises(NotAllowed):
        add_recipient(document, place.finance, place.supervisor)
    with pytest.raises(NotLawful, match="2 units have not received it yet"):
        make.step(document, "archive", place.officer, **FILE)
    issuing.receive(added, actor=place.labour.liaison.actor())
    # the other receipt came on paper
    issuing.receive(Delivery.objects.get(organisation=place.education.row), actor=place.officer.actor())
    with pytest.raises(ValidationError):
        make.step(document, "archive", place.officer, file_number="", retention="years_30")
    document = make.step(document, "archive", place.officer, **FILE)
    assert (document.state, document.archived_on, document.file_number) == ("archived", document.issued_on, "2024-0017")
    manifest, faults = verify(open_file(document.bundle))
    assert (manifest["file_number"], manifest["received"], faults) == (
        "2024-0017",
        "Education 2024-10-08；Labour 2024-10-08",
        [],
    )
    with pytest.raises(ValidationError):
        add_recipient(document, place.finance, place.officer)
    client = client_of(place.officer)
    assert client.get(f"/documents/{document.uuid}/bundle/").content == open_file(document.bundle)
    found = [
        client.get(f"/records/reporting/documents/?archived_on_from={year}-01-01").content for year in (2024, 2025)
    ]
    assert [str(document.uuid) in page.decode() for page in found] == [True, False]


def test_unit_that_may_see_a_delivery_does_not_archive(place):
    document = way.issued(place)
    with pytest.raises(NotAllowed):
        make.step(document, "archive", place.education.head, **FILE)
