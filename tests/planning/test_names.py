"""What a document's unit names mean: equal names, abbreviations, and what is only alike."""

import pytest

from jiangxin.planning.domain.names import abbreviates


@pytest.mark.parametrize(
    ("short", "full", "share"),
    [
        ("区教委", "云岱市澜川区教育局", 0.5),
        ("区发展改革委", "云岱市澜川区发展和改革局", 0.8),
        ("市发改委", "云岱市发展和改革委员会", 0.4),
        ("区财政局", "云岱市澜川区财政局", 1),
        ("区委宣传部", "中共云岱市澜川区委宣传部", 1),
    ],
)
def test_abbreviation_keeps_characters_in_order_and_begins_alike(short, full, share):
    assert abbreviates(short, full) == share


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("区经信委", "澜川区工业和信息化局"),
        ("区教委", "中共澜川区委员会"),
        ("区育教局", "澜川区教育局"),
        ("局", "澜川区教育局"),
    ],
)
def test_other_names_are_no_abbreviation(short, full):
    assert abbreviates(short, full) == 0
