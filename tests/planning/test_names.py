"""What a document's unit names mean: equal names, abbreviations, and what is only alike."""

import pytest
from tests.factories import records as factory
from tests.factories.desk import signed_in

from jiangxin.planning.domain.names import abbreviates, suggestions


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


def test_suggestions_are_of_organisations_within_reach(db):
    own = factory.make("people.organisations", name="甲区教育局")
    factory.make("people.organisations", name="乙区教育局")
    _client, actor = signed_in("people.organisation.view", reach="own", at=own)
    assert [item.label for item in suggestions(["区教委"], actor=actor)["区教委"]] == ["甲区教育局"]
