"""Who may do what, from the declarations and the roles that are shipped: docs/developer/permission-matrix.md."""

from __future__ import annotations

from typing import Any

from jiangxin.api.interfaces import offers
from jiangxin.kernel.records import all_records
from jiangxin.site.domain.defaults import rows_of as shipped

HEAD = """# Permission matrix

Made by `make docs` from the record declarations and the roles that are shipped
(`src/jiangxin/site/data`). A test holds the product against the first table of every record, for pages, API,
exports, counts, search and downloads, on rows of the own and of another organisation; a test fails when this file
is outdated. Officials may change roles on screen; this is what an installation starts with.

How far a capability reaches: `self` rows about the person, `own` the organisation of the assignment, `subtree`
that and all below it, `all` every row. Where rows belong to nobody in particular (`shared`), any reach is `all`.
A verb that is not listed is nobody's. `through` names the only organisations of a row that count, where the list's
rows belong to several. `system` steps are taken by the product only, at the end of an approval, say.
"""


def condition(grant: Any) -> str:
    """Return the condition of a grant as text, "" for none."""
    parts = []
    for path, value in grant.where.items():
        if path.endswith("__isnull"):
            parts.append(f"{path.removesuffix('__isnull').replace('__', '.')} = {'none' if value else 'any'}")
            continue
        values = value if isinstance(value, (list, tuple)) else [value]
        parts.append(f"{path.removesuffix('__in').replace('__', '.')} = {' or '.join(str(v) for v in values)}")
    return " and ".join(parts)


def permission_text(permission: Any) -> str:
    """Return who holds a permission: its capabilities with their conditions."""
    if permission is None:
        return "system"
    return " or ".join(_grant(grant) for grant in permission.grants) or "nobody"


def _grant(grant: Any) -> str:
    """Return a capability with the paths that count and its condition."""
    through = " and ".join(path.replace("__", ".") for path in grant.paths)
    where = condition(grant)
    return f"`{grant.capability}`" + (f" through {through}" if through else "") + (f" where {where}" if where else "")


def doors(record: Any, verb: str) -> str:
    """Return through which doors a verb is open: page, API or both."""
    has = offers.verbs(record) | {step.name for step in offers.steps(record)}
    return "page, API" if verb in has else "page"


def rows_of(record: Any) -> list[tuple[str, str, str, Any]]:
    """Return verb, doors, text and permission of everything that can be done with a record type."""
    found = [(verb, doors(record, verb), permission_text(p), p) for verb, p in record.permissions.items()]
    for step in record.workflow.transitions if record.workflow else ():
        open_to = doors(record, step.name) if step.permission is not None else "—"
        found.append((f"step {step.name}", open_to, permission_text(step.permission), step.permission))
    return found


def scope_text(record: Any) -> str:
    """Return to whom rows belong."""
    scope = record.scope
    if scope.shared:
        return "shared"
    paths = [f"organisation by {p.replace('__', '.')}" for p in scope.organisation]
    paths += [f"person by {p.replace('__', '.')}" for p in scope.person]
    if scope.about:
        paths.append("only about rows whose history one may read")
    return "; ".join(paths)


def _cell(permission: Any, reaches: dict[str, str], *, shared: bool) -> str:
    found = []
    for grant in permission.grants if permission else ():
        reach = reaches.get(grant.capability, "")
        if reach:
            found.append(("all" if shared or reach == "everything" else reach) + ("*" if grant.where else ""))
    return " / ".join(dict.fromkeys(found))


def matrix() -> str:
    """Return the document."""
    roles = [row["code"] for row in shipped("roles.csv")]
    granted: dict[str, dict[str, str]] = {role: {} for role in roles}
    for row in shipped("capabilities.csv"):
        for role in roles:
            if row.get(role):
                granted[role][row["capability"]] = row[role]
    lines = [HEAD]
    for record in all_records():
        lines += [f"## {record.key()}", "", f"Rows belong to: {scope_text(record)}.", ""]
        lines += ["| verb | doors | capability |", "| --- | --- | --- |"]
        lines += [f"| {verb} | {door} | {text} |" for verb, door, text, _permission in rows_of(record)]
        lines += ["", "| role | " + " | ".join(verb for verb, *_rest in rows_of(record)) + " |"]
        lines += ["| --- |" + " --- |" * len(rows_of(record))]
        for role in roles:
            cells = [_cell(p, granted[role], shared=record.scope.shared) for *_rest, p in rows_of(record)]
            if any(cells):
                lines.append(f"| {role} | " + " | ".join(cells) + " |")
        lines.append("")
    lines += ["`*`: only on rows that fulfil the condition of the capability above.", ""]
    return "\n".join(lines)
