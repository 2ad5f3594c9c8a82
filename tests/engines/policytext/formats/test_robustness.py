"""Whatever is offered ends within ten seconds and one gibibyte in a result or in one clear line."""

import io
import json
import os
import random
import resource
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pypdfium2
import pytest
from openpyxl import Workbook
from tests.factories.documents import Plan, saved, to_docx, to_pdf

import jiangxin.demo

SECONDS = 10
GIBIBYTE = 1024**3
TEXT = (Path(jiangxin.demo.__file__).parent / "data" / "plan.txt").read_text(encoding="utf-8")
PLAN = Plan.of(TEXT)
JIANGXIN = Path(sys.executable).parent / "jiangxin"


def run(*arguments):
    """Run the command as a user would, and a limit on the memory of it and of what it starts."""

    def limited():
        resource.setrlimit(resource.RLIMIT_AS, (GIBIBYTE, GIBIBYTE))

    command = [str(JIANGXIN), "plan", "read", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, timeout=SECONDS, preexec_fn=limited, check=False)


def assert_refused(done, words):
    assert done.returncode == 2
    assert done.stdout == b""
    lines = done.stderr.decode().splitlines()
    assert len(lines) == 1
    assert lines[0].endswith(words)


def assert_read(done):
    assert (done.returncode, done.stderr) == (0, b"")
    return json.loads(done.stdout)


def noise(size):
    return random.Random(7).randbytes(size)


