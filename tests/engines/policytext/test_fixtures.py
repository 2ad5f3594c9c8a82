"""Invented documents in many styles, each with everything that must be found in it."""

import json
from pathlib import Path

import pytest

from jiangxin.engines.policytext import read
from jiangxin.engines.policytext.formats import open_source

FIXTURES = Path(__file__).parent / "fixtures"
DOCUMENTS = sorted(path for path in FIXTURES.iterdir() if path.suffix in {".txt", ".html"})


def gold_of(path):
    return json.loads(path.with_suffix(".gold.json").read_text(encoding="utf-8"))


def reading_of(path):
    return read(open_source(path)).to_dict()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_outline_is_found(path):
    found = [{key: item[key] for key in ("number", "title", "level")} for item in reading_of(path)["outline"]]
    assert found == gold_of(path)["outline"]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_tasks_are_found(path):
    found = [
        {
            "no": task["no"],
            "content": task["content"],
            "units": [[unit["name"], unit["role"]] for unit in task["units"]],
            **{key: task[key] for key in ("etc", "deadlines", "generic", "path")},
        }
        for task in reading_of(path)["tasks"]
    ]
    assert found == gold_of(path)["tasks"]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_metadata_is_found(path):
    found = {key: value for key, value in reading_of(path)["meta"].items() if value is not None}
    assert found == gold_of(path)["meta"]
