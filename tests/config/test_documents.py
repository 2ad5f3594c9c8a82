"""The documents about settings, commands and dependencies say what the code does."""

import json
import re
import tomllib
from pathlib import Path

from tools import docs

ROOT = Path(__file__).resolve().parents[2]
#: Passed between our own processes; nobody sets them.
INTERNAL = {"JIANGXIN_PARENT", "JIANGXIN_TEST_RUN", "JIANGXIN_TEST_SERVER"}


def _first_column(name):
    return re.findall(r"^\| `?([^`|]+?)`? \|", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)


def _read_from_environment():
    """Every name that code hands to a reader of the environment."""
    pattern = re.compile(
        r"(?:environ(?:\.get|\.pop)?[\[(]|environment\.\w+\(|\b(?:text|flag|number|words)\()\s*\"((?:JIANGXIN_|DATABASE_)\w+)\""
    )
    files = [*(ROOT / "src").rglob("*.py"), *(ROOT / "tests").rglob("conftest.py")]
    return {name for path in files for name in pattern.findall(path.read_text(encoding="utf-8"))} - INTERNAL


def test_every_variable_is_documented_and_exists():
    documented = [name for name in _first_column("docs/reference/settings.md") if name.isupper()]
    assert sorted(documented) == sorted(_read_from_environment() | {"JIANGXIN_TEST_CACHE"})


def test_command_reference_is_what_the_commands_say():
    assert docs.outdated() == []


def test_every_dependency_has_its_line():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    python = [
        *project["dependencies"],
        *(name for extra in project["optional-dependencies"].values() for name in extra),
    ]
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    names = {re.split(r"[\[<>=]", name)[0] for name in python} | {"uv"}
    names |= {*package["dependencies"], *package["devDependencies"]}
    documented = [name for name in _first_column("docs/developer/dependencies.md") if name not in {"Package", "---"}]
    assert sorted(documented, key=str.lower) == sorted(names, key=str.lower)


def test_lock_files_name_no_address():
    files = [*(ROOT / "requirements").glob("*.txt"), ROOT / "package-lock.json", ROOT / ".npmrc"]
    found = [
        f"{path.name}: {line.strip()}"
        for path in files
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"https?://|file:|--index-url|--find-links|\"resolved\"|registry=(?!true)", line)
        and "resolved=true" not in line
        and '"url": ' not in line  # where to thank the authors of an npm package
    ]
    assert found == []


def test_everything_locked_has_a_hash():
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        pinned = re.findall(r"^[a-z0-9].*==.*$", text, re.MULTILINE | re.IGNORECASE)
        assert pinned
        assert [line for line in pinned if not line.endswith("\\")] == []
