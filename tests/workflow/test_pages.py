"""The page of an approval: seen and used by who is asked, closed to others."""

from __future__ import annotations

from django.urls import reverse
from tests.factories import workflow as make


def test_who_is_asked_approves_on_the_page(town, submit, client):
    make.route({"who": "role_owner", "role": town.approver})
    approval = submit()
    address = reverse("workflow:decide", kwargs={"uuid": approval.uuid})
    assert client.get(address).status_code == 302
    client.force_login(town.carl.account)
    assert client.get(address).status_code == 404
    client.force_login(town.anna.account)
    assert client.get(address).status_code == 200
    assert client.post(address, {"decision": "return", "comment": ""}).status_code == 422
    stage = approval.stages.get().pk
    assert client.post(address, {"decision": "approve", "stage": stage, "comment": "fine"}).status_code == 302
    town.plan.refresh_from_db()
    assert town.plan.state == "adopted"