def docx_with(parts):
    """A docx with some of its parts given anew."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(to_docx(PLAN))) as original,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in original.namelist():
            if name not in parts:
                archive.writestr(name, original.read(name))
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def zip_bomb():
    space = b" " * (300 * 1024**2)
    return docx_with({"word/document.xml": b"<w:document>" + space + b"</w:document>"})


def lying_zip_bomb():
    """The directory says one kilobyte where three hundred megabytes are packed."""
    data = bytearray(zip_bomb())
    record = data.rfind(b"PK\x01\x02")
    struct.pack_into("<L", data, record + 24, 1024)
    return bytes(data)


def entity_bomb():
    entities = '<!ENTITY a0 "一二三四五六七八九十">' + "".join(
        f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, 12)
    )
    text = "<w:body><w:p><w:r><w:t>&a11;</w:t></w:r></w:p></w:body>"
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return docx_with(
        {"word/document.xml": f'<!DOCTYPE w:document [{entities}]><w:document xmlns:w="{space}">{text}</w:document>'}
    )


def many_parts():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(60_000):
            archive.writestr(f"word/{number}.xml", b"")
    return stream.getvalue()


def workbook():
    return saved(Workbook())


def ole(marker):
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000 + marker.encode("utf-16-le") + b"\0" * 1000


def empty_pages(count):
    document = pypdfium2.PdfDocument.new()
    for _ in range(count):
        document.new_page(595, 842)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def scanned_pdf():
    picture = (
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>"
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
            b"/Resources << /XObject << /I 5 0 R >> >> >>"
        ),
        b"<< /Length 31 >>\nstream\nq 500 0 0 700 40 60 cm /I Do Q\nendstream",
        picture + b"\nstream\n\x80\nendstream",
    ]
    data = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + b"xref\n0 6\n0000000000 65535 f \n%strailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(data),
    )


def deep_table():
    """Tables in tables, as deep as no one nests them by hand."""
    return b"<html><body>" + b"<table><tr><td>" * 3000 + "深".encode() + b"</td></tr></table>" * 3000


REFUSED = {
    "binary.txt": (lambda: noise(1_000_000), "Save it as txt (UTF-8), docx or pdf."),
    "binary": (lambda: noise(100_001), "Save it as txt (UTF-8), docx or pdf."),
    "binary.docx": (lambda: noise(100_000), "open it in a word processor and save it again."),
    "binary.pdf": (lambda: b"%PDF-1.7\n" + noise(100_000), "print or export it to PDF again."),
    "binary.md": (lambda: noise(100_000), "Save it as txt (UTF-8), docx or pdf."),
    "binary.html": (lambda: b"<html>" + noise(100_000), "Save it as txt (UTF-8), docx or pdf."),
    "empty.txt": (lambda: b"", "The file is empty."),
    "empty.docx": (lambda: b"", "The file is empty."),
    "blank.txt": (lambda: b" \r\n\t\n", "The file holds no text."),
    "blank.html": (lambda: b"<html><body><script>1</script></body></html>", "The file holds no text."),
    "blank.docx": (lambda: saved(docx.Document()), "The file holds no text."),
    "noise.txt": (lambda: noise(50 * 1024**2), "The file is larger than 32 MiB; remove pictures or split it."),
    "noise.pdf": (lambda: noise(50 * 1024**2), "The file is larger than 32 MiB; remove pictures or split it."),
    "bomb.docx": (zip_bomb, "unpacks to an unreasonable size and was not opened."),
    "lying.docx": (lying_zip_bomb, "open it in a word processor and save it again."),
    "entities.docx": (entity_bomb, "which no word processor does; not opened."),
    "parts.docx": (many_parts, "The docx file holds too many parts and was not opened."),
    "cut.docx": (lambda: to_docx(PLAN)[:-3000], "open it in a word processor and save it again."),
    "overwritten.docx": (
        lambda: to_docx(PLAN)[:2000] + noise(3000) + to_docx(PLAN)[5000:],
        "open it in a word processor and save it again.",
    ),
    "workbook.docx": (workbook, "This is an Excel workbook, not a Word document; save the text as docx."),
    "archive.docx": (lambda: b"PK\x05\x06" + b"\0" * 18, "without a Word document in it; save the text as docx."),
    "old.doc": (lambda: ole("WordDocument"), "This is an old Word file (doc, wps or rtf); save it as docx."),
    "old.docx": (lambda: ole("WordDocument"), "This is an old Word file (doc, wps or rtf); save it as docx."),
    "locked.docx": (lambda: ole("EncryptedPackage"), "protected by a password; remove it and try again."),
    "rich.rtf": (lambda: b"{\\rtf1\\ansi}", "This is an old Word file (doc, wps or rtf); save it as docx."),
    "locked.pdf": (lambda: to_pdf(PLAN, encrypt="secret"), "remove its password and try again."),
    "cut.pdf": (lambda: b"%PDF-1.4\n%%EOF", "print or export it to PDF again."),
    "scanned.pdf": (scanned_pdf, "The PDF is scanned and holds no text; run it through OCR first."),
    "one-empty.pdf": (lambda: empty_pages(1), "The file holds no text."),
    "pages.pdf": (lambda: empty_pages(10_000), "The PDF has 10000 pages; at most 2000 can be read."),
    "scan.png": (lambda: b"\x89PNG\r\n\x1a\n" + noise(1000), "This is a picture; run it through OCR first."),
    "line.txt": (lambda: "职业教育".encode() * 1_750_000, "larger than 12 MiB; split it into several documents."),
    "long.txt": (lambda: "职业教育。\n".encode() * 500_000, "2000000 characters; split it into several documents."),
    "nulls.txt": (lambda: b"\0" * 1_000_000, "The file holds no text."),
    "cells.html": (
        lambda: b"<table>" + b"<tr><td rowspan=60000 colspan=1000>x<td>y</tr>" * 3000,
        "200000 cells; split the document.",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_unreadable_file_is_refused_in_one_line(tmp_path, name):
    make, words = REFUSED[name]
    path = tmp_path / name
    path.write_bytes(make())
    assert_refused(run(path), words)


READ = {
    "gb18030.txt": lambda: (TEXT + "\n㐂𠮷龘").encode("gb18030"),
    "utf-8-bom.txt": lambda: TEXT.encode("utf-8-sig"),
    "utf-16.txt": lambda: TEXT.encode("utf-16"),
    "utf-16-le.txt": lambda: TEXT.encode("utf-16-le"),
    "utf-16-be.txt": lambda: TEXT.encode("utf-16-be"),
    "nulls.txt": lambda: TEXT.replace("。", "。\0").encode(),
    "crlf.txt": lambda: TEXT.replace("\n", "\r\n").encode(),
    "plan.docx": lambda: to_docx(PLAN),
    "plan.pdf": lambda: to_pdf(PLAN),
}


@pytest.mark.parametrize("name", READ)
def test_plan_is_read_from_any_encoding(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(READ[name]())
    found = assert_read(run(path))
    assert (len(found["tasks"]), len(found["targets"])) == (33, 45)


def test_text_of_300_pages_is_read(tmp_path):
    path = tmp_path / "long.txt"
    sections = (300 * 900) // len(TEXT) + 1
    path.write_text("\n".join(TEXT for _ in range(sections)), encoding="utf-8")
    found = assert_read(run(path))
    assert len(found["tasks"]) >= 33


def test_pdf_of_100_pages_is_read(tmp_path):
    path = tmp_path / "long.pdf"
    path.write_bytes(to_pdf(Plan(PLAN.before * 10, [], [])))
    found = assert_read(run(path))
    assert len(found["outline"]) >= 10


def test_deeply_nested_page_is_read(tmp_path):
    path = tmp_path / "deep.html"
    depth = 100_000
    path.write_text("<html><body>" + "<div>" * depth + "<p>一、总体要求</p>" + "</div>" * depth, encoding="utf-8")
    found = assert_read(run(path))
    assert [heading["number"] for heading in found["outline"]] == ["一、"]


def test_deeply_nested_tables_are_read(tmp_path):
    path = tmp_path / "tables.html"
    path.write_bytes(deep_table())
    assert assert_read(run(path))["tasks"] == []


@pytest.mark.parametrize("sign", ["[", "`", "1所、", "一、\n"])
def test_repeated_signs_do_not_stop_the_reading(tmp_path, sign):
    path = tmp_path / "signs.md"
    path.write_text(sign * (400_000 // len(sign)), encoding="utf-8")
    done = run(path)
    assert done.returncode in {0, 2}
    assert len(done.stderr.splitlines()) == (1 if done.returncode else 0)


def test_directory_is_refused(tmp_path):
    assert_refused(run(tmp_path), "This is a directory; name a file in it.")


def test_missing_file_is_refused(tmp_path):
    assert_refused(run(tmp_path / "none.txt"), "There is no such file.")


def test_symlink_loop_is_refused(tmp_path):
    loop = tmp_path / "loop.txt"
    loop.symlink_to(loop)
    assert_refused(run(loop), "The file cannot be opened: Too many levels of symbolic links.")


def test_device_is_refused():
    assert_refused(run("/dev/zero"), "This is not an ordinary file.")


def test_file_that_may_not_be_read_is_refused(tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text(TEXT, encoding="utf-8")
    path.chmod(0)
    if os.geteuid() == 0:
        # The administrator may read everything; a special file of the system refuses even that.
        path = Path("/proc/self/mem")
    done = run(path)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
