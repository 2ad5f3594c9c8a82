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


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("工程", ["工程职业学校", "重庆工程学院"]),  # two characters, wherever they stand
        ("程工", ["程工局"]),  # the order counts
        ("局", ["区教育局", "程工局"]),  # a single one is found without the index
        ("LANCHUAN", ["Lanchuan College"]),
        ("nCo", []),  # words are not glued together
        ("教%局", []),  # no wildcards
        ("教_局", []),
        ("", sorted(NAMES)),
        ("工\x00程", ["工程职业学校", "程工局", "重庆工程学院"]),  # PostgreSQL has no such character: it parts words
        ("'; DROP", []),
    ],
)
def test_search_takes_what_people_type(organisations, query, expected):
    found = Organisation.objects.filter(search_q(query, ("name",), indexed=True))
    assert sorted(found.values_list("name", flat=True)) == expected


def test_search_without_index_finds_the_same(organisations):
    for query in ("工程", "局", "lan", "学院 工程", "职业学校"):
        found = [
            set(Organisation.objects.filter(search_q(query, ("name",), indexed=indexed))) for indexed in (True, False)
        ]
        assert found[0] == found[1] != set()


def test_search_looks_into_every_column_for_each_word(organisations):
    found = Organisation.objects.filter(search_q("c0 重庆", ("code", "name"), indexed=True))
    assert [row.code for row in found] == ["c0"]


@pytest.mark.parametrize(
    "names",
    [
        ["安徽", "北京", "成都", "重庆"],  # 重 is read chóng here, not zhòng
        ["长沙", "重庆", "西安", "厦门"],  # 长 cháng, 厦 xià, and xī before xià
        ["李明", "李娜", "王伟", "张三"],
        ["教师", "教室", "教务"],
    ],
)
def test_names_sort_as_in_a_chinese_dictionary(names):
    assert sorted(set(names), key=pinyin_key) == names


def test_sort_key_fits_its_column_and_follows_the_name_by_every_way_to_save(organisations):
    limit = Organisation._meta.get_field("sort_key").max_length
    assert len(pinyin_key("庄" * 500)) <= limit
    record = records.of_model(Organisation)
    row = Organisation.objects.get(name="区教委")
    write.save(record, row, {"name": "安全局"}, actor=ACTOR)
    assert Organisation.objects.get(pk=row.pk).sort_key == pinyin_key("安全局")
    row = Organisation.objects.get(pk=row.pk)
    row.name = "财政局"
    write.save_many(record, update=[row], fields=["name"], actor=ACTOR, reason="x")
    assert Organisation.objects.get(pk=row.pk).sort_key == pinyin_key("财政局")


def test_search_columns_stay_in_the_database(organisations, django_assert_num_queries):
    with django_assert_num_queries(1):
        row = Organisation.objects.select_related("kind").filter(search_q("重庆", ("name",), indexed=True)).get()
        assert (row.name, row.search) == ("重庆工程学院", None)


def test_search_finds_other_names_of_a_row_as_well(organisations):
    row = Organisation.objects.get(name="区教委")
    write.save(records.of_model(Organisation), row, {"aliases": ["教育委员会", "Old Board"]}, actor=ACTOR)
    for query in ("育委", "old board", "区教 会"):
        found = Organisation.objects.filter(search_q(query, ("name", "aliases"), indexed=True))
        assert [organisation.pk for organisation in found] == [row.pk]
