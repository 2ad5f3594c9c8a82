"""A place, another place, and somebody with rights at the first."""

from __future__ import annotations

import pytest
from tests.factories import records as factory
from tests.registry.support import account_with


@pytest.fixture
def own(db):
    """Return the organisation of whoever acts."""
    return factory.make("people.organisations", code="OWN", name="Own")


@pytest.fixture
def other(own):
    """Return an organisation that is none of theirs."""
    return factory.make("people.organisations", code="OTHER", name="Other")


@pytest.fixture
def acting(own):
    """Return the function that makes an actor with capabilities at `own`, as far as `reach` says."""
    return lambda *capabilities, reach="own": account_with(capabilities, own, reach=reach).actor


@pytest.fixture
def manager(acting):
    """Return somebody who manages persons of their own organisation."""
    return acting("people.person.view", "people.person.manage")
