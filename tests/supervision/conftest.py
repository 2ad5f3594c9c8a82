"""A district in which somebody supervises how a plan runs."""

from __future__ import annotations

import pytest
from django.utils import translation
from tests.factories import planning, supervising

from jiangxin.kernel import clock


@pytest.fixture
def place(db):
    """Return the district on the day on which it begins: a task of Education under way, a round in preparation."""
    with translation.override("en"), clock.on(planning.BEGIN):
        yield supervising.district()
