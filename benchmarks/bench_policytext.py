"""Reads the annotated official documents and prints F1 by row, time, and time on long texts.

The rules hold nothing learnt from a document, so leaving one out changes nothing in them; the mean
of the others is printed beside each document to show how much a single one carries the figure.
"""

from __future__ import annotations

import importlib.util
import json
import os
import sys
import time
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


def long_texts() -> dict[str, tuple[str, float | None]]:
    """Return texts of 300 pages with the bar in seconds: of ordinary density, dense ones, and hostile ones."""
    body = (
        "围绕重点产业需要优化专业布局，支持学校与企业共建课程、共享设备、互聘师资，形成稳定的合作机制。"
        "建立联席会议制度，及时研究解决推进中的问题，总结推广基层经验，营造尊重技能的社会氛围。"
        "完善经费保障，规范资金使用，加强过程监测和结果运用，确保各项举措落到实处、取得实效。"
    )
    numerals, duty = "一二三四五六七八九十", "（责任单位：区教育局、区财政局，各镇街）"
    items = [
        f"（{numerals[i % 10]}）推进第{i}项工作。{body}到2025年新建实训基地{i % 90 + 2}个。{duty}"
        for i in range(LONG // 160)
    ]
    rows = "".join(
        f"{i}\n推进第{i}项工作，{body[:80]}完成率达到95%以上。\n区教育局、区财政局等\n" for i in range(1, LONG // 110)
    )
    dense = "（一）推进工作。新建基地3个。（责任单位：区教育局、区财政局，各镇街）"
    return {
        "items, one to a line": ("\n".join(items)[:LONG], 4.0),
        "items in one line": (" ".join(items)[:LONG], 4.0),
        "table, one cell to a line": (("序号\n工作任务\n责任单位\n" + rows)[:LONG], 4.0),
        "an annotation every 35 characters": ((dense * (LONG // 30))[:LONG], None),
        "open brackets": (("（责任单位：" * LONG)[:LONG], None),
        "numbers": (("1." * LONG)[:LONG], None),
        "headers of tables": (("序号\n任务\n责任单位\n1\n" * LONG)[:LONG], None),
    }


def main() -> None:
    """Print the tables."""
    if PLAN.is_dir():
        print_documents()
    else:
        print("The annotated documents are not there; set JIANGXIN_SHARED to score them.")
    for name, (text, bar) in long_texts().items():
        begun = time.process_time()
        read(Source.from_text(text))
        took = time.process_time() - begun
        holds = None if bar is None else took < bar
        row(
            f"processor time: {name}",
            f"{len(text)} characters",
            f"{took:.2f} s",
            f"< {bar:.0f} s" if bar else "",
            holds=holds,
        )


if __name__ == "__main__":
    sys.exit(main())
