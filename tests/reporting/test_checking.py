"""The page of the format check: what deviates by clause, the file with comments, bad files, nothing kept."""

from __future__ import annotations

import io

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories import official_docx as make
from tests.factories import planning as people
from tests.factories.screens import client_of

from jiangxin.evidence.models import StoredFile
from jiangxin.reporting.views import checking

ADDRESS = "/documents/check/"


def upload(content, name="通知.docx"):
    return SimpleUploadedFile(name, content)


def test_upload_is_told_its_deviations_by_clause_and_nothing_is_kept(place):
    kept = StoredFile.objects.count()
    made = make.right()
    made["heading-1"].runs[0].font.size = docx.shared.Pt(22)
    made.section.left_margin = docx.shared.Mm(20)
    client = client_of(place.education.liaison)
    page = client.post(ADDRESS, {"file": upload(made.bytes())})
    groups = page.context["groups"]
    assert [group["clause"] for group in groups if not group["likely"]] == [
        "GB/T 9704-2012 5.2.1",
        "GB/T 9704-2012 7.3.3",
    ]
    assert "margins and type area" in page.content.decode()
    answer = client.post(ADDRESS, {"file": upload(made.bytes()), "noted": "1"})
    assert answer["Content-Disposition"].startswith("attachment")
    assert docx.Document(io.BytesIO(answer.content)).comments
    assert StoredFile.objects.count() == kept
    right = client.post(ADDRESS, {"file": upload(make.right().bytes())})
    assert "No deviation was found." in right.content.decode()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The submitted file is empty."),
        (b"PK\x05\x06 nothing", "The docx file is broken"),
        (b"just text", "This is not a Word document"),
    ],
)
def test_file_that_cannot_be_checked_is_told_what_to_do(place, content, said):
    client = client_of(place.officer)
    page = client.post(ADDRESS, {"file": upload(content)})
    assert (page.status_code, said in page.content.decode()) == (422, True)
    # htmx would show nothing of an error
    assert client.post(ADDRESS, {"file": upload(content)}, headers={"HX-Request": "true"}).status_code == 200


def test_file_that_is_too_large_is_refused_unread(place, monkeypatch):
    monkeypatch.setattr(checking, "MAX_FILE_BYTES", 1)
    page = client_of(place.officer).post(ADDRESS, {"file": upload(b"too much")})
    assert "Check it without its pictures." in page.content.decode()


def test_reader_may_not_check(place):
    assert client_of(people.person("reader", place.office, "reader")).get(ADDRESS).status_code == 403
