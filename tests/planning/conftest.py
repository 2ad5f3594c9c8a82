"""A district whose plan runs."""

from __future__ import annotations

import pytest
from django.utils import translation
from tests.factories import planning

from jiangxin.kernel import clock


@pytest.fixture
def place(db):
    """Return the district on the day on which it begins."""
    with translation.override("en"), clock.on(planning.BEGIN):
        yield planning.district()
