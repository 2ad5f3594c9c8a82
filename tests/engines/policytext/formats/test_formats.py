"""A plan says the same whatever the format of its file."""

from pathlib import Path

import pytest
from tests.factories.documents import WRITERS, Plan

import jiangxin.demo
from jiangxin.engines.policytext import read
from jiangxin.engines.policytext.formats import open_source

DEMONSTRATION = Path(jiangxin.demo.__file__).parent / "data" / "plan.txt"


def essence(reading):
    """What a reading says, without white space, places and page furniture."""
    found = reading.to_dict()
    places = {"source"}
    return {
        part: [{key: squeezed(value) for key, value in item.items() if key not in places} for item in found[part]]
        for part in ("outline", "tasks", "targets", "parameters", "doubts")
    }


def squeezed(value):
    if isinstance(value, str):
        return "".join(value.split())
    if isinstance(value, list):
        return [squeezed(item) for item in value]
    if isinstance(value, dict):
        return {key: squeezed(item) for key, item in value.items()}
    return value


@pytest.fixture(params=["demonstration", "shared"])
def plan_file(request):
    if request.param == "demonstration":
        return DEMONSTRATION
    return request.getfixturevalue("shared") / "plan" / "jiangjin-2022-62.txt"


@pytest.mark.parametrize("ending", WRITERS)
def test_reading_is_the_same_in_every_format(plan_file, ending):
    expected = read(open_source(plan_file))
    data = WRITERS[ending](Plan.of(plan_file.read_text(encoding="utf-8")))
    source = open_source(data, f"plan.{ending}")
    assert [len(table.rows) for table in source.tables] == [34]
    found = read(source)
    assert len(found.tasks) == 33
    assert essence(found) == essence(expected)
    assert found.meta.plan_title == expected.meta.plan_title


@pytest.mark.parametrize("ending", WRITERS)
def test_spans_are_places_of_the_text(ending):
    source = open_source(WRITERS[ending](Plan.of(DEMONSTRATION.read_text(encoding="utf-8"))), f"plan.{ending}")
    assert [source.of(cell) for cell in source.tables[0].rows[0]] == ["序号", "工作任务", "责任单位"]
    last = 0
    for block in source.blocks:
        assert last <= block.span.start < block.span.end
        assert source.of(block.span) == source.of(block.span).strip()
        last = block.span.end
    rows = [block for block in source.blocks if block.kind == "table_row"]
    assert len(rows) == 34
