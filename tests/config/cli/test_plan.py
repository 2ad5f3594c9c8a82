"""`jiangxin plan read` as a user meets it."""

import json
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import jiangxin.demo
from jiangxin.engines.policytext.model import Meta

JIANGXIN = Path(sys.executable).parent / "jiangxin"
PLAN = Path(jiangxin.demo.__file__).parent / "data" / "plan.txt"


def run(*arguments, **options):
    return subprocess.run(
        [JIANGXIN, "plan", "read", *arguments], capture_output=True, text=True, check=False, **options
    )


def test_json_has_the_documented_keys():
    done = run(PLAN, "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    found = json.loads(done.stdout)
    assert list(found) == ["meta", "outline", "tasks", "targets", "parameters", "doubts"]
    assert list(found["meta"]) == [field.name for field in fields(Meta)]
    assert list(found["outline"][0]) == ["number", "title", "level", "path"]
    assert list(found["tasks"][0])[:7] == ["no", "content", "units", "etc", "deadlines", "path", "source"]
    assert list(found["tasks"][0]["units"][0]) == ["name", "role"]
    assert list(found["tasks"][0]["source"]) == ["start", "end"]
    assert " ".join(list(found["targets"][0])[:14]) == (
        "quote subject comparator value low high unit deadline hedge kind path suspect note source"
    )
    assert list(found["doubts"][0])[:3] == ["quote", "why", "suggestion"]


def test_every_field_is_documented():
    found = json.loads(run(PLAN).stdout)
    document = (Path(__file__).parents[3] / "docs" / "reference" / "plan-read.md").read_text(encoding="utf-8")
    names = {*found, *found["meta"]}
    for part in ("outline", "tasks", "targets", "doubts"):
        names |= found[part][0].keys()
    assert [name for name in sorted(names) if f"`{name}`" not in document] == []


def test_text_is_a_summary_for_people():
    done = run(PLAN, "--format", "text")
    assert done.returncode == 0
    assert [line for line in done.stdout.splitlines() if line.endswith(")") and line[0].isalpha()][:4] == [
        "Outline (28)",
        "Tasks (33)",
        "Targets (45)",
        "Parameters (0)",
    ]


def test_result_is_written_to_a_file(tmp_path):
    done = run(PLAN, "--out", tmp_path / "plan.json")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "plan.json").read_text(encoding="utf-8") == run(PLAN).stdout


def test_places_are_those_of_the_text_as_read(tmp_path):
    found = json.loads(run(PLAN, "--text", tmp_path / "read.txt").stdout)
    text = (tmp_path / "read.txt").read_text(encoding="utf-8")
    for target in found["targets"]:
        assert text[target["source"]["start"] : target["source"]["end"]] == target["quote"]


def test_file_that_cannot_be_written_is_one_line(tmp_path):
    done = run(PLAN, "--out", tmp_path / "none" / "plan.json")
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        f"jiangxin: {tmp_path}/none/plan.json: cannot be written: No such file or directory."
    ]


def test_result_is_utf_8_whatever_the_terminal(tmp_path):
    done = run(PLAN, env={"LC_ALL": "C", "PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stderr) == (0, "")


def test_help_has_an_example():
    done = run("--help")
    assert done.returncode == 0
    assert "Example: jiangxin plan read plan.docx --format json --out plan.json" in " ".join(done.stdout.split())


def test_missing_argument_is_bad_input():
    assert run().returncode == 2


def test_reading_never_loads_django():
    code = (
        "import sys; from jiangxin.config.cli import main\n"
        "try: main(['plan', 'read', sys.argv[1], '--out', '/dev/null'])\n"
        "finally: print([name for name in sys.modules if name.split('.')[0] == 'django'])"
    )
    done = subprocess.run([sys.executable, "-c", code, PLAN], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "[]\n", "")
