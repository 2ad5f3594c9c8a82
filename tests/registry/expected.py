"""What the committed permission matrix says, read back from the document."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

FILE = Path(__file__).resolve().parents[2] / "docs" / "developer" / "permission-matrix.md"
GRANT = re.compile(r"`([\w.]+)`(?: where (.+?))?(?= or `|$)")


@dataclass(frozen=True)
class Verb:
    """One line of a record's table: through which doors, for whom, on which rows."""

    name: str
    doors: tuple[str, ...]
    grants: tuple[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], ...] = field(default=())

    def anywhere(self, held):
        """Whether somebody who holds these capabilities may do it on some conceivable row."""
        return any(name in held for name, _where in self.grants)

    def on(self, held, row, *, near, shared):
        """Whether they may do it on a row that is theirs (`near`) or of another organisation."""
        return any(name in held and (near or shared) and fits(row, where) for name, where in self.grants)


def fits(row, where):
    """Whether a row fulfils the condition of a grant."""
    lookups = {f"{path.replace('.', '__')}__in": list(values) for path, values in where}
    return type(row)._default_manager.filter(pk=row.pk, **lookups).exists()


def table():
    """Return the verbs of every record type, by key."""
    found = {}
    for section in FILE.read_text(encoding="utf-8").split("\n## ")[1:]:
        key = section.partition("\n")[0].strip()
        lines = section.partition("| --- | --- | --- |\n")[2].partition("\n\n")[0].splitlines()
        found[key] = {verb.name: verb for verb in map(_verb, lines)}
    return found


def _verb(line):
    name, doors, text = (part.strip() for part in line.strip("|").split("|"))
    grants = tuple((match[1], _where(match[2] or "")) for match in GRANT.finditer(text))
    return Verb(name, tuple(doors.split(", ")), grants)


def _where(text):
    parts = (part.partition(" = ") for part in text.split(" and ") if part)
    return tuple((path, tuple(values.split(" or "))) for path, _equals, values in parts)
