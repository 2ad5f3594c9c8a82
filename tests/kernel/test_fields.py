"""Search columns and sort keys."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiangxin.kernel import records, write
from jiangxin.kernel.actors import process
from jiangxin.kernel.fields import pinyin_key, search_q
from jiangxin.people.models import Organisation, OrganisationKind

ACTOR = process("tests")
NAMES = ["重庆工程学院", "工程职业学校", "Lanchuan College", "区教育局", "区教委", "程工局"]
LETTERS = st.text(alphabet="重庆工程学院职业校教育局委区lanLAN", min_size=2, max_size=4)


@pytest.fixture
def organisations(db):
    kind = write.save(records.of_model(OrganisationKind), None, {"code": "k", "name": "局"}, actor=ACTOR)
    rows = [
        Organisation(code=f"c{i}", name=name, kind=kind, valid_from=date(2020, 1, 1)) for i, name in enumerate(NAMES)
    ]
    write.save_many(records.of_model(Organisation), create=rows, actor=ACTOR, reason="fixture")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=LETTERS)
def test_search_finds_exactly_what_contains_the_query(organisations, query):
    found = Organisation.objects.filter(search_q(query, ("name",), indexed=True)).values_list("name", flat=True)
    assert sorted(found) == sorted(name for name in NAMES if query.lower() in name.lower())


def test_search_asks_for_every_word(organisations):
    found = Organisation.objects.filter(search_q("学院 工程", ("name",), indexed=True))
    assert [row.name for row in found] == ["重庆工程学院"]


def test_names_sort_by_pinyin_with_the_right_reading():
    assert sorted(["重庆", "北京", "成都", "安徽"], key=pinyin_key) == ["安徽", "北京", "成都", "重庆"]
