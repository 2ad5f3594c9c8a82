"""A district with an office that issues documents, its series of numbers, and a leader who signs."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation
from tests.factories import planning
from tests.factories.workflow import fixture

from jiangxin.kernel import clock
from jiangxin.reporting.models import NumberSeries, Template

TODAY = date(2024, 10, 8)


@pytest.fixture
def place(db):
    """Return the district with what documents need, on the day on which they are drafted."""
    with translation.override("en"), clock.on(planning.BEGIN):
        found = planning.district()
        planning.running(found, found.task, found.education)
        found.leader = planning.person("leader", found.office, "district-leader")
        with fixture():
            found.series = NumberSeries.objects.create(organisation=found.office, word="津府办发")
            found.serial = NumberSeries.objects.create(organisation=found.office, word="督查通报", serial=True)
        found.template = Template.objects.get(code="progress-circular")
        with clock.on(TODAY):
            yield found
