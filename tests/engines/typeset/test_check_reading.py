"""Files that are no DOCX, or are made to harm, end in one clear line; odd ones are read."""

import io
import zipfile
from contextlib import suppress

import docx
import pytest
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_BREAK
from docx.shared import Pt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import official_docx as make

from jiangxin.engines.typeset.check import NotADocx, check
from jiangxin.engines.typeset.check_reading import read

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BROKEN = "The docx file is broken; open it in a word processor and save it again."


def package(document, **parts):
    """Return an archive whose document has this body; a part of its own for each name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        if document is not None:
            archive.writestr("word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{document}</w:body></w:document>')
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return out.getvalue()


def paragraph(text, properties=""):
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


RIGHT = make.right().bytes()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is empty."),
        ("关于开展督查的通知".encode(), "This is not a Word document; save the text as docx."),
        (b"%PDF-1.7\n", "This is not a Word document; save the text as docx."),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
            "This is an old Word file (doc, wps or rtf); save it as docx.",
        ),
        (b"PK\x03\x04" + bytes(100), BROKEN),
        (RIGHT[: len(RIGHT) // 2], BROKEN),
        (package(None, other="<a/>"), "This is an archive without a Word document in it; save the text as docx."),
        (package(""), "The docx file holds no text."),
        (package(paragraph(" ")), "The docx file holds no text."),
        (package("<w:p>"), BROKEN),
        (package("<w:p>" * 300 + "</w:p>" * 300), BROKEN),
        (
            package(paragraph("一" * 3_000_000)),
            "The docx file unpacks to an unreasonable size and was not opened.",
        ),
        (
            package(paragraph("".join(chr(0x4E00 + place * 7919 % 20000) for place in range(2_100_000)))),
            "The docx file unpacks to an unreasonable size and was not opened.",
        ),
        (
            package("<w:p/>" * 1_000_001 + "".join(chr(0x4E00 + place % 20000) for place in range(30_000))),
            "The docx file holds too many parts and was not opened.",
        ),
        (
            package(paragraph("一"), styles='<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
            "The docx file declares XML entities, which no word processor does; not opened.",
        ),
        (package(paragraph("一"), settings="<a>"), BROKEN),
    ],
    ids=range(16),
)
def test_file_that_is_no_docx_is_one_clear_line(content, message):
    with pytest.raises(NotADocx) as refused:
        check(content)
    assert str(refused.value) == message


def test_file_above_the_limit_is_refused_before_it_is_opened():
    with pytest.raises(NotADocx) as refused:
        check(bytes(33 * 1024 * 1024))
    assert str(refused.value) == "The file is larger than 32 MiB; remove pictures or split it."


def test_file_without_any_part_but_the_text_is_checked():
    found = check(package(paragraph("关于开展督查工作的通知")))
    assert [one.code for one in found] == [
        "page-size",
        "page-number-missing",
        "title-alignment",
        "title-face",
        "title-size",
    ]


def test_styles_that_rest_on_each_other_end():
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{one}"><w:basedOn w:val="{other}"/></w:style>'
        for one, other in ("ab", "ba", "cc")
    )
    content = package(
        "".join(paragraph(f"第{name}段。", f'<w:pStyle w:val="{name}"/>') for name in "abc"),
        styles=f'<w:styles xmlns:w="{W}">{styles}</w:styles>',
    )
    assert [one.text for one in read(content).paragraphs] == ["第a段。", "第b段。", "第c段。"]


def test_references_to_parts_that_are_not_there_are_passed_over():
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    section = f'<w:sectPr><w:footerReference xmlns:r="{relations}" w:type="default" r:id="rId9"/></w:sectPr>'
    assert read(package(paragraph("正文。") + section)).sections[0].footers == {}


@pytest.mark.parametrize("number", ["99999999999", "-1", "1.5", "x", ""])
def test_lengths_that_are_no_lengths_are_read(number):
    content = package(
        paragraph("正文。", f'<w:ind w:left="{number}"/><w:spacing w:line="{number}"/>')
        + f'<w:sectPr><w:pgSz w:w="{number}" w:h="{number}"/><w:docGrid w:linePitch="{number}"/></w:sectPr>'
    )
    assert [one.text for one in read(content).paragraphs] == ["正文。"]


def test_huge_paragraph_is_checked():
    made = make.right()
    make.set_text(made["body-2"], make.SENTENCE * 10_000)
    assert check(made.bytes()) == []


TOKENS = st.sampled_from(
    (
        *"：:12.、（）()一二十第号年月日。；★局，各—期\t\u3000 ",
        *("附件", "〔2026〕", "[26]", "2026", "抄送", "印发", "签发人", "通知", "关于", "秘密", "文件"),
    )
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.tuples(st.lists(TOKENS, max_size=12).map("".join), st.integers(-1, 3), st.sampled_from([8, 16, 22])))
)
def test_any_text_is_checked_and_told_in_both_languages(lines):
    document = docx.Document()
    document.add_paragraph("正文。")
    for text, side, size in lines:
        paragraph = document.add_paragraph()
        paragraph.add_run(text).font.size = Pt(size)
        paragraph.alignment = None if side < 0 else side
    out = io.BytesIO()
    document.save(out)
    for deviation in check(out.getvalue()):
        assert deviation.told("zh").startswith("GB/T 9704-2012 ")
        assert deviation.told("en").startswith("GB/T 9704-2012 ")


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(RIGHT) - 1), st.binary(min_size=1, max_size=40))
def test_any_damage_is_refused_or_read(place, damage):
    with suppress(NotADocx):
        check(RIGHT[:place] + damage + RIGHT[place + len(damage) :])


def test_text_is_read_as_shown():
    run = "<w:r><w:t>{}</w:t></w:r>".format
    field = '<w:fldChar w:fldCharType="{}"/>'.format
    shown = "".join(
        (
            f"<w:ins>{run('一、')}</w:ins><w:del>{run('二、')}</w:del>{run('目标')}",
            f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>（批注）</w:t></w:r><w:hyperlink>{run('链接')}</w:hyperlink>",
            f"<w:r>{field('begin')}<w:instrText> DATE </w:instrText>{field('separate')}",
            f"<w:t>今天</w:t>{field('end')}<w:br/><w:t>下行</w:t></w:r>",
        )
    )
    body = f"<w:p>{shown}</w:p>"
    assert [one.text for one in read(package(body)).paragraphs] == ["一、目标链接今天\n下行"]


def test_automatic_numbers_are_part_of_the_text():
    numbering = (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    content = package(paragraph("目标", listed) + paragraph("任务", listed), numbering=numbering)
    assert [one.text for one in read(content).paragraphs] == ["一、目标", "二、任务"]


def by_layout(document):
    document.add_paragraph("下页。").paragraph_format.page_break_before = True


def by_break_before(document):
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("下页。")


def by_break_inside(document):
    run = document.add_paragraph().add_run()
    run.add_break(WD_BREAK.PAGE)
    run.add_text("下页。")


def by_break_at_the_end(document):
    document.paragraphs[0].add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("下页。")


def by_section(document):
    document.add_section(WD_SECTION.NEW_PAGE)
    document.add_paragraph("下页。")


@pytest.mark.parametrize("begin", [by_layout, by_break_before, by_break_inside, by_break_at_the_end, by_section])
def test_paragraph_begins_a_page(begin):
    document = docx.Document()
    document.add_paragraph("本页。")
    begin(document)
    document.add_paragraph("续。")
    out = io.BytesIO()
    document.save(out)
    assert [one.new_page for one in read(out.getvalue()).paragraphs] == [False, True, False]


def test_section_that_goes_on_begins_no_page():
    document = docx.Document()
    document.add_paragraph("本页。")
    document.add_section(WD_SECTION.CONTINUOUS)
    document.add_paragraph("续。")
    out = io.BytesIO()
    document.save(out)
    assert [(one.new_page, one.section) for one in read(out.getvalue()).paragraphs] == [(False, 0), (False, 1)]


def test_sections_have_the_footers_of_those_before_them():
    made = make.right()
    made.document.add_section(WD_SECTION.NEW_PAGE)
    made.add("more", make.SENTENCE, first=2)
    first, second = read(made.bytes()).sections
    assert (sorted(first.footers), first.footers) == (["default", "even"], second.footers)
