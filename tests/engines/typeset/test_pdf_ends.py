"""What follows the text, measured on the pages of the PDF: signature, annexes, page numbers, imprint."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.engines.typeset import printed
from tests.engines.typeset.samples import (
    BODY,
    BOTTOM,
    CHARACTER,
    HEI,
    LEFT,
    LETTER,
    NEAR,
    OFFICE,
    ORDINARY,
    RIGHT,
    SMALL,
    TASKS,
    TOP,
    dashes,
    full,
    near,
    number,
    pages,
)

from jiangxin.engines.typeset.document import Annex, Attendance, Layout, Paragraph

# ── Signature, attendance, annexes ──────────────────────────────────────────────────────────────────


def test_date_is_four_characters_in_and_the_office_centred_on_it():
    page = pages(replace(ORDINARY, title="通报", copies="", printer=""))[-1]
    day = page.find("2024年10月8日")
    office = [one for line in page.lines if "".join(one.text for one in line) == OFFICE for one in line]
    assert day[-1].end == near(RIGHT - 4 * CHARACTER)
    assert printed.around(office).middle == near((day[0].start + day[-1].end) / 2)
    assert printed.around(day).top > printed.around(office).bottom


@pytest.mark.parametrize("annexes", [(), (Annex("清单", (Paragraph("一段。"),)),)])
@pytest.mark.parametrize("lines", range(3, 33))
def test_signature_stands_on_a_page_with_text_and_the_first_page_is_not_left_empty(lines, annexes):
    text = Paragraph("树" * (28 * lines - 2))
    found = pages(replace(ORDINARY, blocks=(text,), copies="", printer="", annexes=annexes))
    signed = next(page for page in found if "2024年10月8日" in page.text)
    assert [page.text.count("树") > 0 for page in (found[0], signed)] == [True, True]
    assert sum(page.text.count("树") for page in found) == 28 * lines - 2


def test_note_of_many_annexes_runs_over_pages():
    annexes = tuple(Annex(f"第{place}份清单", (Paragraph("一段。"),)) for place in range(1, 26))
    text = "".join(page.text for page in pages(replace(ORDINARY, annexes=annexes)))
    assert [text.count(f"{place}.第{place}份清单") for place in range(1, 26)] == [1] * 25


@pytest.mark.parametrize("annexes", [(), (Annex("清单", (TASKS,)),)])
def test_seal_has_three_rows_free_above_the_office(annexes):
    found = pages(replace(ORDINARY, title="通报", blocks=(Paragraph("一段。"),), annexes=annexes))
    page = next(page for page in found if "2024年10月8日" in page.text)
    lines = [line for line in page.lines if line[0].size == 16.0]
    at = next(place for place, line in enumerate(lines) if "".join(one.text for one in line) == OFFICE)
    above, office, day = (printed.around(line) for line in lines[at - 1 : at + 2])
    assert (office.bottom - above.bottom, day.bottom - office.bottom) == (near(4 * 10.45), near(10.45))


def test_office_without_seal_stands_two_characters_left_of_its_date():
    page = pages(replace(ORDINARY, title="通报", copies="", printer="", sealed=False))[-1]
    day = page.find("2024年10月8日")
    office = [one for line in page.lines if "".join(one.text for one in line) == OFFICE for one in line]
    assert office[-1].end == near(RIGHT - 2 * CHARACTER)
    assert day[0].start == near(office[0].start + 2 * CHARACTER)


def test_long_office_stays_within_the_type_area():
    name = "重庆市江津区职业教育高质量发展工作领导小组办公室"
    page = pages(replace(ORDINARY, title="通报", signatories=(name,), copies="", printer=""))[-1]
    office = page.find(name)
    assert office[-1].end == near(RIGHT)
    day = page.find("2024年10月8日")
    assert (day[0].start + day[-1].end) / 2 == near(printed.around(office).middle)


def test_names_of_those_present_go_on_under_the_first_of_them():
    names = "、".join(["张明远", "李若彤", "王建国"] * 4)
    minutes = replace(ORDINARY, layout=Layout.MINUTES, attendance=(Attendance("出席", names),), dated=None)
    page = pages(minutes)[-1]
    label = page.find("出席：")
    lines = [line for line in page.lines if label[0].top - 1 < line[0].top < label[0].top + 12]
    assert label[0].start == near(LEFT + 2 * CHARACTER)
    assert {one.font for one in label} <= HEI
    assert (lines[0][3].start, lines[1][0].start) == (near(LEFT + 5 * CHARACTER), near(LEFT + 5 * CHARACTER))


def test_annexes_are_told_below_the_text_and_stand_on_pages_of_their_own():
    document = replace(ORDINARY, annexes=(Annex("指标完成情况", (Paragraph("一段。"),)), Annex("清单", (TASKS,))))
    found = pages(document)
    note = next(page for page in found if "附件：" in page.text)
    assert note.find("附件：")[0].start == near(LEFT + 2 * CHARACTER)
    assert note.find("1.指标")[0].start == note.find("2.清单")[0].start == near(LEFT + 5 * CHARACTER)
    heads = [page.text for page in found if page.lines and "".join(c.text for c in page.lines[0]).startswith("附件")]
    assert [head[:9] for head in heads] == ["附件1指标完成情况", "附件2清单任务清单"]
    first = next(page for page in found if page.text.startswith("附件1"))
    assert {one.font for one in first.find("附件")} <= HEI
    assert printed.around(first.find("附件")).top == near(TOP)
    assert printed.around(first.find("指标完成")).top == near(TOP + 2 * 10.45 - 1)


def test_single_annex_has_no_number():
    found = pages(replace(ORDINARY, annexes=(Annex("清单", (TASKS,)),)))
    assert [page.text[:8] for page in found if page.text.startswith("附件")] == ["附件清单任务清单"]


def test_head_of_a_table_stands_again_on_every_page():
    found = [page.text for page in pages(replace(ORDINARY, blocks=(TASKS,))) if "项任务" in page.text]
    assert [text.count("重点任务第") or text.count("序号重点任务") for text in found] == [1] * len(found)
    assert len(found) > 2
    rows = "".join(found)
    assert [rows.count(f"第{row}项任务") for row in range(1, 81)] == [1] * 80


def test_row_of_a_table_is_not_torn_apart():
    rows = tuple((str(row), "推动职业教育与区域产业协同发展。" * 9) for row in range(12))
    found = pages(replace(ORDINARY, blocks=(replace(TASKS, rows=rows),)))
    texts = [page.text.count("推动职业教育与区域产业协同发展。") % 9 for page in found]
    assert texts == [0] * len(found)


# ── Page numbers ────────────────────────────────────────────────────────────────────────────────────


def place(page):
    """Return the page's number with its outer edge and how far its dash is below the type area."""
    first, last = dashes(page)
    edge = last.end if int(number(page)) % 2 else first.start
    return number(page), edge, first.top


