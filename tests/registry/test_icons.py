"""Every icon that a declaration or template names is among those that are delivered."""

from __future__ import annotations

import re
from pathlib import Path

import jiangxin
from jiangxin.kernel import records

ROOT = Path(__file__).resolve().parents[2]
NAMED = re.compile(r'{% icon "([\w-]+)"|with icon="([\w-]+)"')


def test_every_icon_that_is_named_is_delivered():
    declared = {icon for record in records.all_records() for icon in (record.icon, *(a.icon for a in record.actions))}
    templates = Path(jiangxin.__file__).parent.rglob("*.html")
    shown = {name for file in templates for found in NAMED.findall(file.read_text(encoding="utf-8")) for name in found}
    lines = (ROOT / "tools" / "icons.txt").read_text(encoding="utf-8").splitlines()
    delivered = {line for line in lines if line and not line.startswith("#")}
    assert sorted((declared | shown) - {""} - delivered) == []
