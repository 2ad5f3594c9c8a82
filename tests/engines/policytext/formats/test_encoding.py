"""Texts are decoded by trying and judging."""

import pytest

from jiangxin.engines.policytext.formats import UnreadableError, open_source
from jiangxin.engines.policytext.formats.encoding import decode

TEXT = "一、总体要求\r\n到2025年，建成5所高水平学校，㐂𠮷龘等校参加。"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "ascii"]
)
def test_encoding_is_found(encoding):
    text = TEXT if encoding != "ascii" else "Plan of 2025\n"
    assert decode(text.encode(encoding)) == text


def test_traditional_text_in_utf_8_is_text():
    text = "職業教育與經濟發展緊密聯繫，實現產教融合。"
    assert decode(text.encode()) == text


def test_places_moved_in_the_newer_standard_are_where_they_are_now():
    assert decode("排版示例：".encode("gb18030") + b"\xa6\xd9") == "排版示例：\ufe10"


def test_few_damaged_bytes_do_not_stop_the_reading():
    data = (TEXT * 20).encode()
    assert decode(data[:3000].rstrip(b"\x80") + b"\xff" + data[3000:]).count("\ufffd") <= 4


def test_other_alphabets_are_refused_as_no_text():
    with pytest.raises(UnreadableError) as caught:
        decode(bytes(range(128, 256)) * 10)
    assert "no known encoding fits" in str(caught.value)


def test_line_ends_and_invisible_characters_are_made_plain():
    source = open_source("甲\r\n乙\r丙\u200b丁\u202e\x00戊\u2028己".encode(), "x.txt")
    assert source.text == "甲\n乙\n丙丁戊\n己"
    assert [source.of(block.span) for block in source.blocks] == ["甲", "乙", "丙丁戊", "己"]
