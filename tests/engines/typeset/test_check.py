"""Each rule of the checker: a document made right by hand, spoilt in one thing, deviates in that and nothing else."""

import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Mm, Pt, RGBColor
from tests.factories import official_docx as make

from jiangxin.engines.typeset import check_rules
from jiangxin.engines.typeset.check import Certainty, Deviation, Part, Place, check


def codes(made):
    """Return what deviates, each once."""
    return list(dict.fromkeys(deviation.code for deviation in check(made.bytes())))


def test_document_made_right_by_hand_has_no_deviation():
    assert check(make.right().bytes()) == []


# ── One thing spoilt ────────────────────────────────────────────────────────────────────────────


def face(name, wrong="微软雅黑"):
    def spoil(made):
        for run in made[name].runs:
            run._r.rPr.rFonts.set(make.qn("w:eastAsia"), wrong)

    return spoil


def size(name, points=15):
    def spoil(made):
        for run in made[name].runs:
            run.font.size = Pt(points)

    return spoil


def text(name, written, **form):
    return lambda made: make.set_text(made[name], written, **form)


def align(name, side):
    def spoil(made):
        made[name].alignment = side

    return spoil


def indent(name, **values):
    return lambda made: make.indent(made[name], **values)


def footer(spoil):
    """Spoil the number of the page at both sides."""

    def both(made):
        for part, side, name in (
            (made.section.footer, ALIGN.RIGHT, "right"),
            (made.section.even_page_footer, ALIGN.LEFT, "left"),
        ):
            make.set_text(part.paragraphs[0], "")
            make.page_number(part.paragraphs[0], **({"align": side, name: 1} | spoil))

    return both


def number_in_header(made):
    for part in (made.section.footer, made.section.even_page_footer):
        make.set_text(part.paragraphs[0], "")
    make.page_number(made.section.header.paragraphs[0], align=ALIGN.RIGHT, right=1)


def no_number(made):
    for part in (made.section.footer, made.section.even_page_footer):
        make.set_text(part.paragraphs[0], "")


def number_at_edge(made):
    make.indent(made.section.footer.paragraphs[0], rightChars=None, right=None)
    make.indent(made.section.even_page_footer.paragraphs[0], leftChars=None, left=None)


def one_side(made):
    made.document.settings.odd_and_even_pages_header_footer = False


def margins(**lengths):
    def spoil(made):
        for name, length in lengths.items():
            setattr(made.section, name, Mm(length))

    return spoil


def grid(made):
    element = make.OxmlElement("w:docGrid")
    for old in made.section._sectPr.findall(make.qn("w:docGrid")):
        made.section._sectPr.remove(old)
    for name, value in {"type": "linesAndChars", "linePitch": "579", "charSpace": "0"}.items():
        element.set(make.qn(f"w:{name}"), value)
    made.section._sectPr.append(element)


def pitch(made):
    made["body-2"].paragraph_format.line_spacing = Pt(26)


def colour(made):
    made["body-3"].runs[0].font.color.rgb = RGBColor(0, 0x70, 0xC0)


def black_mark(made):
    made["mark"].runs[0].font.color.rgb = RGBColor(0, 0, 0)


def signed_off(wrong_face=make.KAI, wrong_size=16):
    def spoil(made):
        make.set_text(made["number"], "江津府办文〔2026〕12号\t签发人：")
        make.add_run(made["number"], "张三丰", face=wrong_face, size=wrong_size)

    return spoil


def signer_below(made):
    made.before("number", "signer", "签发人：", align=ALIGN.RIGHT)
    make.add_run(made["signer"], "张三丰", face=make.KAI, size=15)


def no_title(made):
    made.drop("title")


def one_annex(made):
    made.drop("annex-mark-2", "annex-title-2", "annex-body-2")
    make.set_text(made["annex-mark-1"], "附件", face=make.HEI)


def same_page(made):
    made["annex-mark-2"].paragraph_format.page_break_before = False


