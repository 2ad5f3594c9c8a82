"""The package of a DOCX: nothing in it comes from a template, and the same document gives the same bytes."""

import io
import zipfile
from dataclasses import replace

from docx.oxml.ns import qn
from tests.factories.docxfiles import (
    DOCUMENT,
    opened,
    part,
)

from jiangxin.engines.typeset.docx import docx


def test_punctuation_keeps_its_cell_and_the_mode_is_that_of_word_2013():
    settings_part = part(DOCUMENT, "word/settings.xml")
    compatibility = {one.get(qn("w:name")): one.get(qn("w:val")) for one in settings_part.iter(qn("w:compatSetting"))}
    assert compatibility["compatibilityMode"] == "15"
    assert settings_part.find(qn("w:characterSpacingControl")).get(qn("w:val")) == "doNotCompress"


def test_nothing_of_an_english_template_is_in_the_file():
    with zipfile.ZipFile(io.BytesIO(docx(DOCUMENT))) as archive:
        names = sorted(archive.namelist())
        everything = b"".join(archive.read(name) for name in names)
    assert names == [
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/_rels/document.xml.rels",
        "word/document.xml",
        "word/fontTable.xml",
        "word/footer1.xml",
        "word/footer2.xml",
        "word/header1.xml",
        "word/settings.xml",
        "word/styles.xml",
    ]
    leaks = (b"Calibri", b"Cambria", b"asciiTheme", b"eastAsiaTheme", b"en-US", b"embedRegular")
    assert [leak for leak in leaks if leak in everything] == []


def test_fonts_have_the_names_by_which_other_machines_know_them():
    fonts = part(DOCUMENT, "word/fontTable.xml")
    named = {
        font.get(qn("w:name")): font.find(qn("w:altName")).get(qn("w:val"))
        for font in fonts
        if font.find(qn("w:altName")) is not None
    }
    assert named == {
        "仿宋_GB2312": "仿宋",
        "方正小标宋简体": "宋体",
        "黑体": "SimHei",
        "楷体_GB2312": "楷体",
        "宋体": "SimSun",
    }


def test_same_document_gives_the_same_bytes():
    assert docx(DOCUMENT) == docx(replace(DOCUMENT))


def test_time_of_making_is_not_written():
    made = opened(DOCUMENT)
    assert (made.core_properties.created, made.core_properties.modified) == (None, None)
    with zipfile.ZipFile(io.BytesIO(docx(DOCUMENT))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_properties_name_title_and_author():
    about = opened(DOCUMENT).core_properties
    assert (about.title, about.author) == (DOCUMENT.title, "江津区人民政府办公室")
