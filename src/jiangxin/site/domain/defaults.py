"""What every installation starts with: kinds of organisations, roles, capabilities, policies, approvals.

All of it is dated data that officials change on screen; loading again adds what is missing and
never overwrites what was changed.
"""

from __future__ import annotations

import csv
from datetime import date
from importlib.resources import files
from typing import Any

from jiangxin.kernel import records, write
from jiangxin.kernel.actors import Actor, process
from jiangxin.people.models import OrganisationKind, Role, RoleCapability, SecurityPolicy
from jiangxin.workflow.enums import Who
from jiangxin.workflow.models import ApprovalRoute, ApprovalStep

#: Defaults hold from before anything else does.
SINCE = date(2000, 1, 1)
#: Stored with the rows, so in the language of the installation.
REASON = "系统初始设置"


def load_defaults() -> dict[str, int]:
    """Add the defaults that are missing and return how many rows of each kind were added."""
    actor = process("defaults")
    with write.writing(actor, REASON, via="command"):
        return {
            "kinds": _kinds(actor),
            "roles": _roles(actor),
            "capabilities": _capabilities(actor),
            "policies": _policies(actor),
            "routes": _routes(actor),
        }


def rows_of(name: str) -> list[dict[str, str]]:
    """Return the rows of a shipped table (`organisation_kinds.csv`, `roles.csv`, `capabilities.csv`)."""
    text = files("jiangxin.site").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _kinds(actor: Actor) -> int:
    known = set(OrganisationKind.objects.values_list("code", flat=True))
    new = [
        OrganisationKind(**{**row, "order": int(row["order"]), "supervisable": row["supervisable"] == "true"})
        for row in rows_of("organisation_kinds.csv")
        if row["code"] not in known
    ]
    return _create(OrganisationKind, new, actor)


def _roles(actor: Actor) -> int:
    known = set(Role.objects.values_list("code", flat=True))
    new = [
        Role(valid_from=SINCE, **{**row, "order": int(row["order"])})
        for row in rows_of("roles.csv")
        if row["code"] not in known
    ]
    return _create(Role, new, actor)


def _capabilities(actor: Actor) -> int:
    """Bundle capabilities that a role never had; one that officials ended stays ended."""
    roles = {role.code: role for role in Role.objects.all()}
    known = set(RoleCapability.objects.values_list("role__code", "capability"))
    new = [
        RoleCapability(role=roles[code], capability=row["capability"], reach=reach, valid_from=SINCE)
        for row in rows_of("capabilities.csv")
        for code, reach in row.items()
        if code != "capability" and reach and code in roles and (code, row["capability"]) not in known
    ]
    return _create(RoleCapability, new, actor)


def _policies(actor: Actor) -> int:
    if SecurityPolicy.objects.exists():
        return 0
    return _create(SecurityPolicy, [SecurityPolicy(valid_from=SINCE, source=REASON)], actor)


def _routes(actor: Actor) -> int:
    """A plan is adopted by the head of the plan office, until officials configure another way."""
    if ApprovalRoute.objects.filter(record="planning.plans").exists():
        return 0
    route = ApprovalRoute(record="planning.plans", name="方案采纳", name_en="Adoption of a plan", valid_from=SINCE)
    _create(ApprovalRoute, [route], actor)
    step = ApprovalStep(
        route=route,
        order=10,
        name="方案办主任审批",
        name_en="Head of the plan office",
        who=Who.ROLE_ANY,
        role=Role.objects.get(code="plan-head"),
        deadline_days=5,
    )
    return _create(ApprovalStep, [step], actor)


def _create(model: Any, rows: list[Any], actor: Actor) -> int:
    if rows:
        write.save_many(records.of_model(model), create=rows, actor=actor, reason=REASON, via="command")
    return len(rows)
