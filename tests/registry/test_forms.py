"""A record with a column `reason` of its own keeps it apart from the reason of a change."""

from __future__ import annotations

from tests.factories import records as factory

from jiangxin.desk.links import url_for
from jiangxin.kernel import records
from jiangxin.workflow.models import Delegation


def test_delegation_is_added_and_changed_on_its_page(own, browser):
    record = records.get("workflow.delegations")
    giver, taker = factory.make("people.persons", own), factory.make("people.persons", own)
    factory.make("people.accounts", own, person=taker)  # who stands in can sign in
    data = {"from_person": str(giver.uuid), "to_person": str(taker.uuid), "reason": "Leave", "valid_from": "2024-01-01"}
    assert browser.post(url_for(record, "add"), data).status_code == 302
    row = Delegation.objects.get()
    assert row.reason == "Leave"
    change = {**data, "reason": "Illness", "change_reason": "told by phone", "version": row.version}
    assert browser.post(url_for(record, "edit", row), change).status_code == 302
    row.refresh_from_db()
    assert row.reason == "Illness"
    assert row.history.order_by("-pgh_id").first().pgh_context.metadata["reason"] == "told by phone"
