"""`jiangxin document check` as a user meets it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.factories import official_docx as make

from jiangxin.engines.typeset.check_rules import RULES

JIANGXIN = [sys.executable, "-m", "jiangxin"]
PAGE = Path(__file__).parents[3] / "docs" / "reference" / "document-check.md"


def run(*arguments, **options):
    return subprocess.run(
        [*JIANGXIN, "document", "check", *arguments], capture_output=True, text=True, check=False, **options
    )


@pytest.fixture
def right(tmp_path):
    path = tmp_path / "right.docx"
    path.write_bytes(make.right().bytes())
    return path


@pytest.fixture
def wrong(tmp_path):
    made = make.right()
    make.set_text(made["number"], "江津府办发[2026]12号")
    path = tmp_path / "wrong.docx"
    path.write_bytes(made.bytes())
    return path


TOLD = {
    "zh": "GB/T 9704-2012 7.2.5 第5段“江津府办发[2026]1…”：发文字号“江津府办发[2026]12号”的年份没有用六角括号，"
    "年份应用六角括号“〔〕”括入",
    "en": "GB/T 9704-2012 7.2.5, paragraph 5 “江津府办发[2026]1…”: the year of the document number "
    "“江津府办发[2026]12号” is not in 〔〕; the brackets 〔〕 are wanted",
}


def test_document_without_deviation_ends_with_0(right):
    done = run(right, "--format", "text")
    assert (done.returncode, done.stdout, done.stderr) == (0, "未发现不符合之处\n", "")


@pytest.mark.parametrize("language", TOLD)
def test_deviation_is_a_line_and_ends_with_1(wrong, language):
    done = run(wrong, "--format", "text", "--lang", language)
    assert (done.returncode, done.stdout, done.stderr) == (1, TOLD[language] + "\n", "")


def test_json_has_the_documented_fields(wrong):
    done = run(wrong)
    assert done.returncode == 1
    assert json.loads(done.stdout) == [
        {
            "file": str(wrong),
            "deviations": [
                {
                    "code": "number-brackets",
                    "clause": "GB/T 9704-2012 7.2.5",
                    "certainty": "certain",
                    "place": {
                        "part": "paragraph",
                        "section": None,
                        "paragraph": 5,
                        "words": "江津府办发[2026]1…",
                        "others": [],
                    },
                    "found": "发文字号“江津府办发[2026]12号”的年份没有用六角括号",
                    "wanted": "年份应用六角括号“〔〕”括入",
                    "message": TOLD["zh"],
                }
            ],
        }
    ]


def test_several_files_are_named(right, wrong):
    done = run(right, wrong, "--format", "text", "--lang", "en")
    assert done.returncode == 1
    assert done.stdout.splitlines() == [f"{right}: no deviation found", f"{wrong}: {TOLD['en']}"]


def test_file_that_cannot_be_read_is_one_line_and_ends_with_2(right, tmp_path):
    (tmp_path / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    done = run(tmp_path / "old.doc", right, tmp_path / "none.docx", tmp_path, "--format", "text", "--lang", "en")
    assert (done.returncode, done.stdout) == (2, f"{right}: no deviation found\n")
    assert done.stderr.splitlines() == [
        f"jiangxin: {tmp_path}/old.doc: This is an old Word file (doc, wps or rtf); save it as docx.",
        f"jiangxin: {tmp_path}/none.docx: There is no such file.",
        f"jiangxin: {tmp_path}: This is a directory; name a file in it.",
    ]


def test_missing_argument_is_bad_input():
    assert run().returncode == 2


def test_result_is_utf_8_whatever_the_terminal(wrong):
    done = run(wrong, env={"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONPATH": ":".join(sys.path)})
    assert (done.returncode, done.stderr) == (1, "")


def test_checking_never_loads_django(wrong):
    code = (
        "import sys; from jiangxin.config.cli import main\n"
        "try: main(['document', 'check', sys.argv[1]])\n"
        "finally: print([name for name in sys.modules if name.split('.')[0] in {'django', 'typst'}])"
    )
    done = subprocess.run([sys.executable, "-c", code, wrong], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.splitlines()[-1], done.stderr) == (1, "[]", "")


def test_every_code_is_documented_with_its_clause():
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    missing = [
        code
        for code, rule in RULES.items()
        if not any(f"`{code}`" in line and f"| {rule.clause} |" in line for line in lines)
    ]
    assert missing == []
