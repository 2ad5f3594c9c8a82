"""The engine against the annotated official documents that lie beside the checkout."""

import importlib.util
import json
import os
from pathlib import Path

import pytest

from jiangxin.engines.policytext import read
from jiangxin.engines.policytext.formats import open_source

SHARED = Path(os.environ.get("JIANGXIN_SHARED") or Path(__file__).resolve().parents[4] / "shared")
PLAN = SHARED / "plan"

pytestmark = pytest.mark.skipif(not PLAN.is_dir(), reason="the folder with the annotated documents does not exist")


def documents():
    if not PLAN.is_dir():
        return []
    texts = [*sorted(PLAN.glob("*.txt")), *sorted((PLAN / "examples").glob("*.*"))]
    return [path for path in texts if path.with_suffix(".gold.json").exists() and path.suffix in {".txt", ".html"}]


def scorer():
    """The scorer that lies beside the documents."""
    spec = importlib.util.spec_from_file_location("plan_score", PLAN / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows_of(path):
    """F1 by row."""
    score = scorer()
    gold = json.loads(path.with_suffix(".gold.json").read_text(encoding="utf-8"))
    found = json.loads(json.dumps(read(open_source(path)).to_dict()))
    rows = {}
    if gold["outline"] and not gold.get("outline_note"):
        rows["outline"] = score.score_outline(gold, found)
    if gold["tasks"]:
        rows["tasks"], rows["units"] = score.score_tasks(gold, found)
    rows["targets"] = score.score_targets(gold, found)
    return rows


def mean(rows):
    return sum(row["f1"] for row in rows.values()) / len(rows)


def test_plan_is_read_without_fault():
    [path] = [path for path in documents() if path.parent == PLAN]
    rows = rows_of(path)
    assert {name: row["f1"] for name, row in rows.items()} == {
        "outline": 1.0,
        "tasks": 1.0,
        "units": 1.0,
        "targets": 1.0,
    }
    assert rows["targets"]["suspect_flagged"] == "3/3"


def test_examples_together_reach_the_bar():
    scores = [mean(rows_of(path)) for path in documents() if path.parent != PLAN]
    assert len(scores) == 6
    assert sum(scores) / len(scores) >= 0.90


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.stem)
def test_structure_of_each_document_reaches_its_bar(path):
    weak = {name: row["f1"] for name, row in rows_of(path).items() if name != "targets" and row["f1"] < 0.95}
    assert weak == {}


def test_documents_without_annotations_have_no_tasks():
    empty = [path for path in documents() if not json.loads(path.with_suffix(".gold.json").read_text("utf-8"))["tasks"]]
    assert [(path.stem, read(open_source(path)).tasks) for path in empty] == [(path.stem, ()) for path in empty]


def test_metadata_agrees_with_the_annotation():
    wrong = []
    for path in documents():
        gold = json.loads(path.with_suffix(".gold.json").read_text(encoding="utf-8"))["meta"]
        found = read(open_source(path)).meta.to_dict()
        wrong += [
            (path.stem, key, found[key])
            for key in set(gold) & set(found)
            if "".join((gold[key] or "").split()) != "".join((found[key] or "").split())
        ]
    assert wrong == []
