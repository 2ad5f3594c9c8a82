"""The walk-through of docs/developer/adding-a-record.md, done: what it prints is all that a new record type takes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from jiangxin.config.testing import RUN

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "developer" / "adding-a-record.md"
BLOCK = re.compile(
    r"^(A new file,|At the end of|Among the imports of) `(\S+)`:\n\n```python\n(.*?)```", re.MULTILINE | re.DOTALL
)
FUTURE = "from __future__ import annotations\n"
PROMISED = ["list_and_detail", "form_and_history", "files", "interface", "rights_and_help"]


def write(copy):
    """Write the code of the page into a copy of the checkout, as its sentences say; return the files touched."""
    touched = []
    for how, name, code in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        path = copy / name
        if how == "A new file,":
            path.write_text(code, encoding="utf-8")
        elif how == "At the end of":
            path.write_text(f"{path.read_text(encoding='utf-8')}\n\n{code}", encoding="utf-8")
        else:
            path.write_text(path.read_text(encoding="utf-8").replace(FUTURE, FUTURE + code, 1), encoding="utf-8")
        touched.append(path)
    return touched


@pytest.fixture
def copy(tmp_path):
    """Return a checkout of its own with what the product is made of."""
    left_out = shutil.ignore_patterns("__pycache__", "vendor", "node_modules")
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=left_out)
    vendor = Path("src", "jiangxin", "static", "vendor")
    (tmp_path / vendor).symlink_to(ROOT / vendor)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.fixture
def database(django_db_setup):
    """Return the address of a migrated database of its own."""
    name = f"{RUN.database}_walk"
    RUN.create(name, RUN.template)
    yield urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))
    RUN.drop(name)


def test_a_record_type_takes_a_model_a_declaration_and_a_migration(copy, database):
    touched = write(copy)
    assert len(touched) == 4
    ruff = Path(sys.executable).with_name("ruff")
    for command in (["check", "--fix", "--quiet"], ["format", "--quiet"]):
        subprocess.run([ruff, *command, *sorted({*touched})], check=True, cwd=copy)
    done = subprocess.run(
        [sys.executable, "-m", "tests.registry.walk_through"],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "jiangxin.config.settings",
            "PYTHONPATH": os.pathsep.join((str(copy / "src"), str(ROOT))),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == PROMISED
    assert len([*(copy / "src/jiangxin/planning/migrations").glob("*_visit.py")]) == 1