CASES = {
    "page-size": margins(page_height=279.4, page_width=215.9),
    "margin-top": margins(top_margin=40, bottom_margin=32),
    "margin-left": margins(left_margin=26, right_margin=28),
    "type-area": margins(right_margin=30),
    "line-pitch": pitch,
    "characters-per-line": grid,
    "text-colour": colour,
    "page-number-missing": no_number,
    "page-number-place": number_in_header,
    "page-number-dash": footer({"before": "第", "after": "页"}),
    "page-number-side": one_side,
    "page-number-indent": number_at_edge,
    "page-number-face": footer({"face": "黑体"}),
    "page-number-size": footer({"size": 9}),
    "page-number-distance": margins(footer_distance=15),
    "copy-number-form": text("copy-number", "01"),
    "copy-number-size": size("copy-number"),
    "secrecy-face": face("secrecy", "仿宋"),
    "secrecy-size": size("secrecy"),
    "urgency-face": face("urgency", "仿宋"),
    "urgency-size": size("urgency"),
    "mark-face": face("mark"),
    "mark-colour": black_mark,
    "mark-alignment": align("mark", ALIGN.LEFT),
    "number-brackets": text("number", "江津府办发[2026]12号"),
    "number-year": text("number", "江津府办发〔26〕12号"),
    "number-zeros": text("number", "江津府办发〔2026〕012号"),
    "number-ordinal": text("number", "江津府办发〔2026〕第12号"),
    "number-alignment": align("number", ALIGN.LEFT),
    "number-face": face("number", "宋体"),
    "number-size": size("number"),
    "signer-face": signed_off(wrong_face=make.FANG),
    "signer-size": signer_below,
    "title-missing": no_title,
    "title-face": face("title", "宋体"),
    "title-size": size("title", 20),
    "title-alignment": align("title", ALIGN.LEFT),
    "title-break": text("title", "关于开展2026年职业教\n育重点任务督查工作的通知", face=make.BIAOSONG, size=22),
    "title-shape": text(
        "title", "关于开展2026年职业教育\n重点任务\n督查工作有关事项的通知", face=make.BIAOSONG, size=22
    ),
    "recipients-indent": indent("recipients", firstLineChars=200),
    "recipients-colon": text("recipients", "各镇人民政府、各街道办事处，区政府各部门，有关单位:"),
    "recipients-face": face("recipients", "宋体"),
    "recipients-size": size("recipients"),
    "body-indent": indent("body-2", firstLineChars=None, firstLine="0"),
    "body-face": face("body-2", "宋体"),
    "body-size": size("body-2"),
    "heading-1-face": face("heading-1", "仿宋"),
    "heading-1-size": size("heading-1"),
    "heading-2-face": face("heading-2", "黑体"),
    "heading-2-size": size("heading-2"),
    "heading-3-face": face("heading-3", "黑体"),
    "heading-3-size": size("heading-3"),
    "heading-4-face": face("heading-4", "黑体"),
    "heading-4-size": size("heading-4"),
    "heading-number-form": text("heading-2", "（一）、明确目标", face=make.KAI),
    "heading-order": text("heading-1b", "三、工作安排", face=make.HEI),
    "heading-level": lambda made: made.drop("heading-2", "heading-2b"),
    "annex-note-colon": text("annex-note", "附件:1.督查任务清单"),
    "annex-note-indent": indent("annex-note", firstLineChars="0", firstLine="0"),
    "annex-note-numbers": text("annex-note-2", "2、督查工作联系人名单"),
    "annex-note-punctuation": text("annex-note-2", "2.督查工作联系人名单。"),
    "annex-note-face": face("annex-note", "宋体"),
    "annex-note-size": size("annex-note"),
    "signature-face": face("signature", "宋体"),
    "signature-size": size("signature"),
    "date-digits": text("date", "二〇二六年三月五日"),
    "date-year": text("date", "26年3月5日"),
    "date-zeros": text("date", "2026年03月5日"),
    "date-form": text("date", "2026.3.5"),
    "date-indent": indent("date", rightChars=None, right="0"),
    "date-face": face("date", "宋体"),
    "date-size": size("date"),
    "remark-indent": indent("remark", firstLineChars="0", firstLine="0"),
    "remark-brackets": text("remark", "(联系人：张三，电话：023-47500000)"),
    "remark-face": face("remark", "宋体"),
    "remark-size": size("remark"),
    "annex-mark-form": text("annex-mark-1", "附件1：", face=make.HEI),
    "annex-mark-indent": indent("annex-mark-1", firstLineChars="200"),
    "annex-mark-page": same_page,
    "annex-mark-face": face("annex-mark-1", "仿宋"),
    "annex-mark-size": size("annex-mark-1"),
    "annex-title-alignment": align("annex-title-1", ALIGN.LEFT),
    "annex-title-differs": text("annex-title-1", "督查重点任务清单", face=make.BIAOSONG, size=22),
    "annex-count": one_annex,
    "copies-colon": text("copies", "抄送:区委办公室，区人大常委会办公室。", size=14),
    "copies-stop": text("copies", "抄送：区委办公室，区人大常委会办公室", size=14),
    "copies-indent": indent("copies", leftChars="300"),
    "copies-face": face("copies", "宋体"),
    "copies-size": size("copies", 16),
    "printed-indent": indent("printed", leftChars="300"),
    "printed-digits": text("printed", "江津区人民政府办公室　　二〇二六年三月六日印发", size=14),
    "printed-year": text("printed", "江津区人民政府办公室　　26年3月6日印发", size=14),
    "printed-zeros": text("printed", "江津区人民政府办公室　　2026年3月06日印发", size=14),
    "printed-form": text("printed", "江津区人民政府办公室　　2026-3-6印发", size=14),
    "printed-face": face("printed", "宋体"),
    "printed-size": size("printed", 16),
}


