"""Accounts, clients and parametrisation for the tests that hold for every record type."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from django.test import Client
from tests.factories import records as factory

from jiangxin.kernel import records
from jiangxin.kernel.actors import of_account
from jiangxin.people.models import RoleAssignment, RoleCapability

RECORDS = records.all_records()
KEYS = [record.key() for record in RECORDS]
_numbers = itertools.count(1)


def every(choose=lambda _record: True):
    """Return the parametrisation over the record types that are chosen."""
    chosen = [record for record in RECORDS if choose(record)]
    return pytest.mark.parametrize("record", chosen, ids=[record.key() for record in chosen])


def account_with(capabilities, at, reach="everything"):
    """Return an account whose one role holds the capabilities at an organisation."""
    account = factory.make("people.accounts", at, username=f"tester{next(_numbers)}")
    role = factory.make("people.roles", at)
    with factory.fixture():
        RoleCapability.objects.bulk_create(
            RoleCapability(role=role, capability=name, reach=reach, valid_from=date(2020, 1, 1))
            for name in sorted(capabilities)
        )
        RoleAssignment.objects.create(person=account.person, role=role, organisation=at, valid_from=date(2020, 1, 1))
    account.actor = of_account(account)
    return account


def client_of(account):
    """Return a client that is signed in as the account."""
    client = Client(raise_request_exception=False)
    client.force_login(account)
    return client
