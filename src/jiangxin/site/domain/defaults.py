"""What every installation starts with: kinds of organisations, roles, capabilities, policies, approvals.

All of it is dated data that officials change on screen; loading again adds what is missing and
never overwrites what was changed.
"""

from __future__ import annotations

import csv
import tomllib
from datetime import date
from importlib.resources import files
from typing import Any

from jiangxin.desk.models import DigestRule
from jiangxin.kernel import records, write
from jiangxin.kernel.actors import Actor, process
from jiangxin.people.models import OrganisationKind, Role, RoleCapability, SecurityPolicy
from jiangxin.planning.models import LightRule
from jiangxin.reporting.models import Template
from jiangxin.site.domain import supervising
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
            "lights": _lights(actor),
            "digests": _digests(actor),
            "templates": _templates(actor),
            **supervising.load(rows_of, lambda model, rows: _create(model, rows, actor), SINCE, REASON),
        }


def rows_of(name: str) -> list[dict[str, str]]:
    """Return the rows of a shipped table (`organisation_kinds.csv`, `roles.csv`, `capabilities.csv`)."""
    text = files("jiangxin.site").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _templates(actor: Actor) -> int:
    """Add templates whose code is not known at all; those that officials ended stay ended."""
    text = files("jiangxin.site").joinpath("data", "document_templates.toml").read_text(encoding="utf-8")
    known = set(Template.objects.values_list("code", flat=True))
    new = [
        Template(
            valid_from=SINCE,
            **{name: value.strip() if isinstance(value, str) else value for name, value in row.items()},
        )
        for row in tomllib.loads(text)["template"]
        if row["code"] not in known
    ]
    return _create(Template, new, actor)


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
    """Add a route for every kind of record that has none: officials configure others."""
    known = set(ApprovalRoute.objects.values_list("record", flat=True))
    steps = [row for row in rows_of("routes.csv") if row["record"] not in known]
    routes = {
        row["record"]: ApprovalRoute(
            record=row["record"], name=row["route"], name_en=row["route_en"], valid_from=SINCE,
            four_eyes=row["four_eyes"] == "true",
        )
        for row in steps
    }  # fmt: skip
    _create(ApprovalRoute, list(routes.values()), actor)
    roles = {role.code: role for role in Role.objects.all()}
    return _create(
        ApprovalStep,
        [
            ApprovalStep(
                route=routes[row["record"]],
                order=int(row["order"]),
                name=row["step"],
                name_en=row["step_en"],
                who=row["who"],
                role=roles.get(row["role"]),
                quorum=row["quorum"],
                deadline_days=int(row["days"]),
            )
            for row in steps
        ],
        actor,
    )


def _lights(actor: Actor) -> int:
    """Begin with rules for lights where there are none at all."""
    if LightRule.objects.exists():
        return 0
    rules = [
        LightRule(valid_from=SINCE, source=REASON, **{**row, "threshold": int(row["threshold"])})
        for row in rows_of("light_rules.csv")
    ]
    return _create(LightRule, rules, actor)


def _digests(actor: Actor) -> int:
    """Add rules for topics of which a role never had one; one that officials ended stays ended."""
    roles = {role.code: role for role in Role.objects.all()}
    known = set(DigestRule.objects.values_list("role__code", "topic"))
    new = [
        DigestRule(role=roles[row["role"]], topic=row["topic"], rhythm=row["rhythm"], valid_from=SINCE, source=REASON)
        for row in rows_of("digest_rules.csv")
        if row["role"] in roles and (row["role"], row["topic"]) not in known
    ]
    return _create(DigestRule, new, actor)


def _create(model: Any, rows: list[Any], actor: Actor) -> int:
    if rows:
        write.save_many(records.of_model(model), create=rows, actor=actor, reason=REASON, via="command")
    return len(rows)
