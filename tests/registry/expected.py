"""What the committed permission matrix says, read back from the document."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

FILE = Path(__file__).resolve().parents[2] / "docs" / "developer" / "permission-matrix.md"
GRANT = re.compile(r"`([\w.]+)`(?: through ([\w.]+(?: and [\w.]+)*?))?(?: where (.+?))?(?= or `|$)")


@dataclass(frozen=True)
class Grant:
    """A capability, the paths of the scope that alone count (any where none is named), and the condition."""

    name: str
    paths: tuple[str, ...]
    where: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Verb:
    """One line of a record's table: through which doors, for whom, on which rows."""

    name: str
    doors: tuple[str, ...]
    grants: tuple[Grant, ...] = field(default=())

    def anywhere(self, held):
        """Whether somebody who holds these capabilities may do it on some conceivable row."""
        return any(grant.name in held for grant in self.grants)

    def on(self, held, row, *, near, shared, home):
        """Whether they may do it on a row that is theirs (`near`, by some path `home`) or of another organisation."""
        return any(
            grant.name in held
            and (shared or (near and (not grant.paths or leads(row, grant.paths, home))))
            and fits(row, grant.where)
            for grant in self.grants
        )


def leads(row, paths, home):
    """Whether one of the paths leads from a row to the organisation."""
    rows = type(row)._default_manager.filter(pk=row.pk)
    return any(rows.filter(**{path.replace(".", "__"): home}).exists() for path in paths)


def fits(row, where):
    """Whether a row fulfils the condition of a grant."""
    lookups = {}
    for path, values in where:
        name = path.replace(".", "__")
        empty = {("none",): True, ("any",): False}.get(values)
        lookups |= {f"{name}__in": list(values)} if empty is None else {f"{name}__isnull": empty}
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
    grants = tuple(
        Grant(match[1], tuple((match[2] or "").split(" and ")) if match[2] else (), _where(match[3] or ""))
        for match in GRANT.finditer(text)
    )
    return Verb(name, tuple(doors.split(", ")), grants)


def _where(text):
    parts = (part.partition(" = ") for part in text.split(" and ") if part)
    return tuple((path, tuple(values.split(" or "))) for path, _equals, values in parts)
