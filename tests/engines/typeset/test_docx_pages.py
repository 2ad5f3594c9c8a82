"""What stands outside the type area of a DOCX: numbers of pages, foot of a letter, marks of drafts."""

from dataclasses import replace

import pytest
from docx.oxml.ns import qn
from tests.factories.docxfiles import (
    DOCUMENT,
    TABLE,
    formatting,
    opened,
    value,
)

from jiangxin.engines.typeset.document import (
    Annex,
    Layout,
    Paragraph,
)

LIST = Annex("任务清单", (Paragraph("甲"),))
LEDGER = Annex("任务台账", (TABLE,), landscape=True)


def test_page_number_stands_between_dashes_at_the_outer_edge():
    made = opened(DOCUMENT)
    section = made.sections[0]
    (odd,), (even,) = section.footer.paragraphs, section.even_page_footer.paragraphs
    assert (odd.text, even.text) == ("— 1 —", "— 1 —")
    assert [code.text for code in odd._p.iter(qn("w:instrText"))] == [" PAGE "]
    sides = [
        (value(made, one.style.style_id, "w:pPr", "w:jc"), formatting(made, one.style.style_id, "w:pPr", "w:ind"))
        for one in (odd, even)
    ]
    assert sides == [("right", {"right": "280"}), ("left", {"left": "280", "right": "0"})]
    assert made.settings.odd_and_even_pages_header_footer is True


def test_dash_of_the_page_number_lies_7_mm_below_the_type_area():
    section = opened(DOCUMENT).sections[0]
    middle = section.footer_distance.mm + 14 / 2 / 72 * 25.4
    assert round(section.bottom_margin.mm - middle, 1) == 7.0


def test_letter_has_no_number_on_its_first_page_alone():
    letter = opened(replace(DOCUMENT, layout=Layout.LETTER)).sections[0]
    assert letter.different_first_page_header_footer is True
    assert [one.text for one in letter.first_page_footer.paragraphs] == ["", ""]
    assert [one.text for one in letter.footer.paragraphs] == ["— 1 —"]
    assert opened(DOCUMENT).sections[0].different_first_page_header_footer is False


def test_number_of_a_page_across_is_turned_and_stands_at_its_left():
    across = opened(replace(DOCUMENT, annexes=(LEDGER,))).sections[1]
    assert [one.text for one in across.footer.paragraphs] == [""]
    odd, even = across.header.tables[0], across.even_page_header.tables[0]
    assert [table.cell(0, 0).text for table in (odd, even)] == ["— 1 —", "— 1 —"]
    assert [table.cell(0, 0).paragraphs[0].style.style_id for table in (odd, even)] == ["页码", "页码（双页）"]
    assert odd.cell(0, 0)._tc.tcPr.find(qn("w:textDirection")).get(qn("w:val")) == "tbRl"


@pytest.mark.parametrize("layout", list(Layout))
def test_draft_says_so_on_every_page(layout):
    made = opened(replace(DOCUMENT, layout=layout, draft=True, annexes=(LEDGER, LIST)))
    headers = [header for section in made.sections for header in (section.header, section.even_page_header)]
    if layout is Layout.LETTER:
        headers.append(made.sections[0].first_page_header)
    assert {header.paragraphs[0].text for header in headers} == {"草稿"}
    issued = opened(replace(DOCUMENT, layout=layout))
    assert [one.text for one in issued.sections[0].header.paragraphs] == [""]