def test_every_rule_has_a_document_that_breaks_it():
    assert sorted(CASES) == sorted(check_rules.RULES)


@pytest.mark.parametrize("code", CASES)
def test_document_spoilt_in_one_thing_deviates_in_that_alone(code):
    made = make.right()
    CASES[code](made)
    assert codes(made) == [code]


# ── Other ways to break a rule, and what is no breach ───────────────────────────────────────────

OTHERS = {
    "hyphens beside the number": ("page-number-dash", footer({"before": "- ", "after": " -"})),
    "number of pages in the middle": ("page-number-side", footer({"align": ALIGN.CENTER})),
    "lenticular brackets": ("number-brackets", text("number", "江津府办发【2026】12号")),
    "round brackets": ("number-brackets", text("number", "江津府办发（2026）12号")),
    "no brackets": ("number-brackets", text("number", "江津府办发2026年12号")),
    "year in words": ("number-year", text("number", "江津府办发〔二〇二六〕12号")),
    "half-width brackets of a heading": ("heading-number-form", text("heading-2", "(一)明确目标", face=make.KAI)),
    "comma after a figure": ("heading-number-form", text("heading-3", "1、全面核对。")),
    "bracket after a figure": ("heading-number-form", text("heading-3", "1)全面核对。")),
    "full-width dot": ("heading-number-form", text("heading-3", "1．全面核对。")),
    "dot after a numeral": ("heading-number-form", text("heading-1", "一.总体要求", face=make.HEI)),
    "brackets and comma": ("heading-number-form", text("heading-4", "（1）、核对进度")),
    "second heading first": ("heading-order", text("heading-1", "二、总体要求", face=make.HEI)),
    "number twice": ("heading-order", text("heading-2b", "（一）压实责任", face=make.KAI)),
    "recipients without a mark": ("recipients-colon", text("recipients", "区政府各部门，有关单位")),
    "recipients with a comma": ("recipients-colon", text("recipients", "区政府各部门，有关单位，")),
    "list of annexes numbered before the colon": (
        "annex-note-numbers",
        lambda made: (
            make.set_text(made["annex-note"], "附件1：督查任务清单"),
            made.drop("annex-note-2"),
            one_annex(made),
        ),
    ),
    "semicolon after an annex": ("annex-note-punctuation", text("annex-note", "附件：1.督查任务清单；")),
    "date with slashes": ("date-form", text("date", "2026/3/5")),
    "zero in the day": ("date-zeros", text("date", "2026年3月05日")),
    "annex numbered in words": ("annex-mark-form", text("annex-mark-1", "附件一", face=make.HEI)),
    "font for screens": ("body-face", face("body-3", "等线")),
    "kindred cut": ("body-face", face("body-3", "华文仿宋")),
    "text behind a heading": (
        "body-face",
        lambda made: make.add_run(made["heading-2"], "。各单位要高度重视督查工作。", face=make.KAI),
    ),
}


@pytest.mark.parametrize("way", OTHERS)
def test_other_ways_to_break_a_rule_are_found(way):
    code, spoil = OTHERS[way]
    made = make.right()
    spoil(made)
    assert codes(made) == [code]


def latin_by_chinese_font(made):
    for paragraph in made.parts.values():
        for run in paragraph.runs:
            run.font.name = make.FANG


def spaces_for_indents(made):
    for name in ("body", "body-2", "body-3", "heading-1"):
        make.indent(made[name], firstLineChars=None, firstLine=None)
        made[name].runs[0].text = "　　" + made[name].runs[0].text


def lengths_in_twips(made):
    for name in ("body", "body-2", "heading-2"):
        make.indent(made[name], firstLineChars=None, firstLine="632")
    make.indent(made["date"], rightChars=None, right="1264")


def unsealed(made):
    make.indent(made["signature"], rightChars="200")
    # The name is as wide as ten characters, the day as six.
    make.set_text(made["date"], "2026年3月5日")
    make.indent(made["date"], rightChars="400")


def without_most(made):
    made.drop("copy-number", "secrecy", "urgency", "mark", "number", "remark", "annex-note", "annex-note-2")
    made.drop(*[name for name in made.parts if name.startswith("annex")])


