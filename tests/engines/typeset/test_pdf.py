"""What GB/T 9704-2012 asks for, measured on the pages of the PDF."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise

import pytest
from tests.engines.typeset import printed

from jiangxin.engines.typeset.document import (
    Annex,
    Attendance,
    Chart,
    ChartKind,
    Column,
    Document,
    Heading,
    Layout,
    Paragraph,
    Series,
    Table,
)
from jiangxin.engines.typeset.pdf import pdf, picture, pictures

#: Millimetres, and points for sizes of type.
NEAR, SIZE_NEAR = 1.0, 0.3
LEFT, RIGHT, TOP, BOTTOM = 28.0, 184.0, 37.0, 262.0
CHARACTER, SMALL = 156 / 28, 14 * printed.MM
OFFICE = "江津区人民政府办公室"
FANG, KAI, HEI, SONG, SONG_BOLD = (
    {"FandolFang-Regular"},
    {"LXGWWenKai-Regular"},
    {"FandolHei-Regular", "NotoSansCJKsc-Regular"},
    {"FandolSong-Regular", "NotoSerifCJKsc-Regular"},
    {"FandolSong-Bold", "NotoSerifCJKsc-Bold"},
)

BODY = (
    Paragraph("现将推进情况通报如下。"),
    Heading(1, "总体情况"),
    Heading(2, "任务推进情况。", "牵头单位报送及时。"),
    Heading(3, "双师型教师"),
    Heading(4, "产教融合型企业"),
    Heading(2, "指标完成情况"),
    Heading(1, "存在问题"),
    Heading(2, "进度"),
)
ORDINARY = Document(
    Layout.ORDINARY,
    f"{OFFICE}文件",
    "江津区人民政府办公室关于2024年第三季度职业教育重点任务推进情况的通报",
    BODY,
    number="江津府办发〔2024〕12号",
    recipients=("各镇人民政府，各街道办事处", "区政府各部门"),
    signatories=(OFFICE,),
    dated=date(2024, 10, 8),
    copies="区委办公室，区人大常委会办公室。",
    printer=OFFICE,
    printed=date(2024, 10, 9),
)
LETTER = replace(ORDINARY, layout=Layout.LETTER, mark=OFFICE, title="关于商请提供有关数据的函")
TASKS = Table(
    (Column("序号", 0.5), Column("重点任务", 4)),
    tuple((str(row), f"第{row}项任务") for row in range(1, 81)),
    "任务清单",
)


@cache
def pages(document):
    return printed.pages(pdf(document))


def near(value):
    return pytest.approx(value, abs=NEAR)


def full(lines):
    """Return a document with so many full lines of 28 characters, and nothing behind them."""
    text = Paragraph("树" * 28 * lines, indent=False)
    return replace(ORDINARY, blocks=(text,), dated=None, copies="", printer="")


def dashes(page):
    """Return the two dashes of the number of a page."""
    return [one for one in page.characters if one.text == "—" and one.size == 14.0]


def number(page):
    first, last = (page.characters.index(dash) for dash in dashes(page))
    return "".join(one.text for one in page.characters[first + 1 : last])


# ── Paper, type area, grid ──────────────────────────────────────────────────────────────────────────


def test_page_is_a4():
    assert [(page.width, page.height) for page in pages(ORDINARY)] == [(near(210), near(297))] * 2


def test_full_page_has_22_lines_of_28_characters():
    page = pages(full(60))[1]
    body = [line for line in page.lines if line[0].size == 16.0]
    assert [len(line) for line in body] == [28] * 22


def test_full_page_reaches_from_edge_to_edge_of_the_type_area():
    page = pages(full(60))[1]
    body = [one for one in page.characters if one.size == 16.0]
    area = printed.around(body)
    assert (area.left, area.right, area.top, area.bottom) == (near(LEFT), near(RIGHT), near(TOP), near(BOTTOM))
    assert (min(one.start for one in body), max(one.end for one in body)) == pytest.approx((LEFT, RIGHT), abs=0.1)


def test_lines_are_equally_far_apart():
    tops = [line[0].top for line in pages(full(60))[1].lines[:22]]
    assert [after - before for before, after in pairwise(tops)] == pytest.approx(
        [(225 - 16 * printed.MM) / 21] * 21, abs=0.05
    )


def test_line_with_latin_is_filled_up_to_the_edge_too():
    text = Paragraph("截至2024年9月30日，全区33项重点任务中，按序时进度推进28项，未达序时进度3项，逾期2项。" * 4)
    page = pages(replace(ORDINARY, blocks=(text,)))[0]
    begin = page.find("截至")[0].top
    lines = [line for line in page.lines if begin - 1 < line[0].top < begin + 15]
    assert [line[0].start for line in lines] == [near(LEFT + 2 * CHARACTER), near(LEFT)]
    assert [printed.around(line).right for line in lines] == [near(RIGHT)] * 2


def test_paragraph_begins_two_characters_in():
    assert pages(ORDINARY)[0].find("现将")[0].start == near(LEFT + 2 * CHARACTER)


# ── Faces, sizes, numbers ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "fonts", "size"),
    [
        ("现将推进", FANG, 16),
        ("一、总体情况", HEI, 16),
        ("（一）任务推进情况。", KAI, 16),
        ("牵头单位报送", FANG, 16),
        ("双师型教师", FANG, 16),
        ("产教融合型企业", FANG, 16),
        ("职业教育重点任务", SONG_BOLD, 22),
        ("江津府办发〔", FANG, 16),
        ("各镇人民政府", FANG, 16),
    ],
)
def test_part_has_the_face_and_size_of_the_standard(text, fonts, size):
    found = next(page for page in pages(ORDINARY) if text in page.text).find(text)
    assert {one.font for one in found} <= fonts
    assert [one.size for one in found] == pytest.approx([size] * len(found), abs=SIZE_NEAR)


def test_imprint_and_page_number_are_of_size_4():
    page = pages(ORDINARY)[1]
    copies = page.find("抄送：区委办公室")
    assert {one.font for one in copies} <= FANG
    assert [one.size for one in (*copies, *dashes(page))] == pytest.approx([14] * 10, abs=SIZE_NEAR)
    assert {one.font for one in page.find(f"—{number(page)}—")} <= SONG


def test_headings_are_numbered_in_order():
    text = pages(ORDINARY)[0].text + pages(ORDINARY)[1].text
    heads = [
        "一、总体情况",
        "（一）任务推进情况。",
        "1.双师型教师",
        "（1）产教融合型企业",
        "（二）指标完成情况",
        "二、存在问题",
        "（一）进度",
    ]
    places = [text.index(head) for head in heads]
    assert places == sorted(places)


def test_rare_characters_are_drawn_from_the_font_that_has_them():
    page = pages(replace(ORDINARY, blocks=(Paragraph("牵头人䶮堃喆玥赟犇。"),)))[0]
    assert {one.font for one in page.find("牵头人")} <= FANG
    assert {one.font for one in page.find("䶮堃")} <= KAI
    assert page.find("䶮堃喆玥赟犇")[0].size == 16.0


# ── Head ────────────────────────────────────────────────────────────────────────────────────────────


def test_upper_edge_of_the_mark_is_35_below_that_of_the_type_area():
    mark = printed.around(pages(ORDINARY)[0].find(ORDINARY.mark))
    assert (mark.top, mark.middle) == (near(TOP + 35), near((LEFT + RIGHT) / 2))


def test_red_line_is_4_below_the_number_and_as_wide_as_the_type_area():
    page = pages(ORDINARY)[0]
    written = printed.around(page.find(ORDINARY.number))
    (line,) = page.rules
    red, green, blue = line.color
    assert (line.left, line.right, line.top) == (near(LEFT), near(RIGHT), near(written.bottom + 4))
    assert (red > 200, green < 100, blue < 100) == (True, True, True)


def test_number_is_two_lines_below_the_mark_in_the_middle():
    page = pages(ORDINARY)[0]
    mark, written = printed.around(page.find(ORDINARY.mark)), printed.around(page.find(ORDINARY.number))
    assert written.middle == near(105 + 1)
    assert written.top - mark.bottom == near(2 * 10.45)


def test_title_is_two_lines_below_the_red_line_and_broken_by_sense():
    page = pages(ORDINARY)[0]
    lines = ["".join(one.text for one in line) for line in page.lines if line[0].size == 22.0]
    assert lines == ["江津区人民政府办公室关于2024年第三季度", "职业教育重点任务推进情况的通报"]
    title = printed.around(page.find(lines[0]))
    assert title.middle == near((LEFT + RIGHT) / 2)


def test_document_to_a_superior_names_its_signer_at_the_right():
    page = pages(replace(ORDINARY, signer="张明远"))[0]
    written = page.find("江津府办发")
    signer = page.find("签发人：张明远")
    assert (written[0].start, signer[-1].end) == (near(LEFT + CHARACTER), near(RIGHT - CHARACTER))
    assert {one.font for one in signer[-3:]} <= KAI


def test_secrecy_and_urgency_stand_in_the_upper_left_corner_in_order():
    page = pages(replace(ORDINARY, copy_number="000001", secrecy="机密★1年", urgency="特急"))[0]
    corner = [page.find(text) for text in ("000001", "机密★1年", "特急")]
    assert [part[0].start for part in corner] == [near(LEFT)] * 3
    assert [printed.around(part).bottom for part in corner] == [near(TOP + 5.3 + 10.45 * row) for row in range(3)]
    assert {one.font for one in page.find("特急")} <= HEI


def test_recipients_stand_at_the_edge_before_a_colon():
    line = pages(ORDINARY)[0].find("各镇人民政府，各街道办事处，区政府各部门：")
    assert line[0].start == near(LEFT)


def test_bulletin_names_issuer_left_and_day_right_above_the_red_line():
    bulletin = replace(ORDINARY, layout=Layout.BULLETIN, mark="督查通报", issue="第3期（总第12期）", number="")
    page = pages(bulletin)[0]
    assert printed.around(page.find(bulletin.issue)).middle == near((LEFT + RIGHT) / 2)
    assert page.find(OFFICE)[0].start == near(LEFT + CHARACTER)
    assert page.find("2024年10月9日")[-1].end == near(RIGHT - CHARACTER)


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


# ── Letter ──────────────────────────────────────────────────────────────────────────────────────────


def test_letter_has_its_mark_30_below_the_edge_and_double_lines_of_170():
    page = pages(LETTER)[0]
    mark = printed.around(page.find(OFFICE))
    assert mark.top == near(30)
    assert [(rule.left, rule.right) for rule in page.rules] == [(near(20), near(190))] * 4
    thick, thin, low_thin, low_thick = page.rules
    assert (thick.top, low_thick.top) == (near(mark.bottom + 4), near(297 - 20))
    assert (thick.top < thin.top, low_thin.top < low_thick.top) == (True, True)


def test_letter_has_its_number_at_the_right_and_copies_without_rules():
    first, last = pages(LETTER)
    assert first.find(LETTER.number)[-1].end == near(RIGHT)
    assert ("印发" in last.text, last.rules) == (False, ())
    assert printed.around(last.find("抄送：")).bottom == near(BOTTOM - 2)


# ── The file ────────────────────────────────────────────────────────────────────────────────────────


CHART = Chart(ChartKind.STACKED, "亮灯", ("教委", "财政局"), (Series("正常", (3, None)), Series("逾期", (1, 2))))


def test_same_document_gives_the_same_bytes():
    document = replace(ORDINARY, blocks=(*BODY, CHART), annexes=(Annex("清单", (TASKS,), landscape=True),))
    assert pdf(document) == pdf(replace(document))


HOSTILE = "#import \"a.typ\" $x$ *粗* _斜_ `码` \\ <标> @引 [括] {花} // 注 -- ~ 'q' #let"


def test_markup_is_printed_as_it_stands():
    wanted = "".join(HOSTILE.split())
    document = replace(
        ORDINARY,
        mark="文件#x$",
        title=f"关于\n{HOSTILE[:24]}\n的函",
        number="#1〔2024〕$",
        recipients=(HOSTILE,),
        signatories=(f"#{OFFICE}$",),
        remark=HOSTILE,
        copies=HOSTILE,
        printer="*区*",
        blocks=(
            Paragraph(HOSTILE),
            Heading(1, HOSTILE, HOSTILE),
            Table((Column(HOSTILE),), ((HOSTILE,),), HOSTILE, HOSTILE),
            replace(CHART, title=HOSTILE, categories=("#甲$", "*乙*")),
        ),
        annexes=(Annex(HOSTILE, (Paragraph("一段。"),), landscape=True),),
    )
    text = "".join("".join(one.text for one in page.characters) for page in pages(document))
    # Recipients, remark, copies, paragraph, heading and what follows it, table, its cells and both its edges, chart,
    # the note of the annex.
    assert text.count(wanted) >= 11
    assert [part in text for part in ("文件#x$", "#1〔2024〕$", f"#{OFFICE}$", "*区*", "#甲$", "*乙*")] == [True] * 6


def test_empty_document_is_set():
    assert len(pages(Document(Layout.ORDINARY, "", "", ()))) == 1


def test_draft_says_so_on_every_page():
    found = pages(replace(ORDINARY, draft=True, annexes=(Annex("清单", (TASKS,), landscape=True),)))
    assert ["草稿" in page.text for page in found] == [True] * len(found)


def test_pictures_show_every_page():
    made = pictures(ORDINARY, ppi=20)
    assert [data[:4] for data in made] == [b"\x89PNG"] * len(pages(ORDINARY))
    assert picture(CHART, ppi=20)[:4] == b"\x89PNG"
