"""Where the date stands (7.3.5), and what the list of annexes says."""

import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from tests.factories import official_docx as make

from jiangxin.engines.typeset.check import check

OFFICE, LONG = "江津区人民政府办公室", "重庆市江津区推动现代职业教育高质量发展领导小组办公室"


def codes(made):
    return [deviation.code for deviation in check(made.bytes())]


def signed(office, office_in, date_in, date="2026年3月5日"):
    """Return a document whose office and date, which is six characters wide, stand so far from the right."""
    made = make.right()
    for name, text, right in (("signature", office, office_in), ("date", date, date_in)):
        make.set_text(made[name], text)
        make.indent(made[name], rightChars=str(round(right * 100)), right=str(round(right * 320)))
    return made


@pytest.mark.parametrize(
    ("office", "office_in", "date_in", "deviations"),
    [
        (OFFICE, 2, 4, []),  # either: what is ten wide in the middle above six begins two before it
        ("区教委", 5.5, 4, []),  # sealed: the name in the middle above the date
        ("区教委", 7, 2, []),  # unsealed: a date longer than the name
        (LONG, 0, 10, []),  # sealed: the name would pass the edge
        (LONG, 2, 20, []),  # unsealed: the date begins two characters right of the name
        (OFFICE, 2, 2, ["date-indent"]),
        (OFFICE, 0, 0, ["date-indent"]),
        (OFFICE, 10, 9, ["date-indent"]),
    ],
)
def test_date_stands_as_with_a_seal_or_without(office, office_in, date_in, deviations):
    assert codes(signed(office, office_in, date_in)) == deviations


def test_date_pushed_by_spaces_is_measured_by_them():
    made = make.right()
    made["date"].alignment = ALIGN.LEFT
    for spaces, deviations in ((17.5, []), (10, ["date-indent"])):
        make.indent(made["date"], rightChars=None, right=None)
        make.set_text(made["date"], "　" * int(spaces) + " " * round(spaces % 1 * 2) + "2026年3月5日")
        assert codes(made) == deviations


def test_date_set_by_a_tab_is_not_judged():
    made = make.right()
    made["date"].alignment = ALIGN.LEFT
    make.set_text(made["date"], "\t2026年3月5日")
    assert codes(made) == []


def test_name_of_an_annex_that_goes_on_in_a_line_of_its_own_is_one_name():
    made = make.right()
    make.set_text(made["annex-note"], "附件：1.督查任务\n清单")
    assert codes(made) == []


def test_single_annex_has_no_number():
    made = make.right()
    made.drop("annex-mark-2", "annex-title-2", "annex-body-2", "annex-note-2")
    make.set_text(made["annex-note"], "附件：督查任务清单")
    make.set_text(made["annex-mark-1"], "附件", face=make.HEI)
    assert codes(made) == []


def test_name_of_an_annex_may_begin_with_a_year():
    made = make.right()
    make.set_text(made["annex-note"], "附件：1.2026年督查任务清单")
    make.set_text(made["annex-title-1"], "2026年督查任务清单", face=make.BIAOSONG, size=22)
    assert codes(made) == []
