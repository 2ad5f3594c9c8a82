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


DOCUMENTS = sorted(
    path
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "src").rglob("*.md")]
    if "vendor" not in path.parts
)
SYSTEMS = [f"S{number:02}" for number in range(1, 29)]


def _text(name):
    return (ROOT / name).read_text(encoding="utf-8")


def _anchors(text):
    """Return the anchors of the headings of a document."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def test_links_between_documents_hold():
    broken = []
    for path in DOCUMENTS:
        text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for link in re.findall(r"\]\(([^)\s]+)\)", text):
            target, _hash, anchor = link.partition("#")
            if re.match(r"[a-z]+:", target):
                continue
            place = (path.parent / target).resolve() if target else path
            if not place.exists() or (anchor and anchor not in _anchors(place.read_text(encoding="utf-8"))):
                broken.append(f"{path.relative_to(ROOT)}: {link}")
    assert broken == []


def test_make_targets_that_documents_name_exist():
    targets = set(re.findall(r"^([a-z]+):", _text("Makefile"), re.MULTILINE))
    named = {
        (path.relative_to(ROOT).as_posix(), target)
        for path in DOCUMENTS
        for code in re.findall(r"`[^`]+`|```.*?```", path.read_text(encoding="utf-8"), re.DOTALL)
        for target in re.findall(r"\bmake ([a-z]+)", code)
    }
    assert named
    assert {(path, target) for path, target in named if target not in targets} == set()


def test_commands_that_documents_name_exist():
    known = set(re.findall(r"^### jiangxin ([a-z]+)$", _text("docs/reference/cli.md"), re.MULTILINE))
    assert known
    named = {
        (path.relative_to(ROOT).as_posix(), command)
        for path in DOCUMENTS
        for command in re.findall(r"`(?:\.venv/bin/)?jiangxin ([a-z]+)", path.read_text(encoding="utf-8"))
    }
    assert {(path, command) for path, command in named if command not in known} == set()


def test_table_of_systems_is_complete_and_says_how_far_each_is():
    rows = re.findall(r"^\| (S\d\d) \| ([^|]+) \| ([^|]+) \|$", _text("README.md"), re.MULTILINE)
    assert [code for code, _name, _state in rows] == SYSTEMS
    states = {state.strip().partition(":")[0] for _code, _name, state in rows}
    assert states <= {"works", "partly", "not yet"}
    assert [code for code, _name, state in rows if state.startswith("partly") and ": " not in state] == []


def test_decision_records_are_indexed_in_order_and_have_their_parts():
    files = sorted(path.name for path in (ROOT / "docs/decisions").glob("0*.md"))
    assert [name[:4] for name in files] == [f"{number:04}" for number in range(1, len(files) + 1)]
    assert re.findall(r"\]\((0[^)]+)\)", _text("docs/decisions/README.md")) == files
    for name in files:
        text = _text(f"docs/decisions/{name}")
        assert [part for part in ("**Context.**", "**Decision.**", "**Consequences.**") if part not in text] == []
        assert text.startswith(f"# {name[:4]} ")


def test_changes_are_listed_newest_first():
    text = _text("CHANGELOG.md")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings[0] == "Unreleased"
    lines = [line for line in text.partition("## Unreleased")[2].splitlines() if line.strip()]
    assert [line for line in lines if not line.startswith(("- ", "## "))] == []
    assert sorted({line for line in lines if lines.count(line) > 1}) == []


def test_every_guide_is_reached_from_the_index():
    guides = sorted(path.name for path in (ROOT / "docs/user").glob("*.md") if path.name != "README.md")
    index = _text("docs/user/README.md")
    assert [name for name in guides if f"({name})" not in index] == []


def test_documents_name_no_place_of_this_machine():
    places = [f"{Path.home()}/", f"{ROOT.parent}/", "/home/", "/Users/"]
    found = [
        path.relative_to(ROOT).as_posix()
        for path in DOCUMENTS
        if any(place in path.read_text(encoding="utf-8") for place in places)
    ]
    assert found == []
