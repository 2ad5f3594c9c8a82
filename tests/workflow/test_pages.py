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


def test_several_approvals_are_decided_from_the_queue_all_or_none(town, submit, client):
    make.route({"who": "role_owner", "role": town.approver})
    plans = [town.plan, make.plan(town.office)]
    steps = [submit(plan=plan).stages.get().pk for plan in plans]
    many = reverse("workflow:decide-many")
    client.force_login(town.anna.account)
    page = client.get("/").content.decode()
    assert [f'name="step" value="{pk}"' in page for pk in steps] == [True, True]

    def states():
        for plan in plans:
            plan.refresh_from_db()
        return [plan.state for plan in plans]

    client.post(many, {"step": steps, "decision": "return", "comment": " "})
    client.post(many, {"step": ["x", "9" * 30], "decision": "approve"})
    client.post(many, {"step": [*steps, "987654321"], "decision": "approve"})
    assert states() == ["in_approval", "in_approval"]
    client.post(many, {"step": steps[:1], "decision": "return", "comment": "Say why."})
    assert states() == ["checking", "in_approval"]
    client.post(many, {"step": steps, "decision": "approve", "comment": "fine"})
    assert states() == ["checking", "in_approval"]  # one of them is not decided any more: none is
    client.post(many, {"step": steps[1:], "decision": "approve", "comment": "fine"})
    assert states() == ["checking", "adopted"]


def test_approvals_of_others_are_not_decided_from_the_queue(town, submit, client):
    make.route({"who": "role_owner", "role": town.approver})
    stage = submit().stages.get()
    client.force_login(town.carl.account)
    client.post(reverse("workflow:decide-many"), {"step": [stage.pk], "decision": "approve"})
    town.plan.refresh_from_db()
    assert town.plan.state == "in_approval"
