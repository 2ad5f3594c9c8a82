"""What GB/T 9704-2012 asks for, measured on the pages of the PDF: paper, lines, faces, head, and the file itself."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from tests.engines.typeset import printed
from tests.engines.typeset.samples import (
    BODY,
    BOTTOM,
    CHARACTER,
    FANG,
    HEI,
    KAI,
    LEFT,
    LETTER,
    OFFICE,
    ORDINARY,
    RIGHT,
    SIZE_NEAR,
    SONG,
    SONG_BOLD,
    TASKS,
    TOP,
    dashes,
    full,
    near,
    number,
    pages,
)

from jiangxin.engines.typeset.document import (
    Annex,
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
