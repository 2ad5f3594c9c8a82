"""Reads the annotated official documents and prints F1 by row, time, and time on long texts.

The rules hold nothing learnt from a document, so leaving one out changes nothing in them; the mean
of the others is printed beside each document to show how much a single one carries the figure.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from pathlib import Path

from tables import row, seconds

from jiangxin.engines.policytext import Source, read
from jiangxin.engines.policytext.formats import open_source

SHARED = Path(os.environ.get("JIANGXIN_SHARED") or Path(__file__).resolve().parents[2] / "shared")
PLAN = SHARED / "plan"
ROWS = ("outline", "tasks", "units", "targets")
LONG = 400_000  # characters of a text of 300 pages


def documents() -> list[Path]:
    """Return the plan first, then the examples."""
    paths = [*sorted(PLAN.glob("*.txt")), *sorted((PLAN / "examples").glob("*.*"))]
    return [path for path in paths if path.suffix in {".txt", ".html"} and path.with_suffix(".gold.json").exists()]


def scores(path: Path, scorer) -> dict[str, float]:
    """F1 of every row that the annotation of the document has."""
    gold = json.loads(path.with_suffix(".gold.json").read_text(encoding="utf-8"))
    found = json.loads(json.dumps(read(open_source(path)).to_dict()))
    rows = {}
    if gold["outline"] and not gold.get("outline_note"):
        rows["outline"] = scorer.score_outline(gold, found)["f1"]
    if gold["tasks"]:
        tasks, units = scorer.score_tasks(gold, found)
        rows |= {"tasks": tasks["f1"], "units": units["f1"]}
    return rows | {"targets": scorer.score_targets(gold, found)["f1"]}


def print_documents() -> None:
    """One line per document; the last column leaves it out."""
    spec = importlib.util.spec_from_file_location("plan_score", PLAN / "score.py")
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    table = {path: scores(path, scorer) for path in documents()}
    means = {path: sum(rows.values()) / len(rows) for path, rows in table.items()}
    examples = [path for path in table if path.parent != PLAN]
    print(f"{'document':<36}" + "".join(f"{name:>9}" for name in (*ROWS, "mean", "others")) + f"{'ms':>8}")
    for path, rows in table.items():
        others = [means[other] for other in examples if other != path]
        took = seconds(lambda path=path: read(open_source(path)))
        cells = "".join(f"{rows[name]:>9.3f}" if name in rows else f"{'-':>9}" for name in ROWS)
        print(f"{path.stem:<36}{cells}{means[path]:>9.3f}{sum(others) / len(others):>9.3f}{took * 1000:>8.0f}")
    together = sum(means[path] for path in examples) / len(examples)
    row(
        "mean F1 of the examples together",
        f"{len(examples)} documents",
        f"{together:.3f}",
        ">= 0.900",
        holds=together >= 0.9,
    )


def long_texts() -> dict[str, str]:
    """Return texts of 300 pages: ordinary, in one line, and hostile ones."""
    item = "（{n}）推进第{n}项工作。建立协调机制，到2025年新建实训基地{n}个。（责任单位：区教育局、区财政局，各镇街）"
    numerals = "一二三四五六七八九十"
    items = [item.format(n=numerals[i % 10]) for i in range(LONG // 55)]
    cells = "".join(f"{i}\n推进第{i}项工作，完成率达到95%以上。\n区教育局、区财政局等\n" for i in range(1, LONG // 34))
    return {
        "items, one to a line": "\n".join(items)[:LONG],
        "items in one line": " ".join(items)[:LONG],
        "table, one cell to a line": ("序号\n工作任务\n责任单位\n" + cells)[:LONG],
        "open brackets": ("（责任单位：" * LONG)[:LONG],
        "numbers": ("1." * LONG)[:LONG],
        "headers of tables": ("序号\n任务\n责任单位\n1\n" * LONG)[:LONG],
    }


def main() -> None:
    """Print the tables."""
    if PLAN.is_dir():
        print_documents()
    else:
        print("The annotated documents are not there; set JIANGXIN_SHARED to score them.")
    for name, text in long_texts().items():
        took = seconds(lambda text=text: read(Source.from_text(text)), repeats=1)
        bar = 4.0 if name.startswith(("items", "table")) else 10.0
        row(f"reading: {name}", f"{len(text)} characters", f"{took:.2f} s", f"< {bar:.0f} s", holds=took < bar)


if __name__ == "__main__":
    sys.exit(main())
