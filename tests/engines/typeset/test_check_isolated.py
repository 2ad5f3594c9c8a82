"""Checking what is not trusted: in bounds, with one line that says what to do; and deviations as comments."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from tests.factories import official_docx as make

from jiangxin.engines.policytext.formats.errors import UnreadableError
from jiangxin.engines.typeset.check import NotADocx, check
from jiangxin.engines.typeset.check_isolated import check_isolated
from jiangxin.engines.typeset.check_notes import noted


def spoilt():
    """Return a document whose heading and left margin deviate, with a table before nothing of it."""
    made = make.right()
    made["heading-1"].runs[0].font.size = docx.shared.Pt(22)
    made.section.left_margin = docx.shared.Mm(20)
    return made.bytes()


def test_deviations_stand_as_comments_where_they_are():
    content = spoilt()
    found = check(content)
    again = docx.Document(io.BytesIO(noted(content, found, "zh")))
    texts = [comment.text for comment in again.comments]
    assert len(texts) == sum(1 + len(one.place.others) if one.place.paragraph else 1 for one in found)
    assert all(text.startswith("GB/T 9704-2012 ") for text in texts)
    heading = next(one for one in found if one.code == "heading-1-size")
    [marked] = [
        paragraph.text
        for paragraph in again.paragraphs
        if paragraph._p.xpath("./w:commentRangeStart") and paragraph.text.startswith("一、")
    ]
    assert marked.startswith(heading.place.words.rstrip("…"))


def test_check_in_a_process_of_its_own_finds_what_the_check_finds():
    content = spoilt()
    done = check_isolated(content, "zh", notes=True)
    assert [one["code"] for one in done.deviations] == [one.code for one in check(content)]
    assert docx.Document(io.BytesIO(done.noted)).comments
    with pytest.raises(UnreadableError, match="not a Word document"):
        check_isolated(b"plain text", "zh")
    with pytest.raises(UnreadableError, match="took too long"):
        check_isolated(content, "zh", seconds=0.01)


def test_file_with_macros_is_refused():
    out = io.BytesIO(make.right().bytes())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"macro")
    with pytest.raises(NotADocx, match="macros"):
        check(out.getvalue())
