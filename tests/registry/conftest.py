"""A place, another place, and somebody who may do everything."""

from __future__ import annotations

import pytest
from tests.factories import records as factory
from tests.registry.support import RECORDS, account_with, client_of


@pytest.fixture
def own(db):
    """Return the organisation of whoever acts."""
    return factory.make("people.organisations", code="OWN", name="Own")


@pytest.fixture
def other(db, own):
    """Return an organisation that is none of theirs."""
    return factory.make("people.organisations", code="OTHER", name="Other")


@pytest.fixture
def everything(own):
    """Return an account that holds every capability everywhere."""
    return account_with({name for record in RECORDS for name in record.capabilities()}, own)


@pytest.fixture
def browser(everything):
    """Return a client that may do everything."""
    client = client_of(everything)
    client.get("/")  # what the first page of a session writes belongs to no page
    return client
