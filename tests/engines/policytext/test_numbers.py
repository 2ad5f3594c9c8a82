"""Numbers in official texts: digits, numerals, shares, ranges."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangxin.engines.policytext.numbers import find_numbers, parse_number, parse_numeral

DIGITS = "零一二三四五六七八九"


def numeral(value: int) -> str:
    """The usual spelling of 0 ≤ value < 10**8, written apart from the parser as its counterpart."""
    if value >= 10**4:
        high, low = divmod(value, 10**4)
        gap = "零" if low and low < 1000 else ""
        return numeral(high) + "万" + (gap + numeral(low) if low else "")
    out, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            out += ("零" if gap and out else "") + DIGITS[digit] + name
            gap = False
        else:
            gap = True
    return out or "零"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("１２", "12"),
        ("1,200", "1200"),
        ("3.5万", "35000"),
        ("２．５亿", "250000000"),
        ("1.2万亿", "1200000000000"),
        ("两", "2"),
        ("十", "10"),
        ("十二", "12"),
        ("二十", "20"),
        ("一百零五", "105"),
        ("三千六百", "3600"),
        ("一万二千", "12000"),
        ("一亿二千万", "120000000"),
        ("十三万零一", "130001"),
        ("二〇二五", "2025"),
        ("三点六", "3.6"),
        ("50%", "50"),
        ("百分之六十", "0.6"),
        ("千分之三", "0.003"),
        ("一半", "0.5"),
    ],
)
def test_parse_number_gives_full_value(text, value):
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "个", "3—5", "三五", "12 个", "点", "十点", "abc", "2020年"])
def test_parse_number_refuses_what_is_no_single_number(text):
    assert parse_number(text) is None


@pytest.mark.parametrize("text", ["点五", "五点", "三x", "", "三五"])
def test_parse_numeral_refuses_what_is_no_numeral(text):
    assert parse_numeral(text) is None


@pytest.mark.parametrize("mark", ["—", "-", "－", "–", "～", "~", "至", "到", "——", "―"])
def test_find_numbers_reads_a_range_with_any_mark(mark):
    assert [(n.value, n.high) for n in find_numbers(f"建8{mark}10个")] == [(8, 10)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("３～５所", [(3, 5, "", None)]),
        ("5%—8%", [(5, 8, "", None)]),
        ("3万至5万人", [(3, 5, "万", None)]),
        ("8000—1.2万亩", [(Decimal("0.8"), Decimal("1.2"), "万", None)]),
        ("三至五个", [(3, 5, "", None)]),
        ("三分之二", [(Decimal("66.67"), None, "", "%")]),
        ("八成以上", [(80, None, "", "%")]),
        ("半数", [(50, None, "", "%")]),
        ("10万人", [(10, None, "万", None)]),
        ("1.5亿元", [(Decimal("1.5"), None, "亿", None)]),
        ("从5到3", [(5, None, "", None), (3, None, "", None)]),
    ],
)
def test_find_numbers_keeps_printed_scale_and_unit_of_the_word(text, found):
    assert [(n.value, n.high, n.scale, n.unit) for n in find_numbers(text)] == found


def test_find_numbers_of_plain_words_is_empty():
    assert find_numbers("推进现代化建设，提升服务能力。") == []


@given(st.integers(min_value=0, max_value=10**8 - 1))
def test_numerals_round_trip(value):
    assert parse_numeral(numeral(value)) == value


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_digits_round_trip(value):
    assert parse_number(str(value)) == value


@given(st.integers(min_value=0, max_value=10**9))
def test_grouped_and_wide_digits_round_trip(value):
    wide = str(value).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert (parse_number(f"{value:,}"), parse_number(wide)) == (value, value)


@given(st.integers(min_value=1, max_value=9000), st.integers(min_value=1, max_value=900), st.sampled_from("—-至～"))
def test_ranges_round_trip(low, step, mark):
    assert [(n.value, n.high) for n in find_numbers(f"{low}{mark}{low + step}")] == [(low, low + step)]


@given(st.text(alphabet="0123456789０１９.．,，%两三十百千万亿点分之成半一—-至个年 “”（）", max_size=60))
def test_find_numbers_never_raises_and_spans_are_ordered(text):
    end = 0
    for number in find_numbers(text):
        assert end <= number.span.start < number.span.end <= len(text)
        end = number.span.end
