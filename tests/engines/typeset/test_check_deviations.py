"""How deviations are told, and which are told as one."""

import pytest

from jiangxin.engines.typeset.check_deviations import Certainty, Deviation, Part, Place, gathered
from jiangxin.engines.typeset.check_rules import RULES, Both, shown_size

FIELDS = ("found", "wanted", "number", "date", "count", "width", "height", "pitch", "font", "size", "element", "colour")
EVERY = dict.fromkeys((*FIELDS, "pages", "side", "written", "before", "after", "listed"), "某")


@pytest.mark.parametrize(
    ("place", "zh", "en"),
    [
        (Place(Part.PAGE), "页面", "page"),
        (Place(Part.PAGE, section=2), "第2节页面", "page of section 2"),
        (Place(Part.FOOTER, section=1, others=(2, 3)), "第1节页脚（还有第2、3节）", "footer of section 1 (also 2, 3)"),
        (Place(Part.PARAGRAPH, paragraph=3, words="各单位"), "第3段“各单位”", "paragraph 3 “各单位”"),
        (
            Place(Part.PARAGRAPH, paragraph=3, words="各单位", others=(4, 5, 6, 7, 8, 9, 10)),
            "第3段“各单位”（还有第4、5、6、7、8段等7处）",
            "paragraph 3 “各单位” (also 4, 5, 6, 7, 8 and 2 more)",
        ),
    ],
)
def test_place_is_told_in_words(place, zh, en):
    assert (place.told("zh"), place.told("en")) == (zh, en)


def test_likely_deviation_says_so():
    one = Deviation("mark-colour", Place(Part.PARAGRAPH, paragraph=1, words="文件"), certainty=Certainty.LIKELY)
    assert one.told("zh") == "GB/T 9704-2012 7.2.4 第1段“文件”：发文机关标志不是红色，应为红色（可能）"
    assert one.told("en") == (
        "GB/T 9704-2012 7.2.4, paragraph 1 “文件”: the issuer's mark is not red; red is wanted (likely)"
    )


@pytest.mark.parametrize("code", RULES)
def test_every_rule_is_told_in_both_languages(code):
    one = Deviation(code, Place(Part.PAGE), EVERY)
    assert ("{" in one.told("zh") + one.told("en"), one.clause) == (False, f"GB/T 9704-2012 {RULES[code].clause}")


def test_braces_of_the_document_stay_as_they_are():
    one = Deviation("number-brackets", Place(Part.PAGE), {"number": "府发{2026}1号"})
    assert one.found("en") == "the year of the document number “府发{2026}1号” is not in 〔〕"


def test_deviations_of_one_kind_are_gathered_and_others_kept_apart():
    def at(number, size, certainty=Certainty.CERTAIN):
        return Deviation("body-size", Place(Part.PARAGRAPH, paragraph=number), {"size": shown_size(size)}, certainty)

    found = gathered([at(1, 15), at(2, 14), at(3, 15), at(4, 15, Certainty.LIKELY), at(5, 15)])
    assert [(one.place.paragraph, one.place.others) for one in found] == [(1, (3, 5)), (2, ()), (4, ())]


@pytest.mark.parametrize(
    ("points", "shown"),
    [(16.0, Both("3号（16磅）", "16 pt")), (10.5, Both("5号（10.5磅）", "10.5 pt")), (13.0, Both("13磅", "13 pt"))],
)
def test_size_is_told_by_its_name(points, shown):
    assert shown_size(points) == shown
