"""What supervision starts with, and that officials' changes to it stay."""

from __future__ import annotations

from datetime import date

import pytest
from tests.factories.workflow import fixture

from jiangxin.people.models import OrganisationKind
from jiangxin.site.domain.defaults import load_defaults, rows_of
from jiangxin.supervision.models import Jurisdiction, SelectionRule, SlipKind, SlipPolicy, SlipSet, SupervisionPolicy

MODELS = (Jurisdiction, SelectionRule, SlipKind, SlipPolicy, SlipSet, SupervisionPolicy)


@pytest.fixture(autouse=True)
def _defaults(db):
    load_defaults()


def counts():
    return [model.objects.count() for model in MODELS]


def test_every_shipped_kind_of_organisation_has_a_jurisdiction(db):
    kinds = sorted(row["code"] for row in rows_of("organisation_kinds.csv"))
    assert sorted(row["kind"] for row in rows_of("jurisdictions.csv")) == kinds
    assert counts() == [len(kinds), 4, 9, 1, 3, 1]


def test_loading_again_adds_nothing_and_leaves_changes_alone(db):
    before = counts()
    kind = OrganisationKind.objects.get(code="college")
    with fixture():
        Jurisdiction.objects.filter(kind=kind).update(valid_to=date(2024, 1, 1))
        SelectionRule.objects.filter(ground="sample").delete()
    added = load_defaults()
    assert {name: added[name] for name in ("jurisdictions", "supervision", "selection", "slips")} == {
        "jurisdictions": 0,
        "supervision": 0,
        "selection": 0,
        "slips": 0,
    }
    assert counts() == [before[0], before[1] - 1, *before[2:]]


def test_every_shipped_ladder_climbs_from_one_beginning_to_its_top(db):
    for row in SlipSet.objects.all():
        kinds = {kind.colour: kind for kind in row.kinds.all()}
        [kind] = [kind for kind in kinds.values() if kind.may_begin]
        orders = [kind.order]
        while kind.next_colour:
            kind = kinds[kind.next_colour]
            orders.append(kind.order)
        assert orders == [1, 2, 3]
