"""Lines are paragraphs, unless they were broken at a fixed width."""

import unicodedata
from pathlib import Path

import pytest

import jiangxin.demo
from jiangxin.engines.policytext.formats import open_source

TEXT = (Path(jiangxin.demo.__file__).parent / "data" / "plan.txt").read_text(encoding="utf-8")
# The annex is a table flattened to short lines and has nothing to be broken.
LINES = [line.strip() for line in TEXT[: TEXT.index("序号")].split("\n") if line.strip()]


def wrapped(characters, page=0):
    """The text as a program prints it: lines of so many Chinese characters, paragraphs indented."""
    result = []
    for line in LINES:
        printed, columns = "", 0
        for character in "　　" + line:
            width = 2 if unicodedata.east_asian_width(character) in "WFA" else 1
            if columns + width > 2 * characters:
                result.append(printed)
                printed, columns = "", 0
                if page and len(result) % page == 0:
                    result += ["", f"— {len(result) // page} —", ""]
            printed, columns = printed + character, columns + width
        result.append(printed)
    return "\n".join(result)


def paragraphs(text):
    source = open_source(text.encode(), "x.txt")
    return [source.of(block.span) for block in source.blocks]


def test_lines_are_paragraphs():
    source = open_source(TEXT.encode(), "x.txt")
    assert source.text == TEXT
    assert [source.of(block.span) for block in source.blocks] == [
        line.strip() for line in TEXT.split("\n") if line.strip()
    ]


@pytest.mark.parametrize("characters", [28, 40])
def test_text_broken_at_a_fixed_width_is_put_together(characters):
    found = paragraphs(wrapped(characters))
    assert ["".join(line.split()) for line in found] == ["".join(line.split()) for line in LINES]


def test_page_breaks_do_not_cut_paragraphs():
    found = paragraphs(wrapped(36, page=22))
    assert ["".join(line.split()) for line in found] == ["".join(line.split()) for line in LINES]


def test_short_lines_are_left_alone():
    names = [f"第{number}中等职业学校（江北校区）和它的实训基地" for number in range(30)]
    assert paragraphs("\n".join(names)) == names
