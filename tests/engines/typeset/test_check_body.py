"""Numbers of headings in the order of a document, and how far its paragraphs stand in."""

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from tests.factories import official_docx as make

from jiangxin.engines.typeset.check import check

FACES = (make.HEI, make.KAI, make.FANG, make.FANG)


def numbered(*headings):
    """Return a document with these headings, each with its level."""
    made = make.Made(docx.Document())
    make.pages(made.document)
    made.add("title", "关于开展督查工作的通知", face=make.BIAOSONG, size=22, align=ALIGN.CENTER)
    for place, (level, number) in enumerate(headings):
        made.add(f"heading {place}", f"{number}核对进度", face=FACES[level - 1], first=2)
        made.add(f"body {place}", make.SENTENCE, first=2)
    return made


def found(made):
    return [(one.code, one.params["found"], one.params["wanted"], one.certainty.value) for one in check(made.bytes())]


@pytest.mark.parametrize(
    ("headings", "deviations"),
    [
        (
            [(1, "一、"), (2, "（一）"), (3, "1."), (4, "（1）"), (4, "（2）"), (3, "2."), (2, "（二）"), (1, "二、")],
            [],
        ),
        # Some number a level through the whole document.
        ([(1, "一、"), (2, "（一）"), (2, "（二）"), (1, "二、"), (2, "（三）")], []),
        ([(1, "一、"), (1, "三、"), (1, "四、")], [("heading-order", "三、", "二、", "certain")]),
        ([(1, "二、"), (1, "二、")], [("heading-order", "二、", "一、", "certain")]),
        ([(1, "一、"), (2, "（一）"), (3, "2.")], [("heading-order", "2.", "1.", "likely")]),
        ([(1, "一、"), (3, "1."), (3, "2."), (1, "二、"), (3, "1.")], [("heading-level", "1.", "（一）", "likely")]),
        ([(2, "（一）"), (2, "（二）")], [("heading-level", "（一）", "一、", "likely")]),
        ([(1, "一、"), (2, "(一)"), (2, "(二)")], [("heading-number-form", "(一)", "（一）", "certain")]),
        ([(1, "一、"), (2, "（一）、"), (2, "（二）、")], [("heading-number-form", "（一）、", "（一）", "certain")]),
        ([(1, "一、"), (2, "（一）"), (3, "1．")], [("heading-number-form", "1．", "1.", "likely")]),
        ([(1, "十、")], [("heading-order", "十、", "一、", "certain")]),
    ],
)
def test_numbers_are_judged_in_order(headings, deviations):
    assert found(numbered(*headings)) == deviations


def test_numbers_begin_anew_in_an_annex():
    made = make.right()
    made.before("annex-body-1", "annex-heading", "一、对象", face=make.HEI, first=2)
    made.before("annex-body-2", "annex-heading-2", "一、名单", face=make.HEI, first=2)
    assert check(made.bytes()) == []


@pytest.mark.parametrize(
    ("form", "codes"),
    [
        ({"first": 2}, []),
        ({"left": 2}, []),
        ({"first": 2.2}, []),
        ({}, ["body-indent"]),
        ({"first": 4}, ["body-indent"]),
        ({"left": 2, "first": 2}, ["body-indent"]),
        ({"first": 0, "align": ALIGN.CENTER}, []),
    ],
)
def test_first_line_stands_two_characters_in(form, codes):
    made = make.right()
    make.set_text(made["body-3"], "")
    made.before("body-3", "new", make.SENTENCE, **form)
    assert [one.code for one in check(made.bytes())] == codes
