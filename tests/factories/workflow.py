"""A small district, persons in it, and a submission on its way through approvals."""

from __future__ import annotations

import itertools
from contextlib import contextmanager
from datetime import date

from jiangxin.kernel.actors import of_account, process
from jiangxin.kernel.write import writing
from jiangxin.people.models import (
    Account,
    Organisation,
    OrganisationKind,
    Person,
    Post,
    PostHolding,
    Role,
    RoleAssignment,
    RoleCapability,
)
from jiangxin.workflow.models import ApprovalRoute, ApprovalStep

SINCE = date(2020, 1, 1)
_numbers = itertools.count(1)


@contextmanager
def fixture():
    """Write rows as the tests do."""
    with writing(process("tests"), "fixture"):
        yield


def organisation(name="Office", **extra):
    with fixture():
        kind, _ = OrganisationKind.objects.get_or_create(code="unit", defaults={"name": "Unit"})
        return Organisation.objects.create(
            code=f"W{next(_numbers):04}", name=name, kind=kind, valid_from=SINCE, **extra
        )


def role(code, *capabilities, reach="everything"):
    with fixture():
        row, _ = Role.objects.get_or_create(code=code, defaults={"name": code, "valid_from": SINCE})
        for capability in capabilities:
            RoleCapability.objects.get_or_create(
                role=row, capability=capability, defaults={"reach": reach, "valid_from": SINCE}
            )
        return row


def person(name, at, *roles, email=""):
    """Return a person with an account and roles at an organisation; `.actor()` acts as that account."""
    with fixture():
        row = Person.objects.create(code=f"P{next(_numbers):05}", name=name, organisation=at, email=email)
        account = Account.objects.create(username=f"{name}{row.pk}", person=row, must_change_password=False)
        for held in roles:
            RoleAssignment.objects.create(person=row, role=held, organisation=at, valid_from=SINCE)
    row.actor = lambda: of_account(account)
    row.account = account
    return row


def post(at, title, *holders, is_head=False):
    with fixture():
        row = Post.objects.create(organisation=at, title=title, is_head=is_head, valid_from=SINCE)
        for holder in holders:
            PostHolding.objects.create(post=row, person=holder, valid_from=SINCE)
        return row


def route(*steps, record="planning.plans", **extra):
    """Return a route with the given steps (mappings of columns), numbered in tens."""
    with fixture():
        row = ApprovalRoute.objects.create(record=record, name=f"Route {next(_numbers)}", valid_from=SINCE, **extra)
        for number, step in enumerate(steps, start=1):
            ApprovalStep.objects.create(route=row, **{"order": number * 10, "name": f"Step {number}", **step})
        return row


def plan(at, title="Plan"):
    """Return a plan whose findings are decided, ready to be submitted."""
    from tests.factories import records  # which asks this module for its fixture

    return records.make("planning.plans", at, title=title, state="checking")
