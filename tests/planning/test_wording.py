"""How two wordings differ, as a reader would mark it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiangxin.planning.domain.wording import Mark, bare, differences


def marked(old, new):
    signs = {Mark.SAME: "{}", Mark.DELETED: "[-{}]", Mark.INSERTED: "[+{}]"}
    return "".join(signs[piece.mark].format(piece.text) for piece in differences(old, new))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("升学比例达到50%以上。", "升学比例达到55%以上。", "升学比例达到[-50%][+55%]以上。"),
        ("建成3个基地", "建成3个基地，培育5个中心", "建成3个基地[+，培育5个中心]"),
        ("逐步提高拨款水平", "提高拨款水平", "[-逐步]提高拨款水平"),
        ("Train teachers well", "Train nurses well", "Train [-teachers][+nurses] well"),
        # two characters that happen to stay between two changes belong to the change
        ("推进甲的乙工作", "推进丙的丁工作", "推进[-甲的乙][+丙的丁]工作"),
        ("同样", "同样", "同样"),
        ("", "新", "[+新]"),
        ("", "", ""),
    ],
)
def test_differences_are_marked_by_words(old, new, expected):
    assert marked(old, new) == expected


@given(st.text(alphabet="甲乙丙1%，a ", max_size=30), st.text(alphabet="甲乙丙1%，a ", max_size=30))
def test_pieces_make_up_both_texts(old, new):
    pieces = differences(old, new)
    assert "".join(piece.text for piece in pieces if piece.mark != Mark.INSERTED) == old
    assert "".join(piece.text for piece in pieces if piece.mark != Mark.DELETED) == new
    assert all(piece.text for piece in pieces)
    changed = [piece.mark for piece in pieces if piece.mark != Mark.SAME]
    assert (old == new) == (not changed)


def test_spaces_and_punctuation_do_not_count():
    assert bare("建成 3 个“基地”。") == bare("建成3个基地") == "建成3个基地"
