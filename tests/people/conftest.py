"""A place, the defaults of the product, and accounts with passwords."""

from __future__ import annotations

import time
from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client
from tests.factories import records as factory

from jiangxin.kernel.actors import process
from jiangxin.people.domain.accounts import create_account
from jiangxin.people.models import Role, RoleAssignment, SecurityPolicy
from jiangxin.site.domain.defaults import load_defaults

ACTOR = process("tests")
PASSWORD = "Right-Password-1"


@pytest.fixture
def own(db):
    """Return an organisation in an installation with its defaults."""
    load_defaults()
    cache.clear()
    return factory.make("people.organisations", code="OWN", name="Own")


@pytest.fixture
def account(own):
    """Return the function that makes an account with a password and roles."""

    def make(username, *roles, **extra):
        person = factory.make("people.persons", own)
        made, _password = create_account(
            username, person, actor=ACTOR, password=PASSWORD, must_change=False, **extra
        )  # fmt: skip
        with factory.fixture():
            for code in roles:
                role = Role.objects.get(code=code)
                RoleAssignment.objects.create(
                    person=person, role=role, organisation=own, valid_from=date(2020, 1, 1)
                )  # fmt: skip
        return made

    return make


@pytest.fixture
def policy(own):
    """Return the function that changes the policy in force."""

    def change(**values):
        with factory.fixture():
            SecurityPolicy.objects.update(**values)

    return change


@pytest.fixture
def sign_in(own):
    """Return the function that tries to sign in and returns client and response."""

    def attempt(username, password=PASSWORD, client=None):
        client = client or Client(raise_request_exception=True)
        return client, client.post("/account/login/", {"login": username, "password": password})

    return attempt


def inside(client):
    """Whether the client gets past the door."""
    return client.get("/help/").status_code == 200


def code_of(secret, ahead=0):
    """Return the code that an authenticator shows now, or some periods ahead."""
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30 + ahead))


def give_second_factor(account):
    """Give the account a second factor and return its secret."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(account, secret)
    assert Authenticator.objects.filter(user=account).exists()
    return secret
