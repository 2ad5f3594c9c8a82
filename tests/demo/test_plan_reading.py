"""The engine finds in the demonstration plan what its annotation says stands there."""

import json
from pathlib import Path

import pytest

import jiangxin.demo
from jiangxin.engines.policytext import Source, read
from jiangxin.engines.policytext.coverage import unassigned_units, uncarried_targets

DATA = Path(jiangxin.demo.__file__).parent / "data"
GOLD = json.loads((DATA / "plan.gold.json").read_text(encoding="utf-8"))
SOURCE = Source.from_text((DATA / "plan.txt").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def reading():
    return read(SOURCE)


@pytest.fixture(scope="module")
def found(reading):
    return reading.to_dict()


def amount(target):
    scale = 10_000 if target["unit"].startswith("万") else 1
    return [None if target.get(key) is None else float(target[key]) * scale for key in ("value", "low", "high")]


def test_reading_finds_the_outline(found):
    parts = ("number", "title", "level", "path")
    assert [[h[part] for part in parts] for h in found["outline"]] == [
        [h[part] for part in parts] for h in GOLD["outline"]
    ]


def test_reading_finds_the_header(found):
    expected = {key: value for key, value in GOLD["meta"].items() if key != "note"}
    assert {key: found["meta"].get(key) for key in expected} == expected


def test_reading_finds_tasks_with_their_units(found):
    assert [
        {"no": int(t["no"]), "content": t["content"], "units": [u["name"] for u in t["units"]], "etc": t["etc"]}
        for t in found["tasks"]
    ] == [{key: t[key] for key in ("no", "content", "units", "etc")} for t in GOLD["tasks"]]


def test_reading_finds_every_target_and_no_other(found):
    assert len(found["targets"]) == len(GOLD["targets"])
    for target, gold in zip(found["targets"], GOLD["targets"], strict=True):
        quotes = sorted((target["quote"], gold["text"]), key=len)
        assert quotes[0] in quotes[1]
        assert amount(target) == amount(gold)
        assert target["suspect"] == gold["suspect"]
        assert target["comparator"] in {gold["comparator"], "==" if gold.get("comparator_word") == "达到" else ""}
        assert "/".join(target["path"]) == gold["section"]
        assert (gold["deadline"] or "") in (target["deadline"] or "")
    assert found["parameters"] == []


def test_reading_doubts_what_is_damaged(found):
    assert [(doubt["quote"], doubt["suggestion"]) for doubt in found["doubts"]] == [
        ("2022516日", "2022年5月16日"),
        ("〔202127号", "〔2021〕27号"),
        ("13所", "1—3所"),
        ("810个", "8—10个"),
        ("23个", "2—3个"),
        ("23个", "2—3个"),
    ]


def test_coverage_lists_eleven_targets_and_one_unit(reading):
    uncarried = [target.quote for target in uncarried_targets(reading.targets, reading.tasks)]
    expected = [target["text"] for target in GOLD["targets"] if "task_refs" not in target]
    assert [text in quote for text, quote in zip(expected, uncarried, strict=True)] == [True] * 11
    assert [unit.name for unit in unassigned_units(SOURCE, reading.tasks)] == GOLD["units_without_task"]