def pitch_of_the_grid(made):
    grid_element = make.OxmlElement("w:docGrid")
    for old in made.section._sectPr.findall(make.qn("w:docGrid")):
        made.section._sectPr.remove(old)
    for name, value in {"type": "lines", "linePitch": "579"}.items():
        grid_element.set(make.qn(f"w:{name}"), value)
    made.section._sectPr.append(grid_element)
    for name in ("body", "body-2", "heading-1", "date"):
        made[name].paragraph_format.line_spacing = None
        made[name].paragraph_format.line_spacing = 1.0


def title_in_paragraphs(made):
    first, second = make.TITLE.split("\n")
    made.before("title", "title-0", first, face=make.BIAOSONG, size=22, align=ALIGN.CENTER, pitch=32)
    make.set_text(made["title"], second, face=make.BIAOSONG, size=22)


def rare_character(made):
    make.set_text(made["body-4"], make.SENTENCE * 3 + "由张")
    make.add_run(made["body-4"], "䶮", face="宋体")
    make.add_run(made["body-4"], "同志负责。")


def figures_in_words(made):
    make.set_text(made["body-4"], f"一、二、三产业融合发展。{make.SENTENCE}")


def table_of_another_face(made):
    table = made.document.add_table(2, 2)
    for row in table.rows:
        for cell in row.cells:
            make.formed(cell.paragraphs[0], "一是任务。", size=10.5, face="宋体", pitch=0)
    made["body-3"]._p.addnext(table._tbl)


RIGHT = {
    "Latin letters in a font for Chinese": latin_by_chinese_font,
    "spaces in place of indents": spaces_for_indents,
    "lengths in twips": lengths_in_twips,
    "no seal": unsealed,
    "only what a document must have": without_most,
    "pitch of the grid": pitch_of_the_grid,
    "title in two paragraphs": title_in_paragraphs,
    "rare character of another font": rare_character,
    "numerals that are no number": figures_in_words,
    "table in another face": table_of_another_face,
    "signer beside the number": signed_off(),
}


@pytest.mark.parametrize("way", RIGHT)
def test_what_the_standard_allows_is_no_deviation(way):
    made = make.right()
    RIGHT[way](made)
    assert [deviation.told("en") for deviation in check(made.bytes())] == []


@pytest.mark.parametrize("name", ["仿宋_GB2312", "仿宋", "FangSong", "方正仿宋简体", "方正仿宋_GBK", "FangSong_GB2312"])
def test_body_in_any_name_of_its_face_is_right(name):
    made = make.right()
    face("body-2", name)(made)
    assert codes(made) == []


# ── How a deviation is told ─────────────────────────────────────────────────────────────────────


def test_deviation_names_clause_place_what_was_found_and_what_is_wanted():
    made = make.right()
    face("heading-1", "宋体")(made)
    assert check(made.bytes()) == [
        Deviation(
            "heading-1-face",
            Place(Part.PARAGRAPH, paragraph=9, words="一、总体要求"),
            {"font": check_rules.Both("宋体", "宋体")},
            Certainty.CERTAIN,
        )
    ]


def test_deviations_that_are_alike_are_one_with_all_places():
    made = make.right()
    for name in ("body", "body-2", "body-3"):
        size(name)(made)
    assert [(one.place.paragraph, one.place.others) for one in check(made.bytes())] == [(8, (12, 14))]


def test_what_could_be_meant_otherwise_is_likely():
    made = make.right()
    face("body-2", "宋体")(made)
    face("body-3", "华文仿宋")(made)
    assert [one.certainty for one in check(made.bytes())] == [Certainty.CERTAIN, Certainty.LIKELY]


@pytest.mark.parametrize(
    ("name", "written", "font", "certainty"),
    [
        ("heading-2", "（一）明确目标", "仿宋", Certainty.CERTAIN),
        ("heading-2", "（一）明确目标，压实责任。", "仿宋", Certainty.LIKELY),
        ("heading-2", "（一）明确目标，压实责任。", "宋体", Certainty.CERTAIN),
    ],
)
def test_item_of_the_body_may_begin_with_the_number_of_a_heading(name, written, font, certainty):
    made = make.right()
    make.set_text(made[name], written, face=font)
    assert [(one.code, one.certainty) for one in check(made.bytes())] == [("heading-2-face", certainty)]


def test_words_of_a_place_are_those_after_the_spaces_that_push_it():
    made = make.right()
    make.set_text(made["date"], "　" * 40 + "二〇二六年三月五日")
    assert {one.place.words for one in check(made.bytes())} == {"二〇二六年三月五日"}


def test_pages_come_first_then_footers_then_paragraphs():
    made = make.right()
    for spoil in (size("body-2"), size("title", 20), one_side, margins(top_margin=40, bottom_margin=32)):
        spoil(made)
    assert codes(made) == ["margin-top", "page-number-side", "title-size", "body-size"]
