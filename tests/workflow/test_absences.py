"""An absence: who may stand in, what he sees and decides, and what the absent person finds on return."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from tests.factories import workflow as make

from jiangxin.kernel.clock import today
from jiangxin.kernel.errors import NotAllowed, NotLawful
from jiangxin.people.models import Role
from jiangxin.workflow.domain.absences import come_back, leave
from jiangxin.workflow.domain.approvals import decide
from jiangxin.workflow.domain.queries.absences import absences_of
from jiangxin.workflow.domain.queries.items import work_of
from jiangxin.workflow.models import ApprovalDecision, Delegation

WEEK = timedelta(days=7)


@pytest.fixture
def away(town):
    """Return the function that enters an absence of somebody from today for a week; everybody may enter his own."""
    make.role("approver", "planning.plan.view")
    make.role("approver", "workflow.delegation.manage", "workflow.delegation.view", reach="self")

    def run(person, stand_in, first=None, **extra):
        first = first or today()
        return leave(person, stand_in, first, first + WEEK, actor=person.actor(), reason="Leave", **extra)

    return run


def _client(person, language="zh-hans"):
    client = Client()
    client.force_login(person.account)
    client.cookies["jiangxin_language"] = language
    return client


def test_a_stand_in_decides_under_his_name_for_the_absent_person(town, submit, away):
    make.route({"who": "role_owner", "role": town.approver})
    approval = submit(plan=make.plan(town.school, "School plan"))  # which only Carl may decide on
    away(town.carl, town.anna)
    (work,) = work_of(town.anna.actor())
    assert (work.item.stage.approval, work.behalf) == (approval, town.carl)
    assert "代carl" in _client(town.anna).get("/").content.decode()
    decide(approval, "approve", actor=town.anna.actor())
    note = ApprovalDecision.objects.get()
    assert (note.person, note.on_behalf_of) == (town.anna, town.carl)
    page = _client(town.carl).get(reverse("workflow:absence")).content.decode()
    assert ("代我办理的" in page, "School plan" in page) == (True, True)
    assert _client(town.carl).get(reverse("workflow:decide", kwargs={"uuid": approval.uuid})).status_code == 200


def test_what_one_may_decide_oneself_is_not_decided_for_others(town, submit, away):
    make.route({"who": "role_owner", "role": town.approver})
    away(town.bert, town.anna)
    decide(submit(), "approve", actor=town.anna.actor())
    assert ApprovalDecision.objects.get().on_behalf_of is None


def test_a_stand_in_never_decides_on_what_he_submitted(town, submit, away):
    make.route({"who": "role_owner", "role": town.approver})
    away(town.anna, town.olga)
    approval = submit()
    assert work_of(town.olga.actor()) == []
    with pytest.raises(NotAllowed):
        decide(approval, "approve", actor=town.olga.actor())


def test_an_absence_for_one_kind_gives_nothing_else(town, submit, away):
    make.route({"who": "role_owner", "role": town.approver})
    submit(plan=make.plan(town.school))
    (row,) = away(town.carl, town.bert, kinds=["planning.reports"])
    assert work_of(town.bert.actor()) == []
    come_back(row, actor=town.carl.actor(), reason="back")
    away(town.carl, town.bert, kinds=["planning.plans"])
    assert len(work_of(town.bert.actor())) == 1


def test_unlawful_absences_are_refused_in_words(town, away):
    stranger, keeper = make.person("stranger", town.school), make.person("keeper", town.office, make.role("keeper"))
    with make.fixture():
        Role.objects.filter(code="keeper").update(duty="system")
        gone = make.person("gone", town.office)
        gone.account.is_active = False
        gone.account.save()
    for nobody, words in ((town.anna, "本人"), (stranger, "同事"), (gone, "同事"), (keeper, "管理员")):
        with pytest.raises(ValidationError, match=words):
            away(town.anna, nobody)
    with pytest.raises(NotLawful, match="日期已过"):
        away(town.anna, town.bert, first=today() - 2 * WEEK)
    with pytest.raises(NotAllowed):
        leave(town.anna, town.bert, today(), today(), actor=town.bert.actor(), reason="for her")
    (row,) = away(town.anna, town.bert)
    with pytest.raises(ValidationError, match="起已委托"):
        away(town.anna, town.carl, first=today() + timedelta(days=3))
    with pytest.raises(ValidationError, match="也外出"):
        away(town.carl, town.anna)
    come_back(row, actor=town.anna.actor(), reason="back")
    assert not Delegation.objects.exists()  # it had just begun
    away(town.carl, town.anna)


def test_an_absence_that_has_begun_ends_today_and_stays_on_record(town, away):
    with make.fixture():
        values = {"from_person": town.anna, "to_person": town.bert, "reason": "Leave"}
        row = Delegation.objects.create(valid_from=today() - WEEK, valid_to=today() + WEEK, **values)
    assert [given.from_person for given in absences_of(town.bert.actor(), today()).standing_in] == [town.anna]
    come_back(row, actor=town.anna.actor(), reason="back")
    found = absences_of(town.anna.actor(), today())
    assert (found.coming, [past.valid_to for past in found.past]) == ([], [today()])
    with pytest.raises(NotLawful, match="已经结束"):
        come_back(found.past[0], actor=town.anna.actor(), reason="again")


def test_the_page_enters_and_ends_an_absence(town, away):
    client, address = _client(town.anna), reverse("workflow:absence")
    days = {"first": f"{today()}", "last": f"{today() - WEEK}", "stand_in": town.bert.pk, "reason": "出差"}
    assert client.post(address, days).status_code == 422
    assert client.post(address, {**days, "last": f"{today() + WEEK}"}).status_code == 302
    row = Delegation.objects.get()
    assert (row.from_person, row.to_person, row.valid_to) == (town.anna, town.bert, today() + WEEK + timedelta(days=1))
    end = reverse("workflow:absence-end", kwargs={"uuid": row.uuid})
    assert _client(town.carl).post(end).status_code == 404
    assert client.post(end).status_code == 302
    assert not Delegation.objects.exists()
    make.role("watcher")
    assert _client(make.person("ruth", town.office, make.role("watcher"))).get(address).status_code == 403
