"""Stored files, attachments, previews and downloads."""

from __future__ import annotations

import io
import zipfile

import pypdfium2
import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, transaction
from django.test import RequestFactory
from django.utils import translation
from docx import Document
from tests.factories import exchange as make

from jiangxin.evidence.domain import attachments, files, previews
from jiangxin.evidence.domain.detection import media_type
from jiangxin.evidence.domain.errors import FileMissing
from jiangxin.evidence.models import FilePolicy, StoredFile
from jiangxin.evidence.views import serve
from jiangxin.kernel import records
from jiangxin.kernel.actors import process
from jiangxin.kernel.errors import NotAllowed, ReasonMissing
from jiangxin.kernel.write import writing

SYSTEM = process("tests")


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def record(db, monkeypatch):
    """Return a record type that takes attachments."""
    found = records.get("people.organisations")
    monkeypatch.setattr(found, "evidence", True)
    return found


def pdf():
    document = pypdfium2.PdfDocument.new()
    document.new_page(300, 400)
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def docx(text):
    out = io.BytesIO()
    document = Document()
    document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


def packed(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


MACROS = "application/x-office-macros"


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (b"%PDF-1.7", "a.txt", "application/pdf"),
        (b"MZ\x90\0", "report.pdf", "application/x-msdownload"),
        (b"<!DOCTYPE html><p>", "a.txt", "text/html"),
        (b"<svg xmlns='x'>", "a.png", "image/svg+xml"),
        ("名称,代码".encode("gb18030"), "a.csv", "text/csv"),
        ("中文".encode("utf-16"), "a.txt", "text/plain"),
        (b"echo 1", "a.bat", "application/x-script"),
        (packed("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"), "a.xlsx", MACROS),
        (packed("META-INF/MANIFEST.MF"), "a.zip", "application/java-archive"),
        (packed("OFD.xml"), "a.ofd", "application/ofd"),
        (bytes(range(256)), "a.bin", "application/octet-stream"),
    ],
)
def test_type_is_read_from_the_content(content, name, expected):
    assert media_type(content, name) == expected


def test_same_content_is_kept_once(db):
    first = files.store_file(b"hello", "a.txt", actor=SYSTEM)
    second = files.store_file(b"hello", "b.txt", actor=SYSTEM)
    assert (first.pk, first.sha256[:8], first.size, files.open_file(second)) == (second.pk, "2cf24dba", 5, b"hello")


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [(b"", "a.txt", "empty"), (b"MZ\x90\0", "a.pdf", "dangerous"), (bytes(range(256)), "a.bin", "media_type")],
)
def test_what_policy_does_not_take_is_refused(db, content, name, code):
    with pytest.raises(ValidationError) as refused:
        files.store_file(content, name, actor=SYSTEM)
    assert (refused.value.code, StoredFile.objects.count()) == (code, 0)


def test_limits_are_dated_rows(db):
    with writing(SYSTEM, "policy"):
        FilePolicy.objects.create(valid_from=make.SINCE, source="order", media_types=["text/plain"], max_mebibytes=1)
    with pytest.raises(ValidationError) as refused:
        files.store_file(b"x" * (1024 * 1024 + 1), "a.txt", actor=SYSTEM)
    assert refused.value.code == "too_large"
    with pytest.raises(ValidationError) as refused:
        files.store_file(pdf(), "a.pdf", actor=SYSTEM)
    assert refused.value.code == "media_type"


def test_stored_row_never_changes(db):
    file = files.store_file(b"hello", "a.txt", actor=SYSTEM)
    with pytest.raises(ProgrammingError), transaction.atomic(), writing(SYSTEM, "x"):
        StoredFile.objects.filter(pk=file.pk).update(name="other")


def test_lost_and_altered_files_are_found(db):
    lost, altered, _fine = (files.store_file(text, "a.txt", actor=SYSTEM) for text in (b"one", b"two", b"three"))
    files.path_of(lost.sha256).unlink()
    path = files.path_of(altered.sha256)
    path.chmod(0o640)
    path.write_bytes(b"tow")
    found = [(fault.file.pk, fault.message) for fault in files.verify_files()]
    path.unlink()
    assert found == [(lost.pk, "missing on disk"), (altered.pk, "altered on disk")]
    with pytest.raises(FileMissing, match="is missing on the server"):
        files.open_file(lost)


def test_attachment_follows_the_record(record):
    own, other = make.organisation("D1", "Own"), make.organisation("D2", "Other")
    actor = make.manager("own", at=own)
    attachment = attachments.attach(record, own, b"proof", "p.txt", actor=actor, caption="minutes")
    assert list(attachments.of(record, own, actor=actor)) == [attachment]
    stranger = make.manager("own", at=other)
    assert list(attachments.of(record, own, actor=stranger)) == []
    assert not attachments.readable(attachment, actor=stranger)
    with pytest.raises(NotAllowed):
        attachments.attach(record, own, b"proof 2", "p.txt", actor=stranger)


def test_same_file_elsewhere_is_pointed_out_as_far_as_one_may_see(record):
    own, other = make.organisation("D1", "Own"), make.organisation("D2", "Other")
    for row in (own, other):
        attachments.attach(record, row, b"proof", "p.txt", actor=SYSTEM)
    assert [row.object_id for row in attachments.twins(b"proof", actor=make.manager("own", at=other))] == [other.pk]
    with pytest.raises(ValidationError, match="attached here already"):
        attachments.attach(record, own, b"proof", "again.txt", actor=SYSTEM)


def test_detaching_needs_a_reason_and_keeps_the_file(record):
    own = make.organisation()
    attachment = attachments.attach(record, own, b"proof", "p.txt", actor=SYSTEM)
    with pytest.raises(ReasonMissing):
        attachments.detach(attachment, actor=SYSTEM, reason="")
    attachments.detach(attachment, actor=SYSTEM, reason="wrong one")
    assert (list(attachments.of(record, own, actor=SYSTEM)), StoredFile.objects.count()) == ([], 1)


def test_previews_of_the_usual_types(db):
    def preview(content, name):
        return previews.preview(files.store_file(content, name, actor=SYSTEM))

    page = preview(pdf(), "a.pdf")
    assert (page.kind, page.content[:8]) == ("image", b"\x89PNG\r\n\x1a\n")
    assert preview("中文".encode("gb18030"), "a.txt").text == "中文"
    assert preview(docx("第一段"), "a.docx").text == "第一段"
    assert preview(make.workbook([["S1"]], ["code"]), "a.xlsx").text == "# data\ncode\nS1"
    assert preview(b"%PDF-1.7 broken", "b.pdf") is None


def test_downloads_cannot_act_in_the_browser(db):
    file = files.store_file(b"%PDF-1.7", "a.pdf", actor=SYSTEM)
    response = serve(RequestFactory().get("/"), file, "工作 报告.pdf")
    found = {name: response[name] for name in ("Content-Disposition", "X-Content-Type-Options", "Content-Type")}
    assert found == {
        "Content-Disposition": "attachment; filename*=UTF-8''%E5%B7%A5%E4%BD%9C%20%E6%8A%A5%E5%91%8A.pdf",
        "X-Content-Type-Options": "nosniff",
        "Content-Type": "application/pdf",
    }
    assert "sandbox" in response["Content-Security-Policy"]
    response.close()


def test_lost_file_gets_a_clear_message(db):
    file = files.store_file(b"gone soon", "a.txt", actor=SYSTEM)
    files.path_of(file.sha256).unlink()
    response = serve(RequestFactory().get("/"), file, "a.txt")
    assert (response.status_code, "is missing on the server" in response.content.decode()) == (410, True)