def test_numbers_stand_right_on_odd_and_left_on_even_pages():
    odd, even = RIGHT - SMALL, LEFT + SMALL
    expected = [(str(page), near(odd if page % 2 else even), near(BOTTOM + 7)) for page in range(1, 7)]
    assert [place(page) for page in pages(full(100))] == expected


def test_first_page_of_a_letter_has_no_number():
    letter = replace(LETTER, blocks=(Paragraph("树" * 28 * 30),))
    assert [len(dashes(page)) for page in pages(letter)] == [0, 2, 2]


def turned(page):
    """Return the page as it lies in the bound document: its left edge is the head of what is set across."""

    def back(one):
        return replace(one, left=one.top, right=one.bottom, top=page.width - one.right, bottom=page.width - one.left)

    characters = [back(one) for one in page.characters]
    characters = [replace(one, start=one.left, end=one.right) for one in characters]
    return replace(page, width=page.height, height=page.width, characters=tuple(characters))


def test_number_stays_where_it_is_on_paper_when_the_page_is_turned():
    rows = tuple((str(row), "任务") for row in range(60))
    document = replace(ORDINARY, annexes=(Annex("一览表", (replace(TASKS, rows=rows),), landscape=True),))
    across = [turned(page) for page in pages(document) if page.width > page.height]
    numbers = [int(number(page)) for page in across]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert {number % 2 for number in numbers} == {0, 1}
    odd, even = RIGHT - SMALL, LEFT + SMALL
    expected = [(str(page), near(odd if page % 2 else even), near(BOTTOM + 7)) for page in numbers]
    assert [place(page) for page in across] == expected


