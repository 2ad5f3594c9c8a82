"""A district in which units are appraised."""

from __future__ import annotations

import pytest
from django.utils import translation
from tests.factories import appraising

from jiangxin.kernel import clock


@pytest.fixture
def place(db):
    """Return the district after the year that is appraised."""
    with translation.override("en"), clock.on(appraising.DAY):
        yield appraising.district()
