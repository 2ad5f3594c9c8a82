"""A district with somebody who submits and somebody who decides."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from tests.factories import workflow as make

from jiangxin.kernel import records, write
from jiangxin.workflow.models import Approval


@pytest.fixture
def town(db):
    """Return organisations, roles and persons, with a plan that waits to be submitted."""
    office, school = make.organisation("Office"), make.organisation("School")
    officer = make.role("officer", "planning.plan.manage")
    approver = make.role("approver", "planning.plan.approve")
    town = SimpleNamespace(office=office, school=school, officer=officer, approver=approver)
    town.olga = make.person("olga", office, officer)
    town.anna = make.person("anna", office, approver)
    town.bert = make.person("bert", office, approver)
    town.carl = make.person("carl", school, approver)
    town.plan = make.plan(office)
    town.record = records.get("planning.plans")
    return town


@pytest.fixture
def submit(town):
    """Return the function that submits a plan, by default that of the town, and returns its approval."""

    def run(by=None, plan=None):
        plan = plan or town.plan
        write.apply(town.record, plan, "submit", actor=(by or town.olga).actor(), reason="please")
        return Approval.objects.get(object_id=plan.pk, state="open")

    return run
