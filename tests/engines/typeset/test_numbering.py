"""Headings are numbered 一、（一）1.（1）, each level anew under the one above it."""

from __future__ import annotations

import pytest

from jiangxin.engines.typeset.document import Heading, Paragraph
from jiangxin.engines.typeset.numbering import numbered


def numbers(*levels):
    return [number for number, _block in numbered(Heading(level, "标题") for level in levels)]


def test_each_level_has_its_own_form():
    assert numbers(1, 2, 3, 4) == ["一、", "（一）", "1.", "（1）"]


def test_lower_levels_begin_anew_under_a_higher_one():
    assert numbers(1, 2, 2, 3, 3, 2, 3, 1, 2) == [
        "一、",
        "（一）",
        "（二）",
        "1.",
        "2.",
        "（三）",
        "1.",
        "二、",
        "（一）",
    ]


def test_level_without_one_above_it_is_counted_on():
    assert numbers(3, 3, 4, 3) == ["1.", "2.", "（1）", "3."]


@pytest.mark.parametrize(("count", "last"), [(10, "十、"), (11, "十一、"), (20, "二十、"), (101, "一百零一、")])
def test_high_numbers_are_written_in_words(count, last):
    assert numbers(*[1] * count)[-1] == last


def test_other_blocks_stay_without_a_number_between_headings():
    blocks = [Heading(1, "总体情况"), Paragraph("一段"), Heading(1, "存在问题")]
    assert list(numbered(blocks)) == [("一、", blocks[0]), ("", blocks[1]), ("二、", blocks[2])]
