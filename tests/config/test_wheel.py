"""The wheel holds everything that the product needs and does not find in a checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "jiangxin"
#: Prints what an installed product finds of its own.
LOOK = """
import django
django.setup()
from django.contrib.staticfiles import finders
from django.utils import translation
from jiangxin.desk.domain.queries import help
import jiangxin
print(jiangxin.__file__)
print(help.root())
print(help.find("records", "planning.plans").title)
print(len(help.guides()))
print(finders.find("vendor/tabler.min.css"))
with translation.override("zh-hans"):
    print(translation.gettext("Help"))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Return the wheel that the checkout makes."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    [found] = folder.glob("*.whl")
    return found


def test_wheel_holds_the_package_its_collected_files_and_the_help_and_nothing_else(wheel):
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    parts = [path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    code = {str(path.relative_to(PACKAGE.parent)) for path in parts}
    documents = ROOT / "docs"
    helping = {
        f"jiangxin/docs/{path.relative_to(documents)}"
        for area in ("records", "user")
        for path in (documents / area).rglob("*")
        if path.is_file()
    }
    made_of = {"jiangxin/locale/zh_Hans/LC_MESSAGES/django.po"}  # the catalogue before it is compiled
    # fonts that each machine fetches for itself: theirs is another licence than the product's
    fetched = {name for name in code if Path(name).name.startswith("Fandol")}
    assert held == (code - made_of - fetched) | helping
    must = {
        "jiangxin/engines/typeset/fonts/LXGWWenKai-Regular.ttf",
        "jiangxin/locale/zh_Hans/LC_MESSAGES/django.mo",
        "jiangxin/static/vendor/icons.svg",
    }
    assert must - held == set()


def test_product_from_the_wheel_finds_its_help_static_files_and_catalogue(wheel, tmp_path):
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    env = {**os.environ, "PYTHONPATH": str(tmp_path), "DJANGO_SETTINGS_MODULE": "jiangxin.config.settings"}
    told = subprocess.run(
        [sys.executable, "-c", LOOK], cwd=tmp_path, env=env, check=True, capture_output=True, text=True
    )
    place = tmp_path / "jiangxin"
    assert told.stdout.splitlines() == [
        str(place / "__init__.py"),
        str(place / "docs"),
        "方案",
        str(len(list((ROOT / "docs" / "user").glob("*.md"))) - 1),  # without the table of contents
        str(place / "static" / "vendor" / "tabler.min.css"),
        "帮助",
    ]
