"""What an account may do: dated roles, bound to organisations; three administrations kept apart."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from tests.factories import records as factory

from jiangxin.kernel import access, records, write
from jiangxin.kernel.actors import ANONYMOUS, of_account, process
from jiangxin.kernel.clock import today
from jiangxin.people.domain.queries.actors import actor_of
from jiangxin.people.models import Role, RoleAssignment, RoleCapability
from jiangxin.site.domain.defaults import rows_of

ACTOR = process("tests")
ADMINISTRATIONS = {"system-administrator": "system", "security-administrator": "security", "auditor": "audit"}
ASSIGNMENTS = records.get("people.assignments")


def assign(person, code, at, **extra):
    values = {"person": person, "role": Role.objects.get(code=code), "organisation": at}
    return write.save(ASSIGNMENTS, None, {**values, "valid_from": date(2020, 1, 1), **extra}, actor=ACTOR)


@pytest.mark.parametrize(
    ("since", "until", "holds"), [(0, None, True), (1, None, False), (-9, 0, False), (-9, 1, True), (-9, -1, False)]
)
def test_role_holds_from_its_first_day_up_to_its_last(account, own, since, until, holds):
    row = account("anna")
    day = today()
    end = None if until is None else day + timedelta(until)
    assign(row.person, "plan-officer", own, valid_from=day + timedelta(since), valid_to=end)
    actor = of_account(row)
    assert (actor.can("planning.plan.manage"), actor.role_codes) == (holds, ("plan-officer",) if holds else ())


def test_capability_and_role_hold_in_their_own_dates_too(account, own):
    row = account("anna", "plan-officer")
    day = today()
    with factory.fixture():
        RoleCapability.objects.filter(capability="planning.plan.manage").update(valid_to=day)
    assert not of_account(row).can("planning.plan.manage")
    assert actor_of(row, day - timedelta(1)).can("planning.plan.manage")
    with factory.fixture():
        Role.objects.filter(code="plan-officer").update(valid_to=day)
    assert of_account(row).grants == {}


def test_role_reaches_from_the_organisation_it_is_held_at(account, own):
    place, beside = factory.make("people.organisations", own), factory.make("people.organisations", own)
    below = factory.make("people.organisations", parent=place)
    row = account("anna")
    with factory.fixture():
        role = Role.objects.create(code="r", name="r", valid_from=date(2020, 1, 1))
        for capability, reach in (("people.post.view", "subtree"), ("people.post.manage", "own")):
            RoleCapability.objects.create(role=role, capability=capability, reach=reach, valid_from=date(2020, 1, 1))
    assign(row.person, "r", place)
    posts = {at.pk: factory.make("people.posts", at) for at in (place, below, beside)}
    actor, record = of_account(row), records.get("people.posts")
    assert set(access.rows(record, actor)) == {posts[place.pk], posts[below.pk]}
    assert set(access.rows(record, actor, "change")) == {posts[place.pk]}


def test_account_that_is_closed_or_has_no_role_may_nothing(account):
    row = account("anna")
    assert of_account(row).grants == {}
    row.is_active = False
    assert of_account(row) == ANONYMOUS


def test_person_with_two_roles_may_act_under_one_of_them(account, sign_in, own):
    row = account("anna", "plan-officer", "reader")
    client, _response = sign_in("anna")
    held = RoleAssignment.objects.get(person=row.person, role__code="reader")
    assert client.get("/plans/upload/").status_code == 200
    client.post("/act-as/", {"assignment": held.pk})
    assert client.get("/plans/upload/").status_code == 403
    client.post("/act-as/", {"assignment": ""})
    assert client.get("/plans/upload/").status_code == 200
    other = RoleAssignment.objects.exclude(person=row.person).first() or assign(
        factory.make("people.persons", own), "auditor", own
    )
    for foreign in (other.pk, "9" * 5000):
        assert client.post("/act-as/", {"assignment": foreign}).status_code == 302
        assert client.get("/records/audit/activities/").status_code == 403


@pytest.mark.parametrize("code", ADMINISTRATIONS)
def test_administration_excludes_every_other_duty(account, own, code):
    row = account("admin", code)
    others = [other for other in [*ADMINISTRATIONS, "plan-officer", "reader"] if other != code]
    for other in others:
        with pytest.raises(ValidationError):
            assign(row.person, other, own)
    # one after the other is lawful
    with factory.fixture():
        RoleAssignment.objects.update(valid_to=date(2021, 1, 1))
    assign(row.person, "reader", own, valid_from=date(2021, 1, 1))


@pytest.mark.parametrize("code", ADMINISTRATIONS)
def test_administrator_reads_no_business_data_and_is_given_none(account, own, code):
    plan = factory.make("planning.tasks", own).plan
    actor = of_account(account("admin", code))
    seen = {
        record.key()
        for record in records.all_records()
        if record.key().startswith("planning.") and access.rows(record, actor).exists()
    }
    assert (seen, plan.state) == (set(), "adopted")
    values = {"role": Role.objects.get(code=code), "valid_from": date(2020, 1, 1)}
    for name in ("planning.plan.view", "planning.task.view", "no.such.capability"):
        with pytest.raises(ValidationError):
            write.save(records.get("people.capabilities"), None, {**values, "capability": name}, actor=ACTOR)


def test_administrators_share_no_right_to_change_anything():
    """What the product ships: no capability that changes something belongs to two administrations."""
    shared = [
        row["capability"]
        for row in rows_of("capabilities.csv")
        if row["capability"].endswith(".manage") and sum(bool(row[code]) for code in ADMINISTRATIONS) > 1
    ]
    assert shared == []
    auditor = [row["capability"] for row in rows_of("capabilities.csv") if row["auditor"]]
    assert [name for name in auditor if name.endswith(".manage")] == []


def test_administrators_cannot_widen_their_own_rights(account, own):
    system, audit = of_account(account("sys", "system-administrator")), of_account(account("aud", "auditor"))
    security = of_account(account("sec", "security-administrator"))
    for actor in (system, audit):
        for key in ("people.assignments", "people.roles", "people.capabilities", "people.security-policies"):
            assert access.may(records.get(key), actor, "add") is False
    for key in ("people.accounts", "people.persons", "people.organisations"):
        assert access.may(records.get(key), security, "add") is False


def test_duty_of_a_role_in_use_cannot_change(account, own):
    account("anna", "reader")
    record = records.get("people.roles")
    for code in ("reader", "auditor"):
        with pytest.raises(ValidationError):
            write.save(record, Role.objects.get(code=code), {"duty": "security"}, actor=ACTOR)
    role = write.save(record, None, {"code": "new", "name": "new", "duty": "audit", "valid_from": today()}, actor=ACTOR)
    assert write.save(record, role, {"duty": "business"}, actor=ACTOR).duty == "business"


def test_right_of_one_administration_is_not_given_to_another(account, own):
    record, since = records.get("people.capabilities"), date(2020, 1, 1)
    values = {"role": Role.objects.get(code="security-administrator"), "valid_from": since}
    for name in ("people.account.manage", "desk.setting.manage"):
        with pytest.raises(ValidationError):
            write.save(record, None, {**values, "capability": name}, actor=ACTOR)
    with factory.fixture():
        RoleCapability.objects.filter(capability="desk.setting.manage").update(valid_to=date(2021, 1, 1))
    later = {**values, "valid_from": date(2021, 1, 1), "capability": "desk.setting.manage"}
    assert write.save(record, None, later, actor=ACTOR).capability == "desk.setting.manage"


def test_account_stays_with_its_person(account, own):
    admin, head = account("sys", "system-administrator"), account("head", "plan-head")
    record = records.get("people.accounts")
    with pytest.raises(ValidationError):
        write.save(record, admin, {"person": head.person}, actor=of_account(admin), reason="mine")
    changed = write.save(record, admin, {"username": "other"}, actor=of_account(admin), reason="typing error")
    assert (changed.username, changed.person) == ("other", admin.person)