def test_page_set_across_keeps_the_type_area():
    rows = tuple((str(row), "任务") for row in range(60))
    document = replace(ORDINARY, annexes=(Annex("一览表", (replace(TASKS, rows=rows),), landscape=True),))
    across = [page for page in pages(document) if page.width > page.height]
    assert [(page.width, page.height) for page in across] == [(near(297), near(210))] * len(across)
    for page in across:
        rules = printed.around(page.rules)
        assert (rules.left, rules.right) == (near(35), near(297 - 37))
        assert rules.bottom < 210 - 26 + NEAR


# ── Imprint ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lines", [3, 6, 8, 9, 10, 12, 24, 26, 27, 28, 30, 31, 32, 40])
@pytest.mark.parametrize(
    "annexes", [(), (Annex("一段", (Paragraph("一段。"),)),), (Annex("表", (TASKS,), landscape=True),)]
)
def test_imprint_is_at_the_foot_of_the_last_page_which_is_even(lines, annexes):
    found = pages(replace(ORDINARY, blocks=(Paragraph("树" * 28 * lines),), annexes=annexes))
    assert ["抄送：" in page.text for page in found] == [False] * (len(found) - 1) + [True]
    assert (len(found) % 2, "树" in found[0].text) == (0, True)
    rules = [rule for rule in found[-1].rules if rule.right - rule.left > 150][-3:]
    assert [(rule.left, rule.right) for rule in rules] == [(near(LEFT), near(RIGHT))] * 3
    assert max(rule.bottom for rule in rules) == near(BOTTOM)
    # An empty page before it, and its own, have no number.
    empty = [len(page.characters) == 0 for page in found]
    numbered = [len(dashes(page)) == 2 for page in found]
    assert numbered == [True] * len(found) if not any(empty) else [True] * (len(found) - 2) + [False] * 2


def test_imprint_says_copies_then_printer_left_and_day_right():
    page = pages(ORDINARY)[-1]
    copies, printer, day = page.find("抄送："), page.find(OFFICE), page.find("2024年10月9日印发")
    assert (copies[0].start, day[-1].end) == (near(LEFT + SMALL), near(RIGHT - SMALL))
    assert copies[0].top < day[0].top
    assert printed.around(day).middle > 105
    assert printer[0].size in {14.0, 16.0}


def test_colon_keeps_its_width_before_the_copies():
    label = pages(ORDINARY)[-1].find("抄送：区")
    assert [one.start for one in label] == [near(LEFT + SMALL * place) for place in (1, 2, 3, 4)]


def test_document_without_copies_and_printer_has_no_imprint():
    found = pages(replace(ORDINARY, blocks=BODY[:1], title="通报", copies="", printer=""))
    assert (len(found), len(found[0].rules)) == (1, 1)


def test_bulletin_says_its_own_words_before_the_copies():
    page = pages(replace(ORDINARY, layout=Layout.BULLETIN, issue="第3期", copies="报：区长。\n送：区委办公室"))[-1]
    assert [page.find(text)[0].start for text in ("报：区长。", "送：区委办公室。")] == [near(LEFT + SMALL)] * 2
