"""Somebody signed in, who may do what the test names."""

from __future__ import annotations

from django.test import Client
from tests.factories.exchange import actor

from jiangxin.kernel import records
from jiangxin.people.models import Account

__all__ = ["everything", "signed_in"]


def everything():
    """Return every capability that a declaration asks for."""
    return sorted({name for record in records.all_records() for name in record.capabilities()})


def signed_in(*capabilities, reach="everything", at=None, language="en"):
    """Return a client whose account holds the capabilities, and its actor."""
    who = actor(*capabilities, reach=reach, at=at)
    client = Client(raise_request_exception=True)
    client.force_login(Account.objects.get(pk=who.account_id))
    client.cookies["jiangxin_language"] = language
    return client, who
