"""The annotated documents as other copies would store or print them: the structure must be found all the same."""

import importlib.util
import json
import re
from pathlib import Path

import pytest

from jiangxin.engines.policytext import Source, read
from jiangxin.engines.policytext.formats import open_source

_SPEC = importlib.util.spec_from_file_location("policytext_test_score", Path(__file__).with_name("test_score.py"))
shared = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(shared)

pytestmark = pytest.mark.skipif(
    not shared.PLAN.is_dir(), reason="the folder with the annotated documents does not exist"
)
HALF_WIDTH = str.maketrans("（），：；", "(),:;")
NUMERALS = "一二三四五六七八九十"
LEVELS = (r"[一二三四五六七八九十]{1,3}、", r"[（(][一二三四五六七八九十]{1,3}[）)]", r"\d{1,2}\.")


def lines_of(source):
    return [line.strip() for line in re.sub(r"[\t|]+", "\n", source.text).split("\n") if line.strip()]


LAYOUTS = {
    "one cell or paragraph to a line": "\n".join,
    "everything in one line": " ".join,
    "half-width marks": lambda lines: "\n".join(lines).translate(HALF_WIDTH),
    "indented, blank lines between": lambda lines: "\r\n\r\n".join(f"　　{line}" for line in lines),
    "enumeration marks after numbers": lambda lines: re.sub(r"(?m)^(\d+)\.", r"\1、", "\n".join(lines)),
}


def numeral(value):
    tens, ones = divmod(value, 10)
    return ("" if tens < 2 else NUMERALS[tens - 1]) + ("十" if tens else "") + (NUMERALS[ones - 1] if ones else "")


NUMBERINGS = {
    "chapters and sections": lambda n: (f"第{numeral(n[0])}章 ", f"第{numeral(n[1])}节 ", f"{numeral(n[2])}、"),
    "chapters without space": lambda n: (f"第{numeral(n[0])}章", f"{numeral(n[1])}、", f"（{numeral(n[2])}）"),
    "Arabic below Chinese": lambda n: (f"{numeral(n[0])}、", f"{n[1]}.", f"（{n[2]}）"),
    "wide stops and half brackets": lambda n: (f"{numeral(n[0])}、", f"{n[1]}．", f"{n[2]}）"),
    "decimals": lambda n: (f"{n[0]} ", f"{n[0]}.{n[1]} ", f"{n[0]}.{n[1]}.{n[2]} "),
    "parts": lambda n: (f"第{numeral(n[0])}部分　", f"{numeral(n[1])}、", f"{n[2]}."),
    "Arabic and circled": lambda n: (f"{n[0]}、", f"（{n[1]}）", "①②③④⑤⑥⑦⑧⑨⑩"[n[2] - 1]),
    "articles": lambda n: (f"第{numeral(n[0])}条　", f"（{numeral(n[1])}）", f"{n[2]}."),
}


def renumbered(lines, style):
    counts = [0, 0, 0]
    for line in lines:
        level = next((i for i, pattern in enumerate(LEVELS) if re.match(pattern, line)), None)
        if level is None:
            yield line
            continue
        counts[level:] = [counts[level] + 1, *[0] * (2 - level)]
        yield style(counts)[level] + re.sub(f"^(?:{LEVELS[level]})", "", line)


ANNOTATION = re.compile(
    r"[（(](?P<label>责任单位：)?(?P<units>[^（）()：]{2,200}?)(?P<etc>等)?(?P<verb>指导|牵头负责|负责)?"
    r"(?:。列第一位者为牵头单位，下同)?[）)]"
)
ASSIGNING = {
    "label in bracket": lambda u, rest, etc: f"（责任单位：{'、'.join([u, *rest])}{etc}）",
    "lead and support": lambda u, rest, etc: f"（牵头单位：{u}{'；配合单位：' if rest else ''}{'、'.join(rest)}{etc}）",
    "square brackets": lambda u, rest, etc: (
        f"【{u}牵头{'，' if rest else ''}{'、'.join(rest)}{etc}{'按职责分工负责' if rest else ''}】"
    ),
    "own line": lambda u, rest, etc: f"\n责任单位：{'、'.join([u, *rest])}{etc}\n",
    "behind a full stop": lambda u, rest, etc: f" 责任单位：{'、'.join([u, *rest])}{etc}。",
    "sentence": lambda u, rest, etc: f"由{u}牵头{'，' if rest else ''}{'、'.join(rest)}{etc}{'配合' if rest else ''}。",
    "together with": lambda u, rest, etc: f"（{u}{'会同' if rest else ''}{'、'.join(rest)}{etc}负责）",
    "with time limit": lambda u, rest, etc: f"（{'、'.join([u, *rest])}{etc}按职责分工负责，2021年底前完成）",
    "bare list": lambda u, rest, etc: f"（{'、'.join([u, *rest])}{etc}）",
}


def reassigned(text, style):
    def replace(match):
        if not (match["label"] or match["verb"]):
            return match[0]
        first, *rest = re.split("[、，]", match["units"].strip("、"))
        return style(first, rest, match["etc"] or "")

    return ANNOTATION.sub(replace, text)


def structure(path, text, *, merge=False):
    """F1 of outline, tasks and units of a changed text; ``merge`` forgets the roles."""
    scorer = shared.scorer()
    gold = json.loads(path.with_suffix(".gold.json").read_text(encoding="utf-8"))
    found = json.loads(json.dumps(read(Source.from_text(text)).to_dict()))
    if merge:
        for task in gold["tasks"]:
            task["units"] = [*task.pop("lead"), *task.pop("support"), *task.pop("guide"), *task["units"]]
    rows = {} if gold.get("outline_note") else {"outline": scorer.score_outline(gold, found)["f1"]}
    if gold["tasks"]:
        tasks, units = scorer.score_tasks(gold, found)
        rows |= {"tasks": tasks["f1"], "units": units["f1"]}
    return rows


def gold_of(path):
    return json.loads(path.with_suffix(".gold.json").read_text(encoding="utf-8"))


#: Documents whose lines were kept, so that every number opens a line; documents that assign in brackets.
LINED = [path for path in shared.documents() if gold_of(path)["outline"] and len(lines_of(open_source(path))) > 20]
LINED = [path for path in LINED if not any("section" in task for task in gold_of(path)["tasks"])]
BRACKETED = [
    path
    for path in shared.documents()
    if gold_of(path)["outline"] and any("annotation" in task for task in gold_of(path)["tasks"])
]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("path", shared.documents(), ids=lambda path: path.stem)
def test_structure_survives_the_layout(path, layout):
    rows = structure(path, LAYOUTS[layout](lines_of(open_source(path))))
    assert {name: value for name, value in rows.items() if value < 0.95} == {}


@pytest.mark.parametrize("numbering", NUMBERINGS)
@pytest.mark.parametrize("path", LINED, ids=lambda path: path.stem)
def test_outline_survives_the_numbering(path, numbering):
    lines = renumbered(lines_of(open_source(path)), NUMBERINGS[numbering])
    assert structure(path, "\n".join(lines))["outline"] >= 0.95


@pytest.mark.parametrize("assigning", ASSIGNING)
@pytest.mark.parametrize("path", BRACKETED, ids=lambda path: path.stem)
def test_tasks_survive_the_way_of_assigning(path, assigning):
    rows = structure(path, reassigned(open_source(path).text, ASSIGNING[assigning]), merge=True)
    assert {name: value for name, value in rows.items() if value < 0.95} == {}
